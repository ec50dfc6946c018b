"""What people are told, and how they read it."""

import pytest
from django.urls import reverse

from apps.accounts.messages import holders_of, tell
from tests.support.accounts import DISTRICT, TOWN, account, actor_of, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return account("window_clerk")


def test_the_same_is_told_once_while_it_is_unread_and_again_after_it_was_read(clerk):
    assert tell([clerk.pk], "导入已完成。", kind="imports.done:1") == 1
    assert tell([clerk.pk], "导入已完成。", kind="imports.done:1") == 0
    browser(clerk).post(reverse("console:messages_read"))
    assert tell([clerk.pk], "导入已完成。", kind="imports.done:1") == 1


def test_the_one_who_did_it_is_not_told_and_a_disabled_account_neither(clerk):
    gone = account("reviewer", is_active=False)
    assert tell([clerk.pk, gone.pk, None], "有新待办。", actor=actor_of(clerk)) == 0


def test_the_top_bar_counts_unread_messages_and_opening_one_leads_to_its_page(clerk):
    tell([clerk.pk], "办件已退回。", link=reverse("console:messages") + "?view=all")
    client = browser(clerk)
    page = client.get(reverse("console:messages"))
    assert "消息，1 条未读" in page.content.decode()
    opened = client.post(reverse("console:message", args=[clerk.messages.get().pk]), follow=True)
    assert "条未读" not in opened.content.decode()
    assert "办件已退回。" in opened.content.decode()


def test_nobody_opens_the_message_of_another(clerk):
    tell([clerk.pk], "办件已退回。")
    other = browser(account("window_clerk"))
    assert other.post(reverse("console:message", args=[clerk.messages.get().pk])).status_code == 404
    assert clerk.messages.unread().count() == 1


def test_holders_of_a_permission_are_those_above_the_place(clerk):
    section = account("section_officer", DISTRICT)
    elsewhere = account("window_clerk", "330212005")
    found = holders_of("casework.view_case", TOWN)
    assert {clerk.pk, section.pk} <= set(found)
    assert elsewhere.pk not in found
