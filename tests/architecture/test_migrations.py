"""Every fresh database waits for every operation: Django renders the tables around it again each time."""

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

# About 30 ms each, in each first start, test session and drill of the backup.
OPERATIONS = 260


def test_a_fresh_database_is_made_by_few_operations():
    own = {config.label for config in apps.get_app_configs() if config.name.startswith("apps.")}
    loader = MigrationLoader(None)
    counts = {key: len(m.operations) for key, m in loader.disk_migrations.items() if key[0] in own}
    assert sum(counts.values()) <= OPERATIONS, sorted(counts.items(), key=lambda item: -item[1])[:10]


def test_tables_are_made_with_their_constraints_indexes_and_triggers():
    """An app's first file has nothing but whole tables and plain SQL."""
    loader = MigrationLoader(None)
    firsts = [m for (_, name), m in loader.disk_migrations.items() if name == "0001_schema"]
    assert firsts, settings.BASE_DIR
    kinds = {type(operation).__name__ for migration in firsts for operation in migration.operations}
    assert kinds <= {"CreateModel", "RunSQL"}
