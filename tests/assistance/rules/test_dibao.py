"""Who gets dibao and how much: the worked examples of the rulebook, then every rule by itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assistance.rules.dibao import decision_level
from apps.assistance.rules.explain import balances
from apps.assistance.rules.facts import Application, Assets, Disregard, Income, Member
from tests.assistance.rules.examples import (
    ON,
    PLAIN_ASSETS,
    couple,
    household,
    income,
    judge,
    member,
    parameters_on,
    step_values,
)

THREE = (member(), member("2", "spouse"), member("3", "daughter", birth_date=date(2010, 11, 5)))
SEVERE: dict[str, Any] = {"disability": "physical", "disability_level": 2, "labour_capacity": "none"}


def test_example_a_the_difference_is_taken_on_totals() -> None:
    result = judge(household(*THREE, incomes=(income("1", 1894),)))
    assert result.amount == Decimal("1121.00")
    assert result.per_head == Decimal("631.33")
    assert result.is_eligible is True


def test_example_b_a_first_wage_is_disregarded_up_to_the_cap() -> None:
    started = Disregard(member="2", since=date(2022, 1, 1))
    result = judge(couple(income("2", 3600), disregards=(started,)))
    assert result.means.disregarded == Decimal(3015)
    assert result.amount == Decimal("1425.00")


@pytest.mark.parametrize("since", [date(2021, 1, 1), date(2022, 2, 1)])
def test_example_b_outside_the_window_the_wage_counts(since: date) -> None:
    result = judge(couple(income("2", 3600), disregards=(Disregard(member="2", since=since),)))
    assert (result.is_eligible, result.amount, result.is_low_edge) == (False, Decimal("0.00"), False)


@pytest.mark.parametrize(
    ("monthly", "is_eligible", "is_low_edge"),
    [
        ("1004.99", True, False),
        ("1005.00", False, True),
        ("1507.50", False, True),
        ("1507.51", False, False),
    ],
)
def test_example_c_strictly_below_for_dibao_and_including_the_line_for_low_edge(
    monthly: str, is_eligible: bool, is_low_edge: bool
) -> None:
    result = judge(household(incomes=(income("1", monthly),)))
    assert (result.is_eligible, result.is_low_edge) == (is_eligible, is_low_edge)
    assert bool(result.low_edge_hint) is is_low_edge


def test_example_c_the_national_wording_leaves_the_line_out() -> None:
    national = parameters_on(ON, low_edge_is_inclusive=False)
    assert judge(household(incomes=(income("1", "1507.50"),)), national).is_low_edge is False


def test_example_d_a_single_unit_is_judged_by_its_own_income() -> None:
    application = couple(income("1", 300), income("2", 2200), unit="single", single_member="1")
    disabled = member("1", **SEVERE)
    result = judge(household(disabled, application.members[1], incomes=application.incomes, unit="single"))
    assert (result.head_count, result.amount, result.is_eligible) == (1, Decimal("705.00"), True)


def test_a_single_unit_needs_a_ground() -> None:
    result = judge(couple(income("2", 2200), unit="single"))
    assert [condition.code for condition in result.failed] == ["ground"]


@pytest.mark.parametrize(
    ("other_income", "text"),
    [
        ("1000", "全户人均 500.00 元，低于标准，应全户申请，不能只保一人"),
        ("3500", "全户人均 1,750.00 元，超过低保边缘线"),
    ],
)
def test_a_single_unit_needs_a_family_within_the_low_edge_line(other_income: str, text: str) -> None:
    family = household(
        member("1", **SEVERE), member("2", "spouse"), incomes=(income("2", other_income),), unit="single"
    )
    assert [condition.text for condition in judge(family).failed] == [text]


def test_clergy_living_apart_apply_alone_without_looking_at_the_family() -> None:
    result = judge(household(member(absence="clergy"), unit="single"))
    assert (result.is_eligible, result.amount) == (True, Decimal("1005.00"))


def test_the_household_of_the_entry_page() -> None:
    """The pension's basic part and the disability subsidy do not count; the rest is the difference."""
    result = judge(
        household(
            member("1", name="王桂英", birth_date=date(1956, 3, 12), labour_capacity="none"),
            member(
                "2",
                "son",
                name="李海峰",
                labour_capacity="partial",
                disability="physical",
                disability_level=2,
            ),
            member(
                "3", "granddaughter", name="李梓涵", birth_date=date(2010, 11, 5), labour_capacity="minor"
            ),
            incomes=(
                income("1", 490, "resident_pension"),
                income("2", 1150, "public_post"),
                income("2", 250, "disability_subsidy"),
            ),
        )
    )
    assert step_values(result) == {
        "declared": Decimal(1890),
        "exempt": Decimal(-430),
        "countable": Decimal(1460),
        "per_head": Decimal("486.67"),
        "household_standard": Decimal(3015),
        "less_countable": Decimal(-1460),
        "amount": Decimal(1555),
    }
    assert result.steps[1].source == "基础养老金中央部分 180.00；残疾人两项补贴 250.00"
    assert result.income_condition.text == "低于标准 518.33 元，收入条件符合"
    assert result.flags == ("李海峰重度残疾，另按规定增发，确认时核定",)


