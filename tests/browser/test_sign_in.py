"""Everybody's day begins at the sign-in page."""

import pytest

from apps.accounts.demo import ACCOUNTS
from tests.browser.conftest import PASSWORD, accessibility, picture


@pytest.mark.parametrize("width", [1440, 1024])
def test_the_sign_in_page_can_be_used_by_everybody(enter, width):
    page = enter(None, width=width)
    page.goto("/session/")
    assert accessibility(page) == []
    picture(page, f"sign-in-{width}")


def test_a_wrong_password_is_told_beside_what_was_typed(enter, watch):
    watch.expected = {401, 403, 422}
    page = enter(None)
    page.goto("/session/")
    page.get_by_label("用户名").fill("chushen")
    page.get_by_label("密码", exact=True).fill("wrong password")
    page.keyboard.press("Enter")
    page.get_by_text("用户名或密码不正确").first.wait_for()
    assert page.get_by_label("用户名").input_value() == "chushen"
    assert accessibility(page) == []


def test_every_account_arrives_at_a_page_of_its_own(enter):
    page = enter(None)
    looked_at = set()
    for account in ACCOUNTS:
        page.goto("/session/")
        page.get_by_label("用户名").fill(account.username)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.locator("h1").wait_for()
        assert "/session/" not in page.url, account.username
        assert page.locator(".sidenav a[aria-current=page]").count() >= 1, account.username
        if account.post not in looked_at:  # the same post in another town has the same page
            assert accessibility(page) == [], account.username
        looked_at.add(account.post)
        page.context.clear_cookies()
