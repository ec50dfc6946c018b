"""Paging that costs the same on page 1 and page 100: by the row shown last, not by counting rows off.

A cursor is the primary key of a row, never its values, so that no personal data get into an address. Counts
stop at ``COUNT_LIMIT``; a page number can be jumped to only below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Func, Q, QuerySet, Value
from django.http import QueryDict

COUNT_LIMIT = 10_000
SIZES = (20, 50, 100)
PAGING_KEYS = ("page", "after", "before")


class RowComparison(Func):
    """``(a, b) > (x, y)``: the form that an index on (a, b) answers by itself."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, *expressions: Any, operator: str = ">", **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.operator = operator

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts, params = [], []
        for expression in self.source_expressions:
            sql, own = compiler.compile(expression)
            parts.append(sql)
            params.extend(own)
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.operator} ({', '.join(parts[half:])})", params


@dataclass(frozen=True)
class Page:
    """One page of rows, and how to get to the others. Addresses are query strings of this page's conditions."""

    rows: list[Any]
    size: int
    count: int
    capped: bool  # there are more than COUNT_LIMIT rows
    number: int
    next: str = ""
    previous: str = ""
    unit: str = "条"
    sizes: tuple[int, ...] = SIZES

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def can_jump(self) -> bool:
        return not self.capped and self.pages > 1


def bounded_count(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, up to COUNT_LIMIT, and whether there are more."""
    found = rows.order_by()[: COUNT_LIMIT + 1].count()
    return min(found, COUNT_LIMIT), found > COUNT_LIMIT


def page_of(
    rows: QuerySet[Any], order: Sequence[str], params: QueryDict, *, unit: str = "条", size: int | None = None
) -> Page:
    """The page of ``rows`` that ``params`` asks for (size, page, after, before), in ``order``.

    ``order`` names fields with an optional minus; the primary key is added, so that every row has one place.
    """
    size = _size(params, size)
    order = full_order(rows.model, order)
    count, capped = bounded_count(rows)
    number = max(1, _number(params.get("page")))
    pages = max(1, -(-count // size))
    if not capped:
        number = min(number, pages)
    found, more, before = _rows(rows, order, params, size, number, capped)
    if before and number == 1:
        number = 1
    has_next = more if not before else True
    has_previous = number > 1 if not before else (more or number > 1)
    return Page(
        rows=found,
        size=size,
        count=count,
        capped=capped,
        number=number,
        unit=unit,
        next=_address(params, after=found[-1].pk, page=number + 1) if found and has_next else "",
        previous=_address(params, before=found[0].pk, page=max(1, number - 1))
        if found and has_previous
        else "",
    )


def _rows(
    rows: QuerySet[Any], order: Sequence[str], params: QueryDict, size: int, number: int, capped: bool
) -> tuple[list[Any], bool, bool]:
    """Rows of the page, whether more follow in the direction taken, and whether it was taken backwards."""
    ordered = rows.order_by(*(_expression(rows.model, part) for part in order))
    if params.get("after"):
        place = _place(rows, order, params["after"])
        if place is not None:
            found = list(ordered.filter(beyond(rows.model, order, place))[: size + 1])
            return found[:size], len(found) > size, False
    elif params.get("before"):
        place = _place(rows, order, params["before"])
        if place is not None:
            back = [_turned(part) for part in order]
            found = list(
                rows.order_by(*(_expression(rows.model, part, back=True) for part in back)).filter(
                    beyond(rows.model, back, place, back=True)
                )[: size + 1]
            )
            return found[:size][::-1], len(found) > size, True
    start = 0 if capped else (number - 1) * size
    found = list(ordered[start : start + size + 1])
    return found[:size], len(found) > size, False


def beyond(model: type[models.Model], order: Sequence[str], place: Sequence[Any], *, back: bool = False) -> Q:
    """The condition for rows after ``place`` (the values of ``order`` in one row).

    With columns that are never null and one direction it is a row comparison; otherwise it is spelled out, with
    nulls at the end (at the beginning on the way back).
    """
    descending = {part.startswith("-") for part in order}
    names = [part.lstrip("-") for part in order]
    if len(descending) == 1 and not any(is_nullable(model, name) for name in names):
        comparison = RowComparison(
            *(F(name) for name in names),
            *(
                Value(value, output_field=field_at(model, name))
                for name, value in zip(names, place, strict=True)
            ),
            operator="<" if descending == {True} else ">",
        )
        return Q(comparison)
    condition, equal = Q(pk__in=[]), Q()
    for part, value in zip(order, place, strict=True):
        name, operator = part.lstrip("-"), "lt" if part.startswith("-") else "gt"
        if value is None:
            later = Q(**{f"{name}__isnull": False}) if back else Q(pk__in=[])
            same = Q(**{f"{name}__isnull": True})
        else:
            later = Q(**{f"{name}__{operator}": value})
            if not back and is_nullable(model, name):
                later |= Q(**{f"{name}__isnull": True})
            same = Q(**{name: value})
        condition |= equal & later
        equal &= same
    return condition


def full_order(model: type[models.Model], order: Sequence[str]) -> list[str]:
    """``order`` with the primary key at its end, in the direction of the last part."""
    parts = list(order) or ["-pk"]
    key = model._meta.pk.name if model._meta.pk else "pk"
    if parts[-1].lstrip("-") not in ("pk", key):
        parts.append("-pk" if parts[-1].startswith("-") else "pk")
    return parts


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of ``path`` (``case__number``)."""
    here: type[models.Model] = model
    field: Any = None
    for part in path.split("__"):
        field = here._meta.pk if part == "pk" else here._meta.get_field(part)
        if field.is_relation and field.related_model is not None:
            here = field.related_model
    return field.target_field if getattr(field, "is_relation", False) else field


def is_nullable(model: type[models.Model], path: str) -> bool:
    here: type[models.Model] = model
    for part in path.split("__"):
        try:
            field: Any = here._meta.pk if part == "pk" else here._meta.get_field(part)
        except FieldDoesNotExist:
            return True  # an annotation
        if field.null:
            return True
        if field.is_relation and field.related_model is not None:
            here = field.related_model
    return False


def _expression(model: type[models.Model], part: str, *, back: bool = False) -> Any:
    """How to order by ``part``. Nulls are named only where there can be any: naming them keeps an index away."""
    name = part.lstrip("-")
    descending = part.startswith("-")
    if not is_nullable(model, name):
        return F(name).desc() if descending else F(name).asc()
    nulls = {"nulls_first": True} if back else {"nulls_last": True}
    return F(name).desc(**nulls) if descending else F(name).asc(**nulls)


def _turned(part: str) -> str:
    return part[1:] if part.startswith("-") else f"-{part}"


def _place(rows: QuerySet[Any], order: Sequence[str], key: str) -> Sequence[Any] | None:
    """The values of ``order`` in the row ``key``; None when it has gone, or the key is no key."""
    try:
        return rows.order_by().filter(pk=key).values_list(*(part.lstrip("-") for part in order)).first()
    except (TypeError, ValueError):
        return None


def _size(params: QueryDict, default: int | None) -> int:
    asked = _number(params.get("size"))
    return asked if asked in SIZES else default or SIZES[0]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _address(params: QueryDict, **changes: Any) -> str:
    kept = [(k, v) for k, values in params.lists() for v in values if k not in PAGING_KEYS]
    return "?" + urlencode([*kept, *changes.items()])
