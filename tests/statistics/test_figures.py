"""Figures come from records: change a record and the figure changes by as much."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.core import clock
from apps.core.declarations import Bounds
from apps.core.periods import add_months
from apps.core.registries import indicators
from apps.payments.models import Coverage, Entitlement, EntitlementTerm
from apps.regions.models import Region
from apps.statistics.services import by_town, figures
from apps.statistics.services.values import Value, printed
from tests.factories import DONGSHENG, ZHONGHE, community_of, delegate
from tests.statistics.rolls import DECEMBER, YEAR, add_family, end, leave, make_roll

pytestmark = pytest.mark.django_db
HOUSEHOLDS, PERSONS = "assistance.dibao_households", "assistance.dibao_persons"
AMOUNT, DELEGATED = "assistance.dibao_amount", "assistance.delegated_dibao_persons"


def asked(*arguments):
    """What ``manage.py figures`` prints."""
    out = StringIO()
    call_command("figures", *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def of_2021(key, *arguments):
    return asked("--year", "2021", *arguments)[key]


def towns(key, kind="year", start=YEAR):
    return {row.code: row.value for row in by_town(key, kind, start) if row.value}


@pytest.fixture
def roll():
    return make_roll()


def test_the_roll_is_counted_by_family_and_by_person(roll):
    found = asked("--year", "2021")
    assert (found[HOUSEHOLDS], found[PERSONS]) == (3, 6)


def test_money_is_summed_before_it_is_rounded_to_ten_thousands(roll):
    # Six months of 1000 + 600 + 700 yuan.
    assert of_2021(AMOUNT) == 1.4
    assert figures("year", YEAR)[AMOUNT].value == Decimal("13800.00")


def test_the_standard_is_the_one_in_force_at_the_end(roll):
    before, now = (asked("--year", year)["assistance.dibao_standard_monthly"] for year in ("2020", "2021"))
    assert before < now


def test_every_figure_of_towns_adds_up_to_the_district(roll):
    delegate(DONGSHENG)
    add_family(roll, "赵", decided=date(2021, 3, 4), since=date(2021, 4, 1), level="town")
    for key, figure in figures("year", YEAR).items():
        if figure.indicator.kind in ("stock", "flow", "amount"):
            assert sum(towns(key).values(), Decimal(0)) == figure.value, key


def test_a_family_that_left_in_november_is_not_counted_in_december(roll):
    end(roll["陈"], date(2021, 11, 1))
    assert (of_2021(HOUSEHOLDS), of_2021(PERSONS)) == (2, 3)
    assert of_2021("assistance.dibao_ended_households") == 1


def test_a_family_whose_last_month_is_december_still_counts_in_it(roll):
    end(roll["陈"], DECEMBER)
    assert of_2021(HOUSEHOLDS) == 3
    assert of_2021("assistance.dibao_ended_households") == 0


def test_money_paid_to_a_family_that_left_stays_in_the_sum(roll):
    end(roll["陈"], date(2021, 9, 1))
    assert figures("year", YEAR)[AMOUNT].value == Decimal("13800.00")


def test_a_death_found_late_takes_one_person_and_no_family(roll):
    leave(Coverage.objects.get(entitlement=roll["陈"], person__name="陈2"), date(2021, 10, 1))
    assert (of_2021(HOUSEHOLDS), of_2021(PERSONS)) == (3, 5)
    assert asked("--year", "2021", "--month", "10")[PERSONS] == 6


def moved(family, town, month):
    """From ``month`` on the family is in another town."""
    old = family.terms.get()
    EntitlementTerm.objects.filter(pk=old.pk).update(last_month=add_months(month, -1))
    EntitlementTerm.objects.create(
        entitlement=family,
        region_id=community_of(town),
        first_month=month,
        amount=old.amount,
        standard=old.standard,
        cause="move",
        case=family.case,
    )


def test_a_family_that_moved_counts_where_it_lived_in_the_month(roll):
    moved(roll["陈"], ZHONGHE, date(2021, 11, 1))
    assert towns(PERSONS, "month", date(2021, 10, 1)) == {DONGSHENG: 4, ZHONGHE: 2}
    assert towns(PERSONS) == {DONGSHENG: 1, ZHONGHE: 5}
    assert of_2021(PERSONS) == 6
    # What was paid stays with the town of its month.
    assert towns(AMOUNT) == {DONGSHENG: Decimal("9600.00"), ZHONGHE: Decimal("4200.00")}


def test_stock_at_the_end_is_stock_at_the_start_and_who_came_less_who_left(roll):
    add_family(roll, "赵", since=date(2021, 3, 1))
    add_family(roll, "周", since=date(2021, 5, 1))
    end(roll["周"], date(2021, 8, 1))
    end(roll["王"], date(2020, 12, 1))
    found = figures("year", YEAR)
    start = found[HOUSEHOLDS].previous
    came, left = (found[f"assistance.dibao_{word}_households"].value for word in ("new", "ended"))
    assert (start, came, left) == (3, 2, 2)
    assert found[HOUSEHOLDS].value == start + came - left


def test_only_persons_confirmed_by_a_delegated_town_are_delegated(roll):
    delegate(DONGSHENG)
    family = add_family(roll, "赵", heads=2, decided=date(2021, 3, 4), since=date(2021, 4, 1), level="town")
    add_family(roll, "周", decided=date(2021, 3, 4), since=date(2021, 4, 1))
    # Confirmed in the year before, though it begins in this one.
    add_family(roll, "吴", decided=date(2020, 12, 30), since=YEAR, level="town")
    found = asked("--year", "2021")
    assert (found[DELEGATED], found["assistance.delegated_pilot_towns"]) == (2, 1)
    # Who leaves later was confirmed all the same.
    end(family, date(2021, 6, 1))
    assert of_2021(DELEGATED) == 2


def test_the_rate_of_delegation_is_over_the_towns_that_exist(roll):
    delegate(DONGSHENG, since=date(2021, 6, 1))
    rate = figures("year", YEAR)["assistance.plan_delegation_rate"]
    assert (rate.numerator, rate.denominator) == (1, asked("--year", "2021")["assistance.towns"])
    assert figures("month", date(2021, 5, 1))["assistance.plan_delegation_rate"].value == 0


def test_a_town_that_was_abolished_keeps_its_months_and_is_in_no_later_one(roll):
    """Edge 8: Zhonghe is merged into Dongsheng on 1 November; its families follow, its history stays."""
    before = figures("month", date(2021, 10, 1))["assistance.plan_delegation_rate"].denominator
    Region.objects.filter(code=ZHONGHE).update(closed_on=date(2021, 11, 1), successor_id=DONGSHENG)
    for family in Entitlement.objects.filter(town_code=ZHONGHE):
        moved(family, DONGSHENG, date(2021, 11, 1))
    october, december = (by_town(PERSONS, "month", month) for month in (date(2021, 10, 1), DECEMBER))
    assert {row.code: row.value for row in october}[ZHONGHE] == 2
    assert ZHONGHE not in {row.code for row in december}
    assert {row.code: row.value for row in december}[DONGSHENG] == 6
    rates = [
        figures("month", month)["assistance.plan_delegation_rate"] for month in (date(2021, 10, 1), DECEMBER)
    ]
    assert [rate.denominator for rate in rates] == [before, before - 1]


@pytest.mark.parametrize(("part", "shown"), [(1999, "99.9"), (2000, "100.0"), (1, "0.1")])
def test_a_rate_is_a_hundred_only_when_nothing_is_missing(part, shown):
    rate = indicators.get("assistance.plan_delegation_rate")
    value = Value(Decimal(part) * 100 / 2000, Decimal(part), Decimal(2000))
    assert str(printed(rate, value)) == shown


def test_a_year_that_still_runs_counts_up_to_today(roll):
    end(roll["陈"], date(2022, 3, 1))
    assert asked("--year", "2022")[PERSONS] == 6
    with clock.held(date(2022, 4, 2)):
        assert asked("--year", "2022")[PERSONS] == 3


def test_a_town_asks_for_itself(roll):
    assert of_2021(PERSONS, "--region", ZHONGHE) == 2
    assert of_2021("assistance.dibao_standard_monthly", "--region", ZHONGHE) == of_2021(
        "assistance.dibao_standard_monthly"
    )


def test_a_region_that_is_not_there_is_an_error():
    with pytest.raises(CommandError, match="没有区划"):
        asked("--year", "2021", "--region", "330203")


def test_each_record_of_a_figure_stands_once_in_its_list(roll):
    delegate(DONGSHENG)
    bounds = Bounds(YEAR, date(2021, 12, 31))
    for indicator in indicators:
        if indicator.records:
            keys = list(indicator.records(bounds).values_list("pk", flat=True))
            assert len(keys) == len(set(keys)), indicator.key
