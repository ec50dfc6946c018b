"""Workbooks handed in: refused before they are parsed when they are hostile, parsed in the sandboxed child.

What comes out is a CSV file that exists only as long as the ``Workbook`` does and has no name in any folder.
"""

import os
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from apps.core.errors import Refused
from apps.files.sandbox import ChildFailed, ChildKilled, Limits, run_sandboxed
from apps.files.xlsx_read import INSTRUCTIONS, NUMBER_MARK, to_csv
from apps.files.xlsx_scan import MAX_COLUMNS, MAX_ROWS

__all__ = ["INSTRUCTIONS", "MAX_ROWS", "NUMBER_MARK", "Workbook", "is_workbook", "open_workbook"]

MAX_BYTES: Final = 100 * 1024 * 1024
_LIMITS: Final = Limits(memory_mb=1536, cpu_seconds=60, wall_seconds=120, output_mb=512)
_AGAIN: Final = "请用 Excel 或 WPS 打开，另存为新的 XLSX 文件后再上传。"
_SENTENCES: Final = {
    "type": ("不是 XLSX 工作簿。", "请另存为 XLSX 或 CSV 后再上传。"),
    "damaged": ("打不开，可能没有传完整或已损坏。", _AGAIN),
    "password": ("设有密码。", "请取消密码后再上传。"),
    "encoding": ("内部编码不是 UTF-8。", _AGAIN),
    "macros": ("带有宏，没有读取。", "请另存为不带宏的 XLSX 文件后再上传。"),
    "dtd": ("带有外部声明（DTD），没有读取。", _AGAIN),
    "entries": ("内部文件太多，没有读取。", _AGAIN),
    "size": ("解开后超过 1 GB，没有读取。", "请分成几个文件，或另存为 CSV 后再上传。"),
    "ratio": ("压缩比异常，没有读取。", _AGAIN),
    "rows": (
        f"有内容超出第 {MAX_ROWS + 1:,} 行。",
        f"每个文件最多 {MAX_ROWS:,} 行；请删除数据之外的单元格，或另存为 CSV 后再上传。",
    ),
    "columns": (f"有内容超出第 {MAX_COLUMNS} 列。", "请删除数据之外的单元格后再上传。"),
    "no_place": ("有单元格没有位置，没有读取。", _AGAIN),
    "date1904": (
        "使用 1904 日期系统，日期会差四年。",
        "请在 Excel 选项的“高级”中取消“使用 1904 日期系统”，核对日期后再上传。",
    ),
    "empty": ("没有可读的工作表。", "请把数据放在第一个工作表中。"),
    "killed": ("内容异常，没有读取。", _AGAIN),
}


@dataclass(frozen=True)
class Workbook:
    """The first sheet of a workbook as CSV in UTF-8; numbers begin with ``NUMBER_MARK``. ``notes`` are remarks in
    words: other sheets, formulas."""

    number: int
    notes: tuple[str, ...]

    def open(self) -> IO[bytes]:
        """The CSV file from its beginning; any number of readers at once."""
        return Path(f"/proc/self/fd/{self.number}").open("rb")


def is_workbook(names: list[str]) -> bool:
    """By the directory of a ZIP: whether it is a workbook of any kind, and no archive of files."""
    return any(name.lower().startswith(("xl/", "[content_types].xml")) for name in names)


def open_workbook(stream: IO[bytes], name: str) -> Workbook:
    """Check and read a workbook; ``stream`` is a real file at its beginning. Raises Refused with a sentence."""
    if os.fstat(stream.fileno()).st_size > MAX_BYTES:
        raise _refused(name, "size", "超过 100 MB，没有读取。", "请分成几个文件，或另存为 CSV 后再上传。")
    with tempfile.TemporaryFile() as target:
        try:
            found = run_sandboxed(to_csv, limits=_LIMITS, files=(stream, target))
        except ChildKilled as error:
            raise _refused(name, "killed", *_SENTENCES["killed"]) from error
        except ChildFailed as error:
            code = error.text if error.kind == "Hostile" and error.text in _SENTENCES else "killed"
            raise _refused(name, code, *_SENTENCES[code]) from error
        number = os.dup(target.fileno())
    book = Workbook(number, tuple(_notes(found)))
    weakref.finalize(book, os.close, number)
    return book


def _notes(found: dict[str, object]) -> list[str]:
    notes = []
    if found["others"]:
        notes.append(f"只读取第一个工作表“{str(found['sheet'])[:40]}”，其余工作表没有读取。")
    if found["formulas"]:
        notes.append(
            f"有 {found['formulas']:,} 格是公式（最先在 {found['first_formula']}），取文件保存时的计算结果，请核对。"
        )
    return notes


def _refused(name: str, code: str, what: str, hint: str) -> Refused:
    return Refused(f"“{name}”{what}", hint=hint, code=f"workbook_{code}")
