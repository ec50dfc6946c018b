"""A family that is to be visited again waits in the inbox from the day that was set, until somebody has been there."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from apps.accounts.models import Grant
from apps.assistance.models import CareVisit
from apps.casework.models import WorkItem
from apps.core import clock
from apps.core.numbers import mask_name

SUBJECT, TASK = "assistance.carevisit", "visit_again"
PERMISSION = "assistance.record_visit"
LINE = "assistance"
LEVELS = {12: "community", 9: "town", 6: "district"}


def unanswered(rows: QuerySet[CareVisit]) -> QuerySet[CareVisit]:
    """Visits in force after which the family, still there, has not been visited again."""
    later = CareVisit.objects.filter(
        household=OuterRef("household"), visited_on__gt=OuterRef("visited_on"), voided_on__isnull=True
    )
    return rows.filter(~Exists(later), voided_on__isnull=True, household__closed_on__isnull=True)


def open_due(day: date) -> dict[str, Any]:
    """Open an item for every visit that is to be repeated on ``day``; close those that have been answered.

    Only what falls on the day itself: a roll that is taken over with old dates does not flood the inbox.
    """
    due = unanswered(CareVisit.objects.filter(next_visit_on=day))
    opened = _open(due.select_related("household__head"), day)
    closed = _close_answered(WorkItem.objects.open(), system_actor("system_tick"))
    return {"opened": opened, "closed": closed}


def settle(visit: CareVisit, *, actor: Actor) -> None:
    """After a visit was entered or changed: what it answers is closed, what it says is due already is opened."""
    family = CareVisit.objects.filter(household_id=visit.household_id)
    keys = [str(key) for key in family.values_list("pk", flat=True)]
    _close_answered(WorkItem.objects.open().filter(subject_id__in=keys), actor)
    if visit.next_visit_on is not None and visit.next_visit_on <= clock.today():
        _open(unanswered(family.filter(pk=visit.pk)).select_related("household__head"), clock.today())


def unsettle(visit: CareVisit, *, actor: Actor) -> None:
    """After a visit was voided: it asks for no other any more, and the one that it had answered is due again."""
    family = CareVisit.objects.filter(household_id=visit.household_id)
    settle(visit, actor=actor)
    due = unanswered(family.filter(next_visit_on__lte=clock.today()))
    _open(due.select_related("household__head"), clock.today())


def _open(visits: Iterable[CareVisit], day: date) -> int:
    """One item a visit, in the pool of the lowest level at which somebody may enter visits; never twice."""
    found = list(visits)
    if not found:
        return 0
    staffed = set(
        Grant.objects.in_force(day)
        .filter(post__permissions__contains=[PERMISSION], user__is_active=True, user__is_system=False)
        .values_list("region_id", flat=True)
    )
    items = []
    for visit in found:
        level = next((n for n in LEVELS if visit.region_id[:n] in staffed), 6)
        items.append(
            WorkItem(
                subject_type=SUBJECT,
                subject_id=str(visit.pk),
                region_id=visit.region_id,
                task=TASK,
                label=f"再次探访 {mask_name(visit.household.head.name)}家"[:60],
                permission=PERMISSION,
                level=LEVELS[level],
                line=LINE,
                opened_on=day,
                due_on=visit.next_visit_on or day,
            )
        )
    waiting = WorkItem.objects.open().filter(
        subject_type=SUBJECT, subject_id__in=[i.subject_id for i in items]
    )
    there = set(waiting.values_list("subject_id", flat=True))
    made = [item for item in items if item.subject_id not in there]
    WorkItem.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _close_answered(items: QuerySet[WorkItem], actor: Actor) -> int:
    """Close the items whose visit has been answered, was voided, or is to be repeated later."""
    waiting = dict(items.filter(subject_type=SUBJECT, task=TASK).values_list("subject_id", "pk"))
    still = unanswered(
        CareVisit.objects.filter(pk__in=[int(key) for key in waiting], next_visit_on__lte=clock.today())
    )
    open_still = {str(key) for key in still.values_list("pk", flat=True)}
    over = [pk for key, pk in waiting.items() if key not in open_still]
    return (
        WorkItem.objects.open()
        .filter(pk__in=over)
        .update(
            closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome="visited"
        )
    )
