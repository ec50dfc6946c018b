"""The queue and the case page in a browser: by keyboard, with nothing for axe to find."""

import pytest

from apps.casework.models import CaseState
from tests.browser.conftest import accessibility, picture
from tests.factories import Office, advance, delegate, make_dibao


@pytest.fixture
def office(site):
    delegate()
    return Office()


def test_a_queue_is_worked_off_without_a_mouse(enter, office):
    first, second = make_dibao(office), make_dibao(office)
    page = enter("shouli")
    page.goto("/")
    page.wait_for_selector("#preview h2")
    assert accessibility(page) == []
    picture(page, "inbox")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{first.number}/**")
    assert accessibility(page) == []
    picture(page, "case")
    page.keyboard.press("Alt+t")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/cases/{second.number}/**")
    first.refresh_from_db()
    assert first.state == CaseState.ACCEPTED
    page.keyboard.press("Alt+b")
    assert page.locator("#ask_supplement-comment").is_visible()
    assert not page.locator("#accept-comment").is_visible()


def test_a_form_sent_back_says_what_is_missing_and_keeps_the_rest(enter, office, watch):
    watch.expected.add(422)
    case = advance(make_dibao(office), office, "review")
    page = enter("chushen")
    page.goto(f"/cases/{case.number}/")
    page.locator("#pick-propose_refusal").check()
    page.locator("#propose_refusal-comment").fill("   ")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#errsum")
    assert page.evaluate("document.activeElement.id") == "errsum"
    assert page.locator("#pick-propose_refusal").is_checked()
    assert accessibility(page) == []
    picture(page, "case-refused")


def test_the_page_of_somebody_barred_and_the_public_notices_are_accessible(enter, office):
    case = advance(make_dibao(office), office, "notice")
    page = enter("queren", width=1024)
    page.goto(f"/cases/{case.number}/")
    assert accessibility(page) == []
    picture(page, "case-1024")
    public = enter(None, width=390)
    public.goto("/notices/")
    assert accessibility(public) == []
    picture(public, "notices-390")