def test_death_of_one_of_three_lowers_the_amount_by_one_standard() -> None:
    """Rulebook 9, case 5."""
    assert judge(couple(income("1", 1894))).amount == Decimal("116.00")


def test_an_amount_is_rounded_up_to_the_yuan_once() -> None:
    result = judge(couple(income("1", "1894.37")))
    assert result.amount == Decimal("116.00")
    assert step_values(result)["rounding"] == Decimal("0.37")


def test_a_tiny_difference_is_raised_to_the_smallest_amount() -> None:
    result = judge(
        household(incomes=(income("1", "1004.80"),)), parameters_on(ON, minimum_amount=Decimal(10))
    )
    assert result.amount == Decimal("10.00")
    assert balances(result.steps)


def test_a_share_that_rounds_up_to_the_standard_is_still_below_it() -> None:
    result = judge(household(*THREE, incomes=(income("1", "3014.99"),)))
    assert result.per_head == Decimal("1005.00")
    assert result.is_eligible is True


@pytest.mark.parametrize(
    ("row", "countable"),
    [
        (income("1", 800), "800"),
        (income("1", 800, verified=Decimal(900)), "900"),
        (income("1", -500, "business"), "0"),
        (income("1", 800, "scholarship"), "0"),
        (income("1", 800, "entitled_group"), "0"),
        (income("1", 800, "government_aid"), "0"),
        (income("1", 490, "resident_pension"), "310"),
        (income("1", 100, "resident_pension"), "0"),
        (income("1", 800, "retirement"), "800"),
        (income("1", 800, deduction=Decimal(200), deduction_kind="job_cost"), "600"),
        (income("1", 800, deduction=Decimal(500), deduction_kind="job_cost"), "500"),
        (income("1", 100, deduction=Decimal(200), deduction_kind="job_cost"), "0"),
        (income("1", 800, "retirement", deduction=Decimal(500), deduction_kind="illness_cost"), "300"),
        (income("1", 800, deduction=Decimal(200)), "800"),
    ],
)
def test_what_counts_as_income(row: Income, countable: str) -> None:
    assert judge(household(incomes=(row,))).means.countable == Decimal(countable)


@pytest.mark.parametrize(("on", "countable"), [(date(2020, 6, 1), 490), (date(2026, 1, 1), 490)])
def test_the_basic_pension_is_left_out_from_2021_to_2025_only(on: date, countable: int) -> None:
    pension = household(incomes=(income("1", 490, "resident_pension"),))
    assert judge(pension, parameters_on(on), on).means.countable == countable


