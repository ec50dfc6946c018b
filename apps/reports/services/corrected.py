"""What was corrected after closing: of the period that is shown, and of earlier ones while it ran."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from apps.core import registries
from apps.core.periods import month_label
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.models import Adjustment
from apps.statistics.services.adjusting import Correction, corrections
from apps.statistics.services.computing import Split
from apps.statistics.services.reading import code_of
from apps.statistics.services.values import Value, printed, text_of

LONGEST = 100  # rows of a table; the pages of the figures have the rest


@dataclass(frozen=True)
class CorrectedLine:
    """One line of a table of corrections: what stood, by how much it moved, what stands now, and why."""

    label: str
    unit: str
    frozen: str
    delta: str
    adjusted: str
    cause: str
    found_on: date
    url: str = ""
    period: str = ""


def corrected(
    kind: str, start: date, region: Region | None, splits: dict[str, Split], urls: Mapping[str, str]
) -> tuple[CorrectedLine, ...]:
    """The figures of ``urls`` (key -> address of its page) that were corrected since the period was closed."""
    found = corrections(kind, start, splits, place=code_of(region), keys=urls)
    return tuple(_line(correction, urls[key]) for key, correction in found.items())


def _line(correction: Correction, url: str) -> CorrectedLine:
    indicator, last = correction.indicator, correction.rows[-1]
    causes = list(dict.fromkeys(row.cause for row in reversed(correction.rows)))
    return CorrectedLine(
        label=indicator.label,
        unit=indicator.unit,
        frozen=text_of(indicator, printed(indicator, correction.frozen)),
        delta=correction.delta_text,
        adjusted=correction.text,
        cause="；".join(causes[:2]) + ("等" if len(causes) > 2 else ""),
        found_on=last.found_on,
        url=url,
    )


def found_here(kind: str, start: date, end: date, region: Region | None) -> tuple[CorrectedLine, ...]:
    """The corrections of earlier periods of the same kind that were found between the days; one query."""
    rows = Adjustment.objects.filter(
        period__kind=kind, period__start__lt=start, found_month__range=(start, end)
    ).select_related("period")
    rows = (
        rows.filter(region=region) if region else rows.filter(region__level=Region.Level.DISTRICT)
    ).order_by("-period__start", "key", "id")
    made = []
    for row in rows[:LONGEST]:
        indicator = registries.indicators.find(row.key)
        if indicator is None:
            continue
        delta = text_of(indicator, printed(indicator, Value(row.delta)))
        made.append(
            CorrectedLine(
                label=indicator.label,
                unit=indicator.unit,
                frozen="",
                delta=f"+{delta}" if row.delta > 0 else delta,
                adjusted="",
                cause=row.cause,
                found_on=row.found_on,
                url=_url(row),
                period=f"{row.period.start.year} 年度"
                if kind == Period.Kind.YEAR
                else month_label(row.period.start),
            )
        )
    return tuple(made)


def _url(row: Adjustment) -> str:
    if row.period.kind == Period.Kind.YEAR:
        return reverse("statistics:figure_year", kwargs={"year": row.period.start.year, "key": row.key})
    return reverse("statistics:figure_month", kwargs={"month": row.period.start, "key": row.key})
