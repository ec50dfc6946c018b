"""Set-wise checks over the stages of a batch: duplicates, references, declared rules, rows that are there already.

First what concerns one row; then rows with an error are marked unsound, and what concerns several rows
together is looked at among the sound ones, so that one bad cell does not show up ten times.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from apps.core import clock, registries
from apps.core.importing import Check, DataColumn, Dataset
from apps.imports import staging

_FIND = """
INSERT INTO imports_rowerror (batch_id, dataset, row, "column", value, reason)
SELECT %(batch_id)s, %(dataset)s, f.row_no, f.cell, left(coalesce(f.value::text, ''), 200), left(f.reason, 200)
FROM ({sql}) AS f (row_no, cell, value, reason)
WHERE NOT EXISTS (
    SELECT 1 FROM imports_rowerror e
    WHERE e.batch_id = %(batch_id)s AND e.dataset = %(dataset)s AND e.row = f.row_no AND e."column" = f.cell
)
ORDER BY f.row_no
"""
_MARK = """
UPDATE {stage} s SET sound = false FROM imports_rowerror e
WHERE e.batch_id = %(batch_id)s AND e.dataset = %(dataset)s AND e.row = s.row_no AND s.sound
"""
_COUNT = """
SELECT count(*), count(*) FILTER (WHERE found = 'new' AND e.row IS NULL),
       count(*) FILTER (WHERE found = 'same' AND e.row IS NULL), count(*) FILTER (WHERE found = 'different'),
       count(*) FILTER (WHERE found = 'different' AND e.row IS NULL)
FROM {stage} s
LEFT JOIN (SELECT DISTINCT row FROM imports_rowerror WHERE batch_id = %(batch_id)s AND dataset = %(dataset)s) e
    ON e.row = s.row_no
"""
_CHANGES = """
SELECT d.row_no, d.header, left(d.before, 100), left(d.after, 100)
FROM ({sql}) AS d (row_no, header, before, after, may)
WHERE NOT EXISTS (SELECT 1 FROM imports_rowerror e
                  WHERE e.batch_id = %(batch_id)s AND e.dataset = %(dataset)s AND e.row = d.row_no)
