"""Taking a load back, while nothing depends on it: its new rows go, the rows that it changed are as they were."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import registries
from apps.core.errors import Refused
from apps.imports.models import Batch
from apps.imports.services.loading import sentence_of
from apps.imports.services.session import alone, expect, widen_limits
from apps.imports.written import key_of, model_of
from apps.policy.models import Period

Progress = Callable[[int, int, str], None]

AT_ONCE = 10_000  # rows taken away by one statement
SHOWN = 1000  # rows counted at most when something stands in the way

_SPANS = """
SELECT model_table, range_agg(r) AS ids, sum(upper(r) - lower(r))::bigint AS rows
FROM imports_loadedrows, unnest(ids::int8multirange) r WHERE batch_id = %s GROUP BY 1
"""


@dataclass(frozen=True)
class Line:
    """What would be undone in one table: rows taken away and rows put back."""

    label: str
    added: int
    changed: int


class NotUndone(Refused):
    """The batch stays as it is; the message says what stands in the way."""


def lines(batch: Batch) -> list[Line]:
    """What undoing the batch would do, by table."""
    added = {table: rows for table, _, rows in _spans(batch)}
    changed = dict(
        batch.touched.values_list("model_table").annotate(rows=models.Count("id")).order_by("model_table")
    )
    return [
        Line(_label(table), added.get(table, 0), changed.get(table, 0))
        for table in sorted({*added, *changed}, key=_label)
    ]


def hindrances(batch: Batch) -> list[str]:
    """What keeps the batch from being undone, in sentences; empty when nothing does."""
    finals = [registries.datasets.find(name) for name in batch.datasets]
    found = [dataset.final for dataset in finals if dataset is not None and dataset.final]
    spans = _spans(batch)
    if found or batch.written_by is None:
        return found or ["没有留下可以撤销的记录。"]
    closed = Period.objects.filter(state=Period.State.CLOSED, closed_at__gte=batch.loaded_at).order_by(
        "start"
    )
    found += [f"{period} 在导入之后已关账，数字已定。" for period in closed[:3]]
    for table, ids, rows in spans:
        found += _changed_since(batch, table, ids, rows)
    found += _touched_since(batch)
    own = {table: ids for table, ids, _ in spans}
    for table in own:
        found += _referring(table, own)
    return found


def undo(batch: Batch, *, actor: Actor, progress: Progress) -> None:
    """Undo a batch in 撤销中. Call in a transaction. Raises NotUndone when something stands in the way."""
    widen_limits()
    expect(batch.total("new") + batch.total("changed"))
    alone()
    found = hindrances(batch)
    if found:
        raise NotUndone(f"不能撤销：{found[0]}", code="not_undone")
    try:
        with transaction.atomic():
            taken, restored = _take_back(batch, progress)
    except DatabaseError as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise NotUndone("库中的规则不允许撤去这些记录，没有撤销。", code="not_undone") from error
    batch.state = Batch.State.UNDONE
    batch.undone_at = timezone.now()
    batch.undone_by_id = actor.user_id
    batch.message = f"撤去 {taken:,} 条记录，{restored:,} 条恢复原样。"
    batch.save(update_fields=["state", "undone_at", "undone_by", "message"])
    record(
        "imports.undo",
        f"撤销导入批次：{batch.name}",
        actor=actor,
        subject=batch,
        region_code=actor.region_code,
        detail={"taken": taken, "restored": restored},
    )


def _take_back(batch: Batch, progress: Progress) -> tuple[int, int]:
    """Rows taken away and rows restored: the last written first."""
    written = list(batch.loaded.order_by("-position"))
    total = sum(rows.count for rows in written)
    taken = restored = 0
    with connection.cursor() as cursor:
        for rows in written:
            label, wanted = f"撤去{_label(rows.model_table)}", taken + rows.count
            key = key_of(model_of(rows.model_table))
            for piece in _pieces(rows.ids):
                progress(taken, total, label)
                cursor.execute(
                    f"DELETE FROM {rows.model_table} t USING unnest(%s::int8multirange) r"
                    f" WHERE t.{key} >= lower(r) AND t.{key} < upper(r)",
                    [piece],
                )
                taken += cursor.rowcount
            if taken != wanted:
                raise NotUndone("其中有记录已不在库中，没有撤销。", code="not_undone")
        for table in batch.touched.order_by().values_list("model_table", flat=True).distinct():
            progress(total, total, f"恢复{_label(table)}")
            cursor.execute(_restoring(table), [batch.pk, table])
            restored += cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return taken, restored


def _pieces(ids: str) -> Iterator[str]:
    """The ids in parts of at most ``AT_ONCE``, so that the page can say how far it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(r), upper(r) FROM unnest(%s::int8multirange) r", [ids])
        spans = cursor.fetchall()
    piece: list[str] = []
    room = AT_ONCE
    for first, end in spans:
        while first < end:
            last = min(end, first + room)
            piece.append(f"[{first},{last})")
            first, room = last, room - (last - first)
            if not room:
                yield f"{{{','.join(piece)}}}"
                piece, room = [], AT_ONCE
    if piece:
        yield f"{{{','.join(piece)}}}"


