"""Statutory dates on the shipped calendar: the test vectors of the rulebook and of the pages."""

from datetime import date

import pytest

from apps.assistance.rules.deadlines import (
    deadlines,
    decision_due,
    first_benefit_month,
    is_report_valid,
    last_benefit_month,
    next_recheck,
    public_notice,
    rejection_notice_due,
    verification_due,
    warning_day,
)
from apps.core.workdays import CalendarMissing
from tests.assistance.rules.examples import CALENDAR, PARAMETERS, parameters_on


def test_fifteen_working_days_over_the_national_day() -> None:
    due = deadlines(date(2021, 9, 15), CALENDAR, PARAMETERS, delegated=False)
    assert due.preliminary_opinion == date(2021, 10, 12)


def test_all_limits_of_a_case_accepted_before_the_spring_festival() -> None:
    due = deadlines(date(2022, 1, 12), CALENDAR, PARAMETERS, delegated=True)
    assert due.start_investigation == due.start_verification == date(2022, 1, 17)
    assert due.preliminary_opinion == date(2022, 2, 7)
    assert due.decision == date(2022, 2, 21)
    assert (due.total, due.total_extended) == (date(2022, 2, 28), date(2022, 3, 21))


@pytest.mark.parametrize(
    ("accepted_on", "delegated", "total"),
    [
        (date(2022, 10, 19), True, date(2022, 11, 30)),
        (date(2022, 10, 20), True, date(2022, 11, 17)),
        (date(2022, 10, 20), False, date(2022, 12, 1)),
    ],
)
def test_a_delegated_case_is_shorter_from_20_october_2022(
    accepted_on: date, delegated: bool, total: date
) -> None:
    found = deadlines(accepted_on, CALENDAR, parameters_on(accepted_on), delegated=delegated)
    assert found.total == total


def test_a_notice_inside_the_review_leaves_more_room_for_the_decision() -> None:
    inside = parameters_on(date(2022, 1, 12), is_notice_inside_preliminary=True)
    assert deadlines(date(2022, 1, 12), CALENDAR, inside, delegated=False).decision == date(2022, 2, 14)


@pytest.mark.parametrize(
    ("posted", "ends", "next_step"),
    [
        (date(2021, 10, 13), date(2021, 10, 20), date(2021, 10, 21)),
        (date(2021, 12, 31), date(2022, 1, 7), date(2022, 1, 8)),
        (date(2021, 9, 26), date(2021, 10, 8), date(2021, 10, 9)),
        (date(2021, 10, 9), date(2021, 10, 18), date(2021, 10, 19)),
        (date(2021, 9, 11), date(2021, 9, 18), date(2021, 9, 19)),
    ],
)
def test_a_notice_lasts_seven_days_and_ends_on_a_working_day(
    posted: date, ends: date, next_step: date
) -> None:
    notice = public_notice(posted, CALENDAR, PARAMETERS)
    assert (notice.ends_on, notice.next_step_from) == (ends, next_step)


def test_an_objection_on_the_last_day_is_in_time() -> None:
    notice = public_notice(date(2021, 10, 13), CALENDAR, PARAMETERS)
    assert notice.is_in_time(date(2021, 10, 20))
    assert not notice.is_in_time(date(2021, 10, 21))


def test_the_decision_is_due_five_working_days_after_the_notice_but_within_the_total() -> None:
    ended = date(2022, 1, 7)
    assert decision_due(ended, date(2022, 2, 28), CALENDAR, PARAMETERS) == date(2022, 1, 14)
    assert decision_due(ended, date(2022, 1, 12), CALENDAR, PARAMETERS) == date(2022, 1, 12)


def test_short_limits_are_three_working_days() -> None:
    assert verification_due(date(2022, 1, 28), CALENDAR, PARAMETERS) == date(2022, 2, 7)
    assert rejection_notice_due(date(2022, 1, 7), CALENDAR, PARAMETERS) == date(2022, 1, 12)


def test_the_warning_comes_at_four_fifths() -> None:
    assert warning_day(date(2021, 9, 15), date(2021, 10, 12), CALENDAR, PARAMETERS) == date(2021, 10, 8)


def test_a_year_without_a_calendar_is_not_guessed() -> None:
    with pytest.raises(CalendarMissing):
        deadlines(date(2023, 12, 20), CALENDAR, PARAMETERS, delegated=False)


def test_benefits_begin_next_month_and_end_with_the_month_of_the_event() -> None:
    assert first_benefit_month(date(2021, 12, 31)) == date(2022, 1, 1)
    assert last_benefit_month(date(2021, 3, 14)) == date(2021, 3, 1)


@pytest.mark.parametrize(("letter", "due"), [("A", date(2022, 8, 31)), ("C", date(2022, 2, 28))])
def test_rechecks_are_yearly_or_half_yearly(letter: str, due: date) -> None:
    assert next_recheck(date(2021, 8, 31), letter, PARAMETERS) == due


def test_a_report_supports_a_decision_for_ninety_days() -> None:
    assert is_report_valid(date(2021, 10, 1), date(2021, 12, 30), PARAMETERS)
    assert not is_report_valid(date(2021, 10, 1), date(2021, 12, 31), PARAMETERS)
