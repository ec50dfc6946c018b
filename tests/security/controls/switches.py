"""Off-switches: triggers and constraints by the owner of the tables, code by replacing a name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from tests.support import database

Switch = Callable[[pytest.MonkeyPatch], Any]


@dataclass(frozen=True)
class Control:
    """One promise: ``happens`` does what is forbidden and says whether it went through; ``off`` takes the control away.

    ``happens`` makes its own rows, so that it can be asked with the control on and with it off.
    """

    name: str
    off: Switch
    happens: Callable[[], bool]
    in_database: bool = False


def owner(statement: str, *params: Any) -> Any:
    """As the owner of the tables, at once; answers the first column of the first row, if there is one."""
    with database._owner() as cursor:
        cursor.execute(statement, params or None)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def without_triggers(**triggers: str) -> Switch:
    """``table=trigger``: disabled while the test runs."""

    @contextmanager
    def switch(_: pytest.MonkeyPatch) -> Iterator[None]:
        for table, trigger in triggers.items():
            owner(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            yield
        finally:
            for table, trigger in triggers.items():
                owner(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")

    return switch


def without_index(name: str) -> Switch:
    """A unique index dropped while the test runs, and made again once its rows are gone."""

    @contextmanager
    def switch(_: pytest.MonkeyPatch) -> Iterator[None]:
        definition = owner("SELECT indexdef FROM pg_indexes WHERE indexname = %s", name)
        owner(f"DROP INDEX {name}")
        try:
            yield
        finally:
            database.empty()
            owner(definition)

    return switch


def with_right(right: str, table: str) -> Switch:
    """A right lent to the application's role."""

    @contextmanager
    def switch(_: pytest.MonkeyPatch) -> Iterator[None]:
        owner(f"GRANT {right} ON {table} TO {settings.DATABASE_APP_ROLE}")
        try:
            yield
        finally:
            owner(f"REVOKE {right} ON {table} FROM {settings.DATABASE_APP_ROLE}")

    return switch


def replaced(target: str, value: Any) -> Switch:
    """A name of the code stands for something harmless."""

    @contextmanager
    def switch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(target, value)
            yield

    return switch


def setting(**values: Any) -> Switch:
    """Settings of a careless installation."""

    @contextmanager
    def switch(_: pytest.MonkeyPatch) -> Iterator[None]:
        with override_settings(**values):
            yield

    return switch


def both(*switches: Switch) -> Switch:
    """Several switches at once."""

    @contextmanager
    def switch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        if not switches:
            yield
            return
        with switches[0](monkeypatch), both(*switches[1:])(monkeypatch):
            yield

    return switch
