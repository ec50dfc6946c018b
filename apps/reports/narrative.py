"""The words of a report: sentences with ``{…}`` where a figure belongs, and no figure typed by hand. Pure.

A placeholder names a figure (``{assistance.dibao_persons}``), how it moved against the year before
(``{assistance.dibao_persons.change}``), or the frame: ``{period}`` (2021 年), ``{span}`` (全年 or 当月),
``{cutoff}`` (年末 or 月末) and ``{area}`` (全区).
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

FRAME: Final = ("period", "span", "cutoff", "area")
CHANGE: Final = ".change"
_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")
# A number in Chinese characters is a number too: 三百户, 二十余人. One character is a word (一户一策, 两项补贴).
_SPELLED: Final = re.compile(
    r"(?:[〇零一二两三四五六七八九十百千万亿]{2,}[余多几]?|[十百千万亿][余多几])\s*(?:个|户|人|件|元|次|家|张|项|名|岁|％|%|个百分点)"
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph: plain ``text``, or the name of what fills it in."""

    text: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """The key of the figure behind the piece; empty for words and for the frame."""
        return "" if self.name in FRAME else self.name.removesuffix(CHANGE)


def paragraphs(text: str) -> list[list[Piece]]:
    """The paragraphs (lines) of ``text`` in pieces, in order; empty lines are dropped."""
    return [_pieces(line.strip()) for line in text.splitlines() if line.strip()]


def keys_in(text: str) -> list[str]:
    """The figures that ``text`` names, each once, in order of mention."""
    found = (piece.key for paragraph in paragraphs(text) for piece in paragraph)
    return list(dict.fromkeys(key for key in found if key))


def problems(text: str, known: Collection[str]) -> list[str]:
    """What is wrong with ``text``, as sentences; empty when it may stand. ``known`` are the keys of figures."""
    words = _PLACEHOLDER.sub("　", text)
    found = []
    if not text.strip():
        found.append("文字不能为空。")
    if "{" in words or "}" in words:
        found.append("花括号要成对，里面写指标名，例如 {period}。")
    digits = _digits(words)
    if digits:
        found.append(f"文字里不能直接写数字（{'、'.join(digits[:5])}），请改用花括号引用指标。")
    unknown = [key for key in keys_in(text) if key not in known]
    if unknown:
        found.append(f"没有这些指标：{'、'.join(unknown[:5])}。请从右侧的清单中选用。")
    return found


def fill(text: str, values: Mapping[str, str]) -> list[str]:
    """The paragraphs as plain text; KeyError for a name that ``values`` lacks."""
    return [
        "".join(piece.text if not piece.name else values[piece.name] for piece in paragraph)
        for paragraph in paragraphs(text)
    ]


def _pieces(line: str) -> list[Piece]:
    pieces = []
    for number, part in enumerate(_PLACEHOLDER.split(line)):
        if part:
            pieces.append(Piece(name=part.strip()) if number % 2 else Piece(text=part))
    return pieces


def _digits(words: str) -> list[str]:
    """Numbers in ``words``: digits of any script, circled and Roman ones, and numbers spelled out."""
    typed = "".join(c if unicodedata.category(c) in ("Nd", "Nl", "No") else " " for c in words).split()
    return list(dict.fromkeys([*typed, *_SPELLED.findall(words)]))
