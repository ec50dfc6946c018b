"""The year in one page, as a leader, an officer and a town see it."""

import re
from datetime import date

import pytest

from apps.core import registries
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.models import Adjustment
from apps.statistics.services import by_town, figures
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE
from tests.payments.factories import make_benefit
from tests.reports import records
from tests.support import accounts

YEAR = date(2021, 1, 1)
PERSONS = "assistance.dibao_persons"


def figure_cells(html: str) -> list[tuple[str, str, str]]:
    """(label, value, address) of each headline figure."""
    cells = re.findall(
        r'<div class="fig">\s*<h3>(.*?)</h3>\s*<div class="val">(.*?)<small>.*?<a class="more" href="(.*?)"',
        html,
        re.S,
    )
    return [(label, value, url.replace("&amp;", "&")) for label, value, url in cells]


def test_every_headline_is_the_figure_of_the_statistics_and_opens_its_records(closed_year, leader):
    page = leader.get("/statistics/2021/").content.decode()
    section = registries.report_sections.get("assistance")
    known = figures("year", YEAR, keys=section.headline)
    assert figure_cells(page) == [
        (figure.indicator.label, figure.text, f"/statistics/2021/{key}/") for key, figure in known.items()
    ]
    assert known[PERSONS].value == 5
    for _, _, url in figure_cells(page):
        assert leader.get(url).status_code == 200


def test_the_words_carry_the_figures_as_links(closed_year, leader):
    page = leader.get("/statistics/2021/").content.decode()
    prose = re.search(r"情况说明</h3>(.*?)</div>", page, re.S)[1]
    assert re.search(rf'<a href="/statistics/2021/{PERSONS}/"[^>]*>5</a>人', prose)
    assert "{" not in prose


def test_towns_are_ranked_and_each_number_opens_that_town(closed_year, leader):
    page = leader.get("/statistics/2021/").content.decode()
    table = re.search(r'id="t-assistance".*?</table>', page, re.S)[0]
    first, second = re.findall(r"<tr><td class=\"num\">(\d+)</td><th scope=\"row\">(.*?)</th>", table)[:2]
    names = {town.code: town.name for town in by_town(PERSONS, "year", YEAR)}
    assert (first, second) == (("1", names[ZHONGHE]), ("2", names[DONGSHENG]))
    assert f'href="/statistics/2021/{PERSONS}/?region={ZHONGHE}"' in table


def test_an_open_year_says_that_its_numbers_move_and_a_closed_one_when_it_closed(year, leader):
    assert "未关账 实时数据" in leader.get("/statistics/2021/").content.decode()
    records.close(year)
    assert "已关账 2022-01-12" in leader.get("/statistics/2021/").content.decode()


def test_a_closed_year_keeps_its_numbers_when_records_change(closed_year, leader):
    before = figure_cells(leader.get("/statistics/2021/").content.decode())
    make_benefit(amount="300.00", heads=4, from_month=records.DECEMBER, name="补录")
    assert figure_cells(leader.get("/statistics/2021/").content.decode()) == before


def test_a_town_sees_its_own_figures_and_no_other_town(closed_year, town_confirmer):
    page = town_confirmer.get("/statistics/2021/").content.decode()
    town = Region.objects.get(pk=DONGSHENG)
    shown = {label: (value, url) for label, value, url in figure_cells(page)}
    own = figures("year", YEAR, region=town, keys=[PERSONS])[PERSONS]
    assert shown[own.indicator.label] == ("2", f"/statistics/2021/{PERSONS}/?region={DONGSHENG}")
    assert Region.objects.get(pk=ZHONGHE).name not in page
    assert ZHONGHE not in page
    assert town_confirmer.get("/statistics/2021/report.pdf").status_code == 404


def test_a_month_has_the_same_page(closed_year, leader):
    page = leader.get("/statistics/2021-11/").content.decode()
    assert {label: value for label, value, _ in figure_cells(page)}["低保在册户数"] == "2"
    assert "/statistics/2021-11/assistance.dibao_households/" in page
    assert leader.get("/statistics/2021-13/").status_code == 404
    assert leader.get("/statistics/2022-02/").status_code == 404, "a month that has not begun"


def test_the_list_shows_years_with_their_state(closed_year, leader):
    page = leader.get("/statistics/").content.decode()
    assert [int(year) for year in re.findall(r'href="/statistics/(\d{4})/">', page)] == [2022, 2021]
    assert page.count("已关账 <") == 0 or "已关账" in page
    assert Period.objects.get(kind="year", start=YEAR).state == "closed"


@pytest.mark.parametrize(
    "post", ["window_clerk", "run_checker", "security_admin", "audit_admin", "data_admin"]
)
def test_other_posts_have_no_year_page(db, post):
    browser = accounts.browser(accounts.account(post, DISTRICT))
    for url in ("/statistics/", "/statistics/2021/", "/statistics/2021-12/", "/statistics/2021/report.pdf"):
        assert browser.get(url).status_code == 403, url


def test_more_records_cost_no_more_statements(closed_year, leader, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as first:
        leader.get("/statistics/2021/")
    for number in range(5):
        make_benefit(amount="300.00", heads=2, from_month=records.DECEMBER, name=f"户主{number}")
    with django_assert_max_num_queries(len(first)):
        leader.get("/statistics/2021/")


def test_a_closed_year_is_not_put_together_again_until_something_it_shows_changes(
    year, leader, django_assert_max_num_queries
):
    for each in (year - 1, year):
        records.close(each)

    def page() -> str:
        main = re.search(r"<main.*</main>", leader.get("/statistics/2021/").content.decode(), re.S)
        return re.sub(r"csrf\w+\" value=\"\w+", "", main[0])

    first = page()
    with django_assert_max_num_queries(7):
        assert page() == first
    Region.objects.filter(pk=ZHONGHE).update(name="中河改名街道")
    assert "中河改名街道" in page()
    Adjustment.objects.create(
        period=Period.objects.get(kind="year", start=YEAR),
        key=PERSONS,
        region_id=DISTRICT,
        delta=1,
        cause="补录一人",
        found_on=date(2022, 1, 12),
        found_month=date(2022, 1, 1),
    )
    assert "补录一人" in page()
