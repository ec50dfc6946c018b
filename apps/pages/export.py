"""The one writer of workbooks: text stays text, whatever it begins with; memory stays flat."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

# Kind of a register column -> format of the cells.
KINDS = {"money": "money", "number": "number", "date": "date"}
FORMATS = {
    "text": {"num_format": "@"},
    "money": {"num_format": "#,##0.00"},
    "number": {"num_format": "#,##0.##"},
    "date": {"num_format": "yyyy-mm-dd"},
}
# Nothing is guessed from text: "=1+1", "http://…" and "0012" stay what they are.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


def workbook(
    *, title: str, heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]], note: str = ""
) -> BinaryIO:
    """A file, at its beginning, with one sheet: title, note, head (label, kind), rows. Printed on A4 across."""
    target = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 -- the response closes it
    book = xlsxwriter.Workbook(target, OPTIONS)
    sheet = book.add_worksheet(sheet_name(title))
    styles = {name: book.add_format(definition) for name, definition in FORMATS.items()}
    bold = book.add_format({"bold": True, "bg_color": "#E5F0F3", "bottom": 1, "num_format": "@"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for index, (label, kind) in enumerate(heads):
        sheet.set_column(index, index, max(10, min(40, 2 * len(label) + 6)), styles[kind])
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, note)
    for index, (label, _) in enumerate(heads):
        sheet.write_string(2, index, label, bold)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    for number, row in enumerate(rows, start=3):
        for index, value in enumerate(row):
            write(sheet, number, index, value, styles[heads[index][1]])
    book.close()
    target.seek(0)
    return target  # type: ignore[return-value]


def write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """One cell by its type; anything that is not a number or a day is text."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", style)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, (datetime, date)):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def sheet_name(title: str) -> str:
    """A name that workbooks accept: 31 characters, none of those they refuse."""
    return "".join(character for character in title if character not in "[]:*?/\\'")[:31] or "表"