def test_costs_of_illness_are_taken_off_the_whole_family() -> None:
    result = judge(couple(income("1", 1000), household_deductions=Decimal(1500)))
    assert result.means.countable == 0
    assert step_values(result)["household"] == Decimal(-1000)
    assert balances(result.steps)


def test_income_of_somebody_not_counted_is_shown_and_left_out() -> None:
    away = member("2", "son", lives_together=False)
    result = judge(household(member(), away, incomes=(income("2", 9000),)))
    assert (result.means.amount, result.means.countable) == (Decimal(9000), Decimal(0))
    assert result.amount == Decimal("1005.00")
    assert result.means.lines[0].reason == "不计入保障人口的收入"


@pytest.mark.parametrize(
    ("assets", "failed"),
    [
        ({}, None),
        ({"deposits": Decimal(24120)}, None),
        ({"deposits": Decimal("24120.01")}, "financial"),
        ({"deposits": Decimal(24000), "insurance": Decimal(121)}, "financial"),
        ({"dwellings": 2}, "dwelling"),
        ({"dwellings": 0}, None),
        ({"vehicle": "disabled_aid"}, None),
        ({"vehicle": "other"}, "vehicle"),
        ({"business": "small_trade"}, None),
        ({"business": "company"}, "business"),
    ],
)
def test_assets_over_the_limit_refuse(assets: dict[str, object], failed: str | None) -> None:
    facts = {
        name: getattr(PLAIN_ASSETS, name)
        for name in ("deposits", "insurance", "dwellings", "vehicle", "business")
    }
    result = judge(household(assets=Assets(**(facts | assets))))
    assert [condition.code for condition in result.failed] == ([failed] if failed else [])
    assert result.is_eligible is (failed is None)
    assert result.amount == (Decimal("1005.00") if failed is None else Decimal("0.00"))


def test_assets_are_shown_with_their_limit() -> None:
    texts = [condition.text for condition in judge(household(*THREE)).conditions]
    assert "人均金融资产 6,200.00 元，未超 24,120 元" in texts


def test_one_member_with_local_hukou_is_enough() -> None:
    stranger = member(has_local_hukou=False)
    assert judge(household(stranger, member("2", "spouse"))).is_eligible is True
    assert [condition.code for condition in judge(household(stranger)).failed] == ["hukou"]


def test_supplements_follow_the_highest_ground_only() -> None:
    shares = {
        "severe_disability": Decimal("0.2"),
        "serious_illness": Decimal("0.3"),
        "minor": Decimal("0.1"),
        "elderly": Decimal(0),
    }
    ill = member("1", has_serious_illness=True, **SEVERE)
    result = judge(household(ill, THREE[2]), parameters_on(ON, supplement_shares=shares))
    assert [supplement.amount for supplement in result.supplements] == [Decimal("301.50"), Decimal("100.50")]
    assert result.amount == Decimal("2412.00")
    assert balances(result.steps)
    assert result.flags == ()


def test_work_without_declared_income_is_pointed_out_but_never_refuses() -> None:
    result = judge(household(member(name="李海峰")))
    assert result.flags == ("李海峰有劳动能力，没有申报工资或经营收入，请核实",)
    assert result.is_eligible is True


@pytest.mark.parametrize(
    ("application", "codes"),
    [
        (
            Application(members=()),
            ["members", "incomes", "deposits", "insurance", "dwellings", "vehicle", "business"],
        ),
        (household(member(relation="spouse")), ["applicant"]),
        (household(member(birth_date=None)), ["birth_date"]),
        (household(member(name="")), ["name"]),
        (household(member(labour_capacity="")), ["labour_capacity"]),
        (household(member(disability="visual")), ["disability_level"]),
        (household(member(absence="prison")), ["heads"]),
        (household(incomes=None), ["incomes"]),
        (household(incomes=(income("9", 100),)), ["income_member"]),
        (
            household(assets=Assets(deposits=Decimal(0), insurance=Decimal(0), dwellings=1, vehicle="none")),
            ["business"],
        ),
    ],
)
def test_what_is_missing_is_listed_and_nothing_is_decided(application: Application, codes: list[str]) -> None:
    result = judge(application)
    assert [gap.code for gap in result.missing] == codes
    assert result.is_eligible is None
    assert all(gap.text.endswith("。") for gap in result.missing)


