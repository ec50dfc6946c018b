"""Reading a PDF as a reader sees it: where characters stand, which fonts are in it, what is painted."""

import ctypes
import re
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as raw

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """A character with its left and baseline position in points from the bottom left."""

    text: str
    x: float
    y: float


def pages(data: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(data))


def glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    """The visible characters of a page, by the origin of each on its line."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if not letter.strip():
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        found.append(Glyph(letter, x.value, y.value))
    return found


def lines(page: pypdfium2.PdfPage) -> list[str]:
    """The lines inside the type area from top to bottom, without the page number."""
    inside = [g for g in glyphs(page) if g.y > 35 * MM]
    inside.sort(key=lambda g: (-round(g.y, 0), g.x))
    return ["".join(g.text for g in line) for _, line in groupby(inside, key=lambda g: round(g.y, 0))]


def fonts(data: bytes) -> tuple[set[str], set[str]]:
    """Names of the fonts in use without their subset marks: (embedded, taken from the reader's machine)."""
    embedded: set[str] = set()
    foreign: set[str] = set()
    for page in pages(data):
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=6):
            font = raw.FPDFTextObj_GetFont(item)
            size = raw.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFFont_GetBaseFontName(font, buffer, size)
            kept = embedded if raw.FPDFFont_GetIsEmbedded(font) == 1 else foreign
            kept.add(re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode()))
    return embedded, foreign


def bookmarks(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [re.sub(r"\s", "", mark.get_title()) for mark in document.get_toc()]
