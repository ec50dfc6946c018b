"""Workbooks that we make: templates with a sheet of instructions, and error files. Every cell is text, so that a
spreadsheet keeps numbers, codes and dates as they are typed."""

import io
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

import xlsxwriter

from apps.core.importing import Dataset
from apps.files.xlsx_in import INSTRUCTIONS
from apps.imports.examples import example, lines

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_PREPARED: Final = 5000  # rows of the template that are formatted as text
_ADVICE: Final = (
    "各列已设为文本格式，身份证号、账号、日期按原样填写，不要改为数字格式。",
    "从其他表格粘贴时请选“只保留文本”或“数值”。",
    "示例行请在上传前删除；留着会被指出错误，不会导入。",
    "只读取第一个工作表；公式取保存时的计算结果。",
)


def template(dataset: Dataset) -> bytes:
    """The template as a workbook: the data sheet with one example row, and what goes into each column."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    text, head = book.add_format({"num_format": "@"}), _head(book)
    required = book.add_format({"bold": True, "bg_color": "#fbe9e7", "border": 1, "num_format": "@"})
    grey = book.add_format({"num_format": "@", "font_color": "#808080"})
    sheet = book.add_worksheet(dataset.label[:31])
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(dataset.columns):
        sheet.set_column(number, number, max(12, 2 * len(column.header) + 2), text)
        sheet.write_string(0, number, column.header, required if column.required else head)
        sheet.write_string(1, number, example(column), grey)
        if column.type == "choice" and len("".join(column.choices)) < 200:
            rule = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            sheet.data_validation(1, number, ROWS_PREPARED, number, rule)
    _instructions(book, dataset, head)
    book.close()
    return buffer.getvalue()


def _instructions(book: Any, dataset: Dataset, head: Any) -> None:
    sheet = book.add_worksheet(INSTRUCTIONS)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22, wrapped)
    sheet.set_column(1, 1, 8, wrapped)
    sheet.set_column(2, 2, 70, wrapped)
    for column, title in enumerate(("列", "必填", "填写内容")):
        sheet.write_string(0, column, title, head)
    row = 0
    for row, line in enumerate(lines(dataset), start=1):
        sheet.write_string(row, 0, line.header, wrapped)
        sheet.write_string(row, 1, "是" if line.is_required else "", wrapped)
        sheet.write_string(row, 2, line.words, wrapped)
    for offset, sentence in enumerate((dataset.note, *_ADVICE), start=2):
        sheet.write_string(row + offset, 2, sentence, wrapped)


def write_errors(target: IO[bytes], rows: Iterable[Sequence[str]], note: int) -> None:
    """Rows as text, header first, in constant memory; column ``note`` says what is wrong and stands out."""
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    text, head = book.add_format({"num_format": "@"}), _head(book)
    wrong = book.add_format({"num_format": "@", "font_color": "#a61b1b"})
    sheet = book.add_worksheet("数据")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(note, 40), 16, text)
    sheet.set_column(note, note, 60, wrong)
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(
                    number, column, cell, head if not number else wrong if column == note else text
                )
    book.close()


def _head(book: Any) -> Any:
    return book.add_format({"bold": True, "bg_color": "#eef2f6", "border": 1, "num_format": "@"})
