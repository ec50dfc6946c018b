"""The card of first steps: there for a new account, by post, and gone for good once it has been closed."""

import pytest

from tests.support.accounts import COMMUNITY, DISTRICT, account, browser

pytestmark = pytest.mark.django_db


def first_page(client):
    return client.get("/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("post", "region", "said"),
    [
        ("window_clerk", COMMUNITY, "先查身份证号"),
        ("section_officer", DISTRICT, "检查、生成、交复核、送出"),
        ("security_admin", DISTRICT, "首次密码只显示一次"),
        ("audit_admin", DISTRICT, "看更改前后的内容"),
    ],
)
def test_a_new_account_is_told_what_its_post_does_first(post, region, said):
    page = first_page(browser(account(post, region)))
    assert "首次使用" in page and said in page


def test_it_stands_on_the_first_page_only():
    assert "首次使用" not in browser(account("reviewer")).get("/people/").content.decode()


def test_once_closed_it_is_not_shown_again_to_this_account_wherever_it_signs_in():
    user = account("reviewer")
    client = browser(user)
    assert "首次使用" in first_page(client)
    assert client.post("/session/guide/", {"next": "/"}).headers["Location"] == "/"
    assert "首次使用" not in first_page(client)
    assert "首次使用" not in first_page(browser(user))
    assert "首次使用" in first_page(browser(account("reviewer")))
