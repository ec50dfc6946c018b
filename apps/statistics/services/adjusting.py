"""Corrections after closing: what a frozen figure lacks to be what the records say now.

A closed period never changes. Recomputing it compares the records that count now with those that were frozen or
adjusted before, and writes the difference down: frozen + adjustments = live, for the district and every town.
Rates have no rows of their own: they are divided from their adjusted parts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.declarations import Bounds, Indicator
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.models import Adjustment, FrozenFigure
from apps.statistics.services.causes import cause_of
from apps.statistics.services.computing import (
    AGGREGATES,
    WHOLE,
    Split,
    bounds_of,
    counted_rows,
    divide,
    indicators,
    value_now,
)
from apps.statistics.services.values import Value, printed, text_of

LOCK = 0x61646A75  # "adju"; one recomputation at a time, or two would write the same difference

# The district's row lists only what lies in no town, as frozen; a record that changed towns leaves one and joins
# the other. Numbers are compared beside ids: what a record measures may change while it stays the same record.
COMPARE = """
WITH counted AS MATERIALIZED ({records}),
summed AS (SELECT grouping(town) AS whole, town, {aggregate} AS number
           FROM counted GROUP BY GROUPING SETS ((town), ())),
live AS (SELECT CASE WHEN whole = 1 THEN %(own)s ELSE town END AS place, number
         FROM summed WHERE whole = 1 OR town IS NOT NULL),
known AS (SELECT place, sum(number) AS number FROM (
              SELECT region_id AS place, value AS number FROM statistics_frozenfigure
              WHERE period_id = %(period)s AND key = %(key)s
              UNION ALL
              SELECT region_id, delta FROM statistics_adjustment
              WHERE period_id = %(period)s AND key = %(key)s) AS both_kinds
          GROUP BY place),
was AS (SELECT place, id FROM (
            SELECT f.region_id AS place, each.id, 1 AS step FROM statistics_frozenfigure AS f
            CROSS JOIN LATERAL unnest(f.record_ids) AS each (id)
            WHERE f.period_id = %(period)s AND f.key = %(key)s
            UNION ALL
            SELECT a.region_id, each.id, 1 FROM statistics_adjustment AS a
            CROSS JOIN LATERAL unnest(a.added_ids) AS each (id)
            WHERE a.period_id = %(period)s AND a.key = %(key)s
            UNION ALL
            SELECT a.region_id, each.id, -1 FROM statistics_adjustment AS a
            CROSS JOIN LATERAL unnest(a.removed_ids) AS each (id)
            WHERE a.period_id = %(period)s AND a.key = %(key)s) AS steps
        GROUP BY place, id HAVING sum(step) > 0),
now AS (SELECT COALESCE(town, %(own)s) AS place, pk::text AS id FROM counted),
changed AS (SELECT COALESCE(now.place, was.place) AS place,
                   COALESCE(array_agg(now.id ORDER BY now.id) FILTER (WHERE was.id IS NULL), '{{}}') AS added,
                   COALESCE(array_agg(was.id ORDER BY was.id) FILTER (WHERE now.id IS NULL), '{{}}') AS removed
            FROM now FULL JOIN was ON now.place = was.place AND now.id = was.id
            WHERE now.id IS NULL OR was.id IS NULL
            GROUP BY 1),
places AS (SELECT place FROM live UNION SELECT place FROM known UNION SELECT place FROM changed)
SELECT p.place, COALESCE(l.number, 0) - COALESCE(k.number, 0), COALESCE(c.added, '{{}}'), COALESCE(c.removed, '{{}}')
FROM places AS p
LEFT JOIN live AS l ON l.place = p.place
LEFT JOIN known AS k ON k.place = p.place
LEFT JOIN changed AS c ON c.place = p.place
WHERE COALESCE(l.number, 0) <> COALESCE(k.number, 0) OR c.place IS NOT NULL
ORDER BY p.place
"""


@dataclass(frozen=True)
class Adjusted:
    """What a recomputation looked at and found: periods, figures, adjustments written."""

    periods: int
    figures: int
    written: int


@transaction.atomic
def adjust(
    periods: Sequence[Period] | None = None, *, keys: Iterable[str] | None = None, actor: Actor
) -> Adjusted:
    """Recompute closed periods (all of them by default) and write down how the records differ from what was frozen.

    A statement a figure and period. Writes nothing where nothing has changed, so that it may run as often as
    one likes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    closed = Period.objects.filter(state=Period.State.CLOSED).order_by("start", "kind")
    wanted = list(closed if periods is None else closed.filter(pk__in=[period.pk for period in periods]))
    names = None if keys is None else set(keys)
    frozen = _frozen_keys(wanted)
    found: list[Adjustment] = []
    looked = 0
    for period in wanted:
        for indicator in indicators():
            is_wanted = names is None or indicator.key in names
            if is_wanted and indicator.kind != "rate" and indicator.key in frozen.get(period.pk, {}):
                looked += 1
                found += _differences(indicator, period, frozen[period.pk][indicator.key])
    Adjustment.objects.bulk_create(found)
    if found:
        record(
            "statistics.adjusted",
            f"登记关账后更正 {len(found)} 条",
            actor=actor,
            subject_type="statistics.adjustment",
            subject_id=clock.today().isoformat(),
            detail={"periods": sorted({row.period.start.isoformat() for row in found})},
        )
    return Adjusted(len(wanted), looked, len(found))


def _frozen_keys(periods: Sequence[Period]) -> dict[int, dict[str, str]]:
    """Of each period the keys that were frozen in it, with the district they were frozen for."""
    found: dict[int, dict[str, str]] = {}
    rows = FrozenFigure.objects.filter(period__in=periods, region__level=Region.Level.DISTRICT)
    for pk, key, code in rows.values_list("period_id", "key", "region_id"):
        found.setdefault(pk, {})[key] = code
    return found


