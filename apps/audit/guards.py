"""The database's own guard of append-only tables: a plain trigger that refuses, whoever asks.

A trigger of pgtrigger could be switched off by a session variable; this one cannot. Models say
``append_only = True``; history tables are append-only without saying it. ``install`` runs after every
migration, so that a new table cannot be forgotten.
"""

from typing import Any

from django.apps import apps
from django.db import connections

from apps.core.rights import is_append_only

TRIGGER = "append_only"

# TRUNCATE is let through in databases named test_…: transactional tests empty their tables with it.
FUNCTION_SQL = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only_tables() -> list[str]:
    """The tables of our own apps that nobody may change."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("apps."))
    return sorted(model._meta.db_table for model in ours if is_append_only(model) and model._meta.managed)


def install(using: str = "default", **_: Any) -> None:
    """Put the trigger on every append-only table that is there and lacks it (``post_migrate`` receiver)."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind IN ('r', 'p')"
            " AND relnamespace = current_schema()::regnamespace"
            " AND to_regproc('audit_refuse_change') IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = %s)",
            [append_only_tables(), TRIGGER],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'CREATE TRIGGER {TRIGGER} BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()"
            )