def test_before_income_is_entered_there_is_no_amount() -> None:
    result = judge(household(incomes=None))
    assert (result.amount, result.steps, result.is_low_edge) == (None, (), None)


def test_before_assets_are_entered_the_amount_is_an_estimate() -> None:
    result = judge(household(assets=Assets()))
    assert (result.amount, result.is_eligible) == (Decimal("1005.00"), None)


def test_a_refusal_ends_in_its_reasons() -> None:
    last = judge(household(incomes=(income("1", 2000),))).steps[-1]
    assert (last.kind, last.value, last.source) == (
        "sum",
        Decimal("0.00"),
        "高于标准 995.00 元，收入条件不符合",
    )


@pytest.mark.parametrize(
    ("delegated", "relative", "level"),
    [(True, False, "town"), (True, True, "district"), (False, False, "district"), (False, True, "district")],
)
def test_relatives_of_staff_always_go_to_the_bureau(delegated: bool, relative: bool, level: str) -> None:
    assert decision_level(is_delegated=delegated, is_relative_registered=relative) == level


@pytest.mark.parametrize(
    "change",
    [{"relation": "uncle"}, {"labour_capacity": "much"}, {"absence": "abroad"}, {"disability_level": 5}],
)
def test_unknown_codes_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        member(**{"relation": "self", **change})


money = st.decimals(Decimal(0), Decimal(6000), places=2)
sources = st.sampled_from(["wage", "business", "resident_pension", "disability_subsidy", "support"])


@st.composite
def applications(draw: st.DrawFn) -> Application:
    people: list[Member] = [member()]
    for place in range(draw(st.integers(0, 4))):
        relation = draw(st.sampled_from(["spouse", "son", "mother", "other"]))
        birth = draw(st.dates(date(1930, 1, 1), date(2021, 1, 1)))
        people.append(member(str(place + 2), relation, birth_date=birth, lives_together=draw(st.booleans())))
    keys = st.sampled_from([person.key for person in people])
    kinds = st.sampled_from(["", "job_cost", "illness_cost"])
    lines = st.builds(
        Income, member=keys, source=sources, monthly=money, deduction=money, deduction_kind=kinds
    )
    incomes = tuple(draw(st.lists(lines, max_size=6)))
    disregards = (Disregard(member=draw(keys), since=date(2021, 10, 1)),)
    return household(
        *people,
        incomes=incomes,
        disregards=disregards,
        household_deductions=draw(st.just(Decimal(0)) | money),
    )


@given(applications())
def test_the_steps_always_add_up_to_the_amount(application: Application) -> None:
    result = judge(application)
    assert balances(result.steps)
    assert result.steps[-1].value == result.amount


@given(applications())
def test_eligible_is_exactly_who_is_strictly_below_on_totals(application: Application) -> None:
    result = judge(application)
    below = result.means.countable < result.household_standard
    assert result.is_eligible is below
    assert (result.amount or Decimal(0)) >= 1 if below else result.amount == 0


@given(applications())
def test_every_yuan_of_income_is_accounted_for(application: Application) -> None:
    means = judge(application).means
    parts = means.exempt + means.deducted + means.disregarded + means.household_deducted + means.countable
    assert means.amount == parts
    assert min(means.exempt, means.deducted, means.disregarded, means.countable) >= 0


@given(applications(), money)
def test_more_income_never_means_more_money(application: Application, more: Decimal) -> None:
    richer = household(
        *application.members,
        incomes=(*(application.incomes or ()), income("1", more, "support")),
        disregards=application.disregards,
        household_deductions=application.household_deductions,
    )
    assert (judge(richer).amount or 0) <= (judge(application).amount or 0)
