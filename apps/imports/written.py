"""What a load writes, kept so that it can be taken back: the ids of new rows, and changed rows as they were.

A row that nobody has touched since carries the number of the transaction that wrote it (``xmin``); that costs
nothing to keep and cannot be forgotten by whoever changes a row.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

from apps.core.importing import Dataset
from apps.imports import staging
from apps.imports.models import LoadedRows

_INSERT: Final = re.compile(r"\bINSERT INTO (\w+)")
# The rows that a statement of this transaction has added: above the last key before it, and written by us. Asking the
# INSERT itself for its keys would cost more than half of the load again.
_KEEP: Final = """
WITH added AS (SELECT {key} AS id FROM {table} WHERE {key} > %s AND xmin::text::bigint = %s),
     islands AS (SELECT min(id) AS first, max(id) AS last
                 FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM added) i GROUP BY island)
SELECT (SELECT count(*) FROM added),
       (SELECT '{{' || string_agg(format('[%%s,%%s]', first, last), ',' ORDER BY first) || '}}' FROM islands)
"""


def model_of(table: str) -> type[models.Model]:
    """The model whose rows stand in ``table``. Raises LookupError."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            return model
    raise LookupError(f"no model has the table {table}")


def key_of(model: type[models.Model]) -> str:
    """The column of the primary key."""
    key = model._meta.pk
    assert key is not None
    return str(key.column)


class Writer:
    """Executes the statements of a load for one batch and keeps what they wrote."""

    def __init__(self, batch_id: int, parameters: dict[str, Any]) -> None:
        self.batch_id = batch_id
        self.parameters = parameters
        self.position = 0
        with connection.cursor() as cursor:
            # Whatever this transaction writes carries its number, as does this row.
            cursor.execute("UPDATE imports_batch SET written_by = 0 WHERE id = %s", [batch_id])
            cursor.execute("SELECT xmin::text::bigint FROM imports_batch WHERE id = %s", [batch_id])
            (self.written_by,) = cursor.fetchone()
            cursor.execute(
                "UPDATE imports_batch SET written_by = %s WHERE id = %s", [self.written_by, batch_id]
            )

    def touch(self, dataset: Dataset) -> None:
        """Keep the rows that the update of ``dataset`` is going to change."""
        for table, ids in dataset.touches:
            name = connection.ops.quote_name(table)
            key = key_of(model_of(table))
            self._execute(
                dataset,
                f"INSERT INTO imports_touchedrow (batch_id, model_table, key, before)"
                f" SELECT %(batch_id)s, '{table}', t.{key}, to_jsonb(t) FROM {name} t"
                f" WHERE t.{key} IN ({ids}) ORDER BY t.{key} ON CONFLICT DO NOTHING",
            )

    def write(self, dataset: Dataset, statement: str) -> None:
        """Execute one statement; of an INSERT, the ids of its rows are kept."""
        found = _INSERT.search(statement)
        if found is None:
            self._execute(dataset, statement)
            return
        table, key = found[1], key_of(model_of(found[1]))
        before = self._one(f"SELECT coalesce(max({key}), 0) FROM {table}")[0]
        self._execute(dataset, statement)
        count, ids = self._one(_KEEP.format(table=table, key=key), [before, self.written_by])
        if count:
            self.position += 1
            LoadedRows.objects.create(
                batch_id=self.batch_id,
                position=self.position,
                model_table=table,
                ids=ids,
                count=count,
            )

    def _one(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()

    def _execute(self, dataset: Dataset, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(staging.bind(statement, self.batch_id, dataset.name), self.parameters)
