"""200 random households on three days, judged by the rules and by an independent calculator."""

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.assistance.rules import dibao, household, means
from apps.assistance.rules.deadlines import deadlines
from apps.assistance.rules.explain import balances
from apps.assistance.rules.facts import Application, Assets, Disregard, Income, Member
from apps.assistance.rules.parameters import Parameters, Standards
from tests.assistance.rules import independent
from tests.assistance.rules.examples import CALENDAR, parameters_on

DAYS = (date(2021, 6, 15), date(2021, 12, 15), date(2022, 11, 15))
COUNT = 200
SEED = int(os.environ.get("HOUSEHOLDS_SEED", "20211231"))
STANDARDS = Standards(dibao=Decimal(independent.STANDARD) / 100)


def homes(on: date) -> list[dict]:
    dice = random.Random(SEED * 7 + on.toordinal())
    return [independent.random_home(dice, on) for _ in range(COUNT)]


def yuan(fen: int) -> Decimal:
    return (Decimal(fen) / 100).quantize(Decimal("0.01"))


def application_of(home: dict) -> Application:
    return Application(
        members=tuple(
            Member(
                key=person["key"],
                name=f"成员{person['key']}",
                relation=person["relation"],
                birth_date=person["born"],
                labour_capacity=person["labour"],
                schooling=person["school"],
                disability=person["disability"],
                disability_level=person["level"],
                has_serious_illness=person["ill"],
                marital_status="married",
                lives_together=person["home"],
                absence=person["absence"],
                has_local_hukou=person["local"],
            )
            for person in home["members"]
        ),
        incomes=tuple(
            Income(
                member=income["member"],
                source=income["source"],
                monthly=yuan(income["monthly"]),
                verified=None if income["verified"] is None else yuan(income["verified"]),
                deduction=yuan(income["cost"]),
                deduction_kind=income["cost_kind"],
            )
            for income in home["incomes"]
        ),
        assets=Assets(
            deposits=yuan(home["assets"]["money"]),
            insurance=Decimal(0),
            dwellings=home["assets"]["dwellings"],
            area=Decimal(60),
            vehicle=home["assets"]["vehicle"],
            business=home["assets"]["business"],
        ),
        disregards=tuple(
            Disregard(member=person["key"], since=person["since"])
            for person in home["members"]
            if person["since"]
        ),
        household_deductions=yuan(home["rigid"]),
        unit="single" if home["single"] else "household",
        single_member=home["single"],
    )


def differences(on: date, parameters: Parameters | None = None) -> list[str]:
    """Where the rules and the calculator disagree; one line a household."""
    found = []
    for number, home in enumerate(homes(on)):
        expected = independent.calculate(home, on)
        result = dibao.assess(application_of(home), STANDARDS, parameters or parameters_on(on), on)
        says = (
            {member.key for member in result.covered},
            result.means.countable,
            # Of nobody the rules say that somebody is lacking, which is no verdict.
            result.is_eligible if result.covered else False,
            result.amount if result.is_eligible else Decimal("0.00"),
        )
        wants = (expected.covered, yuan(expected.countable), expected.is_eligible, yuan(expected.amount))
        if says != wants or (result.covered and not balances(result.steps)):
            found.append(f"seed {SEED}, {on}, household {number}: {says} instead of {wants}")
    return found


@pytest.mark.parametrize("on", DAYS, ids=lambda on: f"{on}-seed-{SEED}")
def test_every_random_household_is_judged_as_the_independent_calculator_judges_it(on: date) -> None:
    wrong = differences(on)
    assert not wrong, f"{len(wrong)} of {COUNT}; " + "\n".join(wrong[:5])


@pytest.mark.parametrize("on", DAYS)
def test_every_why_sheet_ends_in_the_amount_and_its_lines_add_up(on: date) -> None:
    sheets = 0
    for home in homes(on):
        result = dibao.assess(application_of(home), STANDARDS, parameters_on(on), on)
        if result.is_eligible:
            sheets += 1
            assert result.steps[-1].value == result.amount
            assert balances(result.steps)
            heads, income = len(result.covered), result.means.countable
            assert result.steps[-1].value >= STANDARDS.dibao * heads - income
    assert 20 < sheets < COUNT, f"seed {SEED}: {sheets} of {COUNT} are eligible, the draw says little"


def test_a_household_of_2021_is_never_judged_by_the_rules_of_2022() -> None:
    """The unit of one (S5) decides some of these households, and only from 2022-10-20 on."""
    later = DAYS[2]
    without = replace(parameters_on(later), is_severe_alone=False)
    assert not differences(DAYS[1])
    assert differences(later, without), f"seed {SEED}: no household turns on the unit of one"
    assert parameters_on(DAYS[1]).is_severe_alone is False


@pytest.mark.parametrize(("on", "delegated", "days"), [
    (DAYS[0], True, 30), (DAYS[1], True, 30), (DAYS[1], False, 30), (DAYS[2], True, 20), (DAYS[2], False, 30),
])  # fmt: skip
def test_the_total_limit_is_twenty_working_days_where_delegated_from_october_2022(
    on, delegated, days
) -> None:
    due = deadlines(on, CALENDAR, parameters_on(on), delegated=delegated).total
    assert due == independent.working_days_after(on, days)


def _round_half_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dibao, "round_amount", lambda amount, mode: amount.quantize(Decimal(1)))


def _no_disregard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(means, "_disregard_room", lambda *arguments: {})


def _everybody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    real = household._count
    monkeypatch.setattr(household, "_count", lambda member, on: replace(real(member, on), is_counted=True))


def _losses_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(means, "max", lambda *values: values[0], raising=False)


def _nothing_is_exempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(means, "_exemption", lambda *arguments: (Decimal(0), ""))


def _no_family_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dibao, "needs_low_edge_family", lambda member: False)


@pytest.mark.parametrize("break_rule", [
    _round_half_up, _no_disregard, _everybody_counts, _losses_count, _nothing_is_exempt, _no_family_test,
])  # fmt: skip
def test_a_broken_rule_is_found(break_rule: Callable[[pytest.MonkeyPatch], None], monkeypatch) -> None:
    break_rule(monkeypatch)
    assert differences(DAYS[1]), f"seed {SEED}: nobody notices"


@pytest.mark.parametrize("change", [
    {"disregard_multiplier": Decimal(4)}, {"disregard_months": 11}, {"pension_basic_exempt": Decimal(0)},
    {"financial_multiplier": Decimal(12)}, {"dwellings_max": 2},
    {"deduction_caps": {"job_cost": None, "disability_cost": None, "illness_cost": None}},
])  # fmt: skip
def test_a_wrong_limit_is_found(change: dict) -> None:
    assert differences(DAYS[1], replace(parameters_on(DAYS[1]), **change)), f"seed {SEED}: nobody notices"
