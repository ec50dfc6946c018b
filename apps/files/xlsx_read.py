"""Turn a workbook into a CSV file, inside the sandboxed child. No Django here.

Cells arrive as a reader of the sheet sees them; numbers carry a mark, since what a spreadsheet took for a number may
have lost digits. Rows keep their numbers.
"""

import csv
import io
import os
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from apps.files.xlsx_scan import MAX_ROWS, Hostile, scan

NUMBER_MARK: Final = "\x02"  # no character of an XML text: it cannot come from a cell
FAULTY: Final = "#ERROR!"  # stands in a cell whose formula has no result
INSTRUCTIONS: Final = "填写说明"  # the sheet of our templates that holds no data


def to_csv(source: int, target: int) -> dict[str, Any]:
    """Read the workbook behind the file number ``source`` and write CSV in UTF-8 to ``target``.

    ``{"sheet", "others", "rows", "formulas", "first_formula"}``. Raises Hostile with a reason code.
    """
    with os.fdopen(source, "rb", closefd=False) as stream:
        scanned = scan(stream)
        stream.seek(0)
        try:
            book = CalamineWorkbook.from_filelike(stream)
            shown = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible and sheet.name != INSTRUCTIONS
            ]
            if not shown:
                raise Hostile("empty")
            sheet = book.get_sheet_by_name(shown[0])
            others = [name for name in shown[1:] if book.get_sheet_by_name(name).height]
            rows = _write(sheet.to_python(skip_empty_area=False), target, scanned.faulty)
        except CalamineError as error:
            raise Hostile("damaged") from error
    return {
        "sheet": shown[0],
        "others": others,
        "rows": rows,
        "formulas": scanned.formulas,
        "first_formula": scanned.first_formula,
    }


def _write(rows: list[list[Any]], target: int, faulty: set[tuple[int, int]]) -> int:
    """Rows are as wide as the header; a filled cell beyond it stays, to be told."""
    if len(rows) > MAX_ROWS + 1:
        raise Hostile("rows")
    for row, column in faulty:
        if row < len(rows) and column < len(rows[row]) and rows[row][column] in ("", None):
            rows[row][column] = FAULTY
    width = 0
    with os.fdopen(target, "wb", closefd=False) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text)
        for values in rows:
            cells = [_text(value) for value in values]
            if not width:
                width = _filled(cells)
            writer.writerow(cells[: max(width, _filled(cells))] if width else cells[:1])
        text.flush()
        text.detach()
    return len(rows)


def _filled(cells: list[str]) -> int:
    """Cells up to the last one that is not empty."""
    for count in range(len(cells), 0, -1):
        if cells[count - 1]:
            return count
    return 0


def _text(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return str(value).replace(NUMBER_MARK, "\x7f")
    if kind is bool:
        return "是" if value else "否"
    if kind in (float, int):
        return NUMBER_MARK + _number(value)
    if kind is datetime:
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if kind in (date, time):
        return str(value.isoformat())
    if kind is timedelta:
        return str(value)
    return "" if value is None else str(value)


def _number(value: float) -> str:
    """As the spreadsheet shows it: 15 digits, the rest zeros, never an exponent."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{Decimal(format(value, '.15g')):f}"
