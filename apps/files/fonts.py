"""Report fonts: which family prints which role, fontconfig's file, and which characters have no glyph.

Stylesheets and charts name a *role* ("Report FangSong"); the fontconfig file written here maps it to a chain
of families: the bureau's licensed fonts (``settings.REPORT_FONTS``) first, then Fandol, then Noto, which has
the characters of people's names that Fandol lacks. The same chains answer the glyph check, so what is checked
is what is printed.
"""

import string
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from apps.core.errors import DomainError

FANGSONG: Final = "Report FangSong"  # 仿宋, running text
KAITI: Final = "Report KaiTi"  # 楷体, second headings
HEITI: Final = "Report HeiTi"  # 黑体, first headings and captions
SONGTI: Final = "Report SongTi"  # 宋体, page numbers
TITLE: Final = "Report Title"  # 小标宋, the title
NUMERALS: Final = "Report Numerals"  # digits and Latin letters beside 仿宋 and 楷体
SERIF: Final = "Report Serif"  # rare characters beside 仿宋 and 楷体
SANS: Final = "Report Sans"  # rare characters beside 黑体

_FREE_CHAINS: Final[dict[str, tuple[str, ...]]] = {
    FANGSONG: (NUMERALS, "FandolFang", SERIF, "Noto Serif CJK SC"),
    KAITI: (NUMERALS, "FandolKai", SERIF, "Noto Serif CJK SC"),
    HEITI: ("FandolHei", SANS, "Noto Sans CJK SC"),
    SONGTI: ("FandolSong", "Noto Serif CJK SC"),
    TITLE: ("FandolSong", "Noto Serif CJK SC"),
}
# The words an administrator writes in REPORT_FONTS: "仿宋=方正仿宋_GBK"; a bare family name is for 仿宋.
_ROLE_WORDS: Final = {"仿宋": FANGSONG, "楷体": KAITI, "黑体": HEITI, "宋体": SONGTI, "标题": TITLE}
_SYSTEM_DIRS: Final = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/truetype/lxgw-wenkai",
    "/usr/local/share/fonts",
)
# FandolFang's digits are dark and wide beside its Chinese; those of FandolSong are lighter. The space belongs
# to it too: a shaper keeps a space in the font of the word before, and prints a box without one.
_NUMERAL_CHARACTERS: Final = " \u00a0%+,-./=" + string.digits + string.ascii_letters
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})


class MissingGlyphs(DomainError):
    """No configured font has these characters; ``characters`` lists them."""

    def __init__(self, characters: Sequence[str]) -> None:
        shown = "、".join(characters[:20])
        super().__init__(
            f"以下 {len(characters)} 个字没有字形，打印出来会是空框：{shown}。",
            hint="请核对用字；用字无误时，请信息管理员补装字库后重新生成。",
            code="missing_glyphs",
        )
        self.characters = list(characters)


def fonts_root() -> Path:
    """Where the project keeps its fonts (``var/fonts``)."""
    return Path(getattr(settings, "FONTS_ROOT", None) or Path(settings.BASE_DIR) / "var" / "fonts")


def chains() -> dict[str, tuple[str, ...]]:
    """Families of each role in order of preference, licensed ones first."""
    found = dict(_FREE_CHAINS)
    for entry in reversed(getattr(settings, "REPORT_FONTS", None) or []):
        word, _, family = entry.rpartition("=")
        role = _ROLE_WORDS.get(word.strip() or "仿宋")
        if role is None:
            raise ValueError(f"REPORT_FONTS: unknown role {word!r}; use one of {'、'.join(_ROLE_WORDS)}")
        found[role] = (family.strip(), *found[role])
    return found


def prepare_fonts() -> Path:
    """Write what is missing or outdated under ``fonts_root()`` and return fontconfig's file.

    Safe to call from several processes at once: files are moved into place whole.
    """
    root = fonts_root()
    root.mkdir(parents=True, exist_ok=True)
    _derive_fonts(root)
    _write_if_changed(root / "fonts.conf", _fontconfig(root).encode())
    return root / "fonts.conf"


def missing_glyphs(text: str, role: str = FANGSONG) -> list[str]:
    """Characters of ``text`` that no family of ``role`` can print, in order of code point."""
    families = [_coverage(family) for family in chains()[role]]
    return [c for c in _visible(text) if not any(ord(c) in covered for covered in families)]


def substituted_glyphs(text: str, role: str = FANGSONG) -> list[str]:
    """Characters that print, but from a fallback family and so a little darker than their neighbours."""
    wanted = [family for family in chains()[role] if family != NUMERALS and _coverage(family)]
    if not wanted:
        return []
    missing = set(missing_glyphs(text, role))
    own = _coverage(wanted[0]) | _coverage(NUMERALS)
    return [c for c in _visible(text) if ord(c) not in own and c not in missing]


def require_glyphs(text: str, role: str = FANGSONG) -> None:
    """Raise MissingGlyphs when a character of ``text`` would print as an empty box."""
    missing = missing_glyphs(text, role)
    if missing:
        raise MissingGlyphs(missing)


def _visible(text: str) -> list[str]:
    return sorted(c for c in set(text) if unicodedata.category(c) not in _INVISIBLE)


def _font_dirs(root: Path) -> list[Path]:
    return [path for path in (root, *map(Path, _SYSTEM_DIRS)) if path.is_dir()]


