"""The rows as they were, with what is wrong beside them: to be corrected and imported again.

All rows are in it, since a file is imported whole or not at all; a set comes back as a set. Texts that a
spreadsheet would compute get a mark, which reading takes off again.
"""

import csv
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import PurePath
from typing import IO, Any, Final

from apps.imports.cells import as_typed, tidy
from apps.imports.models import Batch
from apps.imports.reading import ERROR_COLUMN, Torn, records
from apps.imports.sources import MANIFEST, Plan, Source, look
from apps.imports.workbooks import write_errors

_COMPUTED: Final = re.compile(r"^[=+\-@＝＋－＠\t]")
_IN_MEMORY: Final = 8 * 1024 * 1024


def error_file(batch: Batch, plan: Plan, *, as_workbook: bool = False) -> tuple[str, IO[bytes]]:
    """(name, stream at its beginning): a CSV file or a workbook for one file, a ZIP with a manifest for a set."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- the caller closes it
    suffix = ".xlsx" if as_workbook else ".csv"
    if len(plan.sources) == 1:
        source = plan.sources[0]
        _write(target, batch, source, as_workbook=as_workbook)
        name = f"{PurePath(source.name).stem}-错误说明{suffix}"
    else:
        names = {source.dataset.name: f"{PurePath(source.name).stem}{suffix}" for source in plan.sources}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = {"name": plan.name, "datasets": names}
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            for source in plan.sources:
                with archive.open(names[source.dataset.name], "w") as entry:
                    _write(entry, batch, source, as_workbook=as_workbook)
        name = f"{batch.number}-错误说明.zip"
    target.seek(0)
    return name, target


def _write(target: IO[bytes], batch: Batch, source: Source, *, as_workbook: bool) -> None:
    """The rows of one file up to where it could be read."""
    rows = _noted(batch, source)
    if as_workbook:
        first = next(rows, [])
        with tempfile.TemporaryFile() as whole:
            place = first.index(ERROR_COLUMN) if ERROR_COLUMN in first else len(first)
            write_errors(whole, chain([first], rows), place)
            whole.seek(0)
            shutil.copyfileobj(whole, target)
        return
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    for cells in rows:
        writer.writerow([_marked(cell) for cell in cells])
    text.flush()
    text.detach()


def _noted(batch: Batch, source: Source) -> Iterator[list[str]]:
    """Header and rows with what is wrong in a column of its own, which may be there from an earlier time."""
    faults = _faults(batch, source.dataset.name)
    row, sentence = next(faults, (0, ""))
    place, days = None, frozenset[int]()
    try:
        for number, cells in records(source.open, look(source.name, source.open).encoding):
            if place is None:
                place = cells.index(ERROR_COLUMN) if ERROR_COLUMN in cells else len(cells)
                days = _days(source, cells)
                note = ERROR_COLUMN
            else:
                note = sentence if number == row else ""
            plain = [as_typed(cell, is_day=at in days) for at, cell in enumerate(cells)]
            yield [*plain[:place], note, *plain[place + 1 :]]
            if number == row:
                row, sentence = next(faults, (0, ""))
    except Torn as torn:
        yield [torn.fault.reason]


def _days(source: Source, heads: list[str]) -> frozenset[int]:
    """Where dates and months stand: a workbook may hold them as serial numbers."""
    headers = {column.header for column in source.dataset.columns if column.type in ("date", "month")}
    return frozenset(at for at, head in enumerate(heads) if tidy(head) in headers)


def _faults(batch: Batch, dataset: str) -> Iterator[tuple[int, str]]:
    """(row, all that is wrong with it), by row."""
    found = (
        batch.errors.filter(dataset=dataset)
        .order_by("row", "id")
        .values_list("row", "column", "reason")
        .iterator(chunk_size=5000)
    )
    for row, errors in groupby(found, key=lambda error: error[0]):
        yield row, "；".join(_sentence(column, reason) for _, column, reason in errors)


def _sentence(column: Any, reason: Any) -> str:
    return f"{column}：{str(reason).rstrip('。')}" if column else str(reason).rstrip("。")


def _marked(cell: str) -> str:
    return f"'{cell}" if _COMPUTED.match(cell) else cell
