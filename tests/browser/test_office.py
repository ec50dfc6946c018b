"""The pages around the work, as people see them: fit, readable, without a fault, in all sizes of type."""

import pytest

from apps.accounts.messages import tell
from apps.accounts.models import User
from tests.browser.conftest import accessibility, picture

PAGES = {
    "juling": ("/console/",),
    "anquan": ("/console/", "/console/accounts/", "/console/substitutions/", "/console/security/"),
    "shenji": ("/console/", "/audit/"),
    "shuju": ("/console/", "/console/parameters/", "/console/parameters/notice.days/", "/console/calendar/"),
    "keshi": ("/messages/", "/session/substitution/", "/session/factor/"),
}


@pytest.mark.parametrize("username", PAGES)
@pytest.mark.parametrize(("width", "density"), [(1440, "standard"), (1024, "large")])
def test_pages_fit_the_window_and_can_be_read(enter, username, width, density):
    user = User.objects.get(username=username)
    User.objects.filter(pk=user.pk).update(density=density)
    tell([user.pk], "生成年度报告已完成。", link="/jobs/", kind="test.done")
    page = enter(username, width=width)
    for url in PAGES[username]:
        page.goto(url)
        picture(page, f"{username}{url.replace('/', '-')}{width}")
        overflow = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{url} is wider than the window"
        assert accessibility(page) == [], url


def test_an_account_is_read_on_one_page(enter):
    user = User.objects.get(username="chushen")
    page = enter("anquan")
    page.goto(f"/console/accounts/{user.pk}/")
    picture(page, "account")
    assert accessibility(page) == []


def focused(page):
    return page.evaluate("() => document.activeElement.innerText.trim()")


def test_a_group_of_the_menu_opens_by_key_and_is_open_on_the_next_page(enter):
    page = enter("keshi")
    page.goto("/")
    page.locator("[data-group=payments] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "发放批次"
    page.goto("/people/")
    assert page.locator("[data-group=payments] a").first.is_visible()


def test_beside_the_icons_of_a_narrow_window_one_group_is_open_at_a_time(enter):
    page = enter("keshi", width=1024)
    page.goto("/people/")
    assert page.locator(".sidenav .sub:visible").count() == 0
    for group, first in (("people", "人员档案"), ("payments", "发放批次")):
        page.locator(f"[data-group={group}] summary").click()
        assert page.locator(".sidenav .sub:visible").count() == 1
        page.keyboard.press("Tab")
        assert focused(page) == first
    assert accessibility(page) == []
    page.keyboard.press("Escape")
    assert page.locator(".sidenav .sub:visible").count() == 0
