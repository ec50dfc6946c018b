"""What time alone does to reports: the year-end report is drafted when its year has been closed."""

from datetime import date
from typing import Any

from django.urls import reverse

from apps.accounts.actors import system_actor
from apps.accounts.messages import holders_of, tell
from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.jobs.services import enqueue
from apps.policy.models import Period
from apps.reports.jobkinds import YEAR_REPORT
from apps.reports.models import Report
from apps.reports.services.words import draft

READ = "reports.view_year"
FIRST_DAY = 2  # of January; the year is closed by an earlier tick of the same day


def draft_year(day: date) -> dict[str, Any]:
    """From 2 January on: draft last year's report once it is closed, have its PDF made, and tell who reads it."""
    start = date(day.year - 1, 1, 1)
    if day.month != 1 or day.day < FIRST_DAY:
        return {}
    closed = Period.objects.filter(kind=Period.Kind.YEAR, start=start, state=Period.State.CLOSED)
    if not closed.exists() or Report.objects.filter(period__in=closed).exists():
        return {}
    actor = system_actor("system_tick")
    report = draft(start.year, actor=actor)
    enqueue(
        YEAR_REPORT, actor=actor, arguments={"year": start.year, "freeze": False}, key=f"draft-{start.year}"
    )
    tell(
        holders_of(READ, day=day),
        f"{start.year} 年度数据已关账，报告草稿已起草，请审阅。",
        link=reverse("reports:year", args=[start.year]),
        kind=f"reports.drafted:{start.year}",
    )
    return {"report": report.pk}


ticks.register(Tick("reports.draft_year", "起草年度报告", draft_year, order=90))
