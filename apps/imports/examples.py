"""Templates of import files: the headers, and one row that shows how cells are written.

The example row cannot get into the registers: its resident numbers, regions and cases do not exist.
"""

import csv
import io
from dataclasses import dataclass
from typing import Final

from apps.core.importing import DataColumn, Dataset

_BY_TYPE: Final = {
    "person_name": "王某某",
    "resident_number": "330299199001011235",  # a wrong check digit, on purpose
    "region_code": "某某街道某某社区（或 12 位代码）",
    "date": "2021-12-31",
    "month": "2021-12",
    "money": "100.00",
    "int": "1",
    "bool": "是",
}
_WORDS: Final = {
    "text": "文字",
    "person_name": "姓名",
    "secret": "数字，设为文本",
    "int": "整数",
    "money": "元，两位小数",
    "date": "日期，如 2021-12-31",
    "month": "月份，如 2021-12",
    "resident_number": "18 位身份证号，设为文本",
    "bool": "是、否",
    "region_code": "区划代码，或“镇街名称＋村社区名称”",
}


@dataclass(frozen=True)
class Line:
    """A column as the page explains it."""

    header: str
    is_required: bool
    words: str


def template(dataset: Dataset) -> bytes:
    """The template as CSV in UTF-8 with BOM, so that spreadsheets read it rightly."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(dataset.headers)
    writer.writerow([example(column) for column in dataset.columns])
    return buffer.getvalue().encode("utf-8-sig")


def example(column: DataColumn) -> str:
    """How a cell is written; empty where an optional cell shows nothing by itself."""
    if column.example:
        return column.example
    if column.type == "choice":
        return next(iter(column.choices)) if column.required else ""
    if not column.required and column.type in ("date", "month", "resident_number"):
        return ""
    return column.default or _BY_TYPE.get(column.type, "")


def lines(dataset: Dataset) -> list[Line]:
    """Every column with what goes into it."""
    return [
        Line(
            column.header,
            column.required,
            "、".join(column.choices) if column.type == "choice" else _WORDS[column.type],
        )
        for column in dataset.columns
    ]
