"""The filters above a list, from declarations: a small GET form, the narrowed rows, the removable chips."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.declarations import Filter
from apps.core.errors import Refused
from apps.core.money import MoneyError, parse_money
from apps.core.numbers import normalise_resident_number
from apps.core.periods import add_months
from apps.pages import formats
from apps.pages.fields import parse_date
from apps.pages.listing import PAGING_KEYS
from apps.regions.models import Region

# Where a filter on a region looks: the stored column of the level chosen, under the filter's path.
REGION_COLUMNS = {6: "district_code", 9: "town_code", 12: "community_code"}

# A resident number in the address is refused: shown, it would go on into every link of the list.
_NUMBER = re.compile(r"[0-9]{15,}[0-9X]*")


@dataclass(frozen=True)
class Control:
    """A filter as drawn: one control, or two for a range."""

    name: str
    label: str
    kind: str
    value: str
    choices: Sequence[tuple[str, str]] = ()
    value_to: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class Chip:
    """An applied condition in words, and the address of the list without it."""

    text: str
    url: str


class FilterBar:
    """The filters of one list for one request. ``apply(rows)`` narrows; a value that cannot be read is told, not used."""

    def __init__(
        self, filters: Sequence[Filter], params: QueryDict, actor: Actor, *, search: bool = False
    ) -> None:
        self.params = params
        self.actor = actor
        self.has_search = search
        self.text = params.get("q", "").strip()
        self.wrong: list[str] = []
        if _NUMBER.fullmatch(normalise_resident_number(self.text)):
            raise Refused("证件号码不能写在地址里。", hint="请在页面上方的搜索框中输入。", code="number")
        self._filters = filters
        self._choices: dict[str, Sequence[tuple[str, str]]] = {}
        self._conditions: list[tuple[Filter, dict[str, Any], str]] = []
        for declared in filters:
            self._read(declared)

    def apply(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for _, condition, _ in self._conditions:
            rows = rows.filter(**condition)
        return rows

    @property
    def is_used(self) -> bool:
        return bool(self._conditions or self.text)

    @property
    def controls(self) -> list[Control]:
        return [
            Control(
                name=declared.name,
                label=declared.label,
                kind=declared.kind,
                value=self._value(declared, "_from" if declared.kind == "date_range" else ""),
                value_to=self._value(declared, "_to"),
                choices=self.choices(declared),
                is_wrong=any(text.startswith(declared.label) for text in self.wrong),
            )
            for declared in self._filters
        ]

    @property
    def chips(self) -> list[Chip]:
        found = [Chip(f"{f.label}：{words}", self._without(f)) for f, _, words in self._conditions]
        if self.text:
            found.append(Chip(f"查找：{self.text}", self._address(drop={"q"})))
        return found

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form must hand on though it has no control for it: sort order, size, view."""
        own = {name for f in self._filters for name in self._names(f)} | {"q", *PAGING_KEYS}
        return [(k, v) for k, values in self.params.lists() for v in values if k not in own and v]

    @property
    def cleared(self) -> str:
        """The address of the list without any condition."""
        own = {name for f in self._filters for name in self._names(f)} | {"q"}
        return self._address(drop=own)

    def choices(self, declared: Filter) -> Sequence[tuple[str, str]]:
        if declared.name not in self._choices:
            made: Sequence[tuple[str, str]] = ()
            if declared.kind == "choice" and declared.choices:
                made = [(str(value), str(label)) for value, label in declared.choices(self.actor)]
            elif declared.kind == "month":
                made = month_choices(self._value(declared))
            elif declared.kind == "region":
                made = (
                    region_choices(self.actor) if declared.choices is None else declared.choices(self.actor)
                )
            self._choices[declared.name] = made
        return self._choices[declared.name]

    def _read(self, declared: Filter) -> None:
        reader: Callable[[Filter], tuple[dict[str, Any], str] | None] = getattr(
            self, f"_read_{declared.kind}"
        )
        try:
            found = reader(declared)
        except (ValueError, MoneyError):
            self.wrong.append(f"{declared.label}填写得不对，没有用作条件。")
            return
        if found:
            self._conditions.append((declared, *found))

    def _read_text(self, declared: Filter) -> tuple[dict[str, Any], str] | None:
        value = self._value(declared)
        return ({f"{declared.path}__startswith": value}, value) if value else None

    def _read_choice(self, declared: Filter) -> tuple[dict[str, Any], str] | None:
        value = self._value(declared)
        if not value:
            return None
        words = dict(self.choices(declared)).get(value)
        if words is None:
            raise ValueError(value)
        return {declared.path: _stored(value)}, words

    def _read_region(self, declared: Filter) -> tuple[dict[str, Any], str] | None:
        value = self._value(declared)
        if not value:
            return None
        words = dict(self.choices(declared)).get(value)
        column = REGION_COLUMNS.get(len(value))
        if words is None or column is None:
            raise ValueError(value)
        return {f"{declared.path}{column}": value}, words

    def _read_month(self, declared: Filter) -> tuple[dict[str, Any], str] | None:
        value = self._value(declared)
        if not value:
            return None
        month = parse_date(f"{value}-01")
        return {declared.path: month}, formats.month(month)

    def _read_date_range(self, declared: Filter) -> tuple[dict[str, Any], str] | None:
        condition, words = {}, []
        start, end = self._value(declared, "_from"), self._value(declared, "_to")
        if start:
            condition[f"{declared.path}__gte"] = day = parse_date(start)
            words.append(f"{day:%Y-%m-%d} 起")
        if end:
            condition[f"{declared.path}__lte"] = day = parse_date(end)
            words.append(f"{day:%Y-%m-%d} 止")
        return (condition, "，".join(words)) if condition else None

    def _read_number(self, declared: Filter) -> tuple[dict[str, Any], str] | None:
        value = self._value(declared)
        return ({declared.path: parse_money(value)}, value) if value else None

    @staticmethod
    def _names(declared: Filter) -> tuple[str, ...]:
        return (
            (f"{declared.name}_from", f"{declared.name}_to")
            if declared.kind == "date_range"
            else (declared.name,)
        )

    def _value(self, declared: Filter, suffix: str = "") -> str:
        return self.params.get(f"{declared.name}{suffix}", "").strip()

    def _without(self, declared: Filter) -> str:
        return self._address(drop=set(self._names(declared)))

    def _address(self, drop: set[str]) -> str:
        kept = [
            (k, v)
            for k, values in self.params.lists()
            for v in values
            if k not in drop and k not in PAGING_KEYS and v
        ]
        return "?" + urlencode(kept)


def region_choices(actor: Actor) -> list[tuple[str, str]]:
    """Regions one level below the actor's own: towns for the district, communities for a town."""
    level = {"district": Region.Level.TOWN, "town": Region.Level.COMMUNITY}.get(actor.level)
    if level is None:
        return []
    return list(Region.objects.visible_to(actor).filter(level=level).values_list("code", "name"))


def month_choices(chosen: str) -> list[tuple[str, str]]:
    """The last three years of months and the next one, newest first, and the one chosen if it is another."""
    first = clock.today().replace(day=1)
    months = {f"{add_months(first, step):%Y-%m}" for step in range(-35, 2)}
    with suppress(ValueError):
        months.add(f"{parse_date(f'{chosen}-01'):%Y-%m}")
    return [(month, month) for month in sorted(months, reverse=True)]


def _stored(value: str) -> Any:
    """Words of a query string for values that are stored as booleans."""
    return {"true": True, "false": False}.get(value, value)
