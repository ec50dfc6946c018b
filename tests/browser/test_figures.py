"""From a figure to its records and to closing, in a browser."""

import pytest

from apps.core import clock
from tests.browser.conftest import accessibility, picture
from tests.statistics.rolls import DECEMBER, make_roll
from tests.statistics.test_closing import run


@pytest.fixture
def roll(site):
    made = make_roll()
    run("close_month", "2021-12")
    return made


def test_the_leader_opens_a_figure_down_to_a_family(enter, roll):
    page = enter("juling")
    page.goto(f"/statistics/{DECEMBER:%Y-%m}/assistance.dibao_persons/")
    page.wait_for_selector("[data-chart] svg")
    assert accessibility(page) == []
    picture(page, "figure")
    page.select_option("#region", label="中河街道")
    page.wait_for_url("**region=330212005*")
    assert page.locator("#records tbody tr").count() == 2
    page.locator("#records tbody a").first.click()
    page.wait_for_url("**/payments/entitlements/**")


@pytest.mark.parametrize(
    "path",
    [
        "2021/assistance.dibao_amount/",
        "2021/assistance.dibao_standard_monthly/",
        "2022/assistance.plan_delegation_rate/",
        "2021/assistance.dibao_persons/?region=330212009",
    ],
)
def test_every_shape_of_the_page_can_be_read_by_everyone(enter, roll, path):
    page = enter("juling", width=1024)
    page.goto(f"/statistics/{path}")
    page.wait_for_selector("[data-chart] svg")
    assert accessibility(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


def test_the_section_closes_a_month_after_looking_at_what_is_open(enter, site):
    make_roll()
    page = enter("keshi")
    page.goto("/statistics/periods/")
    assert accessibility(page) == []
    page.get_by_role("row", name="2021 年 12 月").get_by_role("link", name="核对并关账").click()
    page.wait_for_selector("text=关账前核对")
    assert accessibility(page) == []
    picture(page, "closing")
    page.get_by_role("button", name="关账").click()
    page.wait_for_selector("text=2021 年 12 月已关账")
    assert page.get_by_role("row", name="2021 年 12 月").get_by_text(f"{clock.today():%Y-%m-%d}").count() == 1
