"""Job disregard first, phase-out after, never both in a month (rulebook 9.30)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.assistance.rules.explain import balances
from apps.assistance.rules.facts import Disregard
from apps.assistance.rules.phase_out import phase_out
from tests.assistance.rules.examples import PARAMETERS, couple, income, judge, parameters_on

LAST = Decimal("1425.00")
FEBRUARY = date(2022, 2, 1)


def test_the_last_amount_is_kept_for_six_months_and_then_the_benefit_ends() -> None:
    found = phase_out(LAST, FEBRUARY, PARAMETERS, failed=["income"])
    assert found is not None
    assert (found.first_month, found.last_month, found.amount) == (FEBRUARY, date(2022, 7, 1), LAST)
    assert balances(found.steps) and found.steps[-1].value == found.amount


def test_where_local_rule_keeps_half_it_is_rounded_once_and_the_sheet_adds_up() -> None:
    found = phase_out(LAST, FEBRUARY, replace(PARAMETERS, phase_out_keep="half"), failed=["income"])
    assert found is not None and found.amount == Decimal("713.00")
    assert balances(found.steps)


@pytest.mark.parametrize("failed", [[], ["income", "financial"], ["vehicle"], ["hukou"]])
def test_only_a_family_whose_income_alone_is_over_the_line_is_phased_out(failed: list[str]) -> None:
    assert phase_out(LAST, FEBRUARY, PARAMETERS, failed=failed) is None


def test_without_a_last_amount_or_a_rule_there_is_none() -> None:
    assert phase_out(Decimal(0), FEBRUARY, PARAMETERS, failed=["income"]) is None
    assert phase_out(LAST, FEBRUARY, replace(PARAMETERS, phase_out_months=0), failed=["income"]) is None


def test_the_phase_out_is_local_rule_before_october_2022_and_national_after() -> None:
    assert parameters_on(date(2021, 12, 1)).phase_out_months == 6
    assert parameters_on(date(2022, 11, 1)).phase_out_months == 6


@pytest.mark.parametrize(
    ("on", "amount", "is_phased_out"),
    [
        (date(2022, 1, 12), Decimal("1425.00"), False),
        (date(2022, 12, 12), Decimal("1425.00"), False),
        (date(2023, 1, 12), Decimal("0.00"), True),
    ],
)
def test_disregard_first_and_phase_out_only_when_it_has_run_out(on, amount, is_phased_out) -> None:
    """Example B: 3,600 a month from 2022-01 on."""
    started = Disregard(member="2", since=date(2022, 1, 1))
    result = judge(couple(income("2", 3600), disregards=(started,)), on=on)
    assert result.amount == amount
    failed = [condition.code for condition in result.failed]
    found = phase_out(LAST, on.replace(day=1), PARAMETERS, failed=failed)
    assert (found is not None) is is_phased_out
    assert not (found and result.means.disregarded)


def test_work_taken_up_a_second_time_is_disregarded_no_more() -> None:
    twice = (Disregard(member="2", since=date(2020, 6, 1)), Disregard(member="2", since=date(2022, 1, 1)))
    result = judge(couple(income("2", 3600), disregards=twice))
    assert result.means.disregarded == 0


def test_the_cap_of_a_member_is_shared_by_his_wages_and_not_by_those_of_others() -> None:
    started = (Disregard(member="2", since=date(2022, 1, 1)), Disregard(member="1", since=date(2022, 1, 1)))
    wages = (income("2", 2000), income("2", 2000), income("1", 500))
    result = judge(couple(*wages, disregards=started))
    assert [line.disregarded for line in result.means.lines] == [2000, 1015, 500]