def _fontconfig(root: Path) -> str:
    """fontconfig's file: only our directories, so that the same text prints the same on every machine."""
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
    ]
    lines += [f"<dir>{escape(str(path))}</dir>" for path in _font_dirs(root)]
    lines.append(f"<cachedir>{escape(str(root / 'cache'))}</cachedir>")
    # Fandol's bold faces call themselves regular (OS/2 weight 400): without this, text prints bold by chance.
    lines.append('<match target="scan"><test name="family" compare="contains"><string>Fandol</string></test>')
    lines.append('<test name="style"><string>Bold</string></test>')
    lines.append('<edit name="weight" mode="assign"><const>bold</const></edit></match>')
    for role, families in chains().items():
        lines.append(f'<match target="pattern"><test name="family"><string>{role}</string></test>')
        lines.append('<edit name="family" mode="assign" binding="strong">')
        lines += [f"<string>{escape(family)}</string>" for family in families]
        lines.append("</edit></match>")
    lines.append("</fontconfig>")
    return "\n".join(lines) + "\n"


def _derive_fonts(root: Path) -> None:
    """Make the fonts of our own that fit into a line of Fandol without making it taller.

    A line is as tall as the fonts in it reach, and 22 lines fit a page only when all of them reach equally
    far: FandolSong's digits sit 0.08 em lower, Noto's box is 1.44 em high and its ideographic baseline 0.04
    em off. The copies have FandolFang's box and baselines.
    """
    model = root / "fandol" / "FandolFang-Regular.otf"
    if not model.exists():
        return
    derived = root / "derived"
    song = root / "fandol" / "FandolSong-Regular.otf"
    if song.exists() and not (derived / "ReportNumerals.otf").exists():
        font = TTFont(song, recalcTimestamp=False)
        options = subset.Options(notdef_outline=True, layout_features=["kern"])
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=_NUMERAL_CHARACTERS)
        subsetter.subset(font)
        _save_as(font, NUMERALS, derived / "ReportNumerals.otf", model)
    for family, name in (("Noto Serif CJK SC", SERIF), ("Noto Sans CJK SC", SANS)):
        target = derived / f"{name.replace(' ', '')}.otf"
        if not target.exists() and (face := _regular_face(family, root)) is not None:
            # Bounding boxes stay: recalculating them would read 30,000 outlines (20 s).
            font = TTFont(face[0], fontNumber=face[1], recalcTimestamp=False, recalcBBoxes=False, lazy=True)
            _save_as(font, name, target, model)


def _regular_face(family: str, root: Path) -> tuple[Path, int] | None:
    for path, number in _faces(tuple(_font_dirs(root))).get(family.casefold(), ()):
        if TTFont(path, fontNumber=number, lazy=True)["OS/2"].usWeightClass == 400:
            return path, number
    return None


def _save_as(font: TTFont, name: str, target: Path, model: Path) -> None:
    """Save ``font`` under another family name with the line box and baselines of ``model``."""
    with TTFont(model, lazy=True) as fandol:
        scale = font["head"].unitsPerEm / fandol["head"].unitsPerEm
        font["hhea"].ascent = font["OS/2"].sTypoAscender = round(fandol["hhea"].ascent * scale)
        font["hhea"].descent = font["OS/2"].sTypoDescender = round(fandol["hhea"].descent * scale)
        if scale == 1 and "BASE" in fandol:
            fandol["BASE"].ensureDecompiled()
            font["BASE"] = fandol["BASE"]
    names = {1: name, 2: "Regular", 3: name, 4: name, 6: name.replace(" ", "")}
    kept = [record for record in font["name"].names if record.nameID in (0, 13, 14)]  # copyright and licence
    font["name"].names = kept
    for name_id, value in names.items():
        font["name"].setName(value, name_id, 3, 1, 0x409)
    target.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as stream:
        font.save(stream)
    _move_into_place(stream.name, target)


def _write_if_changed(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(content)
    _move_into_place(stream.name, path)


def _move_into_place(written: str, target: Path) -> None:
    Path(written).chmod(0o644)
    Path(written).replace(target)


def _coverage(family: str) -> frozenset[int]:
    """Code points that every face of ``family`` has; empty when the family is not installed."""
    prepare_fonts()
    return _coverage_in(family, tuple(_font_dirs(fonts_root())))


@lru_cache(maxsize=32)
def _coverage_in(family: str, directories: tuple[Path, ...]) -> frozenset[int]:
    covered: frozenset[int] | None = None
    for path, number in _faces(directories).get(family.casefold(), ()):
        cmap = frozenset(TTFont(path, fontNumber=number, lazy=True).getBestCmap())
        covered = cmap if covered is None else covered & cmap
    return covered or frozenset()


@lru_cache(maxsize=4)
def _faces(directories: tuple[Path, ...]) -> dict[str, list[tuple[Path, int]]]:
    """Font files by every family name they carry (also the Chinese one)."""
    faces: dict[str, list[tuple[Path, int]]] = {}
    for path in _font_files(directories):
        for number, font in enumerate(_fonts_in(path)):
            names = {str(r).casefold() for r in font["name"].names if r.nameID in (1, 16)}
            for name in names:
                faces.setdefault(name, []).append((path, number))
    return faces


def _font_files(directories: Iterable[Path]) -> Iterator[Path]:
    for directory in directories:
        for pattern in ("*.otf", "*.ttf", "*.ttc"):
            yield from sorted(directory.rglob(pattern))


def _fonts_in(path: Path) -> Sequence[TTFont]:
    if path.suffix == ".ttc":
        return list(TTCollection(path, lazy=True).fonts)
    return [TTFont(path, lazy=True)]
