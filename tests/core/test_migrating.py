"""Migrating an empty database: additions that follow each other are rendered once, everything else as Django does."""

from unittest.mock import patch

import pytest
from django.core.management.commands import migrate
from django.db import connections, migrations, models
from django.db.migrations.state import ProjectState, StateApps

from apps.core.management.commands.migrate import Command
from apps.core.migrating import TogetherExecutor


def steps() -> list[migrations.operations.base.Operation]:
    """Five tables in a row, each pointing at the one before, and a column that comes later."""
    tables = []
    for number in range(5):
        fields: list[tuple[str, models.Field]] = [("id", models.BigAutoField(primary_key=True))]
        if number:
            fields.append(("before", models.ForeignKey(f"core.probe{number - 1}", models.PROTECT)))
        tables.append(migrations.CreateModel(f"Probe{number}", fields))
    return [*tables, migrations.AddField("probe0", "later", models.IntegerField(null=True))]


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_tables_in_a_row_are_rendered_once_and_a_later_column_comes_later():
    migration = migrations.Migration("probe", "core")
    migration.operations = steps()
    owner, times = connections["owner"], []
    render = StateApps.render_multiple

    with patch.object(StateApps, "render_multiple", lambda *a: times.append(1) or render(*a)):
        executor = TogetherExecutor(owner)
        executor.apply_migration(ProjectState(), migration)
    with owner.cursor() as cursor:
        columns = owner.introspection.get_table_description(cursor, "core_probe0")
        keys = owner.introspection.get_constraints(cursor, "core_probe4")
    _drop(owner)

    assert {column.name for column in columns} == {"id", "later"}
    assert any(key["foreign_key"] == ("core_probe3", "id") for key in keys.values())
    assert len(times) < len(migration.operations)


def _drop(owner) -> None:
    with owner.cursor() as cursor:
        cursor.execute("DROP TABLE core_probe0, core_probe1, core_probe2, core_probe3, core_probe4 CASCADE")
        cursor.execute("DELETE FROM django_migrations WHERE name = 'probe'")


def test_the_command_migrates_with_it():
    assert issubclass(Command, migrate.Command) and migrate.MigrationExecutor is TogetherExecutor
