"""Which figure an address asks for, and the addresses of its neighbours."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.core import clock, registries
from apps.core.declarations import Bounds, Indicator
from apps.core.periods import month_label
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.services.computing import bounds_of
from apps.statistics.services.drilldown import scope_of


@dataclass(frozen=True)
class Asked:
    """A figure of a period and place; ``is_live`` asks for the records of a closed period as they are now."""

    indicator: Indicator
    kind: str
    start: date
    region: Region | None
    is_live: bool = False

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.kind, self.start)

    @property
    def is_year(self) -> bool:
        return self.kind == Period.Kind.YEAR

    @property
    def is_running(self) -> bool:
        """Whether the period is not over yet."""
        return clock.today() <= Period(kind=self.kind, start=self.start).end

    @property
    def period_label(self) -> str:
        return f"{self.start.year} 年度" if self.is_year else month_label(self.start)

    def url(
        self, *, key: str = "", region: str | None = None, live: bool | None = None, export: bool = False
    ) -> str:
        """The address of the same figure, or of another ``key``, ``region`` ("" for the district) or state."""
        name = ("figure_year" if self.is_year else "figure_month") + ("_export" if export else "")
        place = (self.region.code if self.region else "") if region is None else region
        when: dict[str, Any] = {"year": self.start.year} if self.is_year else {"month": self.start}
        path = reverse(f"statistics:{name}", kwargs={**when, "key": key or self.indicator.key})
        is_live = self.is_live if live is None else live
        query = urlencode({k: v for k, v in (("region", place), ("live", "1" if is_live else "")) if v})
        return f"{path}?{query}" if query else path


def read(request: HttpRequest, actor: Actor, *, key: str, year: int = 0, month: date | None = None) -> Asked:
    """What the address means for this actor. 404 for an unknown key, a town that is not his, a future period."""
    indicator = registries.indicators.find(key)
    try:
        start = month or date(year, 1, 1)
    except ValueError:
        raise Http404 from None
    if indicator is None or start > clock.today():
        raise Http404
    kind = Period.Kind.MONTH if month else Period.Kind.YEAR
    region = scope_of(actor, request.GET.get("region", "").strip())
    return Asked(indicator, str(kind), start, region, request.GET.get("live") == "1")
