"""A family to be visited again waits in the inbox until somebody has been there."""

from datetime import date

import pytest

from apps.assistance.models import CareVisit
from apps.casework.models import WorkItem
from apps.core.registries import ticks
from tests.assistance.changing import on
from tests.factories import DONGSHENG, ZHONGHE, make_household, make_person
from tests.pages.test_rowforms import VISITS, visit_fields
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG, name="林晓"))


@pytest.fixture
def household():
    return make_household(head=make_person("王小明"))


def visited(client, household, **fields):
    answer = client.post(f"{VISITS}new/", visit_fields(household, **fields))
    assert answer.status_code == 302


def the_day_comes(day=date(2022, 1, 17)):
    on(day)
    return ticks.get("assistance.open_visits").run(day)


def inbox(client):
    return client.get("/").content.decode()


def test_it_waits_from_the_day_that_was_set_with_a_masked_name(clerk, household):
    visited(clerk, household, next_visit_on="2022-01-17")
    assert "再次探访" not in inbox(clerk)
    the_day_comes()
    shown = inbox(clerk)
    assert "再次探访 王*明家" in shown and "今天到期" in shown
    assert "再次探访" not in inbox(browser(account("acceptance_clerk", ZHONGHE)))


def test_the_item_leads_to_the_visit_and_the_day_runs_twice_without_a_second_one(clerk, household):
    visited(clerk, household, next_visit_on="2022-01-17")
    the_day_comes()
    the_day_comes()
    item = WorkItem.objects.open().get(task="visit_again")
    assert clerk.get(f"{VISITS}{item.subject_id}/").status_code == 200
    assert f"{VISITS}{item.subject_id}/" in inbox(clerk)


def test_the_next_visit_takes_it_out_of_the_inbox(clerk, household):
    visited(clerk, household, next_visit_on="2022-01-17")
    the_day_comes()
    visited(clerk, household, visited_on="2022-01-17")
    assert "再次探访" not in inbox(clerk)


def test_who_works_in_the_community_itself_has_it_before_the_town(clerk, household):
    window = browser(account("window_clerk", household.region_id))
    visited(clerk, household, next_visit_on="2022-01-17")
    the_day_comes()
    assert "再次探访 王*明家" in inbox(window)
    assert "再次探访" not in inbox(clerk)


def test_a_voided_visit_asks_for_none(clerk, household):
    visited(clerk, household, next_visit_on="2022-01-17")
    the_day_comes()
    key = WorkItem.objects.open().get(task="visit_again").subject_id
    browser(account("section_officer", "330212")).post(
        f"{VISITS}{key}/void/", {"reason": "登记错了", "version": 1}
    )
    assert "再次探访" not in inbox(clerk)


def test_voiding_the_visit_that_answered_brings_the_one_before_back(clerk, household):
    visited(clerk, household, next_visit_on="2022-01-17")
    the_day_comes()
    visited(clerk, household, visited_on="2022-01-17")
    assert "再次探访" not in inbox(clerk)
    answer = CareVisit.objects.get(visited_on="2022-01-17")
    clerk.post(f"{VISITS}{answer.pk}/void/", {"reason": "登记错了", "version": 1})
    assert "再次探访 王*明家" in inbox(clerk)
