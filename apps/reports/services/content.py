"""What a report over a period says, for the page and for the paper: figures, towns, charts, words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.core import clock, registries
from apps.core.declarations import Indicator, ReportSection
from apps.core.periods import add_months, day_label
from apps.policy.models import Period
from apps.regions.models import Region
from apps.reports import drawing
from apps.reports.lines import Line, line_of
from apps.reports.models import Report
from apps.reports.narrative import CHANGE, Piece, paragraphs
from apps.reports.services.corrected import CorrectedLine, corrected, found_here
from apps.statistics.services import Numbers, TownFigure, figures, numbers, towns
from apps.statistics.services.reading import code_of

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class TownTable:
    """Towns by figures, the largest first. ``rows`` hold rank, code, name and a (text, url) for each figure."""

    lines: tuple[Line, ...]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Section:
    """A section of the report. ``text`` are the words with placeholders; ``charts`` name -> spec."""

    number: str
    code: str
    title: str
    lead: str
    headline: tuple[Line, ...]
    lines: tuple[Line, ...]
    charts: Mapping[str, dict[str, Any]]
    towns: TownTable | None
    text: str


@dataclass(frozen=True)
class Content:
    """A whole report. ``period`` and ``report`` are None when nobody has made them yet."""

    kind: str
    start: date
    end: date
    region: Region | None
    period: Period | None
    report: Report | None
    sections: tuple[Section, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    corrected: tuple[CorrectedLine, ...] = ()
    found_here: tuple[CorrectedLine, ...] = ()
    is_settled: bool = False  # nothing in it was computed from the records of now

    @property
    def is_closed(self) -> bool:
        return self.period is not None and self.period.state == Period.State.CLOSED

    @property
    def label(self) -> str:
        """`2021年` or `2021年12月`, as papers write it."""
        return f"{self.start.year}年" + ("" if self.kind == Period.Kind.YEAR else f"{self.start.month}月")

    def pieces(self, section: Section) -> list[list[tuple[Piece, str, Line | None]]]:
        """The words of a section as (piece, what it says, the figure it opens)."""
        lines = {line.key: line for line in section.lines}
        return [
            [(piece, self.said(piece), lines.get(piece.key)) for piece in paragraph]
            for paragraph in paragraphs(section.text)
        ]

    def said(self, piece: Piece) -> str:
        """What a piece says; a figure that is no longer declared says that it is missing."""
        return self.words.get(piece.name, "（无此指标）") if piece.name else piece.text


def content(kind: str, start: date, *, actor: Actor) -> Content:
    """The report of ``kind`` (``month``, ``year``) over the period from ``start``, as far as ``actor`` sees it.

    A district sees itself and its towns compared; a town its own figures only. Where both years are closed it
    takes nine statements however many figures there are; what is not frozen costs one a figure and period.
    """
    region = (
        None if actor.is_system or actor.level == "district" else Region.objects.get(pk=actor.region_code)
    )
    found = Period.objects.filter(kind=kind, start=start).first()
    report = Report.objects.filter(period=found).select_related("file").first() if found else None
    sections = sorted(registries.report_sections, key=lambda item: item.order)
    keys = [key for section in sections for key in indicators_of(section)]
    place = code_of(region)
    known = {
        **numbers(kind, [start], keys=keys, place=place if region else None),
        **numbers(kind, [add_months(start, -12)], keys=keys, place=place),
    }
    made_figures = figures(kind, start, region=region, keys=keys, known=known)
    lines = {
        key: line_of(figure, url=figure_url(kind, start, key, region), is_running=is_running(kind, start))
        for key, figure in made_figures.items()
    }
    words = _frame(kind, start, region)
    for line in lines.values():
        words |= {line.key: line.plain, line.key + CHANGE: line.change}
    texts = report.narratives if report else {}
    source = drawing.Source(kind, start, region, known)
    months = drawing.months_of(sections, source)
    made = tuple(
        _section(number, section, source, months, lines, texts.get(section.code, section.narrative))
        for number, section in enumerate(sections)
    )
    end = last_day_of(kind, start)
    is_closed = found is not None and found.state == Period.State.CLOSED
    urls = {key: line.url for key, line in lines.items()}
    since = corrected(kind, start, region, known[start].splits, urls) if is_closed else ()
    return Content(
        kind,
        start,
        end,
        region,
        found,
        report,
        made,
        words,
        corrected=since,
        found_here=found_here(kind, start, end, region),
        is_settled=is_closed and _is_settled(sections, known, months),
    )


def _is_settled(sections: list[ReportSection], known: Mapping[date, Numbers], months: drawing.Months) -> bool:
    """Lines over years read them by themselves: what they drew is not known here."""
    over_years = any(chart.over == "years" for section in sections for chart in section.charts)
    return not over_years and all(each.all_frozen for each in (*known.values(), *months.known.values()))


def indicators_of(section: ReportSection) -> list[str]:
    """The keys of all figures of a section: its headlines first, then the others in declared order."""
    own: list[Indicator] = [item for item in registries.indicators if item.section == section.code]
    own.sort(key=lambda item: (item.order, item.key))
    return list(dict.fromkeys([*section.headline, *(item.key for item in own)]))


def figure_url(kind: str, start: date, key: str, region: Region | None = None) -> str:
    """The page of the records behind a figure, of the whole district or of one region."""
    if kind == Period.Kind.YEAR:
        url = reverse("statistics:figure_year", kwargs={"year": start.year, "key": key})
    else:
        url = reverse("statistics:figure_month", kwargs={"month": start, "key": key})
    return f"{url}?region={region.code}" if region else url


def last_day_of(kind: str, start: date) -> date:
    """The day up to which a period's figures reach: its last day, or today while it runs."""
    return min(Period(kind=kind, start=start).end, clock.today())


