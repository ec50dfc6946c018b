"""What a load writes, kept so that it can be taken back: the ids of new rows, and changed rows as they were.

A row that nobody has touched since carries the number of the transaction that wrote it (``xmin``); that costs
nothing to keep and cannot be forgotten by whoever changes a row.
"""

import re
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

from apps.core.importing import Dataset
from apps.imports import staging
from apps.imports.models import LoadedRows

_INSERT: Final = re.compile(r"\bINSERT INTO (\w+)")
_KEEP: Final = """
WITH loaded AS ({statement} RETURNING {key} AS id),
     islands AS (SELECT min(id) AS first, max(id) AS last
                 FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS island FROM loaded) i GROUP BY island)
SELECT (SELECT count(*) FROM loaded),
       (SELECT '{{' || string_agg(format('[%%s,%%s]', first, last), ',' ORDER BY first) || '}}' FROM islands)
"""
_WRITTEN_BY: Final = """
UPDATE imports_batch b SET written_by = w.xmin::text::bigint
FROM (SELECT batch_id, xmin FROM imports_loadedrows UNION ALL SELECT batch_id, xmin FROM imports_touchedrow) w
WHERE b.id = %s AND w.batch_id = b.id
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
        key = key_of(model_of(found[1]))
        count, ids = self._execute(dataset, _KEEP.format(statement=statement, key=key), fetch=True)
        if count:
            self.position += 1
            LoadedRows.objects.create(
                batch_id=self.batch_id,
                position=self.position,
                model_table=found[1],
                ids=ids,
                count=count,
            )

    def close(self) -> None:
        """Keep the number of the transaction; call in the one in which everything was written."""
        with connection.cursor() as cursor:
            cursor.execute(_WRITTEN_BY, [self.batch_id])

    def _execute(self, dataset: Dataset, statement: str, *, fetch: bool = False) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(staging.bind(statement, self.batch_id, dataset.name), self.parameters)
            return cursor.fetchone() if fetch else None
