"""An application as it is typed: text, complete or not. The draft keeps exactly this, however wrong it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.http import QueryDict

from apps.core.declarations import Entry, EntryTable
from apps.core.numbers import NumberError, ResidentNumber, normalise_resident_number, parse_resident_number

Row = dict[str, Any]  # text as typed; a list where several boxes are ticked

NOT_TYPED = ("csrfmiddlewaretoken", "revision", "window", "do", "slot", "version", "comment", "submit_token")
PERSON_FIELDS = ("name", "number", "birth_date", "sex")
APPLICANT = "applicant"
_ROW = re.compile(r"([a-z_]+)-(\d{1,3})-([a-z0-9_]+)")
_PERSON = re.compile(r"([a-z_]+)-([a-z_]+)")


@dataclass
class Typed:
    """``fields`` of the page, ``persons`` by key, ``rows`` by table, each row with its ``key`` (``m4``).

    ``case_number`` names the case that is being supplemented. ``related`` holds what was found about a resident
    number, by number. ``window`` is the browser window that saved last.
    """

    fields: Row = field(default_factory=dict)
    persons: dict[str, Row] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    case_number: str = ""
    related: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    window: str = ""

    @classmethod
    def of_draft(cls, stored: Mapping[str, Any]) -> "Typed":
        """What a draft has stored, in the shape of ``to_draft``."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def to_draft(self) -> dict[str, Any]:
        return asdict(self)

    def retyped(self, posted: QueryDict, entry: Entry) -> "Typed":
        """The same application with the values of a posted form; what the page does not show stays."""
        tables = {table.name for table in entry.tables}
        keys = {APPLICANT, *(person.key for person in entry.persons)}
        fields: Row = {}
        persons: dict[str, Row] = {}
        rows: dict[str, dict[int, Row]] = {name: {} for name in tables}
        for name in posted:
            values = posted.getlist(name)
            value: Any = values if len(values) > 1 else values[-1]
            of_row, of_person = _ROW.fullmatch(name), _PERSON.fullmatch(name)
            if of_row and of_row[1] in tables:
                rows[of_row[1]].setdefault(int(of_row[2]), {})[of_row[3]] = value
            elif of_person and of_person[1] in keys:
                persons.setdefault(of_person[1], {})[of_person[2]] = value
            elif name not in NOT_TYPED and not name.startswith("file-"):
                fields[name] = value
        return Typed(
            fields=fields,
            persons=persons,
            rows={name: [found[number] for number in sorted(found)] for name, found in rows.items()},
            case_number=self.case_number,
            related=self.related,
            window=posted.get("window", "")[:40],
        )

    def flat(self) -> Row:
        """The names of the form's fields with their values: ``applicant-name``, ``supporters-0-name``."""
        flat = dict(self.fields)
        for key, person in self.persons.items():
            flat |= {f"{key}-{name}": value for name, value in person.items()}
        for table, rows in self.rows.items():
            for number, row in enumerate(rows):
                flat |= {f"{table}-{number}-{name}": value for name, value in row.items()}
        return flat

    def add_row(self, table: str, **values: Any) -> Row:
        """A row more, with a key that no row of the table has had."""
        rows = self.rows.setdefault(table, [])
        row = {**values, "key": next_key(rows)}
        rows.append(row)
        return row

    def remove_row(self, table: str, key: str) -> None:
        self.rows[table] = [row for row in self.rows.get(table, []) if row.get("key") != key]

    def without_blank_rows(self, entry: Entry) -> "Typed":
        """Rows in which nothing was typed are no rows."""
        signs = {table.name: signs_of(table) for table in entry.tables}
        rows = {
            name: [row for row in found if not is_blank(row, signs[name])]
            for name, found in self.rows.items()
        }
        return Typed(self.fields, self.persons, rows, self.case_number, self.related, self.window)

    @property
    def applicant(self) -> Row:
        return self.persons.get(APPLICANT, {})

    def numbers(self, entry: Entry) -> list[str]:
        """The valid resident numbers of those the application concerns, in the order of the form."""
        concerned = [self.applicant]
        for table in entry.tables:
            if table.is_person:
                concerned += self.rows.get(table.name, [])
        return list(dict.fromkeys(number.value for row in concerned if (number := number_of(row))))


def next_key(rows: Iterable[Row]) -> str:
    """``m4`` after ``m3``; a key is never used twice while its row may still be referred to."""
    taken = [int(row["key"][1:]) for row in rows if str(row.get("key", ""))[1:].isdigit()]
    return f"m{max(taken, default=0) + 1}"


def signs_of(table: EntryTable) -> tuple[str, ...]:
    """The columns of a row that only somebody who types can fill: not those that a select or a box has by itself."""
    if table.is_person:
        return ("name", "number")
    model = apps.get_model(table.model)
    declared = [field.name for section in table.sections for field in section.fields if not field.make]
    columns = [model._meta.get_field(name) for name in declared]
    return tuple(
        column.name
        for column in columns
        if not column.choices and not isinstance(column, models.BooleanField)
    )


def is_blank(row: Row, signs: Iterable[str]) -> bool:
    return not any(str(row.get(name, "")).strip() for name in signs)


def number_of(row: Row) -> ResidentNumber | None:
    """The resident number of a person's row, None while it is not a valid one."""
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
