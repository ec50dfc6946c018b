"""A figure down to its records: /statistics/<year>/<key>/, /statistics/<year>-<month>/<key>/."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from apps.audit.services import record
from apps.core.declarations import Column, Indicator
from apps.core.errors import Refused
from apps.files import xlsx_out
from apps.pages import cells
from apps.pages.listing import page_of
from apps.pages.returning import from_here
from apps.pages.views import PageView
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics import asked, figurepage
from apps.statistics.services import Listed, records
from apps.statistics.services.computing import OF_TOWNS, district, has_split

EXPORT_LIMIT = 50_000
TOWN = Column("town", "镇（街道）", "", "region")


class OfFigure(PageView):
    """What the page and its export share: who may ask for which figure, and its records."""

    permission = "statistics.view_figure"

    def read_address(self, **kwargs: Any) -> asked.Asked:
        return asked.read(self.request, self.actor, **kwargs)

    def listed(self, what: asked.Asked) -> Listed | None:
        return records(what.indicator.key, what.kind, what.start, what.region, self.actor, live=what.is_live)


class FigurePage(OfFigure):
    """Headline, trend, towns, definition, how it was computed, and the records behind it page by page."""

    template_name = "statistics/figure.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        what = self.read_address(**kwargs)
        figure, whole, others = figurepage.all_figures(what)
        period = (
            Period.objects.filter(kind=what.kind, start=what.start, state=Period.State.CLOSED)
            .select_related("closed_by")
            .first()
        )
        sees_district = self.actor.sees_everything or self.actor.level == "district"
        towns, foot = (
            figurepage.town_rows(what, whole or figure)
            if sees_district and has_split(what.indicator)
            else ([], {})
        )
        before, after = figurepage.neighbours(what)
        correction = figurepage.corrected(what, figure)
        return {
            "asked": what,
            "figure": figure,
            "period": period,
            "head_label": figurepage.headline_label(what),
            "compared": figurepage.compare(what, figure, whole, others),
            "trend": figurepage.trend_chart(what),
            "trend_size": "h180" if towns else "h280",
            "towns": towns,
            "foot": foot,
            "formula": figurepage.formula(figure, others),
            "about": figurepage.about(what, figure),
            "computed": figurepage.computed(what, figure, period),
            "correction": correction,
            "entries": figurepage.entries(what, correction),
            "recomputed": figurepage.recomputed(what, figure, correction),
            "part_urls": [
                (others[key].indicator.label, what.url(key=key))
                for key in (what.indicator.numerator, what.indicator.denominator)
                if key
            ],
            "before": (before.label, what.url(key=before.key)) if before else None,
            "after": (after.label, what.url(key=after.key)) if after else None,
            "sees_district": sees_district,
            "choices": sorted((row.code, row.name) for row in towns if row.url),
            "whole_url": what.url(region="") if sees_district and what.region else "",
            "live_url": what.url(live=not what.is_live),
            **self.list_context(what, figure),
        }

    def list_context(self, what: asked.Asked, figure: Any) -> dict[str, Any]:
        listed = self.listed(what)
        if listed is None:
            return {"page": None}
        columns = columns_of(what.indicator)
        rows = with_related(listed.rows, what.indicator)
        page = page_of(rows, ("pk",), self.request.GET)
        total = listed.total()
        return {
            "page": page,
            "heads": cells.heads(columns, ("pk",)),
            "lines": self.lines(what.indicator, columns, listed, page.rows),
            "total": figurepage.formats.money(total)
            if what.indicator.divide != 1
            else figurepage.formats.number(total),
            "gap": figure.value is not None and total != figure.value,
            "export_url": what.url(export=True) if page.count else "",
        }

    def lines(
        self, indicator: Indicator, columns: Sequence[Column], listed: Listed, rows: Sequence[Any]
    ) -> list[dict[str, Any]]:
        towns = town_names(listed, rows)
        name, _, path = indicator.record_url.partition("|")
        arrived = from_here(self.request)
        return [
            {
                "url": f"{reverse(name, args=[cells.raw(row, path)])}?from={arrived}" if name else "",
                "cells": [
                    {"text": towns.get(row.pk, "—"), "css": "nowrap"}
                    if column is TOWN
                    else cells.cell(column, row)
                    for column in columns
                ],
            }
            for row in rows
        ]


class FigureExport(OfFigure):
    """The records behind a figure as a workbook, with an event in the trail."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        what = self.read_address(**kwargs)
        listed = self.listed(what)
        if listed is None:
            raise Http404
        count = listed.rows.order_by()[: EXPORT_LIMIT + 1].count()
        if count > EXPORT_LIMIT:
            raise Refused(
                f"构成记录超过 {EXPORT_LIMIT:,} 条，不能一次导出。", hint="请先选定镇（街道）或月份。"
            )
        columns = columns_of(what.indicator)
        title = f"{what.period_label}{what.region.name if what.region else ''}{what.indicator.label}明细"
        record(
            "statistics.exported",
            f"导出{title} {count} 条",
            actor=self.actor,
            subject_type="statistics.figure",
            subject_id=what.indicator.key,
            region_code=what.region.code if what.region else "",
            detail={"kind": what.kind, "start": what.start.isoformat(), "rows": count, "live": what.is_live},
        )
        book = xlsx_out.workbook(
            title=title,
            note=f"{what.indicator.definition}导出：{self.actor.name}",
            heads=[(column.label, xlsx_out.KINDS.get(column.kind, "text")) for column in columns],
            rows=self.values(what.indicator, columns, listed),
        )
        return FileResponse(book, as_attachment=True, filename=f"{title}.xlsx")

    def values(self, indicator: Indicator, columns: Sequence[Column], listed: Listed) -> Any:
        """Rows by the chunk, each chunk with its towns."""
        chunk: list[Any] = []
        for row in with_related(listed.rows, indicator).order_by("pk").iterator(chunk_size=2000):
            chunk.append(row)
            if len(chunk) == 2000:
                yield from exported(columns, listed, chunk)
                chunk = []
        yield from exported(columns, listed, chunk)


def exported(columns: Sequence[Column], listed: Listed, rows: Sequence[Any]) -> list[list[Any]]:
    towns = town_names(listed, rows)
    return [
        [towns.get(row.pk) if column is TOWN else cells.exported(column, row) for column in columns]
        for row in rows
    ]


def columns_of(indicator: Indicator) -> list[Column]:
    """The declared columns as those of a list, and the town before the first place (else at the end)."""
    made = [Column(path, label, path, kind) for label, path, kind in indicator.columns]  # type: ignore[arg-type]
    if indicator.town and indicator.town != OF_TOWNS:
        at = next((i for i, column in enumerate(made) if column.kind == "region"), len(made))
        made.insert(at, TOWN)
    return made


def with_related(rows: QuerySet[Any], indicator: Indicator) -> QuerySet[Any]:
    """What the columns lead over is read with the rows."""
    paths = [path for _, path, _ in indicator.columns] + [indicator.record_url.partition("|")[2]]
    related = sorted({path.rpartition("__")[0] for path in paths if "__" in path})
    return rows.select_related(*related) if related else rows


def town_names(listed: Listed, rows: Sequence[Any]) -> dict[Any, str]:
    codes = listed.towns([row.pk for row in rows])
    names = dict(Region.objects.filter(code__in=set(codes.values())).values_list("code", "name"))
    own = district().code if codes else ""
    return {key: "区本级" if code == own else names.get(code, "—") for key, code in codes.items()}
