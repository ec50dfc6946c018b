"""The cases of a person, for the page of its file."""

from typing import Any

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.casework.models import Case, Letter
from apps.casework.registers import TONES
from apps.core.registries import case_kinds
from apps.people.models import Person

LIMIT = 20


def person_cases(person: Person, actor: Actor) -> dict[str, Any]:
    """The latest cases in which the person applies, or somebody of a household it belongs or belonged to."""
    if not actor.has("casework.view_case"):
        return {"cases": [], "more": False}
    rows = (
        Case.objects.visible_to(actor)
        .filter(_concerns(person))
        .with_people()
        .distinct()
        .order_by("-submitted_on", "-pk")
    )
    found = list(rows[: LIMIT + 1])
    return {
        "cases": [
            {"case": case, "kind": case_kinds.get(case.kind).label, "tone": TONES.get(case.state, "now")}
            for case in found[:LIMIT]
        ],
        "more": len(found) > LIMIT,
    }


def person_letters(person: Person, actor: Actor) -> dict[str, Any]:
    """The latest letters of the cases of the person that the actor may see."""
    if not actor.has("casework.view_case"):
        return {"letters": [], "more": False}
    cases = Case.objects.visible_to(actor).filter(_concerns(person)).values("pk")
    rows = Letter.objects.visible_to(actor).filter(case__in=cases).select_related("case")
    found = list(rows.order_by("-issued_on", "-pk")[: LIMIT + 1])
    return {"letters": found[:LIMIT], "more": len(found) > LIMIT}


def _concerns(person: Person) -> Q:
    return Q(applicant=person) | Q(household__members__person=person)


def handles(person: Person, actor: Actor) -> bool:
    """Whether the actor took a step in a case of the person or holds a task in one: opening the file is his work."""
    if actor.user_id is None:
        return False
    mine = Q(actions__user_id=actor.user_id) | Q(work_items__holder_id=actor.user_id)
    return Case.objects.filter(_concerns(person)).filter(mine).exists()
