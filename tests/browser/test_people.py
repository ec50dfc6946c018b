"""The files of people and the search box, in a browser."""

from datetime import date

import pytest

from apps.people.models import BankAccount
from tests.browser.conftest import accessibility, picture
from tests.factories import make_household, make_person


@pytest.fixture
def family(site):
    """A household of three and one who has left, in the town of the demo's acceptance clerk."""
    head = make_person("李建设", phone="13800000127", address="桑田路 9 号", disability="肢体二级")
    others = [
        make_person("王秀芳"),
        make_person("李小军", birth=date(2008, 9, 1), sex="M"),
        make_person("李大海", birth=date(1938, 4, 9), sex="M"),
    ]
    household = make_household("", *others, head=head)
    household.members.filter(person=others[-1]).update(left_on=date(2021, 6, 30))
    BankAccount.objects.create(
        person=head,
        bank="鄞州银行",
        account="6228480000000003306",
        holder_name="李建设",
        valid_from=date(2020, 1, 1),
    )
    return household


def test_a_person_is_found_opened_and_seen_in_full_without_a_mouse(enter, family):
    page = enter("shouli")
    page.goto("/people/")
    assert accessibility(page) == []
    picture(page, "people")
    page.keyboard.press("/")
    page.keyboard.type("ljs")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=ljs")
    assert accessibility(page) == []
    picture(page, "search")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{family.head_id}/**")
    assert accessibility(page) == []
    picture(page, "person")
    page.locator("#reveal-reason").fill("核对户口簿")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"text={family.head.number}")
    picture(page, "person-revealed")


def test_a_number_never_comes_into_the_address(enter, family):
    page = enter("shouli")
    page.goto("/people/")
    page.locator("#q").fill(family.head.number)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('按证件号搜索')")
    picture(page, "search-number")
    assert family.head.number not in page.url
    page.goto("/people/")
    page.locator("#f_q").fill(family.head.number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{family.head_id}/")


def test_households_and_large_type(enter, family):
    page = enter("shouli", width=1024, height=768)
    page.goto(f"/people/households/{family.pk}/")
    assert accessibility(page) == []
    picture(page, "household-1024")
    page.get_by_role("button", name="大字").click()
    page.wait_for_selector("html[data-density=large]")
    page.goto("/people/households/")
    assert accessibility(page) == []
    picture(page, "households-large-1024")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
