"""Months as whole numbers counted from year 0: the generator does little else than add them."""

import random
from datetime import date

from apps.core.periods import last_day


def index_of(text: str) -> int:
    """``2021-12`` as a number."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def text_of(month: int | None) -> str:
    """``2021-12``; nothing for an open end."""
    return "" if month is None else f"{month // 12}-{month % 12 + 1:02d}"


def some_day(rng: random.Random, month: int) -> date:
    """Any day of the month."""
    start = first_day(month)
    return start.replace(day=rng.randint(1, last_day(start).day))


def is_january(month: int) -> bool:
    return month % 12 == 0
