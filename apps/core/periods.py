"""Months and years. A month is the `date` of its first day; benefits move in whole months."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")


class PeriodError(ValueError):
    """Text that is no month or year; the message is Chinese."""


def first_of(day: date) -> date:
    """The month of a day."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """The last day of the month that `month` lies in."""
    return add_months(month, 1) - timedelta(days=1)


def add_months(month: date, count: int) -> date:
    """The month `count` months later (earlier when negative)."""
    years, month_index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, month_index + 1, 1)


def same_day_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of a shorter month.

    A validity of 12 months from 2024-02-29 ends on 2025-02-28.
    """
    month = add_months(day, months)
    return min(month + timedelta(days=day.day - 1), last_day(month))


def months_between(start: date, end: date) -> int:
    """How many months `end` lies after `start` (negative when before); days do not matter."""
    return (end.year - start.year) * 12 + end.month - start.month


def each_month(start: date, end: date) -> Iterator[date]:
    """Every month from that of `start` to that of `end`, both included."""
    for count in range(months_between(start, end) + 1):
        yield add_months(start, count)


def month_label(month: date) -> str:
    """`2021 年 12 月`."""
    return f"{month.year} 年 {month.month} 月"


def month_key(month: date) -> str:
    """`2021-12`, as in addresses and command lines."""
    return f"{month:%Y-%m}"


def day_label(day: date) -> str:
    """`2021 年 12 月 31 日`, as in papers."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def parse_month(text: str) -> date:
    """Read `YYYY-MM`; raises PeriodError."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        raise PeriodError("月份应写成 2021-12 的样子。")
    try:
        return date(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise PeriodError("没有这个月份，请核对。") from None


def month_bounds(month: date) -> tuple[date, date]:
    """First and last day of a month, both inclusive."""
    return first_of(month), last_day(month)


def year_bounds(year: int) -> tuple[date, date]:
    """First and last day of a year, both inclusive."""
    return date(year, 1, 1), date(year, 12, 31)
