"""Months as the first day of themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.periods import (
    PeriodError,
    add_months,
    day_label,
    each_month,
    first_of,
    last_day,
    month_bounds,
    month_key,
    month_label,
    months_between,
    parse_month,
    same_day_after,
    year_bounds,
)

days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@given(days, st.integers(-240, 240))
def test_adding_months_is_undone_by_counting_them(day: date, count: int) -> None:
    later = add_months(day, count)
    assert later.day == 1
    assert months_between(day, later) == count


@pytest.mark.parametrize(
    ("month", "end"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2021, 2, 1), date(2021, 2, 28)),
        (date(2021, 12, 5), date(2021, 12, 31)),
    ],
)
def test_the_last_day_of_a_month(month: date, end: date) -> None:
    assert last_day(month) == end
    assert month_bounds(month) == (first_of(month), end)


def test_a_year_from_the_29th_of_february_ends_on_the_28th() -> None:
    assert same_day_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert same_day_after(date(2021, 8, 31), 6) == date(2022, 2, 28)
    assert same_day_after(date(2021, 8, 15), 6) == date(2022, 2, 15)


def test_labels_and_keys() -> None:
    assert month_label(date(2021, 12, 1)) == "2021 年 12 月"
    assert day_label(date(2021, 1, 3)) == "2021 年 1 月 3 日"
    assert month_key(parse_month(" 2021-03 ")) == "2021-03"


@pytest.mark.parametrize("text", ["2021-13", "2021-3", "21-03", "2021-00", "二〇二一", "0000-01", "٢٠٢١-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        parse_month(text)


def test_each_month_includes_both_ends() -> None:
    assert list(each_month(date(2021, 11, 30), date(2022, 1, 1))) == [
        date(2021, 11, 1),
        date(2021, 12, 1),
        date(2022, 1, 1),
    ]
    assert list(each_month(date(2022, 1, 1), date(2021, 12, 1))) == []


def test_a_year_has_its_bounds() -> None:
    assert year_bounds(2021) == (date(2021, 1, 1), date(2021, 12, 31))
