"""A dibao application as it is typed: text, complete or not, and the facts that can be read out of it.

The draft keeps exactly what was typed, so that nothing is lost however wrong it is. The live computation and the
page of answers read their facts here; only the submission insists on valid values.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.rules import facts
from apps.assistance.rules.completeness import Missing
from apps.core.money import ZERO, MoneyError, parse_money
from apps.core.numbers import NumberError, ResidentNumber, normalise_resident_number, parse_resident_number
from apps.core.periods import first_of
from apps.pages.fields import parse_date

Row = dict[str, str]

_ROW_FIELD = re.compile(r"(members|incomes)-(\d{1,3})-([a-z_]+)")
_NOT_TYPED = ("csrfmiddlewaretoken", "revision", "window", "do", "slot")

NEW_MEMBER: Mapping[str, str] = {"lives_together": "on", "has_local_hukou": "on", "ethnicity": "汉族"}
MEMBER_SIGNS = ("name", "number", "relation")
INCOME_SIGNS = ("source", "note", "monthly")


@dataclass
class Typed:
    """``fields`` of the household and rows of ``members`` and ``incomes``, each a dict of text as typed.

    ``case_number`` names the case that is being supplemented. ``related`` holds what was found about a resident
    number, by number. ``window`` is the browser window that saved last.
    """

    fields: Row = field(default_factory=dict)
    members: list[Row] = field(default_factory=list)
    incomes: list[Row] = field(default_factory=list)
    case_number: str = ""
    related: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    window: str = ""

    @classmethod
    def of_draft(cls, stored: Mapping[str, Any]) -> "Typed":
        """What a draft has stored, in the shape of ``to_draft``."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def to_draft(self) -> dict[str, Any]:
        return asdict(self)

    def retyped(self, posted: Mapping[str, str]) -> "Typed":
        """The same application with the values of a posted form; what is not typed stays."""
        fields: Row = {}
        rows: dict[str, dict[int, Row]] = {"members": {}, "incomes": {}}
        for name, value in posted.items():
            found = _ROW_FIELD.fullmatch(name)
            if found:
                rows[found[1]].setdefault(int(found[2]), {})[found[3]] = value
            elif name not in _NOT_TYPED and not name.startswith("file-"):
                fields[name] = value
        return Typed(
            fields=fields,
            members=[rows["members"][number] for number in sorted(rows["members"])],
            incomes=[rows["incomes"][number] for number in sorted(rows["incomes"])],
            case_number=self.case_number,
            related=self.related,
            window=posted.get("window", "")[:40],
        )

    def flat(self) -> Row:
        """The names of the form's fields with their values: ``members-0-name``."""
        flat = dict(self.fields)
        for prefix, rows in (("members", self.members), ("incomes", self.incomes)):
            for number, row in enumerate(rows):
                flat |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
        return flat

    def add_member(self, **values: str) -> Row:
        row = {**NEW_MEMBER, **values, "key": next_key(self.members, "m")}
        self.members.append(row)
        return row

    def add_income(self, **values: str) -> Row:
        row = {**values, "key": next_key(self.incomes, "i")}
        self.incomes.append(row)
        return row

    def remove(self, kind: str, key: str) -> None:
        """Take a row away; with a member go its incomes. The applicant stays."""
        if kind == "member":
            self.members = [
                row for row in self.members if row.get("key") != key or row.get("relation") == "self"
            ]
            kept = {row.get("key") for row in self.members}
            self.incomes = [row for row in self.incomes if not row.get("member") or row["member"] in kept]
        else:
            self.incomes = [row for row in self.incomes if row.get("key") != key]

    def without_blank_rows(self) -> "Typed":
        """Rows in which nothing was typed are no rows."""
        return Typed(
            fields=self.fields,
            members=[row for row in self.members if not is_blank(row, MEMBER_SIGNS)],
            incomes=[row for row in self.incomes if not is_blank(row, INCOME_SIGNS)],
            case_number=self.case_number,
            related=self.related,
            window=self.window,
        )

    @property
    def applicant(self) -> Row:
        return next((row for row in self.members if row.get("relation") == "self"), {})

    @property
    def numbers(self) -> list[str]:
        """The valid resident numbers that are typed, in the order of the form."""
        read = (number_of(row) for row in self.members)
        return [number.value for number in read if number]


def next_key(rows: Iterable[Row], letter: str) -> str:
    """``m4`` after ``m3``; a key is never used twice while its row may still be referred to."""
    taken = [int(row["key"][1:]) for row in rows if row.get("key", "")[1:].isdigit()]
    return f"{letter}{max(taken, default=0) + 1}"


def is_blank(row: Row, signs: Iterable[str]) -> bool:
    return not any(row.get(name, "").strip() for name in signs)


def number_of(row: Row) -> ResidentNumber | None:
    """The resident number of a member's row, None while it is not a valid one."""
    try:
        return parse_resident_number(row.get("number", ""))
    except NumberError:
        return None


