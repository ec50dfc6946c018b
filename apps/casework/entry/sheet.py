"""The state of a form: verdict, papers, what each section still lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField

from apps.casework.entry.forms import EntryForms
from apps.casework.models import Case, CaseDocument, Draft
from apps.casework.services.documents import documents_of
from apps.core.declarations import Answers, Entry, Paper, Verdict
from apps.core.errors import DomainError
from apps.core.money import format_money
from apps.core.registries import case_kinds


@dataclass(frozen=True)
class Slot:
    """One paper to hand in, with those that are there."""

    code: str
    label: str
    reason: str
    can_be_shared: bool
    papers: tuple[CaseDocument, ...]

    @property
    def is_met(self) -> bool:
        return bool(self.papers)

    @property
    def name(self) -> str:
        """How forms and addresses call the slot."""
        return self.code


@dataclass(frozen=True)
class Part:
    """A section of the page with what it still lacks, in words."""

    code: str
    label: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """All of it for one state of the form. ``verdict`` is None when the rules cannot judge: ``trouble`` says why."""

    verdict: Verdict | None
    trouble: str
    slots: tuple[Slot, ...]
    parts: tuple[Part, ...]

    @property
    def gap_count(self) -> int:
        return sum(len(part.gaps) for part in self.parts)

    @property
    def gap_words(self) -> str:
        return f"还缺 {self.gap_count} 项"

    @property
    def met_count(self) -> int:
        return sum(slot.is_met for slot in self.slots)

    @property
    def lacking(self) -> list[str]:
        return [slot.label for slot in self.slots if not slot.is_met]

    @property
    def lacking_words(self) -> str:
        return f"还缺 {len(self.lacking)} 件材料"

    @property
    def why(self) -> list[dict[str, Any]]:
        """The lines of the component ``why``."""
        return why_lines(self.verdict.lines) if self.verdict else []

    @property
    def paper_checks(self) -> list[dict[str, str]]:
        return paper_checks(self.slots)


def sheet_of(forms: EntryForms, *, draft: Draft | None = None, case: Case | None = None) -> Sheet:
    """Judge what is typed so far by the rules in force today; never raises for what is lacking or mistyped."""
    entry, answers = forms.entry, forms.answers()
    verdict, trouble = judged(entry, answers)
    slots = slots_of(entry, answers, draft=draft, case=case)
    return Sheet(verdict, trouble, slots, _parts(forms, verdict, slots))


def judged(entry: Entry, answers: Answers) -> tuple[Verdict | None, str]:
    """The verdict, or why there is none (a standard or parameter that is missing)."""
    try:
        return entry.assess(answers), ""
    except DomainError as error:
        return None, f"{error.message}{error.hint}"


def slots_of(
    entry: Entry, answers: Answers, *, draft: Draft | None = None, case: Case | None = None
) -> tuple[Slot, ...]:
    """Every paper the application needs as it stands, with those of the draft, of the case, or of both."""
    there = [*documents_of(draft=draft)] if draft is not None else []
    there += documents_of(case=case) if case is not None else []
    labels = {slot.code: slot.label for slot in case_kinds.get(entry.kind).documents}
    return tuple(_slot(need, labels[need.code], there) for need in entry.papers(answers))


def _slot(need: Paper, label: str, there: Sequence[CaseDocument]) -> Slot:
    papers = tuple(paper for paper in there if paper.slot == need.code)
    return Slot(need.code, label, need.reason, need.can_be_shared, papers)


def paper_checks(slots: Iterable[Slot]) -> list[dict[str, str]]:
    """The papers as lines of the component ``checks``."""
    return [
        {
            "state": "yes" if slot.is_met else "no",
            "text": slot.label,
            "right": slot.papers[0].get_source_display() if slot.papers else "缺",
        }
        for slot in slots
    ]


def why_lines(lines: Iterable[tuple[str, Any, str]]) -> list[dict[str, Any]]:
    """Lines of a computation for the component ``why``; the last one is the total."""
    rows = list(lines)
    return [
        {
            "label": label,
            "value": format_money(value),
            "source": source,
            "total": number == len(rows),
        }
        for number, (label, value, source) in enumerate(rows, start=1)
    ]


def _parts(forms: EntryForms, verdict: Verdict | None, slots: Sequence[Slot]) -> tuple[Part, ...]:
    """Required fields that are empty, section by section; then papers and what the rules miss."""
    entry = forms.entry
    own = ("region", "channel", "phone", "address", "bank", "account")
    parts = [
        Part(
            "applicant",
            entry.who,
            (
                *_person_gaps(forms.applicant),
                *(gap for form in forms.persons.values() for gap in _person_gaps(form)),
                *_gaps(forms.main, own),
            ),
        )
    ]
    for number, section in enumerate(entry.sections, start=1):
        names = [field.name for field in section.fields]
        parts.append(Part(f"section-{number}", section.title, tuple(_gaps(forms.main, names))))
    for table in entry.tables:
        rows = forms.tables[table.name]
        gaps = [f"{table.label}至少 {table.least} {table.unit}"] if len(rows) < table.least else []
        gaps += [f"第 {form.line} 行缺{gap.removeprefix('缺')}" for form in rows for gap in _row_gaps(form)]
        parts.append(Part(table.name, table.label, tuple(gaps)))
    parts.append(Part("papers", "材料", tuple(f"缺{slot.label}" for slot in slots if not slot.is_met)))
    parts.append(
        Part("declaration", "声明与授权", tuple(_gaps(forms.main, ("is_true", "is_authorised", "relative"))))
    )
    return tuple(parts)


def _gaps(form: Any, names: Iterable[str]) -> list[str]:
    return [
        f"缺{form.fields[name].label}"
        for name in names
        if name in form.fields and form.fields[name].required and _is_open(form, name)
    ]


def _is_open(form: Any, name: str) -> bool:
    """Whether nothing valid is there; a chosen 否 is an answer, a box that is not ticked is none."""
    value = form.cleaned_data.get(name)
    return not value if isinstance(form.fields[name], BooleanField) else value in (None, "", [])


def _person_gaps(form: Any) -> list[str]:
    if not form.is_typed:
        return []
    person = form.person
    gaps = [] if person.name else ["缺姓名"]
    return gaps if person.number or person.birth_date else [*gaps, "缺身份证号"]


def _row_gaps(form: Any) -> list[str]:
    gaps = _person_gaps(form) if form.table.is_person else []
    return [*gaps, *_gaps(form, form.declared_names)]
