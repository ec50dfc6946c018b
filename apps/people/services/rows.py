"""Moving rows from one person to another, over every foreign key there is (``guards.person_columns``)."""

from collections.abc import Iterable

from django.db import DatabaseError, IntegrityError, OperationalError, connection, models, transaction
from django.db.models import Field

from apps.core.errors import Refused
from apps.people.guards import person_columns
from apps.people.models import Person

Ids = dict[str, list[int]]
_NOT_AVAILABLE, _DEADLOCK = "55P03", "40P01"
_MERGING = 0x6D657267  # "merg": one merge at a time


class Busy(Exception):
    """Somebody is writing rows about persons just now."""


def lock_tables() -> None:
    """Keep everybody else from adding or changing rows that name a person until the transaction ends.

    A decision that has read the old file and writes a moment later is then refused by the trigger ``people_live``.
    Waits less than a deadlock takes to be found, so that the merge gives way and never the decision: raises ``Busy``.
    """
    tables = sorted({model._meta.db_table for model, _ in person_columns()} | {Person._meta.db_table})
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MERGING])
        cursor.execute("SELECT set_config('lock_timeout', '600ms', true)")
        try:
            with transaction.atomic():
                cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
        except OperationalError as error:
            raise Busy from error


def is_busy(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") in (_NOT_AVAILABLE, _DEADLOCK)


def rows_of(person: Person) -> Ids:
    """The ids of all rows that follow the person, by ``table.column``."""
    return {
        _key(model, field): list(
            model._base_manager.filter(**{field.name: person.pk}).order_by("pk").values_list("pk", flat=True)
        )
        for model, field in person_columns()
    }


def move(ids: Ids, to: Person) -> None:
    """Let the rows ``ids`` name ``to``. ``Refused`` in words when a promise of their table does not allow it."""
    for model, field in person_columns():
        wanted = ids.get(_key(model, field), [])
        if not wanted:
            continue
        try:
            with transaction.atomic():
                model._base_manager.filter(pk__in=wanted).update(**{field.name: to.pk})
        except IntegrityError as error:
            raise Refused(
                f"两份档案在“{model._meta.verbose_name}”中同时出现，不能合并。",
                hint="同一件申请或同一户中的两人不会是同一人；请先核实并更正相关记录。",
                code="both_present",
            ) from error


def touched_since(ids: Ids, moment: object) -> bool:
    """Whether one of the rows was changed after ``moment``, as far as their history is kept."""
    for model, field in person_columns():
        wanted = ids.get(_key(model, field), [])
        history = getattr(model, "history", None)
        if wanted and history is not None:
            events = history.rel.related_model._base_manager
            if events.filter(pgh_obj_id__in=wanted, pgh_created_at__gt=moment).exists():
                return True
    return False


def without_empty(ids: Ids) -> Ids:
    return {key: value for key, value in ids.items() if value}


def differs(now: Ids, before: Iterable[Ids]) -> bool:
    """Whether the rows of now are others than those of ``before`` taken together."""
    known: dict[str, set[int]] = {}
    for part in before:
        for key, value in part.items():
            known.setdefault(key, set()).update(value)
    return {key: set(value) for key, value in now.items() if value} != {k: v for k, v in known.items() if v}


def _key(model: type[models.Model], field: "Field[object, object]") -> str:
    return f"{model._meta.db_table}.{field.column}"
