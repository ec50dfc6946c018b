"""Charts of a report as specs: small data that ``static/js/charts.js`` draws in the browser and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from apps.core import clock, registries
from apps.core.declarations import ChartDef, ReportSection
from apps.core.periods import add_months, first_of
from apps.policy.models import Period
from apps.regions.models import Region
from apps.reports.lines import Line
from apps.statistics.services import Numbers, TownFigure, numbers, trend
from apps.statistics.services.reading import code_of

YEARS = 3
MONTHS = 12
AXIS = {"towns": "镇（街道）", "years": "年度", "months": "月份", "figures": "项目"}


@dataclass(frozen=True)
class Source:
    """Whose numbers are drawn: the period, the region, and what was read of this period and the year before."""

    kind: str
    start: date
    region: Region | None
    known: Mapping[date, Numbers]


@dataclass(frozen=True)
class Months:
    """The months of the year (or up to the month) with their numbers, for lines; empty when too dear."""

    starts: tuple[date, ...]
    known: Mapping[date, Numbers]
    sparks: bool


def months_of(sections: Sequence[ReportSection], source: Source) -> Months:
    """Read the months that lines show: frozen ones in one statement, an open one a statement a figure.

    Small lines beside headlines are left out where months are still open: decoration is not worth a
    computation.
    """
    drawn = [key for s in sections for chart in s.charts if chart.over == "months" for key in chart.keys]
    headlines = [key for s in sections for key in s.headline] if source.kind == Period.Kind.YEAR else []
    starts = _months(source.kind, source.start)
    closed = Period.objects.filter(kind=Period.Kind.MONTH, start__in=starts, state=Period.State.CLOSED)
    sparks = bool(headlines) and closed.count() == len(starts)
    keys = list(dict.fromkeys([*drawn, *(headlines if sparks else [])]))
    known = numbers(Period.Kind.MONTH, starts, keys=keys, place=code_of(source.region)) if keys else {}
    return Months(tuple(starts), known, sparks)


def charts(
    section: ReportSection,
    lines: Mapping[str, Line],
    splits: Mapping[str, list[TownFigure]],
    source: Source,
    months: Months,
) -> dict[str, dict[str, Any]]:
    """The specs of a section by name; a chart with nothing to show (a town has no split) is left out."""
    made = {}
    for number, chart in enumerate(section.charts, start=1):
        if chart.over == "towns":
            x, series = _towns(chart, splits)
        elif chart.over == "figures":
            x = [lines[key].label for key in chart.keys]
            series = [("本期", [_float(lines[key].plain) for key in chart.keys])]
        elif chart.over == "months":
            x, series = _trends(chart, Period.Kind.MONTH, months.starts, source.region, months.known)
        else:
            x, series = _trends(chart, Period.Kind.YEAR, _years(source.start), source.region, None)
        if len(x) > 1 and any(value is not None for _, data in series for value in data):
            made[f"{section.code}-{number}"] = _spec(chart, x, series)
    return made


def sparks(keys: Sequence[str], source: Source, months: Months) -> dict[str, tuple[float, ...]]:
    """Small lines beside headlines: the months of the year, of figures that move."""
    if not months.sparks:
        return {}
    found = {}
    for key in keys:
        points = trend(key, Period.Kind.MONTH, months.starts, region=source.region, known=months.known)
        values = [float(value) for _, value in points if value is not None]
        if len(set(values)) > 1:
            found[key] = tuple(values)
    return found


def _spec(chart: ChartDef, x: list[str], series: list[tuple[str, list[float | None]]]) -> dict[str, Any]:
    decimals = max((registries.indicators.get(key).decimals for key in chart.keys), default=0)
    return {
        "type": chart.shape,
        "title": chart.title,
        "unit": chart.unit,
        "decimals": decimals,
        "axis": AXIS[chart.over],
        "x": x,
        "series": [{"name": name, "data": data} for name, data in series],
        "hideY": chart.shape == "columns" and len(series) == 1,
    }


def _towns(
    chart: ChartDef, splits: Mapping[str, list[TownFigure]]
) -> tuple[list[str], list[tuple[str, list[float | None]]]]:
    """Towns in the order of the first figure, the largest first."""
    if any(key not in splits for key in chart.keys):
        return [], []
    first = sorted(splits[chart.keys[0]], key=lambda town: (-(town.value or 0), town.code))
    series = []
    for key in chart.keys:
        values = {town.code: town.printed for town in splits[key]}
        series.append((registries.indicators.get(key).label, [_float(values.get(t.code)) for t in first]))
    return [town.name for town in first], series


def _trends(
    chart: ChartDef,
    kind: str,
    starts: Sequence[date],
    region: Region | None,
    known: Mapping[date, Numbers] | None,
) -> tuple[list[str], list[tuple[str, list[float | None]]]]:
    x: list[str] = []
    series = []
    for key in chart.keys:
        points = trend(key, kind, starts, region=region, known=known)
        x = [label for label, _ in points]
        series.append((registries.indicators.get(key).label, [_float(value) for _, value in points]))
    return x, series


def _years(start: date) -> list[date]:
    return [date(start.year - back, 1, 1) for back in reversed(range(YEARS))]


def _months(kind: str, start: date) -> list[date]:
    """The months of a year, or the twelve up to a month; none that has not begun."""
    last = add_months(start, MONTHS - 1) if kind == Period.Kind.YEAR else start
    last = min(last, first_of(clock.today()))
    first = start if kind == Period.Kind.YEAR else add_months(start, 1 - MONTHS)
    months = []
    while first <= last:
        months.append(first)
        first = add_months(first, 1)
    return months


def _float(value: Decimal | str | None) -> float | None:
    return None if value is None or value == "—" else float(value)
