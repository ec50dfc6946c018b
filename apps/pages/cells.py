"""What stands in a cell of a list, and what goes into the same cell of an export."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Choices, Model
from django.utils import timezone

from apps.core import numbers
from apps.core.declarations import Column
from apps.pages import formats

NUMERIC = ("number", "money")
UNBROKEN = ("code", "date", "month", "resident_number", "region", "name", "status", "bool")


def follow(row: Any, path: str) -> Any:
    """The value at ``path`` (``case__number``); a choice field gives its label; a missing link gives None."""
    here = row
    parts = path.split("__")
    for part in parts[:-1]:
        here = getattr(here, part, None)
        if here is None:
            return None
    name = parts[-1]
    if isinstance(here, Model) and hasattr(here, f"get_{name}_display"):
        return getattr(here, f"get_{name}_display")()
    value = getattr(here, name, None)
    return value.label if isinstance(value, Choices) else value


def raw(row: Any, path: str) -> Any:
    """The stored value at ``path``."""
    here = row
    for part in path.split("__"):
        here = getattr(here, part, None)
        if here is None:
            return None
    return here


def value_of(column: Column, row: Any) -> Any:
    return column.value(row) if column.value else follow(row, column.path or column.name)


def shown(value: Any) -> str:
    return formats.plain(value)


def words(column: Column, value: Any) -> str:
    """The value as text of the column's kind, masked where it names a person."""
    if value is None or value == "":
        return formats.NOTHING
    match column.kind:
        case "money":
            return formats.money(value)
        case "number":
            return formats.number(value, column.decimals)
        case "month":
            return formats.month(value)
        case "name":
            return numbers.mask_name(str(value))
        case "resident_number":
            return numbers.mask_resident_number(str(value))
        case _:
            return formats.plain(value)


def cell(column: Column, row: Any) -> dict[str, Any]:
    """A cell for register_list.html: text, class, tone of a status, small text below."""
    value = value_of(column, row)
    css = "num" if column.kind in NUMERIC else "nowrap" if column.kind in UNBROKEN else ""
    if column.kind in ("code", "date", "month", "resident_number"):
        css = "no"
    tone = ""
    if column.kind == "status" and value not in (None, ""):
        tone = column.tones.get(str(raw(row, column.path or column.name)), "")
    sub = formats.plain(follow(row, column.sub)) if column.sub else ""
    return {"text": words(column, value), "css": css, "tone": tone, "sub": sub}


def heads(columns: Sequence[Column], order: Sequence[str]) -> list[dict[str, Any]]:
    """Head cells with the address that sorts by the column, and how it is sorted now."""
    first = order[0] if order else ""
    made = []
    for column in columns:
        state = ""
        if column.sort and first.lstrip("-") == column.sort:
            state = "descending" if first.startswith("-") else "ascending"
        made.append(
            {
                "label": column.label,
                "css": "num" if column.kind in NUMERIC else "",
                "sort": (f"-{column.name}" if state == "ascending" else column.name) if column.sort else "",
                "state": state,
            }
        )
    return made


def foot(columns: Sequence[Column], totals: dict[str, Any]) -> dict[str, Any] | None:
    """The totals under their columns; the words 合计 fill the columns before the first of them."""
    if not totals:
        return None
    first = next(i for i, column in enumerate(columns) if column.name in totals)
    rest = [
        {"text": words(column, totals[column.name]) if column.name in totals else "", "css": "num"}
        for column in columns[first:]
    ]
    return {"span": first, "cells": rest}


def exported(column: Column, row: Any) -> Any:
    """The value for a workbook: amounts and numbers as numbers, days as days, all else as masked text."""
    value = value_of(column, row)
    if value is None or value == "":
        return None
    if column.kind in NUMERIC and isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if column.kind == "date" and isinstance(value, date):
        return value
    return words(column, value)
