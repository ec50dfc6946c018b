"""Migrations of a fresh database in a fraction of the time: what only adds tables is rendered once, not table by table.

Django renders the models again after each operation, with all that are related, and here everything is related: that was
nine tenths of the time of an empty database. Tables, triggers and plain SQL that follow each other need nothing of the
state between them, so their states are moved forward together and the models rendered once, at the end.
"""

from copy import copy
from functools import partial
from itertools import groupby
from typing import Any

from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel, RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

LEAST = (
    4  # operations from which on rendering everything once is cheaper than rendering the related each time
)


class TogetherExecutor(MigrationExecutor):
    """Applies migrations forwards as ``MigrationExecutor`` does, with additions that follow each other done together."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **kw: Any
    ) -> ProjectState:
        vars(migration)["apply"] = partial(_apply, migration)
        return super().apply_migration(state, migration, *args, **kw)


def _apply(
    migration: Migration, state: ProjectState, schema_editor: Any, collect_sql: bool = False
) -> ProjectState:
    if collect_sql:
        return Migration.apply(migration, state, schema_editor, collect_sql)
    for only_adds, group in groupby(migration.operations, _only_adds):
        part = list(group)
        if only_adds and len(part) >= LEAST:
            _add_together(migration.app_label, part, state, schema_editor)
        else:
            single = copy(migration)
            vars(single)["operations"] = part
            Migration.apply(single, state, schema_editor)
    return state


def _add_together(label: str, operations: list[Operation], state: ProjectState, schema_editor: Any) -> None:
    state.__dict__.pop("apps", None)  # what is rendered already would be rendered again by each operation
    for operation in operations:
        operation.state_forwards(label, state)
    for operation in operations:
        operation.database_forwards(label, schema_editor, state, state)


def _only_adds(operation: Operation) -> bool:
    """Whether the operation makes something new out of what it says itself."""
    if isinstance(operation, RunSQL):
        return not operation.state_operations
    return isinstance(operation, CreateModel | AddTrigger)
