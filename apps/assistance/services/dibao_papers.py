"""The checklist of papers: what the rules ask for beside what has been handed in, per paper and member."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from apps.assistance.rules import facts
from apps.assistance.rules.changes import CHANGE_DOCUMENTS
from apps.assistance.rules.documents import DOCUMENTS, DocumentNeed, required_documents
from apps.casework.models import Case, CaseDocument, Draft
from apps.casework.services.documents import documents_of


@dataclass(frozen=True)
class Slot:
    """One paper to hand in: ``code`` and, where it is one per member, the member's key and name."""

    code: str
    label: str
    reason: str
    member_key: str
    can_be_shared: bool
    papers: tuple[CaseDocument, ...]

    @property
    def is_met(self) -> bool:
        return bool(self.papers)

    @property
    def name(self) -> str:
        """How forms and addresses call the slot: ``authorisation.m2``."""
        return f"{self.code}.{self.member_key}"


def checklist(
    application: facts.Application, on: date, *, draft: Draft | None = None, case: Case | None = None
) -> tuple[Slot, ...]:
    """Every paper the application needs as it stands, with those of the draft, of the case, or of both."""
    papers = [*documents_of(draft=draft)] if draft is not None else []
    papers += documents_of(case=case) if case is not None else []
    names = {member.key: member.name for member in application.members}
    return tuple(
        slot for need in required_documents(application, on) for slot in slots_of(need, names, papers)
    )


def lacking(slots: Iterable[Slot]) -> list[str]:
    """The papers that are still to be handed in, in words."""
    return [slot.label for slot in slots if not slot.is_met]


def check_lines(slots: Iterable[Slot]) -> list[dict[str, str]]:
    """The checklist as lines of the component ``checks``."""
    return [
        {
            "state": "yes" if slot.is_met else "no",
            "text": slot.label,
            "right": slot.papers[0].get_source_display() if slot.papers else "缺",
        }
        for slot in slots
    ]


def proofs(slots: Sequence[Slot]) -> dict[tuple[str, str], bool]:
    """Whether the proof of a source of income (by document code and member) is there."""
    return {(slot.code, slot.member_key): slot.is_met for slot in slots}


def slots_of(need: DocumentNeed, names: dict[str, str], papers: Sequence[CaseDocument]) -> list[Slot]:
    """One slot for a paper, or one for each member that it is asked of."""
    keys = need.members if need.per_member else ("",)
    return [
        Slot(
            code=need.code,
            label=_label(need, names.get(key, "")),
            reason=need.reason,
            member_key=key,
            can_be_shared=need.can_be_shared,
            papers=tuple(
                paper for paper in papers if paper.slot == need.code and (not key or paper.member_key == key)
            ),
        )
        for key in keys
    ]


def _label(need: DocumentNeed, name: str) -> str:
    words = DOCUMENTS.get(need.code) or CHANGE_DOCUMENTS[need.code]
    return f"{words}（{name}）" if name else words