def _differences(indicator: Indicator, period: Period, own: str) -> list[Adjustment]:
    """The adjustments that a figure of a closed period needs now."""
    bounds = bounds_of(period.kind, period.start)
    rows = (
        _value_difference(indicator, period, own, bounds)
        if indicator.measure == "value"
        else _record_differences(indicator, period, own, bounds)
    )
    everywhere = (
        sorted({pk for _, _, added, _ in rows for pk in added}),
        sorted({pk for _, _, _, removed in rows for pk in removed}),
    )
    today = clock.today()
    made = []
    for place, delta, added, removed in rows:
        # The district's row names no records of its own: what happened to it is what happened in its towns.
        told = (added, removed) if added or removed or place != own else everywhere
        cause = cause_of(indicator, bounds, *told, since=period.closed_at)
        made.append(
            Adjustment(
                period=period,
                key=indicator.key,
                region_id=place,
                delta=delta,
                added_ids=added,
                removed_ids=removed,
                cause=cause,
                found_on=today,
                found_month=today.replace(day=1),
            )
        )
    return made


Difference = tuple[str, Decimal, list[str], list[str]]


def _record_differences(indicator: Indicator, period: Period, own: str, bounds: Bounds) -> list[Difference]:
    sql, params = counted_rows(indicator, bounds)
    names = {f"p{index}": value for index, value in enumerate(params)}
    # Positional parameters cannot stand beside named ones: those of the records get names of their own.
    each = iter(names)
    records = re.sub("%%|%s", lambda found: found[0] if found[0] == "%%" else f"%({next(each)})s", sql)
    statement = COMPARE.format(records=records, aggregate=AGGREGATES[indicator.measure])
    with connection.cursor() as cursor:
        cursor.execute(statement, {**names, "own": own, "period": period.pk, "key": indicator.key})
        return [(place, Decimal(delta), added, removed) for place, delta, added, removed in cursor.fetchall()]


def _value_difference(indicator: Indicator, period: Period, own: str, bounds: Bounds) -> list[Difference]:
    """A standard: one number, no records."""
    frozen = FrozenFigure.objects.get(period=period, key=indicator.key, region_id=own).value
    moved = Adjustment.objects.filter(period=period, key=indicator.key).values_list("delta", flat=True)
    known = (frozen or Decimal(0)) + sum(moved, Decimal(0))
    delta = (value_now(indicator, bounds) or Decimal(0)) - known
    return [(own, delta, [], [])] if delta else []


# --- reading ---------------------------------------------------------------------------------------------


def adjustments_of(kind: str, starts: Sequence[date], keys: Iterable[str] | None = None) -> list[Adjustment]:
    """The adjustments of closed periods, oldest first; one query."""
    rows = Adjustment.objects.filter(period__kind=kind, period__start__in=list(starts))
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return list(rows.select_related("period", "region"))


def with_adjustments(splits: dict[str, Split], rows: Iterable[Adjustment]) -> dict[str, Split]:
    """Frozen splits of one period with its adjustments added, and rates divided from the adjusted parts."""
    moved: dict[str, Split] = {key: dict(split) for key, split in splits.items()}
    for row in rows:
        place = WHOLE if row.region.level == Region.Level.DISTRICT else row.region_id
        split = moved.setdefault(row.key, {})
        before = split.get(place, Value(Decimal(0))).value or Decimal(0)
        split[place] = Value(before + row.delta)
    for indicator in indicators():
        if indicator.kind == "rate" and {indicator.numerator, indicator.denominator} <= moved.keys():
            moved[indicator.key] = divide(indicator, moved)
    return moved


@dataclass(frozen=True)
class Correction:
    """Adjustments of one figure and place, as they are told: the rows and what stands after all of them."""

    indicator: Indicator
    frozen: Value
    adjusted: Value
    rows: tuple[Adjustment, ...]

    @property
    def delta(self) -> Decimal | None:
        """By how much the printed number moved; 0 when the correction is smaller than what is printed."""
        now, then = printed(self.indicator, self.adjusted), printed(self.indicator, self.frozen)
        return None if now is None or then is None else now - then

    @property
    def text(self) -> str:
        """The corrected number as printed."""
        return text_of(self.indicator, printed(self.indicator, self.adjusted))

    @property
    def delta_text(self) -> str:
        """`+3`, `−1,121.0`; without a sign when the printed number stays."""
        words = text_of(self.indicator, self.delta)
        return f"+{words}" if self.delta and self.delta > 0 else words


def corrections(
    kind: str, start: date, splits: dict[str, Split], *, place: str = WHOLE, keys: Iterable[str] | None = None
) -> dict[str, Correction]:
    """The figures of a closed period that were corrected since, for the district or one town; one query.

    ``splits`` are its frozen numbers, with the parts of the rates that are wanted. A rate is corrected when one of its parts is.
    """
    rows = [row for row in adjustments_of(kind, [start]) if row.key in splits]
    if not rows:
        return {}
    moved = with_adjustments(splits, rows)
    own = [
        row
        for row in rows
        if (WHOLE if row.region.level == Region.Level.DISTRICT else row.region_id) == place
    ]
    found = {}
    for indicator in indicators():
        if indicator.key not in splits or (keys is not None and indicator.key not in set(keys)):
            continue
        parts = {indicator.key, indicator.numerator, indicator.denominator}
        mine = tuple(row for row in own if row.key in parts)
        if mine:
            frozen, adjusted = (each[indicator.key].get(place, Value(None)) for each in (splits, moved))
            found[indicator.key] = Correction(indicator, frozen, adjusted, mine)
    return found
