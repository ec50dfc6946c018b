"""The components in a browser: nothing for axe to find, at work and in large type."""

import pytest

from tests.browser.conftest import accessibility, picture


@pytest.mark.parametrize("density", ["standard", "large"])
def test_components_are_accessible(enter, density):
    page = enter(None)
    page.goto("/_components/")
    page.evaluate("density => { document.documentElement.dataset.density = density }", density)
    picture(page, f"components-{density}")
    assert accessibility(page) == []


def test_the_keyboard_help_opens_and_closes(enter):
    page = enter(None)
    page.goto("/_components/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    picture(page, "keys")
    page.keyboard.press("Escape")
    assert page.locator("#keys").is_hidden()


def test_rows_are_walked_by_letter_keys_but_not_from_a_field(enter):
    page = enter(None)
    page.goto("/_components/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("[data-rows] tr[aria-selected=true]").inner_text().startswith("严")
    page.locator("#f_q").press("k")
    assert page.locator("[data-rows] tr[aria-selected=true]").inner_text().startswith("严")
