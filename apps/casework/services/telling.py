"""Telling the one who entered a case what became of it."""

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.accounts.messages import tell
from apps.casework.models import Case, CaseAction, CaseState
from apps.casework.models.cases import CLOSED_STATES

# What the caseworker has to do, or to pass on to the family.
TOLD = (CaseState.SUPPLEMENT, *CLOSED_STATES)


def tell_caseworker(case: Case, row: CaseAction, *, actor: Actor) -> None:
    """Tell who entered the case that papers are missing, or how it ended; not who did it himself."""
    if row.to_state not in TOLD or row.from_state == row.to_state or case.origin != Case.Origin.ENTERED:
        return
    word = CaseState(row.to_state).label
    what = "请告知申请人并补齐材料。" if row.to_state == CaseState.SUPPLEMENT else "请告知申请人。"
    tell(
        [case.created_by_id],
        f"{case.number} {word}，{what}",
        link=reverse("casework:case", args=[case.number]),
        kind=f"casework.state:{case.pk}:{row.version}",
        actor=actor,
    )
