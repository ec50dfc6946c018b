"""Numbers from records: one statement an indicator, for the district and all its towns at once."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F

from apps.core import clock, registries
from apps.core.declarations import Bounds, Indicator
from apps.core.periods import last_day
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.services.values import Value, ratio

# Key of the district as a whole in a split; its towns stand under their codes.
WHOLE = ""
TOWN_DIGITS = 9
# Path to the town of a record that is a town.
OF_TOWNS = "code"
Split = dict[str, Value]

# Of the rows (pk, town, measured) below; "distinct" counts what is measured, "count" the records themselves.
AGGREGATES = {
    "count": "count(*)",
    "distinct": "count(DISTINCT measured)",
    "sum": "COALESCE(sum(measured), 0)",
}


def bounds_of(kind: str, start: date) -> Bounds:
    """The dates of a period. One that still runs ends today, so that nothing is foretold; one that has not begun
    ends before it starts."""
    end = date(start.year, 12, 31) if kind == Period.Kind.YEAR else last_day(start)
    return Bounds(start, min(end, clock.today()))


def district() -> Region:
    """The district whose figures these are. LookupError before the reference data are loaded."""
    found = Region.objects.filter(level=Region.Level.DISTRICT).order_by("code").first()
    if found is None:
        raise LookupError("load the reference data first: no district")
    return found


def indicators() -> list[Indicator]:
    """All that is counted, in the declared order."""
    return sorted(registries.indicators, key=lambda item: (item.order, item.key))


def with_parts(keys: Iterable[str] | None) -> list[Indicator]:
    """The indicators asked for (None: all) and the parts of the rates among them, parts first."""
    if keys is None:
        wanted = indicators()
    else:
        found: dict[str, Indicator] = {}
        pending = list(keys)
        while pending:
            indicator = registries.indicators.get(pending.pop())
            found[indicator.key] = indicator
            pending += [key for key in (indicator.numerator, indicator.denominator) if key]
        wanted = list(found.values())
    return sorted(wanted, key=lambda item: item.kind == "rate")


def has_split(indicator: Indicator) -> bool:
    """Whether the indicator has a number for each town. A share of the towns themselves has none."""
    if indicator.kind == "rate":
        above, below = (
            registries.indicators.get(key) for key in (indicator.numerator, indicator.denominator)
        )
        return has_split(above) and below.town != OF_TOWNS
    return bool(indicator.town)


def compute(bounds: Bounds, keys: Iterable[str] | None = None) -> dict[str, Split]:
    """The numbers of the indicators (and of the parts of rates), now, from the records as they are."""
    splits: dict[str, Split] = {}
    for indicator in with_parts(keys):
        if indicator.kind == "rate":
            splits[indicator.key] = divide(indicator, splits)
        elif indicator.measure == "value":
            splits[indicator.key] = {WHOLE: Value(value_now(indicator, bounds))}
        else:
            splits[indicator.key] = _aggregate(indicator, bounds)
    return splits


def value_now(indicator: Indicator, bounds: Bounds) -> Decimal | None:
    """The number of an indicator that counts nothing (a standard)."""
    if indicator.value is None:
        raise ValueError(f"indicator {indicator.key} has neither records nor a value")
    return indicator.value(bounds)


def divide(indicator: Indicator, splits: dict[str, Split]) -> Split:
    """A rate, for the district and each town, from the numbers of its parts."""
    above, below = splits[indicator.numerator], splits[indicator.denominator]
    zero = Value(Decimal(0))
    places = {*above, *below, WHOLE} if has_split(indicator) else {WHOLE}
    return {
        code: ratio(indicator, above.get(code, zero).value, below.get(code, zero).value) for code in places
    }


def counted_rows(indicator: Indicator, bounds: Bounds) -> tuple[str, tuple[Any, ...]]:
    """SQL of the records as rows (pk, town, measured); town is null for what lies in no town."""
    if indicator.records is None:
        raise ValueError(f"indicator {indicator.key} declares no records")
    rows = indicator.records(bounds).order_by().annotate(counted_measure=F(indicator.field))
    names = ["pk", "counted_measure"]
    if indicator.town:
        rows = rows.annotate(counted_town=F(indicator.town))
        names.append("counted_town")
    sql, params = rows.values_list(*names).query.sql_with_params()
    town = f"CASE WHEN length(place) = {TOWN_DIGITS} THEN place END" if indicator.town else "NULL::text"
    town = f'({town}) COLLATE "C"'
    columns = "pk, measured, place" if indicator.town else "pk, measured"
    return f"SELECT pk, {town} AS town, measured FROM ({sql}) AS record ({columns})", params


def _aggregate(indicator: Indicator, bounds: Bounds) -> Split:
    sql, params = counted_rows(indicator, bounds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT grouping(town), town, {AGGREGATES[indicator.measure]} FROM ({sql}) AS counted"
            " GROUP BY GROUPING SETS ((town), ())",
            params,
        )
        rows = cursor.fetchall()
    return {WHOLE if whole else town: Value(Decimal(number)) for whole, town, number in rows if whole or town}