def number_error(row: Row) -> str:
    """What is wrong with the number as far as it is typed; nothing is said before it has 18 characters."""
    if len(normalise_resident_number(row.get("number", ""))) < 18:
        return ""
    try:
        parse_resident_number(row["number"])
    except NumberError as error:
        return str(error)
    return ""


def birth_of(row: Row) -> date | None:
    """From the number; of a person without one, as typed."""
    number = number_of(row)
    if number:
        return number.birth_date
    if row.get("number", "").strip():
        return None
    return _day(row.get("birth_date", ""))


def sex_of(row: Row) -> str:
    number = number_of(row)
    return number.sex if number else row.get("sex", "")


def facts_of_typed(typed: Typed) -> facts.Application:
    """The application that the rules judge, of what is typed so far; rows that say too little are left out."""
    fields, rows = typed.fields, typed.without_blank_rows()
    incomes = tuple(told_incomes(typed).values())
    said_nothing = not rows.incomes and not fields.get("no_income")
    return facts.Application(
        members=tuple(_member(row) for row in rows.members if row.get("relation") in facts.RELATIONS),
        incomes=None if said_nothing else incomes,
        assets=facts.Assets(
            deposits=amount(fields.get("deposits")),
            insurance=amount(fields.get("insurance")),
            dwellings=_whole(fields.get("dwellings")),
            area=amount(fields.get("area")),
            vehicle=_code(fields.get("vehicle"), facts.VEHICLES),
            business=_code(fields.get("business"), facts.BUSINESSES),
        ),
        disregards=tuple(
            facts.Disregard(member=row.get("key", ""), since=first_of(since))
            for row in rows.members
            if (since := _day(row.get("work_since", "")))
        ),
        household_deductions=amount(fields.get("household_deductions")) or ZERO,
        unit=_code(fields.get("unit"), facts.UNITS) or "household",
        single_member=fields.get("single_member_key", ""),
        has_stable_income=bool(fields.get("has_stable_income")),
        is_by_proxy=bool(fields.get("is_by_proxy")),
        receives_support=bool(fields.get("receives_support")),
    )


def told_incomes(typed: Typed) -> dict[str, facts.Income]:
    """The incomes that are told completely, by key of their row, in the order of the form."""
    return {row["key"]: income for row in typed.incomes if "key" in row and (income := _income(row))}


def untold(typed: Typed) -> tuple[Missing, ...]:
    """What the rules cannot miss because the row that lacks it is left out of the facts."""
    rows = typed.without_blank_rows()
    gaps = [
        Missing(
            "relation", f"{row.get('name') or '这位成员'}：缺与申请人关系。", "members", row.get("key", "")
        )
        for row in rows.members
        if row.get("relation") not in facts.RELATIONS
    ]
    gaps += [
        Missing("income_row", f"收入第 {number} 行没有填完。", "incomes")
        for number, row in enumerate(rows.incomes, start=1)
        if _income(row) is None
    ]
    return tuple(gaps)


def amount(text: str | None) -> Decimal | None:
    """Yuan as typed, None while it is no amount."""
    try:
        return parse_money(text) if text else None
    except MoneyError:
        return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _member(row: Row) -> facts.Member:
    level = row.get("disability_level", "")
    marital_status = _code(row.get("marital_status"), facts.MARITAL_STATES) or ""
    return facts.Member(
        key=row.get("key", ""),
        name=row.get("name", "").strip(),
        relation=row["relation"],
        birth_date=birth_of(row),
        labour_capacity=_code(row.get("labour_capacity"), facts.LABOUR_CAPACITIES) or "",
        schooling=_code(row.get("schooling"), facts.SCHOOLINGS) or "none",
        disability=_code(row.get("disability"), facts.DISABILITIES) or "",
        disability_level=int(level) if level in {"1", "2", "3", "4"} else None,
        has_serious_illness=bool(row.get("has_serious_illness")),
        marital_status=marital_status,
        divorced_on=_day(row.get("divorced_on", "")) if marital_status == "divorced" else None,
        lives_together=bool(row.get("lives_together")),
        absence=_code(row.get("absence"), facts.ABSENCES) or "",
        has_local_hukou=bool(row.get("has_local_hukou")),
    )


def _income(row: Row) -> facts.Income | None:
    monthly = amount(row.get("monthly"))
    source = _code(row.get("source"), facts.INCOME_SOURCES)
    if monthly is None or source is None or not row.get("member"):
        return None
    return facts.Income(
        member=row["member"],
        source=source,
        monthly=monthly,
        deduction=amount(row.get("deduction")) or ZERO,
        deduction_kind=_code(row.get("deduction_kind"), facts.DEDUCTIONS) or "",
        note=row.get("note", ""),
    )


def _code(value: str | None, vocabulary: Mapping[str, object]) -> str | None:
    return value if value in vocabulary else None


def _whole(text: str | None) -> int | None:
    typed = (text or "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None
