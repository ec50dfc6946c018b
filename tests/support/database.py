"""The test database: made and migrated by the owner, used by the application's role, emptied by the owner.

Tests run with the rights that production has. Reference rows are loaded once and survive every test.
"""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql

from apps.core import reference

COPY_SCHEMA = "reference_copy"


def create(name: str) -> None:
    """Create the database ``name`` anew, migrate it, load reference rows, and point both connections at it."""
    _maintenance("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _maintenance("CREATE DATABASE {}", name)
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False)
    reference.load("owner")
    _copy_reference_rows()


def drop(name: str) -> None:
    for alias in connections:
        connections[alias].close()
    _maintenance("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def empty() -> None:
    """Take away what a transactional test has written; put reference rows back if it changed them."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        changed = _changed_reference_tables(cursor)
        tables = _with_referrers(cursor, _filled_tables(cursor) | changed)
        if not tables:
            return
        names = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(tables))
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for table in sorted(tables & _reference_tables()):
            _restore(cursor, table)


def _maintenance(statement: str, name: str) -> None:
    connection = connections["owner"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _reference_tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if getattr(model, "reference_data", False)}


def _kept_tables() -> set[str]:
    return _reference_tables() | {"django_migrations", "django_content_type", "auth_permission"}


def _filled_tables(cursor) -> set[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace"
    )
    tables = sorted({row[0] for row in cursor.fetchall()} - _kept_tables())
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(table), sql.Identifier(table))
        for table in tables
    )
    cursor.execute(asked)
    return {row[0] for row in cursor.fetchall()}


def _with_referrers(cursor, tables: set[str]) -> set[str]:
    """``tables`` and all that refer to them: TRUNCATE wants them named, filled or not."""
    cursor.execute("SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
    pairs = [(target.strip('"'), source.strip('"')) for target, source in cursor.fetchall()]
    found, size = set(tables), -1
    while len(found) != size:
        size = len(found)
        found |= {source for target, source in pairs if target in found}
    return found


def _columns(cursor, table: str) -> sql.Composed:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [f'public."{table}"'],
    )
    return sql.SQL(", ").join(sql.Identifier(row[0]) for row in cursor.fetchall())


def _copy_reference_rows() -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(COPY_SCHEMA)))
        for table in sorted(_reference_tables()):
            cursor.execute(
                sql.SQL("CREATE TABLE {} AS SELECT {} FROM {}").format(
                    sql.Identifier(COPY_SCHEMA, table), _columns(cursor, table), sql.Identifier("public", table)
                )
            )


def _changed_reference_tables(cursor) -> set[str]:
    changed = set()
    for table in _reference_tables():
        columns = _columns(cursor, table)
        now = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier("public", table))
        then = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(COPY_SCHEMA, table))
        cursor.execute(
            sql.SQL("SELECT EXISTS (({now} EXCEPT ALL {then}) UNION ALL ({then} EXCEPT ALL {now}))").format(
                now=now, then=then
            )
        )
        if cursor.fetchone()[0]:
            changed.add(table)
    return changed


def _restore(cursor, table: str) -> None:
    columns = _columns(cursor, table)
    cursor.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
            sql.Identifier("public", table), columns, columns, sql.Identifier(COPY_SCHEMA, table)
        )
    )
