"""What the pages, previews and letters of a dibao case show beyond the shared frame."""

from datetime import date
from typing import Any

from apps.assistance.services.dibao_facts import assess_case
from apps.casework.models import Case, CaseAction
from apps.core import numbers
from apps.core.periods import add_months

PANELS = (
    "assistance/dibao/panel_overview.html",
    "assistance/dibao/panel_members.html",
    "assistance/dibao/panel_amount.html",
)


def case_context(case: Case, actor: Any) -> dict[str, Any]:
    """The declared family, the assessment as it stands (or as frozen by the review) for the case page."""
    application = case.dibao
    return {
        "application": application,
        "members": list(application.members.select_related("person")),
        "incomes": list(application.incomes.select_related("member__person")),
        "assessment": assess_case(case),
        "first_month": first_month(case),
    }


def first_month(case: Case) -> date | None:
    """The first benefit month once decided: the month after."""
    return add_months(case.decided_on, 1) if case.decided_on else None


def summary(case: Case) -> dict[str, Any]:
    """The preview beside the inbox: the applicant masked, the computation, what has been done."""
    assessment = assess_case(case)
    return {
        "applicant": numbers.mask_name(case.applicant.name),
        "number_hint": case.applicant.number_hint,
        "heads": assessment.head_count,
        "amount": assessment.amount,
        "is_eligible": assessment.is_eligible,
        "steps": assessment.steps,
        "failed": [condition.text for condition in assessment.failed],
    }


def letter_context(case: Case, action: CaseAction) -> dict[str, Any]:
    """What the letters need: the family, amounts as frozen, reasons, limits."""
    return {
        "application": case.dibao,
        "members": list(case.dibao.members.select_related("person")),
        "applicant": case.applicant,
        "reason": action.comment,
        "first_month": first_month(case),
        "town": case.region.parent or case.region,
    }
