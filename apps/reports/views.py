"""The year in one page, a month in one page, and which years and months there are."""

from datetime import date
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse

from apps.core import clock
from apps.core.periods import add_months
from apps.pages.views import PageView
from apps.policy.models import Period
from apps.reports.models import Report
from apps.reports.services.content import content
from apps.reports.services.kept import YEAR_STAMP, kept

FIRST_YEAR = 2000  # nothing was recorded before
YEARS_SHOWN = 5


class Index(PageView):
    """Years and months with their state, the newest first."""

    permission = "reports.view_year"
    template_name = "reports/index.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        periods = {(p.kind, p.start): p for p in Period.objects.filter(start__lte=today)}
        reports = {r.period_id: r for r in Report.objects.select_related("file")}
        rows = []
        for year in years_known(periods, today):
            period = periods.get(("year", date(year, 1, 1)))
            rows.append(
                {
                    "year": year,
                    "period": period,
                    "is_closed": period is not None and period.state == Period.State.CLOSED,
                    "is_running": year == today.year,
                    "report": reports.get(period.pk) if period else None,
                    "months": [
                        _month_link(add_months(date(year, 1, 1), count), periods)
                        for count in range(12)
                        if add_months(date(year, 1, 1), count) <= today
                    ],
                }
            )
        return {"rows": rows, "is_district": self.actor.level == "district"}


class Year(PageView):
    """Sections with headline figures, towns compared, charts and words; every figure opens its records."""

    permission = "reports.view_year"
    template_name = "reports/year.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        year, today = kwargs["year"], clock.today()
        if not FIRST_YEAR <= year <= today.year:
            raise Http404
        may_make = self.actor.level == "district" and self.actor.has("reports.make_report")
        return kept(
            (year, self.actor.level, self.actor.region_code, may_make),
            YEAR_STAMP,
            {"start": date(year, 1, 1)},
            lambda: self._made(year, may_make),
        ) | {"year": year, "neighbours": _window(year, today.year)}

    def _made(self, year: int, may_make: bool) -> tuple[dict[str, Any], bool]:
        """What the page shows, and whether it stays so until its stamp changes."""
        found = content(Period.Kind.YEAR, date(year, 1, 1), actor=self.actor)
        report = found.report if found.region is None else None
        shown = {
            "found": found,
            "year": year,
            "sections": [(section, found.pieces(section)) for section in found.sections],
            "may_make": may_make,
            "has_pdf": report is not None and report.file is not None,
            "is_report_frozen": found.report is not None and found.report.state == Report.State.FROZEN,
            "targets": [line for section in found.sections for line in section.lines if line.target],
        }
        return {**shown, "body": render_to_string("reports/year_body.html", shown)}, found.is_settled


class Month(PageView):
    """The same of a month, without the words of the year's report."""

    permission = "reports.view_year"
    template_name = "reports/month.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        month, today = kwargs["month"], clock.today()
        if not date(FIRST_YEAR, 1, 1) <= month <= today:
            raise Http404
        found = content(Period.Kind.MONTH, month, actor=self.actor)
        shown = [add_months(month, count) for count in (-1, 0, 1)]
        return {
            "found": found,
            "month": month,
            "sections": [(section, found.pieces(section)) for section in found.sections],
            "neighbours": [
                {
                    "label": f"{m.year} 年 {m.month} 月",
                    "url": reverse("reports:month", args=[m]),
                    "current": m == month,
                }
                for m in shown
                if m <= today
            ],
        }


def years_known(periods: dict[tuple[str, date], Period], today: date) -> list[int]:
    """The years that have a period, with this and the last one; newest first."""
    return sorted({today.year, today.year - 1, *(start.year for _, start in periods)}, reverse=True)


def _month_link(month: date, periods: dict[tuple[str, date], Period]) -> dict[str, Any]:
    period = periods.get(("month", month))
    closed = period is not None and period.state == Period.State.CLOSED
    return {
        "label": f"{month.month} 月",
        "url": reverse("reports:month", args=[month]),
        "state": "已关账" if closed else "未关账",
        "is_closed": closed,
    }


def _window(year: int, newest: int) -> list[dict[str, Any]]:
    """The years around ``year`` as links, none in the future."""
    last = min(newest, year + 1)
    first = max(FIRST_YEAR, last - (YEARS_SHOWN - 3))
    return [
        {"label": str(other), "url": reverse("reports:year", args=[other]), "current": other == year}
        for other in range(first, last + 1)
    ]