ORDER BY d.row_no, d.header LIMIT %(limit)s
"""

Say = Callable[[str], None]


class Checker:
    """Runs the checks of one batch; every finding becomes a row error.

    ``on_existing`` is the user's choice for rows that differ from the database (``Batch.Existing``), where a data set
    leaves it to him.
    """

    def __init__(self, batch_id: int, today: date | None = None, *, on_existing: str = "add") -> None:
        self.batch_id = batch_id
        self.on_existing = on_existing
        self.today = today or clock.today()

    def run(self, datasets: Sequence[Dataset], say: Say) -> None:
        for dataset in sorted(datasets, key=lambda dataset: dataset.order):
            self._resolve(dataset)
        for dataset in datasets:
            say(f"核对{dataset.label}")
            self._reset(dataset)
            self.find(dataset, _duplicates(dataset))
            for column in dataset.columns:
                if column.reference is not None:
                    self.find(dataset, _dangling(column))
            self._declared(dataset, whole=False)
            self._existing(dataset)
        for dataset in datasets:
            self.execute(dataset, _MARK)
        for dataset in datasets:
            for statement in dataset.prepare:
                self.execute(dataset, statement)
        for dataset in datasets:
            say(f"核对{dataset.label}与相关记录")
            self._declared(dataset, whole=True)

    def counts(self, datasets: Sequence[Dataset], rows: dict[str, int]) -> dict[str, dict[str, int]]:
        """Numbers for the result page; ``rows`` are those read from each file. New, same and changed ones are without
        errors."""
        counted = {}
        for dataset in datasets:
            with connection.cursor() as cursor:
                cursor.execute(
                    staging.bind(_COUNT, self.batch_id, dataset.name),
                    {"batch_id": self.batch_id, "dataset": dataset.name},
                )
                staged, new, same, different, sound = cursor.fetchone()
                cursor.execute(
                    "SELECT count(DISTINCT row), count(*) FROM imports_rowerror WHERE batch_id = %s AND dataset = %s",
                    [self.batch_id, dataset.name],
                )
                bad, faults = cursor.fetchone()
            total = max(rows.get(dataset.name, 0), staged)
            counted[dataset.name] = {
                "rows": total, "new": new, "same": same, "different": different, "bad": bad, "faults": faults,
                "staged": staged, "changed": sound if self.on_existing == "update" and dataset.update else 0,
            }  # fmt: skip
        return counted

    def find(self, dataset: Dataset, statement: str) -> None:
        """Report the rows that ``statement`` selects, save those on cells reported already."""
        self.execute(dataset, _FIND.replace("{sql}", statement))

    def execute(self, dataset: Dataset, statement: str, **more: Any) -> None:
        parameters = {"batch_id": self.batch_id, "dataset": dataset.name, "today": self.today, **more}
        with connection.cursor() as cursor:
            cursor.execute(staging.bind(statement, self.batch_id, dataset.name), parameters)

    def _declared(self, dataset: Dataset, *, whole: bool) -> None:
        checks: list[Check] = [check for check in dataset.checks if check.whole is whole]
        for check in checks:
            self.find(dataset, check.sql)

    def _reset(self, dataset: Dataset) -> None:
        self.execute(
            dataset, "UPDATE {stage} SET sound = true, found = 'new' WHERE NOT sound OR found <> 'new'"
        )

    def _resolve(self, dataset: Dataset) -> None:
        """Let keys from before a correction stand for those of now; what the set itself brings is not one of them."""
        for statement in dataset.resolve:
            self.execute(dataset, statement)
        for column in dataset.columns:
            reference = column.reference
            if reference is None or not reference.former:
                continue
            brought = registries.datasets.get(reference.dataset).column(reference.column).key
            self.execute(
                dataset,
                f'UPDATE {{stage}} s SET "{column.key}" = f.present FROM ({reference.former}) f'
                f' WHERE f.former = s."{column.key}" AND NOT EXISTS (SELECT 1 FROM'
                f' {{stage:{reference.dataset}}} n WHERE n."{brought}" = s."{column.key}")',
            )

    def _existing(self, dataset: Dataset) -> None:
        if not dataset.existing:
            return
        self.execute(
            dataset,
            "UPDATE {stage} s SET found = CASE WHEN e.same THEN 'same' ELSE 'different' END"
            f" FROM ({dataset.existing}) AS e (row_no, same) WHERE e.row_no = s.row_no",
        )
        refused = {"error": "'same', 'different'", "unchanged": "'different'", "skip": ""}[
            dataset.on_existing
        ]
        if not refused or (dataset.update and self.on_existing == "skip"):
            return
        if dataset.differences:
            self._differing(dataset)
            return
        reason = (
            "已在库中，不能重复导入，请删除这一行。"
            if dataset.on_existing == "error"
            else "库中已有同一记录且内容不同；导入不改动已有记录，请删除这一行，在系统中办理变更。"
        )
        column = dataset.column(dataset.key[0])
        self.find(
            dataset,
            f"SELECT row_no, '{column.header}', {_shown(column)}, '{reason}' FROM {{stage}} WHERE found IN ({refused})",
        )

    def _differing(self, dataset: Dataset) -> None:
        """Errors of the very cells that may not change: all of them, or those that no file may change."""
        wanted = "" if self.on_existing != "update" else " WHERE NOT d.may"
        self.find(
            dataset,
            "SELECT d.row_no, d.header, d.after,"
            " format('库中是“%%s”，导入不改动，请改回或在系统中办理变更。', left(d.before, 60))"
            f" FROM ({dataset.differences}) AS d (row_no, header, before, after, may){wanted}",
        )

    def differences(self, dataset: Dataset, limit: int) -> list[list[Any]]:
        """The first ``limit`` cells that a load would change: [row, header, before, after]."""
        with connection.cursor() as cursor:
            cursor.execute(
                staging.bind(_CHANGES.replace("{sql}", dataset.differences), self.batch_id, dataset.name),
                {"batch_id": self.batch_id, "dataset": dataset.name, "today": self.today, "limit": limit},
            )
            return [list(row) for row in cursor.fetchall()]

    def set_bad_aside(self, datasets: Sequence[Dataset]) -> None:
        """Leave rows with errors out of what ``load`` reads."""
        for dataset in datasets:
            self.execute(dataset, _MARK)
            self.execute(dataset, "UPDATE {stage} SET found = 'bad' WHERE NOT sound")


def _shown(column: DataColumn) -> str:
    """The stage column that may be shown."""
    return f'"{column.name}_hint"' if column.is_secret else f'"{column.name}"::text'


def _given(column: DataColumn, alias: str = "") -> str:
    """SQL: the cell is filled and could be read."""
    name = f'{alias}"{column.key}"'
    return f"{name} <> ''" if column.type in ("text", "choice", "person_name") else f"{name} IS NOT NULL"


def _duplicates(dataset: Dataset) -> str:
    """Second and further rows with a key that an earlier row has."""
    columns = [dataset.column(name) for name in dataset.key]
    keys = ", ".join(f'"{column.key}"' for column in columns)
    given = " AND ".join(_given(column) for column in columns if column.required)
    heads = "、".join(column.header for column in columns)
    return f"""
        SELECT row_no, '{columns[0].header}', shown, format('与第 %%s 行重复（{heads}相同），请删除其中一行或改正。', first)
        FROM (SELECT row_no, {_shown(columns[0])} AS shown,
                     first_value(row_no) OVER (PARTITION BY {keys} ORDER BY row_no) AS first
              FROM {{stage}} WHERE {given}) d
        WHERE row_no <> first
    """


def _dangling(column: DataColumn) -> str:
    """Cells that name what neither the set nor the database has."""
    reference = column.reference
    assert reference is not None
    other = f"{reference.column}_digest" if column.is_secret else reference.column
    return f"""
        SELECT s.row_no, '{column.header}', s.{_shown(column)}, '{reference.missing}' FROM {{stage}} s
        WHERE {_given(column, "s.")}
          AND NOT EXISTS (SELECT 1 FROM {{stage:{reference.dataset}}} r WHERE r."{other}" = s."{column.key}")
          AND NOT EXISTS (SELECT 1 FROM {reference.table} t WHERE t.{reference.field} = s."{column.key}")
    """
