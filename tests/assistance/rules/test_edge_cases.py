"""Edge cases of the rulebook's section 9 that are a matter of the rules alone: 1, 13, 18, 28, 40."""

from datetime import date
from decimal import Decimal

import pytest

from apps.assistance.rules.deadlines import is_report_valid, next_recheck
from apps.assistance.rules.facts import Application
from apps.assistance.rules.household import counted_members
from apps.core.periods import same_day_after
from tests.assistance.rules.examples import ON, PARAMETERS, household, income, judge, member


@pytest.mark.parametrize(
    ("monthly", "amount"),
    [("1004.99", "1.00"), ("1004.00", "1.00"), ("1003.01", "2.00"), ("1005.00", "0.00")],
)
def test_13_exactly_on_the_line_is_nothing_and_less_than_a_yuan_is_the_minimum(monthly, amount) -> None:
    result = judge(household(member(), incomes=(income("1", monthly),)))
    assert result.amount == Decimal(amount)
    assert result.is_eligible is (amount != "0.00")


def test_13_nobody_counted_divides_by_nobody() -> None:
    result = judge(Application(members=(member(absence="prison"),), incomes=()))
    assert (result.head_count, result.per_head, result.is_eligible) == (0, Decimal("0.00"), None)


def test_13_a_loss_is_no_income_and_lowers_no_other() -> None:
    result = judge(household(member(), incomes=(income("1", -800, "business"), income("1", 300))))
    assert result.means.countable == 300
    assert result.amount == 705


@pytest.mark.parametrize(
    ("on", "is_minor"),
    [(date(2022, 2, 28), True), (date(2022, 3, 1), False)],
)
def test_18_who_is_born_on_29_february_is_of_age_on_1_march_of_a_common_year(on, is_minor) -> None:
    assert member(birth_date=date(2004, 2, 29)).is_minor(on) is is_minor


def test_18_twelve_months_from_29_february_end_on_the_28th_and_february_is_a_month_like_others() -> None:
    assert next_recheck(date(2024, 2, 29), "B", PARAMETERS) == date(2025, 2, 28)
    amounts = {judge(household(member()), on=date(2022, month, 15)).amount for month in (1, 2, 3)}
    assert amounts == {Decimal("1005.00")}


@pytest.mark.parametrize(
    ("schooling", "is_counted"),
    [("bachelor", True), ("college", True), ("postgraduate", False), ("part_time", False), ("none", False)],
)
def test_28_only_full_time_study_up_to_bachelor_keeps_an_adult_child_away_from_home(schooling, is_counted):
    son = member("2", "son", birth_date=date(2000, 5, 1), schooling=schooling, lives_together=False)
    counted = {
        each.member.key: each.is_counted
        for each in counted_members(household(member(), son), date(2022, 1, 12))
    }
    assert counted["2"] is is_counted


def test_40_a_report_of_ninety_days_supports_a_decision_and_one_of_ninety_one_does_not() -> None:
    assert is_report_valid(date(2021, 10, 14), date(2022, 1, 12), PARAMETERS)
    assert not is_report_valid(date(2021, 10, 13), date(2022, 1, 12), PARAMETERS)


@pytest.mark.parametrize(
    ("divorced_on", "flag"),
    [
        (date(2021, 3, 1), "李海峰于 2021 年 3 月 1 日离婚，未满 12 个月，请核实是否仍与原配偶共同生活"),
        (None, "李海峰离婚，离婚日期没有填写，请核实是否仍与原配偶共同生活"),
    ],
)
def test_01_a_recent_divorce_is_looked_at_and_never_refuses(divorced_on: date | None, flag: str) -> None:
    apart = member(name="李海峰", labour_capacity="none", marital_status="divorced", divorced_on=divorced_on)
    result = judge(household(apart))
    assert result.flags == (flag,)
    assert result.is_eligible is True


def test_01_a_divorce_of_twelve_months_ago_is_no_longer_pointed_out() -> None:
    long_ago = member(labour_capacity="none", marital_status="divorced", divorced_on=same_day_after(ON, -12))
    assert judge(household(long_ago)).flags == ()
