"""What time alone does to cases: notices and delegations end, samples are drawn, due dates warn and pass."""

from datetime import date, timedelta
from typing import Any

from apps.accounts.actors import system_actor
from apps.casework.models import CaseState, PublicNotice, WorkItem
from apps.casework.services import delegating
from apps.casework.services.sampling import draw_month
from apps.casework.workflow import perform
from apps.core import workdays
from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.policy.workcalendar import working_calendar

WARN_WORKDAYS = 2  # the interface turns amber two working days before a date


def end_notices(day: date) -> dict[str, Any]:
    """Move every case whose notice ended before ``day`` to its next step."""
    actor = system_actor("system_tick")
    over = PublicNotice.objects.filter(
        ends_on__lt=day, taken_down_on__isnull=True, case__state=CaseState.NOTICE
    ).values_list("case_id", flat=True)
    ended = 0
    for case_id in list(over):
        perform(case_id, "end_notice", actor=actor, version=None)
        ended += 1
    return {"ended": ended}


def return_to_bureau(day: date) -> dict[str, Any]:
    """Route to the bureau what a town has not decided when its authority ended."""
    actor = system_actor("system_tick")
    found = delegating.overrun(day)
    for case_id in found:
        perform(case_id, delegating.RETURN, actor=actor, version=None)
    return {"returned": len(found)}


def draw_samples(day: date) -> dict[str, Any]:
    """On the first of a month draw from the delegated decisions of the month before."""
    if day.day != 1:
        return {}
    drawn = draw_month(day - timedelta(days=1), day=day, actor=system_actor("system_tick"))
    return {"drawn": sum(draw.checks.count() for draw in drawn)}


def mark_due(day: date) -> dict[str, Any]:
    """Mark items that are nearly due or overdue, once each; two statements."""
    soon = workdays.add_workdays(day, WARN_WORKDAYS, working_calendar())
    open_items = WorkItem.objects.open()
    return {
        "overdue": open_items.filter(due_on__lt=day, overdue_on__isnull=True).update(overdue_on=day),
        "warned": open_items.filter(due_on__lte=soon, warned_on__isnull=True).update(warned_on=day),
    }


ticks.register(
    Tick("casework.end_notices", "公示期满", end_notices, order=10),
    Tick("casework.return_to_bureau", "下放结束转办", return_to_bureau, order=15),
    Tick("casework.draw_samples", "抽取下放决定抽查件", draw_samples, order=60),
    Tick("casework.mark_due", "时限提醒", mark_due, order=20),
)
