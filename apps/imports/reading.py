"""Rows of a CSV file: its header matched with the declared columns, then record by record.

Rows are numbered as spreadsheets show them: the header is row 1.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from apps.core.importing import Dataset
from apps.imports.cells import tidy
from apps.imports.sources import Opener

ERROR_COLUMN: Final = "错误说明"
LEFT_OUT: Final = "（不导入）"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one cell (``column`` is a header; empty for a whole row)."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Header:
    """Where each declared column stands in the file (None: it has none), and how many cells a row has."""

    positions: tuple[int | None, ...]
    width: int
    faults: tuple[Fault, ...]
    missing_optional: tuple[str, ...]


class Torn(Exception):
    """The file cannot be read beyond this row."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def records(opener: Opener, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every row that is not blank, header included. Raises Torn."""
    with opener() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        reader = csv.reader(text, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if any(cells) and any(cell.strip() for cell in cells):
                    yield number, cells
        except csv.Error as error:
            reason = "这一行的引号没有成对，请核对引号，之后的行没有读取。"
            raise Torn(Fault(number + 1, "", "", reason)) from error


def match_header(dataset: Dataset, cells: list[str], mapping: Mapping[str, str] | None = None) -> Header:
    """Find the declared columns in the first row, in any order; tell what is missing, unknown or there twice.

    ``mapping`` says which declared header a header of the file stands for ('': the column is left out).
    """
    mapping = mapping or {}
    heads = [tidy(cell) for cell in cells]
    heads = [(mapping[head] or LEFT_OUT) if head in mapping else head for head in heads]
    if len(heads) == 1 and any(mark in heads[0] for mark in "\t;；，"):
        fault = Fault(1, "", "", "列与列之间应以英文逗号分隔，请另存为“CSV（逗号分隔）”。")
        return Header((), 1, (fault,), ())
    faults = list(_unknown(dataset, heads))
    twice = {head for head in heads if head and head != LEFT_OUT and heads.count(head) > 1}
    faults += [Fault(1, head, "", f"“{head}”列有两个，请删除多余的一列。") for head in sorted(twice)]
    absent = [column for column in dataset.columns if column.header not in heads]
    faults += [
        Fault(1, column.header, "", f"缺少“{column.header}”列，请对照模板补上。")
        for column in absent
        if column.required
    ]
    positions = tuple(heads.index(header) if header in heads else None for header in dataset.headers)
    optional = tuple(column.header for column in absent if not column.required)
    return Header(positions, len(heads), tuple(faults), optional)


def _unknown(dataset: Dataset, heads: list[str]) -> Iterator[Fault]:
    known = set(dataset.headers)
    for place, head in enumerate(heads, start=1):
        if head in known or head in (ERROR_COLUMN, LEFT_OUT):
            continue
        if not head:
            yield Fault(1, "", "", f"第 {place} 列没有列名，请删除这一列或写上列名。")
            continue
        near = get_close_matches(head, known - set(heads), n=1, cutoff=0.5)
        hint = f"是否应为“{near[0]}”？" if near else "请删除这一列，或改成模板中的列名。"
        yield Fault(1, head[:60], "", f"不认识“{head[:60]}”列，{hint}")


def dataset_by_header(heads: list[str], datasets: list[Dataset]) -> Dataset | None:
    """The data set whose template a file follows, when exactly one fits."""
    heads = [tidy(head) for head in heads]
    fitting = [
        dataset
        for dataset in datasets
        if all(column.header in heads for column in dataset.columns if column.required)
        and all(head in dataset.headers or head == ERROR_COLUMN for head in heads)
    ]
    return fitting[0] if len(fitting) == 1 else None
