"""Numbers that identify: resident numbers (GB 11643-1999), case numbers, and the masks shown in lists.

Pure functions on text and dates. Nothing here is stored, looked up or logged.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Final, Literal

Sex = Literal["M", "F"]

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS: Final = "10X98765432"
# Old numbers whose sequence is 996-999 marked people aged a hundred and over: their century is 18, not 19.
_CENTENARIAN_SEQUENCES: Final = frozenset({"996", "997", "998", "999"})
_LETTER_O: Final = re.compile("[OoΟο]")


class NumberError(ValueError):
    """A number that cannot be right; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class ResidentNumber:
    """A checked 18-character resident number and what it says about its holder.

    `area` is the place of first registration, never today's address: no right may be derived from it.
    """

    value: str
    birth_date: date
    sex: Sex
    area: str

    def __str__(self) -> str:
        return self.value


def check_digit(first17: str) -> str:
    """Return the check character, `0`-`9` or `X`, for the first 17 digits (GB 11643-1999)."""
    if len(first17) != 17 or not _is_digits(first17):
        raise NumberError("身份证号前 17 位应全部是数字，请核对。")
    return _CHECK_CHARACTERS[sum(map(mul, _WEIGHTS, map(int, first17))) % 11]


def normalise_resident_number(text: str) -> str:
    """Drop blanks, make full-width characters half-width and letters upper case; check nothing."""
    if text.isascii() and text.isalnum():  # as nearly all are, and an import asks for every one of a million
        return text.upper()
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(character for character in half_width if not _is_blank(character)).upper()


def parse_resident_number(text: str) -> ResidentNumber:
    """Read a typed 18-character number; spaces, full-width characters and a lower-case x are accepted.

    Raises NumberError with a Chinese sentence. Numbers of 15 digits are refused: they are only matched in
    old files, through `upgrade_15`.
    """
    value = normalise_resident_number(text)
    _check_shape(value)
    birth_date = _birth_date(value)
    expected = check_digit(value[:17])
    if value[17] != expected:
        raise NumberError(f"身份证号最后一位不对，请核对（应为 {expected}）。")
    sex: Sex = "M" if int(value[16]) % 2 else "F"
    return ResidentNumber(value=value, birth_date=birth_date, sex=sex, area=value[:6])


def upgrade_15(text: str) -> str:
    """Return the 18-character form of a number of 15 digits as found in old files.

    Raises NumberError for a wrong shape, an impossible birthday, or a sequence that marked centenarians
    (their century has to be looked up by hand).
    """
    old = normalise_resident_number(text)
    if len(old) != 15 or not _is_digits(old):
        raise NumberError("旧身份证号应为 15 位数字，请核对。")
    if old[12:15] in _CENTENARIAN_SEQUENCES:
        raise NumberError("旧身份证号的顺序码为百岁老人专用，请人工核对出生年份。")
    first17 = f"{old[:6]}19{old[6:]}"
    value = first17 + check_digit(first17)
    _birth_date(value)
    return value


def read_any_number(text: str) -> ResidentNumber:
    """Read a number that is only looked for: of 18 characters, or an old one of 15 digits, upgraded.

    For matching files on hand; whoever is new is entered with 18 characters (`parse_resident_number`). Raises
    NumberError.
    """
    if is_old_number(text):
        return parse_resident_number(upgrade_15(text))
    return parse_resident_number(text)


def is_old_number(text: str) -> bool:
    """Whether the text is a number of 15 digits, as given before 1999."""
    value = normalise_resident_number(text)
    return len(value) == 15 and _is_digits(value)


def age_on(birth: date, day: date) -> int:
    """Age in whole years on `day`.

    A year is completed on the birthday; a birthday of 29 February counts on 1 March in a common year
    (rulebook 5.3). Before birth the age is 0.
    """
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return max(years, 0)


def birthday_in(birth: date, year: int) -> date:
    """The day in `year` on which a year of age is completed."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def case_number(prefix: str, region_code: str, day: date, seq: int) -> str:
    """`DB-212009-20211217-0003`: kind, town, day of submission, number of the day.

    `region_code` may be a district, town or community code; the six digits of the town are used (without the
    province and the first digit of the city, which are the same in all of a bureau's cases).
    """
    if seq < 1:
        raise ValueError("the number of the day starts at 1")
    town = region_code[3:9].ljust(6, "0")
    return f"{prefix}-{town}-{day:%Y%m%d}-{seq:04d}"


def mask_resident_number(value: str) -> str:
    """`330299********4120`: six digits of area and the last four."""
    if len(value) <= 10:
        return "*" * len(value)
    return f"{value[:6]}{'*' * (len(value) - 10)}{value[-4:]}"


def mask_name(name: str, *, minor: bool = False) -> str:
    """`陈*芳`, `严*`; a minor keeps the surname only (`何**`).

    Never more than two stars, so that a long name does not show by its length.
    """
    if len(name) <= 1:
        return name
    if minor or len(name) == 2:
        return name[0] + "*" * min(len(name) - 1, 2)
    return f"{name[0]}{'*' * min(len(name) - 2, 2)}{name[-1]}"


def mask_account(value: str) -> str:
    """`6228****3306`; short numbers keep their last two digits only."""
    if len(value) < 10:
        return "****" + value[-2:]
    return f"{value[:4]}****{value[-4:]}"


def mask_phone(value: str) -> str:
    """`138****0127`; numbers of another length keep their last two digits only."""
    if len(value) != 11:
        return "****" + value[-2:]
    return f"{value[:3]}****{value[-4:]}"


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_blank(character: str) -> bool:
    # Cf: zero-width characters, which come along when a number is pasted from a chat or a web page.
    return character.isspace() or unicodedata.category(character) == "Cf"


def _check_shape(value: str) -> None:
    if not value:
        raise NumberError("请填写身份证号。")
    if _LETTER_O.search(value):
        raise NumberError("身份证号中有字母 O，请改为数字 0。")
    if len(value) == 15 and _is_digits(value):
        raise NumberError("这是 15 位旧身份证号，请填写 18 位身份证号。")
    if len(value) != 18:
        raise NumberError(f"身份证号应为 18 位，现有 {len(value)} 位，请核对。")
    if not _is_digits(value[:17]):
        raise NumberError("身份证号前 17 位应全部是数字，请核对。")
    if value[17] not in "0123456789X":
        raise NumberError("身份证号最后一位应为数字或 X，请核对。")


def _birth_date(value: str) -> date:
    try:
        return date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        raise NumberError("身份证号中的出生日期不存在，请核对第 7 至 14 位。") from None
