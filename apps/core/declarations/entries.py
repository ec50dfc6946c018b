"""The entry of an application as data: one page with sections, tables and papers, assessed while it is typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from apps.core.declarations.registers import FormSection


@dataclass(frozen=True)
class NamedPerson:
    """Somebody an application names: name, resident number (or birth date and sex), as far as typed and valid."""

    name: str = ""
    number: str = ""
    birth_date: date | None = None
    sex: str = ""


@dataclass(frozen=True)
class Answers:
    """What an application says so far, for the rules: only values that are valid, so anything may be missing.

    ``values`` are columns of the detail; ``persons`` by key, the one applied for under ``applicant``; ``rows`` the
    rows of each table, each with its columns and, in a table of persons, ``person``. ``on`` is the day whose rules
    count, ``region_id`` the village or community.
    """

    values: Mapping[str, Any]
    persons: Mapping[str, NamedPerson]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    on: date
    region_id: str

    @property
    def applicant(self) -> NamedPerson:
        return self.persons.get("applicant", NamedPerson())


@dataclass(frozen=True)
class Ground:
    """A condition with its finding in words; ``holds`` is None while something decisive is missing."""

    text: str
    holds: bool | None
    article: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the rules say of an application. Amounts in yuan.

    ``amount`` is what would be granted; None while it cannot be told, and of a status without money (``is_status``).
    ``lines`` are those of the why-sheet: label, value (Decimal), source; the last one is the amount. ``heads`` is how
    many persons it is for; ``standard`` a head's standard where there is one.
    """

    grounds: Sequence[Ground]
    heads: int = 1
    amount: Decimal | None = None
    standard: Decimal | None = None
    lines: Sequence[tuple[str, Decimal, str]] = ()
    missing: Sequence[str] = ()
    flags: Sequence[str] = ()
    is_status: bool = False

    @property
    def is_eligible(self) -> bool | None:
        """Whether every ground holds; None while one is open or something is missing."""
        if any(ground.holds is False for ground in self.grounds):
            return False
        if self.missing or any(ground.holds is None for ground in self.grounds):
            return None
        return True

    @property
    def failed(self) -> list[Ground]:
        return [ground for ground in self.grounds if ground.holds is False]


@dataclass(frozen=True)
class EntryPerson:
    """A person named apart from the one applied for, e.g. a guardian. ``key`` is the column of the detail."""

    key: str
    label: str
    needed: bool = True
    hint: str = ""


@dataclass(frozen=True)
class EntryTable:
    """Rows of an application. ``name`` is the related name at the detail; ``model`` a ``casework.entry`` row model.

    ``is_person``: every row names a person (column ``person``) beside its ``fields``; ``is_covered`` ones receive what
    is granted along with the one applied for, and together they are the household.
    """

    name: str
    label: str
    unit: str
    model: str
    sections: tuple[FormSection, ...]
    is_person: bool = False
    is_covered: bool = False
    least: int = 0
    most: int = 20
    hint: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper the application needs as it stands: a code of the kind's documents and why it is asked for."""

    code: str
    reason: str
    can_be_shared: bool = False


@dataclass(frozen=True)
class Entry:
    """How an application of a kind is entered.

    ``kind`` is the case kind; its detail model holds the columns of ``sections``, one foreign key per ``persons``
    and the ``tables``. ``who`` names the one applied for (申请人, 儿童 …), ``holder`` the key of whose account is
    paid, empty where nothing is. ``assess`` judges the answers; ``papers`` says what they need; ``check`` adds what
    only the answers together show, as (column, sentence). ``conflicts(person id, name)`` are sentences that bar a
    person wherever they are registered. ``points`` are told beside the first step. ``promise`` is what is signed.
    """

    kind: str
    sections: tuple[FormSection, ...]
    assess: Callable[[Answers], Verdict]
    papers: Callable[[Answers], Sequence[Paper]]
    persons: tuple[EntryPerson, ...] = ()
    tables: tuple[EntryTable, ...] = ()
    who: str = "申请人"
    holder: str = "applicant"
    check: Callable[[Answers], Iterable[tuple[str, str]]] | None = None
    conflicts: Callable[[int, str], Iterable[str]] | None = None
    asks_authorisation: bool = True
    amount_label: str = "预计金额"
    amount_unit: str = "元/月"
    points: Sequence[str] = ()
    promise: str = (
        "所填情况和提供的材料真实、完整；情况变化时及时报告。如有不实，愿退回所领款项并承担相应责任。"
    )
