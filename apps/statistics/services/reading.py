"""Figures as pages, papers and commands ask for them: frozen where the period is closed, else computed now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from apps.core import registries
from apps.core.declarations import Indicator
from apps.core.periods import add_months, month_key
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.models import FrozenFigure, Target
from apps.statistics.services.computing import (
    WHOLE,
    Split,
    bounds_of,
    compute,
    district,
    has_split,
    indicators,
    with_parts,
)
from apps.statistics.services.values import Figure, TownFigure, Value, printed, text_of


@dataclass(frozen=True)
class Numbers:
    """The splits of a period by key, and which of them are frozen."""

    splits: dict[str, Split]
    frozen: frozenset[str]

    @property
    def all_frozen(self) -> bool:
        """Whether none of them was computed from the records of now."""
        return self.splits.keys() <= self.frozen


def figures(
    kind: str,
    start: date,
    *,
    region: Region | None = None,
    live: bool = False,
    keys: Iterable[str] | None = None,
    known: Mapping[date, Numbers] | None = None,
) -> dict[str, Figure]:
    """Every indicator (or those of ``keys``) of a period, for the district or the town ``region``.

    A closed period answers what was frozen, an open one what the records say now; ``live`` recomputes in any
    case. An indicator without a split has no number for a town, except a standard, which holds everywhere.
    ``known`` are the numbers of this period and of the year before, when ``numbers`` has read them already.
    """
    wanted = indicators() if keys is None else [registries.indicators.get(key) for key in dict.fromkeys(keys)]
    names = None if keys is None else [indicator.key for indicator in wanted]
    before = add_months(start, -12)
    now = (known or numbers(kind, [start], live=live, keys=names))[start]
    then = (known or numbers(kind, [before], keys=names))[before]
    targets = {t.key: t for t in Target.objects.filter(year=start.year)} if kind == Period.Kind.YEAR else {}
    code = code_of(region)
    made = {}
    for indicator in wanted:
        value, past = (value_for(indicator, each.splits, code) for each in (now, then))
        made[indicator.key] = Figure(
            indicator=indicator,
            value=value.value,
            numerator=value.numerator,
            denominator=value.denominator,
            is_frozen=indicator.key in now.frozen,
            previous=past.value,
            target=targets.get(indicator.key) if code == WHOLE else None,
            previous_value=past,
        )
    return made


def by_town(key: str, kind: str, start: date, *, live: bool = False) -> list[TownFigure]:
    """The split of an indicator by town, in the order of codes; empty for one without a split.

    Towns open at the end of the period stand in it with or without records, closed ones when they have some.
    What lies in no town follows under the district's code, so that the rows add up to the district.
    """
    return towns([key], kind, start, live=live)[key]


def towns(
    keys: Sequence[str],
    kind: str,
    start: date,
    *,
    live: bool = False,
    known: Mapping[date, Numbers] | None = None,
) -> dict[str, list[TownFigure]]:
    """``by_town`` of several indicators, from one reading of the numbers and of the towns."""
    found = (known or numbers(kind, [start], live=live, keys=keys))[start].splits
    own = district()
    open_towns = Region.objects.within(own.code).towns().open_on(bounds_of(kind, start).end)
    names = dict(open_towns.values_list("code", "name"))
    others = {code for key in keys for code in found.get(key, {}) if code and code not in names}
    closed = dict(Region.objects.filter(code__in=others).values_list("code", "name")) if others else {}
    made: dict[str, list[TownFigure]] = {}
    for key in keys:
        indicator, split = registries.indicators.get(key), found.get(key, {})
        if not has_split(indicator):
            made[key] = []
            continue
        shown = {**names, **{code: name for code, name in closed.items() if code in split}}
        rows = [
            _town(indicator, code, shown[code], value_for(indicator, {key: split}, code))
            for code in sorted(shown)
        ]
        rest = _outside_towns(indicator, split)
        made[key] = [*rows, _town(indicator, own.code, "区本级", rest)] if rest else rows
    return made


def trend(
    key: str,
    kind: str,
    starts: Sequence[date],
    *,
    region: Region | None = None,
    live: bool = False,
    known: Mapping[date, Numbers] | None = None,
) -> list[tuple[str, Decimal | None]]:
    """(label, printed number) of an indicator over several periods: frozen where closed, in one query."""
    indicator = registries.indicators.get(key)
    found = known or numbers(kind, starts, live=live, keys=[key])
    code = code_of(region)
    is_one_year = len({start.year for start in starts}) == 1

    def label(start: date) -> str:
        if kind == Period.Kind.YEAR:
            return str(start.year)
        return f"{start.month}月" if is_one_year else month_key(start)

    return [
        (label(start), printed(indicator, value_for(indicator, found[start].splits, code)))
        for start in starts
    ]


def numbers(
    kind: str,
    starts: Sequence[date],
    *,
    live: bool = False,
    keys: Sequence[str] | None = None,
    place: str | None = None,
) -> dict[date, Numbers]:
    """The splits of several periods; whatever is not frozen is computed, a statement an indicator.

    ``place`` (a town's code, or ``WHOLE``): frozen towns other than this one need not be read.

    A page that shows the same numbers as figures, by town and over time reads them once and hands them on as
    ``known``.
    """
    frozen = {} if live else _frozen(kind, starts, keys, place)
    wanted = {indicator.key for indicator in with_parts(keys)}
    made = {}
    for start in starts:
        held = frozen.get(start, {})
        missing = [key for key in (wanted if keys is None else keys) if key not in held]
        bounds = bounds_of(kind, start)
        fresh = compute(bounds, missing) if missing and bounds.start <= bounds.end else {}
        made[start] = Numbers({**fresh, **held}, frozenset(held))
    return made


def _frozen(
    kind: str, starts: Sequence[date], keys: Sequence[str] | None, place: str | None
) -> dict[date, dict[str, Split]]:
    rows = FrozenFigure.objects.filter(
        period__kind=kind, period__start__in=list(starts), period__state=Period.State.CLOSED
    )
    if keys is not None:
        rows = rows.filter(key__in=keys)
    if place is not None:
        rows = rows.filter(Q(region__level=Region.Level.DISTRICT) | Q(region_id=place))
    found: dict[date, dict[str, Split]] = {}
    columns = ("period__start", "key", "region_id", "region__level", "value", "numerator", "denominator")
    for start, key, code, level, *values in rows.values_list(*columns):
        place = WHOLE if level == Region.Level.DISTRICT else code
        found.setdefault(start, {}).setdefault(key, {})[place] = Value(*values)
    return found


def code_of(region: Region | None) -> str:
    """The key of a region in a split: a town's code, or the whole."""
    return WHOLE if region is None or region.level == Region.Level.DISTRICT else region.code


def value_for(indicator: Indicator, splits: dict[str, Split], code: str) -> Value:
    """The number of an indicator for a place; a town without records counts nothing, which is zero."""
    split = splits.get(indicator.key)
    if split is None:
        return Value(None)
    if code == WHOLE or indicator.kind == "standard":
        return split.get(WHOLE, Value(None))
    if not has_split(indicator):
        return Value(None)
    return split.get(code, Value(None) if indicator.kind == "rate" else Value(Decimal(0)))


def _town(indicator: Indicator, code: str, name: str, value: Value) -> TownFigure:
    number = printed(indicator, value)
    return TownFigure(code, name, value.value, number, text_of(indicator, number))


def _outside_towns(indicator: Indicator, split: Split) -> Value | None:
    """What the towns leave over of the district's number: records that lie in no town."""
    whole = split.get(WHOLE, Value(None)).value
    if whole is None or indicator.measure == "value" or indicator.kind == "rate":
        return None
    rest = whole - sum((v.value or Decimal(0) for code, v in split.items() if code), Decimal(0))
    return Value(rest) if rest else None
