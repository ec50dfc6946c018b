"""Frozen + adjustments = live: whatever becomes of the records of a closed period is written down beside it."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string

from apps.accounts.actors import system_actor
from apps.core import clock
from apps.payments.models import Coverage
from apps.policy.models import Period
from apps.reports import paper
from apps.reports.services.content import content
from apps.statistics.models import Adjustment
from apps.statistics.services import adjust, adjustments_of, figures, numbers
from apps.statistics.services.adjusting import corrections, with_adjustments
from apps.statistics.services.closing import close_period
from apps.statistics.ticks import note_adjustments
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE
from tests.statistics.rolls import DECEMBER, YEAR, add_family, end, leave, make_roll, pay
from tests.statistics.test_figures import HOUSEHOLDS, PERSONS
from tests.support import accounts

pytestmark = pytest.mark.django_db

NIGHT = date(2022, 1, 20)


@pytest.fixture
def closed():
    roll = make_roll()
    close_period("year", YEAR, actor=system_actor("system_tick"))
    return roll


def night():
    with clock.held(NIGHT):
        return note_adjustments(NIGHT)


def moved(key, kind="month", start=DECEMBER, region=DISTRICT):
    rows = Adjustment.objects.filter(key=key, period__kind=kind, period__start=start, region_id=region)
    return sum((row.delta for row in rows), Decimal(0))


def mismatches(kind, start):
    """Every figure and town whose frozen number and adjustments are not what the records say now."""
    frozen = numbers(kind, [start])[start].splits
    live = numbers(kind, [start], live=True)[start].splits
    known = with_adjustments(frozen, adjustments_of(kind, [start]))
    zero = Decimal(0)

    def says(splits, key, place):
        value = splits[key].get(place)
        return (
            value.numerator or zero
            if value and value.numerator is not None
            else (value and value.value) or zero
        )

    places = {key: {*live[key], *known[key]} for key in live}
    return [
        (key, place)
        for key in live
        for place in places[key]
        if says(known, key, place) != says(live, key, place)
    ]


def test_a_family_ended_after_the_fact_is_an_adjustment_of_every_month_it_leaves(closed):
    end(closed["陈"], date(2021, 10, 1))
    night()
    assert moved(PERSONS) == moved(PERSONS, region=DONGSHENG) == -3
    assert moved(HOUSEHOLDS, start=date(2021, 11, 1)) == -1
    assert moved(HOUSEHOLDS, start=date(2021, 10, 1)) == 0
    assert figures("month", DECEMBER)[PERSONS].value == 6


def test_the_cause_says_what_was_done_to_the_records(closed):
    end(closed["陈"], date(2021, 10, 1), reason="收入超过标准")
    night()
    row = Adjustment.objects.get(
        key=HOUSEHOLDS, period__start=DECEMBER, period__kind="month", region_id=DONGSHENG
    )
    assert row.cause == "减少 1 条；终止待遇（收入超过标准）"
    assert row.removed_ids == [str(closed["陈"].pk)]
    assert (row.found_on, row.found_month) == (NIGHT, date(2022, 1, 1))


def test_a_night_without_corrections_writes_nothing(closed):
    end(closed["陈"], date(2021, 10, 1))
    assert night()["written"] > 0
    assert night()["written"] == 0


def test_a_correction_taken_back_is_a_second_entry_and_the_sum_is_nothing(closed):
    rows = Coverage.objects.filter(entitlement=closed["李"])
    rows.update(last_month=date(2021, 9, 1), end_case=closed["李"].case)
    night()
    rows.update(last_month=None)
    night()
    found = Adjustment.objects.filter(
        key=PERSONS, period__start=DECEMBER, period__kind="month", region_id=ZHONGHE
    )
    assert [int(row.delta) for row in found] == [-2, 2]
    assert not mismatches("month", DECEMBER)


def test_one_person_for_another_is_seen_though_the_number_stays(closed):
    add_family(closed, "周", since=date(2020, 6, 1))
    end(closed["王"], date(2021, 6, 1))
    night()
    row = Adjustment.objects.get(key=HOUSEHOLDS, period__kind="year", region_id=DONGSHENG)
    assert (int(row.delta), len(row.added_ids), len(row.removed_ids)) == (0, 1, 1)


def test_after_random_corrections_frozen_and_adjustments_are_what_the_records_say(closed):
    chance = random.Random(20211231)
    for number in range(8):
        add_family(
            closed,
            f"新{number}",
            town=chance.choice([DONGSHENG, ZHONGHE]),
            heads=chance.randint(1, 3),
            since=date(2021, chance.randint(1, 12), 1),
        )
    pay(closed, date(2022, 1, 1), date(2022, 1, 1))
    for _ in range(3):
        for name in chance.sample(sorted(closed.families), 3):
            family = closed[name]
            family.refresh_from_db()
            if family.status != "ended":
                end(family, max(family.from_month, date(2021, chance.randint(2, 12), 1)))
        gone = chance.choice(list(Coverage.objects.filter(last_month=None).values_list("pk", flat=True)))
        leave(Coverage.objects.get(pk=gone), date(2021, 8, 1))
        night()
        wrong = [
            (kind, start, found)
            for kind, start in [("year", YEAR), *(("month", date(2021, m, 1)) for m in range(1, 13))]
            for found in mismatches(kind, start)
        ]
        assert not wrong
    assert Adjustment.objects.count() > 20


def test_without_the_nightly_entry_the_sum_would_not_hold(closed):
    end(closed["陈"], date(2021, 10, 1))
    assert (PERSONS, DONGSHENG) in mismatches("month", DECEMBER)


def test_an_open_period_has_no_adjustments(closed):
    end(closed["陈"], date(2021, 10, 1))
    with clock.held(NIGHT):
        adjust(actor=system_actor("system_tick"))
    assert not Adjustment.objects.filter(period__state=Period.State.OPEN).exists()
    with pytest.raises(DatabaseError, match="only a closed period"), transaction.atomic():
        _insert(Period.objects.create(kind="month", start=date(2022, 1, 1)))


def test_an_adjustment_is_never_altered(closed):
    end(closed["陈"], date(2021, 10, 1))
    night()
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Adjustment.objects.update(delta=0)


def _insert(period):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO statistics_adjustment"
            " (period_id, key, region_id, delta, added_ids, removed_ids, cause, found_on, found_month, found_at)"
            " VALUES (%s, 'assistance.invented', %s, 1, '{}', '{}', '', '2022-01-20', '2022-01-01', now())",
            [period.pk, DISTRICT],
        )


def test_the_page_of_a_figure_shows_what_was_corrected_and_why(closed):
    end(closed["陈"], date(2021, 10, 1), reason="收入超过标准")
    night()
    leader = accounts.browser(accounts.account("leader", DISTRICT))
    page = leader.get(f"/statistics/2021-12/{PERSONS}/").content.decode()
    assert "关账后更正" in page and "终止待遇（收入超过标准）" in page
    assert "关账数加更正，与现有记录一致" in page


def test_page_and_paper_of_the_year_tell_of_corrections_beside_the_closed_numbers(closed):
    end(closed["陈"], date(2021, 10, 1))
    night()
    found = content("year", YEAR, actor=system_actor("system_tick"))
    line = next(line for line in found.corrected if line.label == "低保在册人数")
    assert (line.frozen, line.delta, line.adjusted) == ("6", "−3", "3")
    leader = accounts.browser(accounts.account("leader", DISTRICT))
    assert "关账后更正" in leader.get("/statistics/2021/").content.decode()
    assert "本期登记的以前账期更正" in leader.get("/statistics/2022/").content.decode()
    html = render_to_string("reports/pdf/year.html", paper.context(found, final=False))
    assert "关账数加更正数等于现有记录的汇总数" in html


def test_a_rate_is_corrected_with_its_parts(closed):
    end(closed["陈"], date(2021, 10, 1))
    for coverage in Coverage.objects.filter(entitlement=closed["李"]):
        leave(coverage, date(2021, 11, 1))
    night()
    splits = numbers("year", [YEAR])[YEAR].splits
    assert "assistance.dibao_average_amount" not in corrections("year", YEAR, splits)
