"""The test database: made and migrated by the owner, used by the application's role, emptied by the owner.

Tests run with the rights that production has. Reference rows are loaded once and survive every test. The tables
are copied from a template that is made anew when a migration changes, and always under CI.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections
from psycopg import sql

from apps.core import reference

COPY_SCHEMA = "reference_copy"
PATIENCE = 120  # seconds that whoever is still in a database may take to leave it
_COMPARISON: list[sql.Composed] = []
LARGE = 400_000  # bytes of a table from which on it is cheaper to make it anew


def create(name: str) -> None:
    """Create the database ``name`` anew, migrate it, load reference rows, and point both connections at it."""
    template = f"test_template_{_fingerprint()}"
    with _one_at_a_time():
        _drop_like("test_unfinished_")  # left by interrupted sessions: whoever makes one holds the lock
        if os.environ.get("CI") or not _exists(template):
            _make_template(template)
        _drop(name)
        _maintenance("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
    _point_at(name)
    # Rules declared in code and rights follow every migration, also one with nothing to do.
    call_command("migrate", verbosity=0, interactive=False)
    reference.load("owner")
    _copy_reference_rows()


def _make_template(template: str) -> None:
    _drop_like("test_template_")
    unfinished = f"test_unfinished_{os.getpid()}"
    _maintenance("CREATE DATABASE {}", unfinished)
    _point_at(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    for alias in connections:
        connections[alias].close()
    _maintenance("ALTER DATABASE {} RENAME TO {}", unfinished, template)


def _drop_like(prefix: str) -> None:
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        left = [row[0] for row in cursor.fetchall()]
    for name in left:
        _maintenance("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Sessions that start together share one template; nobody connects to it meanwhile."""
    with (Path(settings.BASE_DIR) / "var" / "test-template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _fingerprint() -> str:
    """What the tables depend on: migrations, and the guards whose SQL they import."""
    root = Path(settings.BASE_DIR) / "apps"
    sources = sorted([*root.glob("*/migrations/*.py"), *root.glob("*/*guards*.py")])
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _point_at(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def drop(name: str) -> None:
    for alias in connections:
        connections[alias].close()
    _drop(name)


def _drop(name: str) -> None:
    """End every session and drop, again while somebody is still there.

    FORCE may end neither an autovacuum nor the sessions of another role. Each role ends its own here, and the plain
    statement asks an autovacuum to stop, but waits for five seconds only, and a busy disk takes longer.
    """
    last = time.monotonic() + PATIENCE
    while True:
        for alias in connections:
            with connections[alias]._nodb_cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = %s AND usename = session_user",
                    [name],
                )
        try:
            return _maintenance("DROP DATABASE IF EXISTS {}", name)
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.ObjectInUse) or time.monotonic() > last:
                raise


def empty() -> None:
    """Take away what a transactional test has written; put reference rows back if it changed them."""
    with _owner() as cursor:
        changed = _changed_reference_tables(cursor)
        filled = _filled_tables(cursor)
        if changed or _is_large(cursor, filled):
            _truncate(cursor, filled | changed)
        elif filled:
            _delete(cursor, filled)


def _truncate(cursor, wanted: set[str]) -> None:
    tables = _with_referrers(cursor, wanted)
    names = sql.SQL(", ").join(sql.Identifier(table) for table in sorted(tables))
    cursor.execute(sql.SQL("TRUNCATE {}").format(names))
    for table in sorted(tables & _reference_tables()):
        _restore(cursor, table)


def _delete(cursor, tables: set[str]) -> None:
    """Row by row, past the guards that forbid it: a hundred times the work of TRUNCATE on many rows, and a tenth on
    few, because TRUNCATE makes new files for every table, index and referrer."""
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
        " AND tgrelid IN (SELECT part.relid FROM unnest(%s::regclass[]) AS one (table_id),"
        " LATERAL (SELECT table_id AS relid UNION SELECT relid FROM pg_partition_tree(table_id)) AS part)",
        [[f'"{table}"' for table in sorted(tables)]],
    )
    guarded = [row[0].strip('"') for row in cursor.fetchall()]
    steps = (
        *(("ALTER TABLE {} DISABLE TRIGGER USER", table) for table in guarded),
        *(("DELETE FROM {}", table) for table in sorted(tables)),
        ("SET CONSTRAINTS ALL IMMEDIATE", ""),
        *(("ALTER TABLE {} ENABLE TRIGGER USER", table) for table in guarded),
    )
    cursor.execute(
        sql.SQL("; ").join(
            sql.SQL(step).format(*([sql.Identifier(table)] if table else [])) for step, table in steps
        )
    )


def _is_large(cursor, tables: set[str]) -> bool:
    """Whether some table fills more than a few pages."""
    cursor.execute(
        "SELECT COALESCE(max(pg_relation_size(relid)), 0)"
        " FROM unnest(%s::regclass[]) AS one (table_id),"
        " LATERAL (SELECT table_id AS relid UNION SELECT relid FROM pg_partition_tree(table_id)) AS part",
        [[f'"{table}"' for table in sorted(tables)]],
    )
    return cursor.fetchone()[0] > LARGE


@contextmanager
def _owner() -> Iterator[psycopg.Cursor]:
    """A cursor of the owner in a transaction, past Django: a test may not have been given that connection."""
    wrapper = connections["owner"].copy()
    with psycopg.connect(**wrapper.get_connection_params()) as connection, connection.cursor() as cursor:
        yield cursor


def _maintenance(statement: str, *names: str) -> None:
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _exists(name: str) -> bool:
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


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
    cursor.execute(
        "SELECT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
    )
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
    with _owner() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(COPY_SCHEMA)))
        for table in sorted(_reference_tables()):
            cursor.execute(
                sql.SQL("CREATE TABLE {} AS SELECT {} FROM {}").format(
                    sql.Identifier(COPY_SCHEMA, table),
                    _columns(cursor, table),
                    sql.Identifier("public", table),
                )
            )


def _changed_reference_tables(cursor) -> set[str]:
    """Those whose rows are not those of the copy; one statement, which is put together once."""
    if not _COMPARISON:
        _COMPARISON.append(
            sql.SQL(" UNION ALL ").join(map(partial(_is_changed, cursor), _reference_tables()))
        )
    cursor.execute(_COMPARISON[0])
    return {row[0] for row in cursor.fetchall()}


def _is_changed(cursor, table: str) -> sql.Composed:
    columns = _columns(cursor, table)
    now = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier("public", table))
    then = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(COPY_SCHEMA, table))
    either = sql.SQL("({now} EXCEPT ALL {then}) UNION ALL ({then} EXCEPT ALL {now})").format(
        now=now, then=then
    )
    return sql.SQL("SELECT {} WHERE EXISTS ({})").format(sql.Literal(table), either)


def _restore(cursor, table: str) -> None:
    columns = _columns(cursor, table)
    cursor.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}").format(
            sql.Identifier("public", table), columns, columns, sql.Identifier(COPY_SCHEMA, table)
        )
    )
