"""What the page of a declared case shows: answers, verdict, papers; its preview; what its letters need."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.casework.entry.answers import recorded_answers
from apps.casework.entry.recorded import answers_of, detail_of
from apps.casework.entry.sheet import judged, paper_checks, slots_of, why_lines
from apps.casework.models import Case, CaseAction, CaseState
from apps.core import numbers
from apps.core.declarations import Entry, Verdict
from apps.core.money import format_money
from apps.core.periods import add_months
from apps.people.services import revealed

PANELS = ("casework/entry/panel_answers.html", "casework/entry/panel_verdict.html")
BEFORE_ACCEPTANCE = (CaseState.SUBMITTED, CaseState.SUPPLEMENT)
NOT_REVIEWED = (*BEFORE_ACCEPTANCE, CaseState.ACCEPTED, CaseState.VERIFYING, CaseState.REVIEW)


@dataclass(frozen=True)
class Line:
    """A line of the preview."""

    label: str
    value: Decimal
    kind: str


def context_of(entry: Entry) -> Callable[[Case, Any], dict[str, Any]]:
    """The ``context`` of a case kind."""

    def context(case: Case, actor: Any) -> dict[str, Any]:
        detail = detail_of(entry, case)
        answers = answers_of(entry, case)
        verdict, trouble = judged(entry, answers) if case.origin == Case.Origin.ENTERED else (None, "")
        is_frozen = case.state not in NOT_REVIEWED and detail.proposed_heads is not None
        slots = slots_of(entry, answers, case=case) if case.state in BEFORE_ACCEPTANCE else ()
        lines = [(row["label"], Decimal(row["value"]), row["source"]) for row in detail.computation]
        lacking = [slot.label for slot in slots if not slot.is_met]
        return {
            "declared": entry,
            "detail": detail,
            "answer_groups": recorded_answers(entry, case, shown=revealed(case, actor)),
            "verdict": verdict,
            "verdict_trouble": trouble,
            "is_frozen": is_frozen,
            "amount": detail.proposed_amount if is_frozen else verdict.amount if verdict else None,
            "amount_heads": detail.proposed_heads if is_frozen else verdict.heads if verdict else 0,
            "why": why_lines(lines if is_frozen else verdict.lines if verdict else ()),
            "paper_checks": paper_checks(slots),
            "papers_met": sum(slot.is_met for slot in slots),
            "opinions": {**_opinions(entry, verdict), **_first_look(case, lacking)},
        }

    return context


def _opinions(entry: Entry, verdict: Verdict | None) -> dict[str, str]:
    """A first wording of the opinion for each action, from the facts; the officer changes it as needed."""
    if verdict is None or verdict.is_eligible is None:
        return {}
    if verdict.failed:
        refusal = f"经审核，{'；'.join(ground.text for ground in verdict.failed)}。"
        return {"propose_refusal": refusal, "refuse": refusal}
    granted = f"，{format_money(verdict.amount)} {entry.amount_unit}" if verdict.amount is not None else ""
    return {
        "propose": f"经审核，符合条件，建议确认{granted}。",
        "confirm": f"经审核，符合条件，同意确认{granted}。",
    }


def _first_look(case: Case, lacking: list[str]) -> dict[str, str]:
    """The completeness check in words: everything that is missing, told once."""
    if case.state not in BEFORE_ACCEPTANCE:
        return {}
    if not lacking:
        return {"accept": "材料齐全，符合受理条件。"}
    return {"ask_supplement": f"请补齐以下材料：{'、'.join(lacking)}。"}


def summary_of(entry: Entry) -> Callable[[Case], dict[str, Any]]:
    """The ``summary`` of a case kind: the applicant masked, the verdict and its lines."""

    def summary(case: Case) -> dict[str, Any]:
        verdict, _ = judged(entry, answers_of(entry, case))
        shown = {
            "applicant": numbers.mask_name(case.applicant.name),
            "number_hint": case.applicant.number_hint,
        }
        if verdict is None:
            return shown
        last = len(verdict.lines)
        return {
            **shown,
            "heads": verdict.heads,
            "amount": verdict.amount,
            "is_eligible": verdict.is_eligible,
            "steps": [
                Line(label, value, "sum" if number == last else "term")
                for number, (label, value, _) in enumerate(verdict.lines, start=1)
            ],
            "failed": [ground.text for ground in verdict.failed],
        }

    return summary


def letter_context_of(entry: Entry, laws: str) -> Callable[[Case, CaseAction], dict[str, Any]]:
    """What the letters of a kind need; ``laws`` are what its decisions rest on."""

    def context(case: Case, action: CaseAction) -> dict[str, Any]:
        return {
            "declared": entry,
            "detail": detail_of(entry, case),
            "applicant": case.applicant,
            "reason": action.comment,
            "laws": laws,
            "first_month": add_months(case.decided_on, 1) if case.decided_on else None,
            "town": case.region.parent or case.region,
        }

    return context
