"""What the application's role may do with each table. Granted after every migration, by the owner.

Models say what they are by class attributes; a table that says nothing gets the ordinary rights:

- ``append_only = True``: rows are only ever added (history tables are so without saying it);
- ``owner_writes_only = True``: reference data kept by the migration, read by the application;
- ``reference_data = True``: has no bearing on rights; tests keep such rows when they empty the tables.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import connections, models, transaction
from psycopg import sql

ORDINARY = ("SELECT", "INSERT", "UPDATE", "DELETE")
ADD_ONLY = ("SELECT", "INSERT")
READ_ONLY = ("SELECT",)


def is_append_only(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` are only ever added: declared so, or a history of another model."""
    return bool(getattr(model, "append_only", False)) or hasattr(model, "pgh_tracked_model")


def table_rights() -> dict[str, tuple[str, ...]]:
    """Rights by table name, for every managed model and for Django's own record of migrations."""
    rights: dict[str, tuple[str, ...]] = {"django_migrations": READ_ONLY}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            rights[model._meta.db_table] = _rights_of(model)
    return rights


def _rights_of(model: type[models.Model]) -> tuple[str, ...]:
    if getattr(model, "owner_writes_only", False):
        return READ_ONLY
    return ADD_ONLY if is_append_only(model) else ORDINARY


def ensure_role(alias: str, role: str) -> None:
    """Create ``role`` when it is missing and make the connected user a member of it.

    For a demo or a test on a server that was given as one URL. Raises the database's error when the user may not.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER").format(sql.Identifier(role)))
        cursor.execute("SELECT pg_has_role(%s, 'MEMBER')", [role])
        if cursor.fetchone() == (False,):
            cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))


def grant(alias: str, role: str) -> None:
    """Give ``role`` exactly its rights on every table of the current schema, and no other.

    A table that belongs to no model (one that was left behind, or a partition reached only through its parent)
    gets none.
    """
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone()
        if owner == role:
            raise ValueError(f"'{role}' owns the tables; the application must connect as another role")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace"
        )
        existing = [row[0] for row in cursor.fetchall()]
        for statement in _statements(existing, role):
            cursor.execute(statement)


def _statements(existing: Iterable[str], role: str) -> list[sql.Composed]:
    rights, to = table_rights(), sql.Identifier(role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to),
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(to),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(to),
    ]
    for wanted in (ORDINARY, ADD_ONLY, READ_ONLY):
        tables = [sql.Identifier(name) for name in existing if rights.get(name) == wanted]
        if tables:
            statements.append(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(", ").join(map(sql.SQL, wanted)), sql.SQL(", ").join(tables), to
                )
            )
    return statements
