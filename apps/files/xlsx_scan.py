"""Look at a workbook before any parser does: what could eat memory, fetch, run or hide is refused.

Only called inside the sandboxed child. A workbook is a ZIP of XML parts; they are streamed once, never held, and
the size that a sheet claims for itself counts for nothing: only its cells do. No Django here.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Final

MAX_ENTRIES: Final = 500
MAX_BYTES: Final = 1024**3
MAX_RATIO: Final = 250  # a sheet of equal cells packs to about one in sixty
MAX_ROWS: Final = 200_000  # without the header
MAX_COLUMNS: Final = 200
_SMALL: Final = 1024 * 1024  # below this no ratio matters
_BLOCK: Final = 1024 * 1024
_LONGEST_TAG: Final = 64 * 1024

_TAG: Final = re.compile(rb"<(?:[\w.-]+:)?(c|f)(?=[\s/>])([^>]*)>")
_PLACE: Final = re.compile(rb"\sr=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_FAULTY: Final = re.compile(rb"\st=[\"']e[\"']")
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding=[\"']([^\"']+)", re.IGNORECASE)
_DATE_1904: Final = re.compile(rb"date1904=[\"'](?:1|true)[\"']")
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")
_WORKBOOK: Final = "xl/workbook.xml"
_TEXTS: Final = (".xml", ".rels", ".vml")


class Hostile(Exception):
    """The workbook is refused; the text is a reason code of ``apps.files.xlsx_in``."""


@dataclass
class Scanned:
    """What the parts hold besides plain cells: formulas, where the first one stands, and the places (row, column from
    0) of cells without a result, which a parser may give as empty."""

    formulas: int = 0
    first_formula: str = ""
    faulty: set[tuple[int, int]] = field(default_factory=set)


def scan(stream: IO[bytes]) -> Scanned:
    """Go through every part. Raises Hostile with a reason code."""
    scanned = Scanned()
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            for entry in entries:
                with archive.open(entry) as part:
                    _check_part(entry.filename.lower(), part, scanned)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Hostile("damaged") from error
    return scanned


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """By the archive's own directory, before anything is unpacked."""
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Hostile("entries")
    if len(set(names)) != len(names) or any(".." in name or name.startswith("/") for name in names):
        raise Hostile("damaged")
    if any(name.endswith(_MACROS) for name in names):
        raise Hostile("macros")
    if _WORKBOOK not in names:
        raise Hostile("type")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Hostile("password")
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise Hostile("size")
    for entry in entries:
        if entry.file_size > _SMALL and entry.file_size > max(entry.compress_size, 1) * MAX_RATIO:
            raise Hostile("ratio")


def _check_part(name: str, part: IO[bytes], scanned: Scanned) -> None:
    """One part, block by block; a tag that is cut by the end of a block is looked at with the next one."""
    is_text, rest, where = name.endswith(_TEXTS), b"", ""
    has_cells = not name.endswith("calcchain.xml")
    first = True
    while block := part.read(_BLOCK):
        data = rest + block
        if first and is_text:
            _check_head(name, data)
        first = False
        if is_text and (_DECLARED.search(data) or b"\x00" in data):
            raise Hostile("dtd" if b"\x00" not in data else "damaged")
        if has_cells:
            where = _check_cells(data, where, scanned)
        cut = data.rfind(b"<")
        rest = data[cut:] if cut >= 0 and b">" not in data[cut:] else b""
        if len(rest) > _LONGEST_TAG:
            if is_text:
                raise Hostile("damaged")
            rest = b""
    if is_text and rest:
        raise Hostile("damaged")


def _check_head(name: str, data: bytes) -> None:
    """Only UTF-8: in another encoding the patterns here would see nothing."""
    declared = _ENCODING.search(data[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Hostile("encoding")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Hostile("encoding")
    if name == "[content_types].xml" and b"macroEnabled" in data:
        raise Hostile("macros")
    if name == _WORKBOOK and _DATE_1904.search(data):
        raise Hostile("date1904")


def _check_cells(data: bytes, where: str, scanned: Scanned) -> str:
    """Refuse cells that say no place or a far one. Answers the place of the last cell, for the formula after it."""
    for name, attributes in _TAG.findall(data):
        if name == b"f":
            scanned.formulas += 1
            scanned.first_formula = scanned.first_formula or where
            continue
        places = _PLACE.findall(attributes)
        if len(places) != 1:
            raise Hostile("no_place")
        letters, row = places[0]
        if int(row) > MAX_ROWS + 1:
            raise Hostile("rows")
        if _column(letters) > MAX_COLUMNS:
            raise Hostile("columns")
        where = (letters + row).decode()
        if _FAULTY.search(attributes):
            scanned.faulty.add((int(row) - 1, _column(letters) - 1))
    return where


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