def _restoring(table: str) -> str:
    """SQL that puts the kept rows of a table back, every column that is stored."""
    model = model_of(table)
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.GeneratedField)
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(f'b."{column}"' for column in columns)
    return (
        f"UPDATE {table} t SET ({names}) = ROW({values}) FROM imports_touchedrow k,"
        f" LATERAL jsonb_populate_record(NULL::{table}, k.before) b"
        f" WHERE k.batch_id = %s AND k.model_table = %s AND t.{key_of(model)} = k.key"
    )


def _changed_since(batch: Batch, table: str, ids: str, rows: int) -> Iterator[str]:
    """Rows of the load that are gone, or that another transaction has written to."""
    key = key_of(model_of(table))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE t.xmin::text::bigint <> %s)"
            f" FROM unnest(%s::int8multirange) r JOIN {table} t ON t.{key} >= lower(r) AND t.{key} < upper(r)",
            [batch.written_by, ids],
        )
        present, changed = cursor.fetchone()
    if present < rows:
        yield f"导入的{_label(table)}有 {rows - present:,} 条已不在库中。"
    if changed:
        yield f"导入的{_label(table)}有 {changed:,} 条在导入之后改动过。"


def _touched_since(batch: Batch) -> Iterator[str]:
    """Rows that the load changed and somebody else after it."""
    with connection.cursor() as cursor:
        for table in batch.touched.order_by().values_list("model_table", flat=True).distinct():
            cursor.execute(
                f"SELECT count(*) FROM imports_touchedrow k LEFT JOIN {table} t"
                f" ON t.{key_of(model_of(table))} = k.key AND t.xmin::text::bigint = %s"
                f" WHERE k.batch_id = %s AND k.model_table = %s AND t.{key_of(model_of(table))} IS NULL",
                [batch.written_by, batch.pk, table],
            )
            (changed,) = cursor.fetchone()
            if changed:
                yield f"更新过的{_label(table)}有 {changed:,} 条在导入之后又有改动。"


def _referring(table: str, own: dict[str, str]) -> Iterator[str]:
    """Rows of others that name rows of the load: a step of a case, a later payment, a later import."""
    for model, column in _references(model_of(table)):
        other, key = model._meta.db_table, key_of(model)
        outside = f"AND NOT c.{key} <@ %s::int8multirange" if other in own else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM unnest(%s::int8multirange) r JOIN {other} c"
                f" ON c.{column} >= lower(r) AND c.{column} < upper(r) {outside} LIMIT {SHOWN}) f",
                [own[table], *([own[other]] if outside else [])],
            )
            (count,) = cursor.fetchone()
        if count:
            many = f"{SHOWN:,} 条以上" if count == SHOWN else f"{count:,} 条"
            yield f"有 {many}{_label(other)}用到了导入的{_label(table)}。"


def _references(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """(model, column) of every foreign key to ``model`` that the database holds; histories only remember."""
    for other in apps.get_models(include_auto_created=True):
        if hasattr(other, "pgh_tracked_model") or not other._meta.managed:
            continue
        if isinstance(other._meta.pk, models.CompositePrimaryKey):
            continue
        for field in other._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey) or field.related_model is not model:
                continue
            if field.target_field.primary_key:
                yield other, str(field.column)


def _spans(batch: Batch) -> list[tuple[str, str, int]]:
    """(table, ids, rows) of everything that the batch added."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT model_table, ids::text, rows FROM ({_SPANS}) s ORDER BY model_table", [batch.pk]
        )
        return [tuple(row) for row in cursor.fetchall()]


def _label(table: str) -> Any:
    return model_of(table)._meta.verbose_name
