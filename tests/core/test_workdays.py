"""Working days on a small calendar; the real years are tested with the reference data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.workdays import (
    CalendarMissing,
    WorkingCalendar,
    add_workdays,
    is_workday,
    next_workday,
    workdays_between,
)

AUTUMN_2021 = WorkingCalendar(
    years=frozenset({2021}),
    exceptions={date(2021, 9, day): day in {18, 26} for day in (18, 20, 21, 26)}
    | {date(2021, 10, day): day == 9 for day in (1, 4, 5, 6, 7, 9)},
)


def test_fifteen_working_days_skip_holidays_and_count_worked_weekends() -> None:
    assert add_workdays(date(2021, 9, 15), 15, AUTUMN_2021) == date(2021, 10, 12)


def test_the_day_of_the_event_is_day_zero() -> None:
    assert add_workdays(date(2021, 9, 15), 0, AUTUMN_2021) == date(2021, 9, 15)
    assert add_workdays(date(2021, 9, 17), 1, AUTUMN_2021) == date(2021, 9, 18)


def test_going_back_skips_the_same_days() -> None:
    assert add_workdays(date(2021, 10, 8), -1, AUTUMN_2021) == date(2021, 9, 30)


def test_time_left_is_counted_in_working_days() -> None:
    assert workdays_between(date(2021, 9, 30), date(2021, 10, 12), AUTUMN_2021) == 4
    assert workdays_between(date(2021, 10, 12), date(2021, 10, 12), AUTUMN_2021) == 0
    assert workdays_between(date(2021, 10, 12), date(2021, 10, 9), AUTUMN_2021) == -2


def test_a_holiday_moves_to_the_next_worked_day() -> None:
    assert next_workday(date(2021, 10, 1), AUTUMN_2021) == date(2021, 10, 8)
    assert next_workday(date(2021, 10, 9), AUTUMN_2021) == date(2021, 10, 9)


def test_a_year_without_an_order_is_never_guessed() -> None:
    with pytest.raises(CalendarMissing, match="2022 年的放假安排还没有录入"):
        add_workdays(date(2021, 12, 30), 5, AUTUMN_2021)


@given(st.integers(0, 60), st.integers(0, 120))
def test_adding_is_undone_by_counting(count: int, shift: int) -> None:
    start = date(2021, 3, 1) + timedelta(days=shift)
    end = add_workdays(start, count, AUTUMN_2021)
    assert workdays_between(start, end, AUTUMN_2021) == count
    assert count == 0 or is_workday(end, AUTUMN_2021)
