"""The rows as they were, with what is wrong beside them: to be corrected and imported again.

All rows are in it, since a file is imported whole or not at all; a set comes back as a set. Texts that a
spreadsheet would compute get a mark, which reading takes off again.
"""

import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath
from typing import IO, Any, Final

from apps.imports.models import Batch
from apps.imports.reading import ERROR_COLUMN, Torn, records
from apps.imports.sources import MANIFEST, Plan, Source, look

_COMPUTED: Final = re.compile(r"^[=+\-@＝＋－＠\t]")
_IN_MEMORY: Final = 8 * 1024 * 1024


def error_file(batch: Batch, plan: Plan) -> tuple[str, IO[bytes]]:
    """(name, stream at its beginning): a CSV file for one file, a ZIP with a manifest for a set."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- the caller closes it
    if len(plan.sources) == 1:
        source = plan.sources[0]
        _write(target, batch, source)
        name = f"{PurePath(source.name).stem}-错误说明.csv"
    else:
        manifest = {
            "name": plan.name,
            "datasets": {source.dataset.name: source.name for source in plan.sources},
        }
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
            for source in plan.sources:
                with archive.open(source.name, "w") as entry:
                    _write(entry, batch, source)
        name = f"{batch.number}-错误说明.zip"
    target.seek(0)
    return name, target


def _write(target: IO[bytes], batch: Batch, source: Source) -> None:
    """The rows of one file up to where it could be read."""
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    faults = _faults(batch, source.dataset.name)
    row, sentence = next(faults, (0, ""))
    place = None
    try:
        for number, cells in records(source.open, look(source.name, source.open).encoding):
            if place is None:
                place = cells.index(ERROR_COLUMN) if ERROR_COLUMN in cells else len(cells)
                note = ERROR_COLUMN
            else:
                note = sentence if number == row else ""
            writer.writerow([*map(_as_text, cells[:place]), note, *map(_as_text, cells[place + 1 :])])
            if number == row:
                row, sentence = next(faults, (0, ""))
    except Torn as torn:
        writer.writerow([torn.fault.reason])
    text.flush()
    text.detach()


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


def _as_text(cell: str) -> str:
    return f"'{cell}" if _COMPUTED.match(cell) else cell
