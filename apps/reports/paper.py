"""A report as an official paper: what its template gets. No clock, no database: the same content, the same paper."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from apps.core.periods import day_label
from apps.reports.services.content import Content, Section

HEIGHTS = {"lines": 190, "columns": 230}  # CSS pixels


def title(found: Content) -> str:
    """`鄞州区民政局2021年度业务统计报告`."""
    return f"{settings.BUREAU_NAME}{found.start.year}年度业务统计报告"


def dated(found: Content) -> date:
    """The date of the paper: that of closing, else the last day its figures reach."""
    closed = found.period.closed_on if found.period is not None else None
    return closed or found.end


def charts(found: Content) -> dict[str, dict[str, Any]]:
    """The specs of all charts, as the paper draws them."""
    return {
        name: {**spec, "wide": True, **({"height": HEIGHTS[spec["type"]]} if spec["type"] in HEIGHTS else {})}
        for section in found.sections
        for name, spec in section.charts.items()
    }


def context(found: Content, *, final: bool) -> dict[str, Any]:
    """What ``reports/pdf/year.html`` shows: sections with numbered figures and tables, and the closing table."""
    counter = {"figure": 0, "table": 0}
    return {
        "year": found.start.year,
        "label": found.label,
        "subtitle": _subtitle(found, final),
        "area": found.region.name if found.region else "全区",
        "is_closed": found.is_closed,
        "bureau": settings.BUREAU_NAME,
        "sections": [_section(found, section, counter) for section in found.sections],
        "lines": [line for section in found.sections for line in section.lines],
        "closing_number": counter["table"] + 1,
        "corrected": found.corrected,
        "corrected_number": counter["table"] + 2,
        "found_here": found.found_here,
        "found_here_number": counter["table"] + (3 if found.corrected else 2),
        "day": _day(dated(found)),
    }


def _section(found: Content, section: Section, counter: dict[str, int]) -> dict[str, Any]:
    figures = []
    for name, spec in section.charts.items():
        counter["figure"] += 1
        figures.append({"name": name, "number": counter["figure"], "spec": spec, "words": _words(spec)})
    counter["table"] += 1
    made: dict[str, Any] = {
        "number": section.number,
        "title": section.title,
        "paragraphs": ["".join(said for _, said, _ in pieces) for pieces in found.pieces(section)],
        "figures": figures,
        "headline": section.headline,
        "headline_number": counter["table"],
        "has_targets": any(line.target for line in section.headline),
        "towns": section.towns,
    }
    if section.towns is not None:
        counter["table"] += 1
        made["towns_number"] = counter["table"]
        made["town_rows"] = [
            {**row, "cells": [text.replace(",", "") for text, _ in row["cells"]]}
            for row in section.towns.rows
        ]
    return made


def _words(spec: Mapping[str, Any]) -> str:
    """What a chart shows, for readers who hear it: its values in the order of the axis."""
    first = spec["series"][0]["data"]
    return "，".join(f"{x}{value}" for x, value in zip(spec["x"], first, strict=True) if value is not None)


def _subtitle(found: Content, final: bool) -> str:
    if found.is_closed and found.period is not None and found.period.closed_on is not None:
        words = f"{found.start.year}年度统计，{_day(found.period.closed_on)}关账"
    else:
        words = f"未关账，截至{_day(found.end)}实时数据"
    return f"（{words}）" if final else f"（草稿；{words}）"


def _day(day: date) -> str:
    return day_label(day).replace(" ", "")
