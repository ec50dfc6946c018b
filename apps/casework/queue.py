"""Reading the inbox: rows with the working days left, counts of its views, the place of an item, the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.casework.models import Case, WorkItem
from apps.casework.ticks import WARN_WORKDAYS
from apps.core import clock, workdays
from apps.core.declarations import CaseKind
from apps.core.registries import case_kinds, subject_links
from apps.pages.listing import COUNT_LIMIT, beyond, bounded_count
from apps.policy.workcalendar import working_calendar

ORDER = ("due_on", "id")
COUNTED = "casework.waiting"


@dataclass(frozen=True)
class Days:
    """Working days from today, by a calendar that was read once; None for a day of a year not entered yet."""

    today: date
    calendar: workdays.Calendar

    @classmethod
    def now(cls) -> "Days":
        return cls(clock.today(), working_calendar())

    def left(self, day: date | None) -> int | None:
        if day is None:
            return None
        try:
            return workdays.workdays_between(self.today, day, self.calendar)
        except workdays.CalendarMissing:
            return None

    @property
    def soon(self) -> date:
        """The last day that counts as nearly due."""
        return workdays.add_workdays(self.today, WARN_WORKDAYS, self.calendar)


def items_of(actor: Actor) -> Any:
    """The open items the actor could take, with what a row shows; two joins, no query a row."""
    return WorkItem.objects.for_actor(actor).select_related(
        "case__applicant", "case__created_by", "region__parent", "holder"
    )


VIEWS = {
    "": "待我办理",
    "mine": "我承办的",
    "soon": "即将到期",
    "late": "已超期",
}


def narrowed(items: QuerySet[WorkItem], view: str, actor: Actor, days: Days) -> QuerySet[WorkItem]:
    """The items of one tab."""
    condition = conditions(actor, days).get(view)
    return items.filter(condition) if condition is not None else items


def conditions(actor: Actor, days: Days) -> dict[str, Q]:
    return {
        "mine": Q(holder_id=actor.user_id),
        "soon": Q(due_on__gte=days.today, due_on__lte=days.soon),
        "late": Q(due_on__lt=days.today),
    }


def counts(actor: Actor, days: Days) -> dict[str, int]:
    """How many items each tab holds, in one statement over at most ``COUNT_LIMIT`` rows."""
    items = WorkItem.objects.for_actor(actor).order_by(*ORDER).only("pk", "holder_id", "due_on")[:COUNT_LIMIT]
    parts = {name: Count("pk", filter=q) for name, q in conditions(actor, days).items()}
    found = items.aggregate(all=Count("pk"), **parts)
    actor.extra[COUNTED] = str(found["all"])  # the menu of this page asks for the same number
    return {"": found.pop("all"), **found}


def waiting(actor: Actor) -> int | None:
    """The number in the menu; None hides it."""
    known = actor.extra.get(COUNTED)
    count = int(known) if known is not None else bounded_count(WorkItem.objects.for_actor(actor))[0]
    return count or None


# --- rows ------------------------------------------------------------------------------------------------


def row(item: WorkItem, days: Days, actor: Actor) -> dict[str, Any]:
    """One line of the inbox, of a case or of another subject that its app says how to reach."""
    case = item.case
    common = {
        "item": item,
        "label": item.label,
        "place": item.region.full_name if actor.level == "district" else item.region.name,
        "days": days.left(item.due_on),
        "due_on": item.due_on,
        "holder": item.holder.name if item.holder else "",
        "is_mine": item.holder_id == actor.user_id,
    }
    if case is None:
        return {**common, **other_subject(item)}
    kind = case_kinds.find(case.kind)
    return {
        **common,
        "title": short_number(case.number),
        "kind": kind.label if kind else "",
        "applicant": case.applicant.masked_name,
        "url": case_address(case),
        "by": case.created_by.name,
    }


def other_subject(item: WorkItem) -> dict[str, Any]:
    link = subject_links.find(item.subject_type)
    return {
        "title": link.title(item.subject_id) if link else item.label,
        "kind": "",
        "applicant": "",
        "url": link.url(item.subject_id) if link else "",
        "by": "",
    }


def case_address(case: Case) -> str:
    return reverse("casework:case", args=[case.number])


def short_number(number: str) -> str:
    """``DB 20211217-0003`` of ``DB-212009-20211217-0003``: the town is in a column of its own."""
    parts = number.split("-")
    return f"{parts[0]} {parts[2]}-{parts[3]}" if len(parts) == 4 else number


def task_choices(actor: Actor) -> list[tuple[str, str]]:
    """The steps that can wait for the actor, by the declared kinds."""
    tasks = [task for kind in case_kinds for task in kind.tasks if actor.has(task.permission)]
    return list({task.code: (task.code, task.label) for task in tasks}.values())


def kind_choices(actor: Actor) -> list[tuple[str, str]]:
    kinds: list[CaseKind] = [kind for kind in case_kinds if actor.works_on(kind.line)]
    return [(kind.code, kind.label) for kind in kinds]


def kind_labels() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in case_kinds]


# --- the place of one item -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where an item stands in the actor's queue: ``number`` of ``count``, and the addresses beside it."""

    number: int
    count: int
    previous: str = ""
    next: str = ""


def item_on(case: Case, actor: Actor) -> WorkItem | None:
    """The actor's open item on a case, the most urgent one first."""
    items = WorkItem.objects.for_actor(actor).filter(case=case).order_by(*ORDER)
    return items.select_related("holder").first()  # type: ignore[no-any-return]


def place_of(item: WorkItem, actor: Actor) -> Place:
    """``第 3/41 件`` and the way to its neighbours: four statements, none over more than ``COUNT_LIMIT`` rows."""
    items = items_of(actor)
    place = (item.due_on, item.pk)
    back = [f"-{name}" for name in ORDER]
    before = items.filter(beyond(WorkItem, back, place))
    after = items.filter(beyond(WorkItem, ORDER, place))
    return Place(
        number=bounded_count(before)[0] + 1,
        count=bounded_count(WorkItem.objects.for_actor(actor))[0],
        previous=_address(before.order_by(*back).first()),
        next=_address(after.order_by(*ORDER).first()),
    )


def next_address(actor: Actor, after: tuple[date, int] | None = None) -> str:
    """The page of the item that follows ``after`` (due day, id), else of the first one; empty when none waits."""
    items = items_of(actor).order_by(*ORDER)
    found = items.filter(beyond(WorkItem, ORDER, after)).first() if after else None
    return _address(found or items.first())


def _address(item: WorkItem | None) -> str:
    if item is None:
        return ""
    if item.case is not None:
        return case_address(item.case)
    link = subject_links.find(item.subject_type)
    return link.url(item.subject_id) if link else ""
