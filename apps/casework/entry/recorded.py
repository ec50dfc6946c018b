"""A case read back: as answers for the rules, as the form would have been typed, as rows to show."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from apps.casework.entry.forms import detail_of_kind
from apps.casework.entry.typed import APPLICANT, Row, Typed
from apps.casework.models import Case
from apps.core.declarations import Answers, Entry, EntryTable, FormSection, NamedPerson
from apps.core.money import format_money
from apps.people.models import BankAccount, Person


def detail_of(entry: Entry, case: Case) -> Any:
    """The detail of ``case``, with the persons it names."""
    keys = [person.key for person in entry.persons]
    return detail_of_kind(entry).objects.select_related("case__applicant", *keys).get(case=case)


def rows_of(table: EntryTable, detail: Any) -> list[Any]:
    rows = apps.get_model(table.model).objects.filter(detail=detail)
    return list(rows.select_related("person") if table.is_person else rows)


def names_of(sections: Sequence[FormSection]) -> list[str]:
    return [field.name for section in sections for field in section.fields]


def answers_of(entry: Entry, case: Case, on: date | None = None) -> Answers:
    """The recorded application as the rules take it, by the rules of ``on`` (the day of acceptance, or of entry)."""
    detail = detail_of(entry, case)
    persons = {APPLICANT: _named(case.applicant)}
    for declared in entry.persons:
        person = getattr(detail, declared.key)
        if person is not None:
            persons[declared.key] = _named(person)
    return Answers(
        values={name: getattr(detail, name) for name in names_of(entry.sections)},
        persons=persons,
        rows={table.name: [_told(table, row) for row in rows_of(table, detail)] for table in entry.tables},
        on=on or case.accepted_on or case.submitted_on,
        region_id=case.region_id,
    )


def covered_by(entry: Entry, case: Case) -> list[Person]:
    """Those who would receive, as recorded: the one applied for and the persons of covered tables, each once."""
    detail = detail_of(entry, case)
    tables = [table for table in entry.tables if table.is_covered]
    rows = [row.person for table in tables for row in rows_of(table, detail)]
    return list(dict.fromkeys([case.applicant, *rows]))


def _told(table: EntryTable, row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in names_of(table.sections)}
    return {**told, "person": _named(row.person)} if table.is_person else told


def _named(person: Person) -> NamedPerson:
    return NamedPerson(person.name, person.number, person.birth_date, person.sex)


def typed_of(entry: Entry, case: Case) -> Typed:
    """The form as it would have been typed for the rows of the case."""
    detail = detail_of(entry, case)
    household = case.household
    fields: Row = {
        "region": case.region_id,
        "phone": case.applicant.phone,
        "address": case.applicant.address or (household.address if household else ""),
        "channel": case.channel,
        "is_true": "on",
        "is_authorised": "on",
        "relative": "yes" if case.relative_registered else "no",
        **typed_columns(detail, ["is_by_proxy", "proxy_name", "duplicate_note", *names_of(entry.sections)]),
    }
    persons = {APPLICANT: typed_person(case.applicant)}
    for declared in entry.persons:
        person = getattr(detail, declared.key)
        if person is not None:
            persons[declared.key] = typed_person(person)
    holder = case.applicant if entry.holder == APPLICANT else getattr(detail, entry.holder, None)
    rows = {
        table.name: [
            {
                "key": row.key,
                **(typed_person(row.person) if table.is_person else {}),
                **typed_columns(row, names_of(table.sections)),
            }
            for row in rows_of(table, detail)
        ]
        for table in entry.tables
    }
    return Typed({**fields, **typed_account(holder)}, persons, rows, case_number=case.number)


def typed_defaults(model: Any, sections: Sequence[FormSection]) -> Row:
    """What a form says before anybody types: the columns' own defaults."""
    blank = model()
    return {name: value for name, value in typed_columns(blank, _plain(model, sections)).items() if value}


def _plain(model: Any, sections: Sequence[FormSection]) -> list[str]:
    columns = [model._meta.get_field(name) for name in names_of(sections)]
    return [column.name for column in columns if not column.is_relation]


def typed_person(person: Person) -> Row:
    typed: Row = {"name": person.name, "number": person.number}
    if not person.number:
        typed |= {"birth_date": person.birth_date.isoformat(), "sex": person.sex}
    return typed


def typed_account(person: Person | None) -> Row:
    if person is None:
        return {}
    account = BankAccount.objects.filter(person=person, valid_to__isnull=True).first()
    if account is None:
        return {}
    return {"bank": account.bank, "account": account.account, "holder_name": account.holder_name}


def typed_columns(row: Any, names: Sequence[str]) -> Row:
    """Columns of a record as somebody would type them."""
    typed: Row = {}
    for name in names:
        value = getattr(row, name)
        if value is None or value is False:
            continue
        if value is True:
            # A box is ticked; a choice of yes or no says which.
            typed[name] = "True" if row._meta.get_field(name).choices else "on"
        elif isinstance(value, Decimal):
            typed[name] = format_money(value).replace("−", "-")
        elif isinstance(value, list):
            typed[name] = [str(item) for item in value]
        elif isinstance(value, date):
            typed[name] = value.isoformat()
        elif hasattr(value, "pk"):
            typed[name] = str(value.pk)
        else:
            typed[name] = str(value)
    return typed
