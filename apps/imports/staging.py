"""The stage: one unlogged table for each file of a batch, filled by COPY, checked and loaded by SQL.

It lives in the schema ``staging``, from the check of a batch until it is loaded or discarded. Numbers are sealed
and digested before they get there.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db import connection
from psycopg import sql

from apps.core import registries
from apps.core.importing import Dataset
from apps.files.xlsx_in import NUMBER_MARK
from apps.imports.cells import Cell, compile_cell, shown_value, stage_columns, tidy
from apps.imports.models import RowError
from apps.imports.places import CellError, Places
from apps.imports.reading import Fault, Header, Torn, match_header, records
from apps.imports.sources import Looked, Source

SCHEMA: Final = "staging"
CHUNK: Final = 5000
_PLACEHOLDER: Final = re.compile(r"\{stage(?::([a-z_.]+))?\}")

Advance = Callable[[int], None]


@dataclass
class Staged:
    """What became of one file: rows read, whether to the end, its headers, and remarks for the user."""

    rows: int = 0
    whole: bool = True
    heads: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def table_name(batch_id: int, dataset: str) -> str:
    return f"b{batch_id}_{dataset.replace('.', '_')}"


def bind(statement: str, batch_id: int, dataset: str) -> str:
    """A declared statement with the names of the stages put in."""
    return _PLACEHOLDER.sub(
        lambda found: f'{SCHEMA}."{table_name(batch_id, found[1] or dataset)}"', statement
    )


def needed(datasets: Sequence[Dataset]) -> list[Dataset]:
    """``datasets`` and those whose stages their statements look at, which may stay empty; in loading order."""
    found = {dataset.name: dataset for dataset in datasets}
    for dataset in datasets:
        statements = [
            dataset.existing,
            dataset.differences,
            *dataset.update,
            *dataset.load,
            *dataset.prepare,
            *(check.sql for check in dataset.checks),
        ]
        names = {name for statement in statements for name in _PLACEHOLDER.findall(statement) if name}
        names |= {column.reference.dataset for column in dataset.columns if column.reference}
        found |= {name: registries.datasets.get(name) for name in names - {""}}
    return sorted(found.values(), key=lambda dataset: (dataset.order, dataset.name))


def create(batch_id: int, dataset: Dataset, places: Places) -> None:
    """Make the empty stage of a data set, replacing what an interrupted check has left."""
    cells = [compile_cell(column, places) for column in dataset.columns]
    own = [
        "row_no integer NOT NULL",
        "sound boolean NOT NULL DEFAULT true",
        "found text NOT NULL DEFAULT 'new'",
    ]
    columns = [*own, *(f'"{name}" {sql_type}' for name, sql_type in stage_columns(cells))]
    name = f'{SCHEMA}."{table_name(batch_id, dataset.name)}"'
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE UNLOGGED TABLE {name} ({', '.join(columns)})")


def drop(batch_id: int) -> None:
    """Drop every stage of a batch."""
    with connection.cursor() as cursor:
        for name in _tables(cursor, f"b{batch_id}\\_%"):
            cursor.execute(f'DROP TABLE {SCHEMA}."{name}"')


def exists(batch_id: int) -> bool:
    with connection.cursor() as cursor:
        return bool(_tables(cursor, f"b{batch_id}\\_%"))


def _tables(cursor: Any, pattern: str) -> list[str]:
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE %s", [SCHEMA, pattern]
    )
    return [row[0] for row in cursor.fetchall()]


def fill(
    batch_id: int,
    source: Source,
    looked: Looked,
    places: Places,
    advance: Advance,
    mapping: Mapping[str, str] | None = None,
) -> Staged:
    """Parse a file in chunks, COPY what can be used, and write an error for every cell that cannot.

    ``mapping``: as for ``match_header``.
    """
    dataset, done = source.dataset, Staged()
    rows = records(source.open, looked.encoding)
    try:
        _, first = next(rows)
    except StopIteration:
        return _give_up(batch_id, dataset, done, Fault(1, "", "", "文件里没有内容，请核对是否选错了文件。"))
    except Torn as torn:
        return _give_up(batch_id, dataset, done, torn.fault)
    header = match_header(dataset, first, mapping)
    done.heads = [tidy(head) for head in first]
    done.notes += [f"没有“{name}”列，按未填处理。" for name in header.missing_optional]
    if header.faults:
        done.notes.append("列名改正后再校验各行。")
        return _give_up(batch_id, dataset, done, *header.faults)
    cells = [compile_cell(column, places) for column in dataset.columns]
    numbers: Counter[str] = Counter()
    try:
        while chunk := list(islice(rows, CHUNK)):
            _copy_chunk(batch_id, dataset, header, cells, chunk)
            if source.book is not None:
                _count_numbers(header, cells, chunk, numbers)
            done.rows += len(chunk)
            advance(len(chunk))
    except Torn as torn:
        return _give_up(batch_id, dataset, done, torn.fault)
    done.notes += [
        f"“{name}”列有 {count:,} 格在 Excel 中是数字，开头的 0 如有已丢失，请核对。"
        for name, count in numbers.items()
    ]
    if not done.rows:
        done.notes.append("文件里没有数据行。")
    analyze(batch_id, dataset)
    return done


def _count_numbers(
    header: Header, cells: Sequence[Cell], chunk: Sequence[tuple[int, list[str]]], numbers: Counter[str]
) -> None:
    """Count cells that were text to us and a number to the spreadsheet, which drops zeros at the front."""
    for cell, position in zip(cells, header.positions, strict=True):
        if position is not None and cell.column.type in ("text", "secret"):
            count = sum(len(texts) > position and texts[position][:1] == NUMBER_MARK for _, texts in chunk)
            if count:
                numbers[cell.column.header] += count


def _give_up(batch_id: int, dataset: Dataset, done: Staged, *faults: Fault) -> Staged:
    """The file was not read to its end: what other files say about it cannot be judged."""
    _report(batch_id, dataset, faults)
    done.whole = False
    return done


def analyze(batch_id: int, dataset: Dataset) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE {SCHEMA}."{table_name(batch_id, dataset.name)}"')


def _copy_chunk(
    batch_id: int,
    dataset: Dataset,
    header: Header,
    cells: Sequence[Cell],
    chunk: Sequence[tuple[int, list[str]]],
) -> None:
    faults: list[Fault] = []
    names = ["row_no", *(name for name, _ in stage_columns(cells))]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(SCHEMA, table_name(batch_id, dataset.name)),
        sql.SQL(", ").join(map(sql.Identifier, names)),
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in _parsed(header, cells, chunk, faults):
            copy.write_row(row)
    _report(batch_id, dataset, faults)


def _parsed(
    header: Header, cells: Sequence[Cell], chunk: Sequence[tuple[int, list[str]]], faults: list[Fault]
) -> Iterator[list[Any]]:
    """The stage rows of a chunk; a cell that cannot be used is NULL there and a fault here."""
    plan = list(zip(cells, header.positions, strict=True))
    width = header.width
    for row_no, texts in chunk:
        if len(texts) != width:
            reason = f"这一行有 {len(texts)} 格，列名有 {width} 格，请核对是否多了或少了逗号。"
            faults.append(Fault(row_no, "", "", reason))
            continue
        row: list[Any] = [row_no]
        for cell, position in plan:
            if position is None:
                row += cell.empty if not cell.column.default else cell.read("")
                continue
            try:
                row += cell.read(texts[position])
            except CellError as error:
                row += cell.empty
                column = cell.column
                faults.append(Fault(row_no, column.header, shown_value(column, texts[position]), str(error)))
        yield row


def _report(batch_id: int, dataset: Dataset, faults: Sequence[Fault]) -> None:
    RowError.objects.bulk_create(
        (
            RowError(
                batch_id=batch_id,
                dataset=dataset.name,
                row=fault.row,
                column=fault.column[:60],
                value=fault.value[:200],
                reason=fault.reason[:200],
            )
            for fault in faults
        ),
        batch_size=2000,
    )
