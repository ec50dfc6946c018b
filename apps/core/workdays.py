"""Working days by the State Council's yearly order: weekends, holidays, and weekends that are worked.

Pure arithmetic over a `Calendar`; who loads it is not known here. A year that is not loaded raises
CalendarMissing: counting Monday to Friday instead would silently give wrong statutory dates.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from apps.core.errors import DomainError

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


class CalendarMissing(DomainError):
    """The working calendar of a year has not been entered; `year` says which."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的放假安排还没有录入，无法推算工作日。",
            hint="请数据管理员先录入这一年的放假安排。",
            code="calendar_missing",
        )
        self.year = year


class Calendar(Protocol):
    """A working calendar: which years are known, and the days of them that break the weekly rule."""

    @property
    def years(self) -> AbstractSet[int]:
        """The years whose order has been entered."""

    @property
    def exceptions(self) -> Mapping[date, bool]:
        """Exceptional days: True for a weekend that is worked, False for a weekday that is off."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The plain Calendar, for tests and for whoever has read the rows."""

    years: AbstractSet[int]
    exceptions: Mapping[date, bool]


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether offices work on `day`; raises CalendarMissing."""
    if day.year not in calendar.years:
        raise CalendarMissing(day.year)
    exception = calendar.exceptions.get(day)
    return day.weekday() < _SATURDAY if exception is None else exception


def add_workdays(start: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `start`; the day of the event is day 0.

    With count 0 it is `start` itself. Negative counts go back. Raises CalendarMissing.
    """
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_workday(day, calendar)
    return day


def workdays_between(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier.

    So `workdays_between(d, add_workdays(d, n)) == n`, and a due date that is today has 0 left.
    Raises CalendarMissing.
    """
    if end < start:
        return -workdays_between(end, start, calendar)
    days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
    return sum(is_workday(day, calendar) for day in days)


def next_workday(day: date, calendar: Calendar) -> date:
    """`day` itself when it is worked, else the first working day after it. Raises CalendarMissing."""
    while not is_workday(day, calendar):
        day += _ONE_DAY
    return day
