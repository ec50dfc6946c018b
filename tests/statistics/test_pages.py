"""Pages of a figure and of closing, as the posts see them."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from apps.audit.models import Event
from apps.core.registries import indicators
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.services import by_town, figures
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE, community_of
from tests.statistics.rolls import DECEMBER, YEAR, add_family, end, make_roll
from tests.statistics.test_closing import run
from tests.statistics.test_figures import AMOUNT, HOUSEHOLDS, PERSONS
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db
KEYS = [indicator.key for indicator in indicators]


def url(key, **query):
    return reverse("statistics:figure_year", kwargs={"year": 2021, "key": key}, query=query or None)


def december(key, **query):
    return reverse("statistics:figure_month", kwargs={"month": DECEMBER, "key": key}, query=query or None)


@pytest.fixture
def roll():
    return make_roll()


@pytest.fixture
def leader():
    return browser(account("leader", DISTRICT))


@pytest.fixture
def town():
    return browser(account("town_confirmer", DONGSHENG))


def listed(response):
    return {row.pk for row in response.context["page"].rows}


def last_cells(answer):
    """The numbers in the last column of the workbook's one sheet, below its head."""
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = sheet.findall("s:sheetData/s:row", {"s": sheet.tag[1:].split("}")[0]})
    return [Decimal(row[-1][0].text) for row in rows[3:]]


def test_every_figure_opens_open_and_closed(roll, leader):
    assert [key for key in KEYS if leader.get(url(key)).context["figure"].is_frozen] == []
    run("close_month", "2021-12")
    assert [key for key in KEYS if not leader.get(december(key)).context["figure"].is_frozen] == []


def test_a_rate_stands_beside_its_parts(roll, leader):
    page = leader.get(december("assistance.plan_delegation_rate"))
    rate, towns = page.context["figure"], Region.objects.towns().open_on(date(2021, 12, 31)).count()
    assert rate.denominator == towns
    bottom = re.search(r'class="frac"><span>[^<]*</span><span>([^<]*)</span>', page.content.decode())
    assert bottom and f" {towns} " in bottom[1]


@pytest.mark.parametrize("key", [HOUSEHOLDS, PERSONS, AMOUNT])
def test_the_records_of_towns_are_those_of_the_district(roll, leader, key):
    run("close_month", "2021-12")
    end(roll["陈"], date(2021, 11, 1))
    whole = leader.get(december(key, size=100))
    assert not whole.context["gap"]
    parts = [
        listed(leader.get(december(key, region=row.code, size=100)))
        for row in by_town(key, "month", DECEMBER)
        if row.value
    ]
    assert set().union(*parts) == listed(whole)
    assert sum(map(len, parts)) == len(listed(whole))


def test_a_town_post_lists_its_own_records_only(roll, town):
    run("close_month", "2021-12")
    for page, is_frozen in ((town.get(url(HOUSEHOLDS)), False), (town.get(december(HOUSEHOLDS)), True)):
        assert listed(page) == {roll["陈"].pk, roll["王"].pk}
        assert (page.context["figure"].value, page.context["figure"].is_frozen) == (2, is_frozen)
        assert "中河街道" not in page.content.decode()


def test_part_of_a_year_is_not_compared_with_a_whole_one(roll, leader):
    page = leader.get(f"/statistics/2022/{AMOUNT}/").content.decode()
    assert "上年全年" in page and "比上年" not in page


@pytest.mark.parametrize("code", [ZHONGHE, DISTRICT, "330212999", "somewhere"])
def test_another_town_is_not_there_for_a_town_post(roll, town, code):
    assert town.get(url(HOUSEHOLDS, region=code)).status_code == 404
    export = reverse("statistics:figure_year_export", kwargs={"year": 2021, "key": HOUSEHOLDS})
    assert town.get(f"{export}?region={code}").status_code == 404


def test_a_family_that_moved_away_since_is_counted_but_not_shown_to_the_town_it_left(roll, town):
    run("close_month", "2021-12")
    type(roll["王"]).objects.filter(pk=roll["王"].pk).update(region_id=community_of(ZHONGHE))
    page = town.get(december(HOUSEHOLDS))
    assert listed(page) == {roll["陈"].pk}
    assert page.context["figure"].value == 2
    assert "列出的记录与上面的数不同" in page.content.decode()


def test_names_are_masked_and_lead_to_the_file(roll, leader):
    text = leader.get(url(PERSONS)).content.decode()
    assert "陈0" not in text
    assert reverse("payments:entitlements_row", args=[roll["陈"].pk]) in text


def test_a_changed_record_shows_beside_the_frozen_number(roll, leader):
    run("close_month", "2021-12")
    assert "与现有记录一致" in leader.get(december(PERSONS)).content.decode()
    end(roll["陈"], date(2021, 11, 1))
    assert "现有记录为 3，相差 −3" in leader.get(december(PERSONS)).content.decode()
    assert leader.get(december(PERSONS, live=1)).context["figure"].value == 3


@pytest.mark.parametrize("key", ["assistance.nothing", "nothing"])
def test_an_unknown_figure_is_not_there(leader, key):
    assert leader.get(f"/statistics/2021/{key}/").status_code == 404


def test_a_year_that_has_not_begun_is_not_there(leader):
    assert leader.get(f"/statistics/2023/{PERSONS}/").status_code == 404


def test_a_post_without_figures_is_refused(roll):
    assert browser(account("window_clerk", community_of(DONGSHENG))).get(url(PERSONS)).status_code == 403


def test_the_export_holds_the_listed_records_and_leaves_a_trace(roll, leader):
    answer = leader.get(reverse("statistics:figure_year_export", kwargs={"year": 2021, "key": AMOUNT}))
    amounts = last_cells(answer)
    assert sum(amounts) == figures("year", YEAR)[AMOUNT].value
    assert Event.objects.get(action="statistics.exported").detail["rows"] == len(amounts)


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_page_asks_no_more_of_a_longer_list(roll, leader, is_closed, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(80) as counted:
            leader.get(december(PERSONS, size=100))
        return len(counted)

    if is_closed:
        run("close_month", "2021-12")
    leader.get(december(PERSONS))
    few = queries()
    for number in range(12):
        add_family(roll, f"赵{number}", town=ZHONGHE, heads=2)
    assert queries() <= few


def test_the_section_closes_a_month_in_the_browser(roll):
    officer = browser(account("section_officer", DISTRICT))
    listed = officer.get(reverse("statistics:periods")).content.decode()
    assert "2021 年 12 月" in listed and "待关账" in listed
    address = reverse("statistics:closing", kwargs={"kind": "month", "start": DECEMBER})
    assert "已完成" in officer.get(address).content.decode()
    assert officer.post(address).status_code == 302
    assert Period.objects.get(kind="month", start=DECEMBER).state == "closed"
    assert "已关账" in officer.get(address).content.decode()


def test_a_month_that_still_runs_has_no_button(roll):
    officer = browser(account("section_officer", DISTRICT))
    address = reverse("statistics:closing", kwargs={"kind": "month", "start": date(2022, 1, 1)})
    assert 'method="post"' not in officer.get(address).content.decode().split("<main")[1]
    officer.post(address)
    assert not Period.objects.filter(state="closed").exists()


def test_closing_is_the_sections(roll, leader):
    address = reverse("statistics:closing", kwargs={"kind": "month", "start": DECEMBER})
    assert leader.post(address).status_code == 403
    assert not Period.objects.filter(state="closed").exists()
