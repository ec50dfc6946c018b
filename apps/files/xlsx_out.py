"""The one writer of workbooks: text stays text, whatever it begins with; memory stays flat."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
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


def write_xlsx(rows: Iterable[Sequence[Any]], headers: Sequence[str], *, title: str) -> BinaryIO:
    """A file, at its beginning, with one sheet of text under ``headers`` in its first row: for files to fill in
    or to correct. Every cell is text, so digits stay as they are."""
    target = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 -- the reader closes it
    book = xlsxwriter.Workbook(target, OPTIONS)
    sheet = book.add_worksheet(sheet_name(title))
    style = book.add_format(FORMATS["text"])
    bold = book.add_format({"bold": True, "bg_color": "#E5F0F3", "bottom": 1, "num_format": "@"})
    for index, header in enumerate(headers):
        sheet.set_column(index, index, max(10, min(40, 2 * len(header) + 6)), style)
        sheet.write_string(0, index, header, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            sheet.write_string(number, index, "" if value is None else str(value), style)
    book.close()
    target.seek(0)
    return target  # type: ignore[return-value]


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The same rows as CSV for a response that streams: UTF-8 with the mark that spreadsheets look for.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > 64 * 1024:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"):
        return f"'{value}"
    return value


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
