"""Closing in the browser: /statistics/periods/ lists the months and years, each with what speaks for closing it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import last_day, month_key
from apps.pages.views import PageView
from apps.policy.models import Period
from apps.statistics.services import Check, close_period, closing_checks
from apps.statistics.services.closing import ended_months, label_of

SHOWN_MONTHS = 18


@dataclass(frozen=True)
class Line:
    """A period of the list: what it is called, whether it is closed, and where to go from it."""

    label: str
    period: Period
    url: str
    is_over: bool

    @property
    def is_closed(self) -> bool:
        return self.period.state == Period.State.CLOSED


def slug_of(period: Period) -> str:
    """`2021`, `2021-12`: the period in the addresses of its figures."""
    return f"{period.start:%Y}" if period.kind == Period.Kind.YEAR else month_key(period.start)


def shown(check: Check) -> dict[str, str]:
    """A check as the list of preconditions draws it: with a way to its run."""
    text = f"{check.text}。{check.hint}" if check.hint else check.text
    if check.run is None:
        return {"state": check.state, "text": text}
    return {
        "state": check.state,
        "text": text,
        "url": reverse("payments:run", args=[check.run]),
        "right": "查看批次",
    }


class Periods(PageView):
    """The years and the latest months with their state."""

    permission = "statistics.close_period"
    template_name = "statistics/periods.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        months = [today.replace(day=1), *ended_months(today, SHOWN_MONTHS)]
        years = sorted({month.year for month in months}, reverse=True)
        rows = Period.objects.filter(start__gte=date(years[-1], 1, 1)).select_related("closed_by")
        known = {(row.kind, row.start): row for row in rows}

        def line(kind: str, start: date) -> Line:
            period = known.get((kind, start)) or Period(kind=kind, start=start)
            url = reverse("statistics:closing", kwargs={"kind": kind, "start": start})
            return Line(label_of(period), period, url, period.end < today)

        return {
            "years": [line(str(Period.Kind.YEAR), date(year, 1, 1)) for year in years],
            "months": [line(str(Period.Kind.MONTH), month) for month in dict.fromkeys(months)],
            "today": today,
        }


class Closing(PageView):
    """One period: what stands in the way of closing it, and the button."""

    permission = "statistics.close_period"
    template_name = "statistics/closing.html"

    def find(self, kind: str, start: date) -> Period:
        if kind not in Period.Kind.values or start > last_day(clock.today()):
            raise Http404
        if kind == Period.Kind.YEAR and start.month != 1:
            raise Http404
        found = Period.objects.filter(kind=kind, start=start).select_related("closed_by").first()
        return found or Period(kind=kind, start=start)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        period = self.find(**kwargs)
        is_closed = period.state == Period.State.CLOSED
        checks = [] if is_closed else closing_checks(period.kind, period.start)
        return {
            "period": period,
            "label": label_of(period),
            "is_closed": is_closed,
            "checks": [shown(check) for check in checks],
            "may_close": not is_closed and all(check.state != "no" for check in checks),
            # The year and month pages lie above: their address is part of the contract, one level up.
            "figures_url": f"../../../{slug_of(period)}/",
            "figures": period.figures.filter(region__level="district").count() if is_closed else 0,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        period = self.find(**kwargs)
        try:
            closed = close_period(period.kind, period.start, actor=self.actor)
        except Refused as refusal:
            messages.error(request, refusal.message + refusal.hint)
            return redirect(request.path)
        messages.success(request, f"{label_of(closed)}已关账，数据不再改变。")
        return redirect("statistics:periods")
