"""What time alone does to cases: public notices end, due dates warn and pass."""

from datetime import date
from typing import Any

from apps.accounts.actors import system_actor
from apps.casework.models import CaseState, PublicNotice, WorkItem
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
    Tick("casework.mark_due", "时限提醒", mark_due, order=20),
)
