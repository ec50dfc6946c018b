"""The left menu: few lines for everybody, and every line leads somewhere."""

import re

import pytest

from apps.accounts.demo import ACCOUNTS
from apps.core.registries import menu_entries, menu_groups
from tests.support.accounts import COMMUNITY, DISTRICT, TOWN, account, browser

pytestmark = pytest.mark.django_db

POSTS = {demo.post: COMMUNITY if demo.community else TOWN if demo.town else DISTRICT for demo in ACCOUNTS}


def menu(client, path="/"):
    """The lines at the top of the menu, and the addresses of all its pages."""
    page = client.get(path, follow=True).content.decode()
    nav = page[page.index('id="sidenav"') : page.index("</nav>", page.index('id="sidenav"'))]
    tops = nav.count("<summary") + len(re.findall(r"<li><a [^>]*title=", nav))
    return nav, tops, re.findall(r'href="([^"]+)"', nav)


@pytest.mark.parametrize("post", sorted(POSTS))
def test_every_post_has_at_most_seven_lines_and_every_page_of_them_opens(post):
    client = browser(account(post, POSTS[post]))
    _nav, tops, addresses = menu(client)
    assert 1 <= tops <= 7
    assert {a: client.get(a).status_code for a in addresses} == dict.fromkeys(addresses, 200)


def test_the_group_of_the_page_is_open_and_the_page_is_marked():
    nav, _tops, _addresses = menu(browser(account("section_officer", DISTRICT)), "/people/")
    assert len(re.findall(r"<details[^>]* open", nav)) == 1
    assert re.search(r'<details data-group="people" open', nav)
    assert re.findall(r'aria-current="page"><span>([^<]+)', nav) == ["人员档案"]


def test_groups_stay_as_they_were_left():
    client = browser(account("section_officer", DISTRICT))
    client.cookies["menu"] = "payments.registers.nonsense"
    nav, _tops, _addresses = menu(client, "/people/")
    assert re.findall(r'<details data-group="(\w+)" open', nav) == ["people", "payments", "registers"]


def test_no_entry_names_a_group_that_is_not_there():
    assert {entry.group for entry in menu_entries} <= {group.code for group in menu_groups} | {"top", "own"}
