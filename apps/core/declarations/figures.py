"""Indicators, charts and report sections."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True)
class Bounds:
    """A period as dates, both inclusive, with the month of each end as its first day."""

    start: date
    end: date

    @property
    def first_month(self) -> date:
        return self.start.replace(day=1)

    @property
    def last_month(self) -> date:
        return self.end.replace(day=1)


@dataclass(frozen=True)
class Indicator:
    """A figure, declared once: number, split, list of records, definition and report row come from it.

    ``records(bounds)`` is an *unscoped* queryset of the records behind the figure; ``model_path`` of its record
    ids is the primary key. ``measure``: ``count`` of rows, ``distinct`` over ``field``, ``sum`` of ``field``, or
    ``value`` (one number, a standard). ``town`` is the path to the code of the town (9 digits) of a record.
    A rate names ``numerator`` and ``denominator`` indicators. ``divide`` turns yuan into the printed unit.
    ``columns`` describe the record list of the drill-down as (label, path, kind). ``what`` is the word for one
    record or for what is counted in them (保障人员), ``place`` says in words by which town a record counts,
    ``beside`` names figures that are read together with it.
    """

    key: str
    label: str
    unit: str
    kind: Literal["stock", "flow", "rate", "amount", "standard"]
    section: str
    definition: str
    measure: Literal["count", "distinct", "sum", "value"]
    records: Callable[[Bounds], Any] | None = None
    field: str = "pk"
    town: str = ""
    decimals: int = 0
    divide: Decimal = Decimal(1)
    numerator: str = ""
    denominator: str = ""
    value: Callable[[Bounds], Decimal | None] | None = None
    columns: tuple[tuple[str, str, str], ...] = ()
    record_url: str = ""  # URL name of a record's page, with the path of its argument after "|"
    source: str = ""
    what: str = ""
    place: str = ""
    beside: tuple[str, ...] = ()
    order: int = 100


@dataclass(frozen=True)
class ChartDef:
    """A chart of a report section: ``shape`` over indicators (``towns`` split, ``years`` or ``months`` trend)."""

    title: str
    unit: str
    shape: Literal["bars", "columns", "lines"]
    over: Literal["towns", "years", "months", "figures"]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class ReportSection:
    """A section of the year page and report: headline figures, charts and a narrative template.

    ``narrative`` holds ``{figure.key}`` placeholders and no digits outside them. ``towns`` are the figures by
    which towns are compared, the first one ranks them; by default the headlines that have a split.
    """

    code: str
    order: int
    title: str
    lead: str
    headline: tuple[str, ...]
    charts: tuple[ChartDef, ...]
    narrative: str
    towns: tuple[str, ...] = ()