def is_running(kind: str, start: date) -> bool:
    """Whether the period has not ended yet."""
    return clock.today() < Period(kind=kind, start=start).end


def _section(
    number: int,
    section: ReportSection,
    source: drawing.Source,
    months: drawing.Months,
    lines: Mapping[str, Line],
    text: str,
) -> Section:
    splits = {} if source.region else _splits(section, source)
    sparks = drawing.sparks(section.headline, source, months)
    return Section(
        number=ORDINALS[number],
        code=section.code,
        title=section.title,
        lead=section.lead,
        headline=tuple(replace(lines[key], spark=sparks.get(key, ())) for key in section.headline),
        lines=tuple(lines[key] for key in indicators_of(section)),
        charts=drawing.charts(section, lines, splits, source, months),
        towns=_towns(lines, splits),
        text="" if source.region else text,
    )


def _splits(section: ReportSection, source: drawing.Source) -> dict[str, list[TownFigure]]:
    """The figures by town of those that the section compares."""
    keys = section.towns or [key for key in section.headline if registries.indicators.get(key).town]
    return towns(keys, source.kind, source.start, known=source.known) if keys else {}


def _towns(lines: Mapping[str, Line], splits: Mapping[str, list[TownFigure]]) -> TownTable | None:
    """Ranked by the first figure; equal numbers share a rank."""
    shown = tuple(lines[key] for key in splits)
    if not shown or not splits[shown[0].key]:
        return None
    by_code = {key: {town.code: town for town in towns} for key, towns in splits.items()}
    first = splits[shown[0].key]
    numbers = sorted((town.value or 0 for town in first), reverse=True)
    rows = [
        {
            "rank": numbers.index(town.value or 0) + 1,
            "code": town.code,
            "name": town.name,
            "cells": [
                (cell.text, f"{line.url}?region={town.code}") if cell else ("—", "")
                for line in shown
                for cell in [by_code[line.key].get(town.code)]
            ],
        }
        for town in sorted(first, key=lambda town: (-(town.value or 0), town.code))
    ]
    return TownTable(shown, tuple(rows))


def _frame(kind: str, start: date, region: Region | None) -> dict[str, str]:
    is_year = kind == Period.Kind.YEAR
    end = last_day_of(kind, start)
    running = is_running(kind, start)
    return {
        "period": f"{start.year}年" if is_year else f"{start.year}年{start.month}月",
        "span": ("全年" if is_year else "当月") if not running else "本期",
        "cutoff": f"截至{day_label(end).replace(' ', '')}" if running else ("年末" if is_year else "月末"),
        "area": region.name if region else "全区",
    }
