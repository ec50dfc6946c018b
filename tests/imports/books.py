"""Workbooks: honest ones of import rows, and hostile ones made part by part."""

import io
import zipfile
from datetime import date, datetime

import xlsxwriter

from tests.imports.sets import ImportSet

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.worksheet+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{more}<sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B2"/>'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def book(rows, *, others=()):
    """A workbook of ``rows``. Strings are text cells, numbers numbers, dates dates, ``("=…", value)`` formulas."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy/m/d"})
    sheet = made.add_worksheet("数据")
    for number, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, tuple):
                sheet.write_formula(number, column, value[0], None, value[1])
            elif isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            else:
                sheet.write_number(number, column, value)
    for name in others:
        made.add_worksheet(name).write_string(0, 0, "别的")
    made.close()
    return buffer.getvalue()


def book_of(made: ImportSet, name: str) -> bytes:
    """The rows of one data set."""
    rows = made.rows[name]
    return book([list(rows[0]), *(list(row.values()) for row in rows)])


def crafted(sheet: str = "", *, workbook: str = "", extra=None) -> bytes:
    """A minimal workbook with these rows in its sheet, and further parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", WORKBOOK.format(more=workbook))
        archive.writestr(
            "xl/_rels/workbook.xml.rels", RELS.format(kind="worksheet", target="worksheets/sheet1.xml")
        )
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(rows=sheet))
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()
