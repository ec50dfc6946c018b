"""Names for sorting and for search by pinyin or initials (ljs finds 李建设).

The database has no Chinese collation, so lists sort by the stored key made here. Surnames are read as
surnames, not by their common sound; the search text holds every reading, since people type either.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, product
from typing import Final

from pypinyin import Style, pinyin

# Surnames whose common sound is another one. The first reading sorts; the others are found as well.
_SURNAMES: Final[dict[str, tuple[str, ...]]] = {
    "单": ("shan",), "仇": ("qiu",), "区": ("ou",), "查": ("zha",), "解": ("xie",), "曾": ("zeng",),
    "盖": ("ge", "gai"), "朴": ("piao", "pu"), "覃": ("qin", "tan"), "翟": ("zhai", "di"),
    "乐": ("yue", "le"), "缪": ("miao",), "洗": ("xian",), "种": ("chong",), "员": ("yun",),
    "召": ("shao",), "费": ("fei", "bi"), "折": ("she",), "黑": ("he", "hei"), "隗": ("wei", "kui"),
    "阚": ("kan",), "郇": ("xun", "huan"), "卜": ("bu", "bo"), "繁": ("po",), "句": ("gou",),
    "秘": ("bi", "mi"), "长": ("chang", "zhang"), "谌": ("chen", "shen"),
}  # fmt: skip
_COMPOUND_SURNAMES: Final[dict[str, tuple[str, ...]]] = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "欧阳": ("ou", "yang"), "上官": ("shang", "guan"),
    "司马": ("si", "ma"), "司徒": ("si", "tu"), "诸葛": ("zhu", "ge"), "夏侯": ("xia", "hou"),
    "东方": ("dong", "fang"), "皇甫": ("huang", "fu"), "令狐": ("ling", "hu"), "长孙": ("zhang", "sun"),
    "慕容": ("mu", "rong"), "宇文": ("yu", "wen"), "端木": ("duan", "mu"), "公孙": ("gong", "sun"),
    "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "鲜于": ("xian", "yu"), "闻人": ("wen", "ren"),
}  # fmt: skip
_HAN: Final = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_LATIN: Final = re.compile("[0-9a-z]+")
# A name of four characters with three readings each has 81 forms; the commonest come first.
_MOST_FORMS: Final = 32


def sort_key(name: str) -> str:
    """The key lists sort by: syllables parted by blanks (`shan li ming`), then the name itself."""
    return " ".join(readings[0] for readings in _syllables(name, surname=True)) + f" {name}"


def plain_sort_key(text: str) -> str:
    """The same for what is no person's name (a community, an institution): no surname readings."""
    return " ".join(readings[0] for readings in _syllables(text, surname=False)) + f" {text}"


def initials(name: str) -> str:
    """The initials of the first reading: 李建设 gives `ljs`."""
    return "".join(readings[0][0] for readings in _syllables(name, surname=True))


def search_text(name: str, *, is_person: bool = True) -> str:
    """All forms under which a name is found, parted and surrounded by blanks.

    Holds the name itself, and of every reading the whole pinyin and the initials; `LIKE '% ljs%'` on it
    finds 李建设, `'%建设%'` too. `ü` is written `v`, as typed. At most 32 readings are combined.
    """
    forms: dict[str, None] = {name.strip().lower(): None}
    for reading in islice(product(*_syllables(name, surname=is_person)), _MOST_FORMS):
        forms["".join(reading)] = None
        forms["".join(syllable[0] for syllable in reading)] = None
    return f" {' '.join(form for form in forms if form)} "


def normalise_query(text: str) -> str:
    """What is typed into a search box, brought to the form that `search_text` is written in."""
    return "".join(text.lower().replace("ü", "v").replace("'", "").split())


def _syllables(name: str, *, surname: bool) -> Sequence[tuple[str, ...]]:
    """For each character of a name its readings, the likeliest first; Latin runs read as themselves."""
    characters = _HAN.findall(name)
    if not characters:
        return [(run,) for run in _LATIN.findall(name.lower())]
    syllables = [_readings(character) for character in characters]
    if not surname:
        return syllables
    compound = _COMPOUND_SURNAMES.get(name[:2])
    if compound is not None and len(characters) > 2:
        known: Sequence[tuple[str, ...]] = [(syllable,) for syllable in compound]
    else:
        known = [_SURNAMES.get(characters[0], ())]
    for place, first in enumerate(known):
        syllables[place] = tuple(dict.fromkeys((*first, *syllables[place])))
    return syllables


@lru_cache(maxsize=8192)  # a roll of names uses some two thousand characters
def _readings(character: str) -> tuple[str, ...]:
    """All readings of one character; a character without one (a rare one) reads as itself."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")[0]
    return tuple(dict.fromkeys(reading.lower() for reading in found if reading)) or (character,)
