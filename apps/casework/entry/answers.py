"""Answers in words: for the page that checks them, the paper to sign, and the page of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from apps.casework.entry.forms import EntryForms, Filled, detail_of_kind
from apps.casework.entry.recorded import detail_of, names_of, rows_of
from apps.casework.entry.typed import APPLICANT
from apps.casework.models import Case
from apps.core.declarations import Entry, EntryTable, FormSection, NamedPerson
from apps.core.money import format_money

Pair = tuple[str, Any, str]


@dataclass(frozen=True)
class Group:
    """A panel of answers: pairs of the component ``facts``, or a table with ``heads`` and ``rows``."""

    anchor: str
    title: str
    pairs: tuple[Pair, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()


def words(column: Any, value: Any) -> Any:
    """A value as it is read: choices by their label, yes and no, amounts with two decimals."""
    if value in (None, "", []):
        return ""
    base = getattr(column, "base_field", None)
    if isinstance(value, (list, tuple)):
        labels = dict((base or column).flatchoices) if (base or column).choices else {}
        return "、".join(str(labels.get(item, item)) for item in value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format_money(value) if column.decimal_places == 2 else f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "full_name", str(value))


def shown_answers(forms: EntryForms, filled: Filled, region_name: str) -> list[Group]:
    """Every answer of a valid form, in the order of the page."""
    entry = forms.entry
    person = filled.persons[APPLICANT]
    own: list[Pair] = [
        *_person_pairs(person),
        ("所属村（社区）", region_name, ""),
        ("申请方式", dict(forms.main.fields["channel"].choices)[filled.channel], ""),  # type: ignore[attr-defined]
        ("联系电话", filled.phone, "no"),
        ("现住址", filled.address, ""),
    ]
    if entry.holder:
        own += [
            ("开户行", filled.bank, ""),
            ("银行账号", filled.account, "no"),
            ("户名", filled.holder_name, ""),
        ]
    if filled.values.get("is_by_proxy"):
        own.append(("受托人", filled.values["proxy_name"], ""))
    groups = [Group(APPLICANT, entry.who, tuple(own))]
    for declared in entry.persons:
        named = filled.persons.get(declared.key)
        if named is not None:
            groups.append(Group(APPLICANT, declared.label, tuple(_person_pairs(named))))
    detail = forms.main
    for number, section in enumerate(entry.sections, start=1):
        columns = {name: _column(entry, name) for name in names_of([section])}
        pairs = tuple(
            (str(detail.fields[name].label), words(column, filled.values.get(name)), "")
            for name, column in columns.items()
        )
        groups.append(Group(f"section-{number}", section.title, pairs))
    for table in entry.tables:
        rows = [_row(table, {**row.values}, row.person, None) for row in filled.rows.get(table.name, ())]
        groups.append(Group(table.name, table.label, heads=tuple(_heads(table)), rows=tuple(rows)))
    return groups


def recorded_answers(entry: Entry, case: Case, *, shown: bool) -> list[Group]:
    """The same of a case, without the applicant, who has a panel of the frame; ``shown``: full numbers."""
    detail = detail_of(entry, case)
    groups = []
    for declared in entry.persons:
        person = getattr(detail, declared.key)
        if person is not None:
            number = person.number if shown else person.number_hint
            pairs: tuple[Pair, ...] = (
                ("姓名", person.name, ""),
                ("身份证号", number or "没有证件号码", "no"),
                ("年龄", f"{person.age_on(case.submitted_on)} 岁", ""),
                ("联系电话", person.phone, "no"),
            )
            groups.append(Group("", declared.label, pairs))
    for section in entry.sections:
        groups.append(Group("", section.title, tuple(_section_pairs(entry, section, detail))))
    if detail.is_by_proxy or detail.duplicate_note:
        extra: list[Pair] = []
        if detail.is_by_proxy:
            extra.append(("受托人", detail.proxy_name, ""))
        if detail.duplicate_note:
            extra.append(("关联记录核实情况", detail.duplicate_note, ""))
        groups.append(Group("", "办理情况", tuple(extra)))
    for table in entry.tables:
        rows = []
        for row in rows_of(table, detail):
            person = row.person if table.is_person else None
            number = (person.number if shown else person.number_hint) if person is not None else None
            named = NamedPerson(person.name, number or "没有证件号码") if person is not None else None
            rows.append(
                _row(table, {name: getattr(row, name) for name in names_of(table.sections)}, named, number)
            )
        if rows:
            groups.append(Group(table.name, table.label, heads=tuple(_heads(table)), rows=tuple(rows)))
    return groups


def _section_pairs(entry: Entry, section: FormSection, detail: Any) -> list[Pair]:
    return [
        (field.label or str(column.verbose_name), words(column, getattr(detail, field.name)), "")
        for field in section.fields
        if (column := _column(entry, field.name)) is not None
    ]


def _column(entry: Entry, name: str) -> Any:
    return detail_of_kind(entry)._meta.get_field(name)


def _person_pairs(person: NamedPerson) -> list[Pair]:
    pairs: list[Pair] = [("姓名", person.name, ""), ("身份证号", person.number or "没有证件号码", "no")]
    if not person.number and person.birth_date:
        pairs.append(("出生日期", person.birth_date.isoformat(), "no"))
    return pairs


def _heads(table: EntryTable) -> Sequence[str]:
    model = apps.get_model(table.model)
    own = [
        field.label or str(model._meta.get_field(field.name).verbose_name)
        for section in table.sections
        for field in section.fields
    ]
    return ["姓名", "身份证号", *own] if table.is_person else own


def _row(
    table: EntryTable, values: dict[str, Any], person: NamedPerson | None, number: str | None
) -> tuple[Any, ...]:
    model = apps.get_model(table.model)
    own = [words(model._meta.get_field(name), values.get(name)) or "—" for name in names_of(table.sections)]
    if person is None:
        return tuple(own)
    return (person.name, number or person.number or "—", *own)
