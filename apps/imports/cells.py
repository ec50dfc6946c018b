"""Reading one cell: from text to the values of the stage, or a sentence that says what to do.

Called for every cell of a file, so each type is compiled once into a function and keys are looked up once.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from apps.core import crypto, names, numbers
from apps.core.importing import DataColumn
from apps.core.money import MoneyError, parse_money
from apps.files.xlsx_in import NUMBER_MARK
from apps.imports.places import CellError, Places

Values = tuple[Any, ...]

_DATE: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))")
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?")
_SCIENTIFIC: Final = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_INTEGER: Final = re.compile(r"-?\d{1,9}")
_TEXT_MARK: Final = re.compile("^'(?=[=+\\-@＝＋－＠\t])")
_FAULTY: Final = re.compile(r"#(N/A|ERROR!|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", re.IGNORECASE)
_EARLIEST, _LATEST = 1850, 2100
_EPOCH: Final = date(1899, 12, 30)  # day 0 of spreadsheets
_EXACT_DIGITS: Final = 15  # what a number in a spreadsheet keeps
_TRUE, _FALSE = frozenset({"是", "有", "1", "Y", "y"}), frozenset({"否", "无", "0", "N", "n"})


@dataclass(frozen=True)
class Cell:
    """How cells of one column are read: ``stage`` is (name, SQL type) of each value that ``parse`` gives."""

    column: DataColumn
    stage: tuple[tuple[str, str], ...]
    parse: Callable[[str], Values]
    empty: Values

    def read(self, text: str) -> Values:
        """The values of a cell. Raises CellError."""
        text = self._from_number(text[1:]) if text[:1] == NUMBER_MARK else tidy(text)
        if not text:
            if self.column.required:
                raise CellError(f"“{self.column.header}”没有填，请补上。")
            if not self.column.default:
                return self.empty
            text = self.column.default
        elif text[0] == "#" and _FAULTY.fullmatch(text):
            raise CellError("这一格的公式算不出结果，请改正公式或直接填写。")
        return self.parse(text)

    def _from_number(self, text: str) -> str:
        """The text of a cell that is a number in its workbook, where that is not what was meant. Raises CellError."""
        kind = self.column.type
        if kind not in ("int", "money", "bool") and sum(map(str.isdigit, text)) > _EXACT_DIGITS:
            raise CellError(
                "这一格在 Excel 中是数字，末三位已丢失，请把该列设为文本后重新填写。"
                if kind == "resident_number"
                else "这一格在 Excel 中是数字，第 15 位以后已丢失，请把该列设为文本后重新填写。"
            )
        return _from_serial(text) if kind in ("date", "month") else text


def tidy(text: str) -> str:
    """Without blanks around it, without the marks of a number and that keep a spreadsheet from computing it."""
    text = text.removeprefix(NUMBER_MARK)
    text = text.strip(" \t\r\n\u3000\ufeff\u00a0")
    return text[1:] if text[:1] == "'" and _TEXT_MARK.match(text) else text


def as_typed(text: str, *, is_day: bool) -> str:
    """A cell as somebody would type it: a serial number of a day in a workbook as the day."""
    if text[:1] != NUMBER_MARK:
        return text
    return _from_serial(text[1:]) if is_day else text[1:]


def _from_serial(text: str) -> str:
    """A day that a workbook holds as a number; other numbers stay."""
    if not _SERIAL.fullmatch(text):
        return text
    return (_EPOCH + timedelta(days=int(text.partition(".")[0]))).isoformat()


def compile_cell(column: DataColumn, places: Places) -> Cell:
    """The reader of ``column``; ``places`` resolves regions."""
    if column.type == "resident_number":
        return _resident_number(column)
    if column.type == "secret":
        return _secret(column)
    if column.type == "person_name":
        stage = ((column.name, "text"), (f"{column.name}_sort", "text"), (f"{column.name}_search", "text"))
        return Cell(column, stage, _person_name(column), ("", "", ""))
    convert, sql_type = _converter(column, places)
    empty = "" if column.type in ("text", "choice") else None

    def parse(text: str) -> Values:
        value = convert(text)
        if column.check is not None:
            _refuse(column.check(value))
        return (value,)

    return Cell(column, ((column.name, sql_type),), parse, (empty,))


def _converter(column: DataColumn, places: Places) -> tuple[Callable[[str], Any], str]:
    match column.type:
        case "int":
            return _integer, "bigint"
        case "money":
            return _money, "numeric(14,2)"
        case "date":
            return _day, "date"
        case "month":
            return _month, "date"
        case "bool":
            return _yes_or_no, "boolean"
        case "choice":
            return _choice(column.choices), "text"
        case "region_code":
            return places.resolve, 'varchar(12) COLLATE "C"'
    return lambda text: _plain(text, column.max_length), "text"


def _plain(text: str, limit: int) -> str:
    if not text.isprintable():
        text = " ".join(text.split())
        if not text.isprintable():
            raise CellError("有看不见的控制字符，请重新录入这一格。")
    if len(text) > limit:
        raise CellError(f"最多 {limit} 个字，现有 {len(text)} 个，请缩短。")
    return text


def _integer(text: str) -> int:
    text = unicodedata.normalize("NFKC", text).replace(",", "")
    if not _INTEGER.fullmatch(text):
        raise CellError("应为整数，例如 3。")
    return int(text)


def _money(text: str) -> Any:
    try:
        return parse_money(text, allow_negative=True)
    except MoneyError as error:
        raise CellError(str(error)) from None


def _day(text: str) -> date:
    found = _DATE.fullmatch(text) or _DATE.fullmatch(_half_width(text).partition("T")[0])
    if found is None:
        _refuse_serial(text, "2021-12-31")
        raise CellError("日期应写成 2021-12-31 的样子。")
    year, month, day = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
    _check_month(year, month)
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(f"没有 {year}-{month:02d}-{day:02d} 这一天，请核对。") from None


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text) or _MONTH.fullmatch(_half_width(text))
    if found is None:
        whole = _DATE.fullmatch(text)
        if whole and int(whole[3] or whole[5]) == 1:  # spreadsheets make a day of a month
            return _day(text)
        _refuse_serial(text, "2021-12")
        raise CellError("月份应写成 2021-12 的样子。")
    year, month = int(found[1]), int(found[2] or found[3])
    _check_month(year, month)
    return date(year, month, 1)


def _check_month(year: int, month: int) -> None:
    if not _EARLIEST <= year <= _LATEST:
        raise CellError(f"年份 {year} 不合常理，请核对。")
    if not 1 <= month <= 12:
        raise CellError("月份超出 1—12，请核对。")


def _refuse_serial(text: str, example: str) -> None:
    if _SERIAL.fullmatch(text):
        raise CellError(f"疑为表格软件的日期序号，请把单元格设为文本，填成 {example} 的样子。")


def _yes_or_no(text: str) -> bool:
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise CellError("应填“是”或“否”。")


def _choice(choices: Mapping[str, str]) -> Callable[[str], str]:
    words = "、".join(choices)

    def choose(text: str) -> str:
        value = choices.get(text)
        if value is None:
            value = choices.get(_half_width(text))
        if value is None:
            raise CellError(f"不在可选值内，请填其中一个：{words}。")
        return value

    return choose


def _person_name(column: DataColumn) -> Callable[[str], Values]:
    limit = min(column.max_length, 50)

    def parse(text: str) -> Values:
        name = _plain(text, limit)
        if any(character.isdigit() for character in name):
            raise CellError("姓名中有数字，请核对是否填错了列。")
        return (name, names.sort_key(name), names.search_text(name))

    return parse


def _resident_number(column: DataColumn) -> Cell:
    digest = crypto.digester()
    seal = crypto.sealer(column.seal) if column.seal else None
    stage: tuple[tuple[str, str], ...] = tuple(
        (f"{column.name}_{part}", kind)
        for part, kind in (("digest", "bytea"), ("hint", "text"), ("birth", "date"), ("sex", "text"))
    )
    if seal is not None:
        stage = (*stage, (f"{column.name}_sealed", "text"))

    def parse(text: str) -> Values:
        if _SCIENTIFIC.fullmatch(text):
            raise CellError("身份证号列是数字格式，末几位已丢失，请改为文本格式后重新填写。")
        try:
            number = numbers.read_any_number(text)
        except numbers.NumberError as error:
            if len(text) == 18 and text.isdigit() and text.endswith("000"):
                raise CellError(
                    "末三位都是 0，多半是表格软件当作数字保存时丢失的，请设为文本后重新填写。"
                ) from None
            raise CellError(str(error)) from None
        value = number.value
        # A number of 15 digits finds whom it means; by its mask the data set of persons knows that it begins nobody.
        typed = numbers.normalise_resident_number(text)
        shown = (digest(value), numbers.mask_resident_number(typed), number.birth_date, number.sex)
        return (*shown, seal(value)) if seal is not None else shown

    return Cell(column, stage, parse, (None, "", None, "", "")[: len(stage)])


def _secret(column: DataColumn) -> Cell:
    digest, seal = crypto.digester(), crypto.sealer(column.seal)
    mask = column.mask or numbers.mask_account
    stage = (
        (f"{column.name}_sealed", "text"),
        (f"{column.name}_digest", "bytea"),
        (f"{column.name}_hint", "text"),
    )

    def parse(text: str) -> Values:
        if _SCIENTIFIC.fullmatch(text):
            raise CellError("这一列是数字格式，末几位已丢失，请改为文本格式后重新填写。")
        value = _plain("".join(_half_width(text).split()), column.max_length)
        if column.check is not None:
            _refuse(column.check(value))
        return (seal(value), digest(value), mask(value))

    return Cell(column, stage, parse, ("", None, ""))


def _half_width(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise CellError(sentence)


def shown_value(column: DataColumn, text: str) -> str:
    """A cell as error lists show it: shortened, and masked when it is secret."""
    text = tidy(text)
    if column.type == "resident_number":
        return numbers.mask_resident_number(text)[:200]
    if column.type == "secret":
        return (column.mask or numbers.mask_account)(text)[:200] if text else ""
    return text.replace("\x00", "")[:200]


def stage_columns(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """(name, SQL type) of every column that the cells of a row fill, in order."""
    return [pair for cell in cells for pair in cell.stage]
