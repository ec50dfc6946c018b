"""Where the day of leader and administrators begins, and what they find there."""

import pytest

from apps.accounts.models import Grant
from apps.casework.models import WorkItem
from tests.factories import Office, make_dibao
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("post", ["leader", "data_admin", "security_admin", "audit_admin"])
def test_who_has_no_queue_begins_with_what_needs_a_look(post):
    page = browser(account(post, DISTRICT)).get("/", follow=True)
    assert page.wsgi_request.path == "/console/"
    assert page.context["panels"]


@pytest.mark.parametrize("post", ["run_checker", "verification_officer"])
def test_checker_and_verifier_begin_with_their_queue(post):
    assert browser(account(post, DISTRICT)).get("/").templates[0].name == "casework/inbox.html"


def test_the_leader_sees_the_overdue_by_town():
    make_dibao(Office("330212009"))
    WorkItem.objects.update(due_on="2022-01-11")
    page = browser(account("leader", DISTRICT)).get("/console/").content.decode()
    assert "东胜街道" in page and "1 件超期" in page


def test_the_security_administrator_sees_grants_that_end_and_accounts_without_a_post():
    account("window_clerk", name="即将到期", valid_to="2022-01-20")
    account(name="没有岗位")
    page = browser(account("security_admin", DISTRICT)).get("/console/").content.decode()
    assert "即将到期，" in page and "没有岗位" in page


def test_the_auditor_sees_who_took_rows_out_and_exports_the_trail_leaving_a_trace():
    auditor = browser(account("audit_admin", DISTRICT, name="姚宁"))
    answer = auditor.get("/audit/export/")
    assert b"\xe6\x97\xb6\xe9\x97\xb4" in b"".join(answer.streaming_content)
    assert "导出 1 次" in auditor.get("/console/").content.decode()


def two_posts(first: str, second: str, region: str):
    user = account(first, "330212009")
    Grant.objects.create(user=user, post_id=second, region_id=region, valid_from="2021-02-01")
    return user, browser(user)


def test_switching_the_post_keeps_the_page_when_the_other_post_may_open_it():
    user, client = two_posts("acceptance_clerk", "reviewer", "330212009")
    other = user.grants.get(post_id="reviewer")
    answer = client.post("/session/grant/", {"grant": other.pk, "next": "/cases/?view=open"})
    assert answer["Location"] == "/cases/?view=open"


def test_switching_leaves_a_page_that_is_not_the_other_posts():
    user, client = two_posts("acceptance_clerk", "investigator", "330212009")
    other = user.grants.get(post_id="investigator")
    answer = client.post("/session/grant/", {"grant": other.pk, "next": "/cases/new/dibao/"})
    assert answer["Location"] == "/"
