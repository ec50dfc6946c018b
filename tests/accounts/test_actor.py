"""Who a request, a job and the system act as."""

from datetime import date

import pytest
from django.test import Client

from apps.accounts.actors import actor_of_job, system_actor
from apps.accounts.models import Grant
from apps.audit.models import Event
from apps.core.errors import Forbidden
from tests.support.accounts import COMMUNITY, DISTRICT, TOWN, account, actor_of, browser

pytestmark = pytest.mark.django_db


def test_an_actor_has_the_rights_of_its_post_and_the_region_of_its_grant():
    actor = actor_of(account("window_clerk", COMMUNITY))
    assert actor.has("casework.create_case") and not actor.has("casework.confirm_case")
    assert actor.region_name == "东胜街道泰和社区" and actor.level == "community"


@pytest.mark.parametrize(
    ("region", "inside"), [(COMMUNITY, True), (TOWN, True), ("330212001", False), (DISTRICT, False)]
)
def test_a_town_covers_itself_and_its_communities(region, inside):
    assert actor_of(account("reviewer")).covers(region) is inside


def test_the_system_acts_everywhere_under_its_own_name():
    actor = system_actor("system_tick")
    assert (actor.name, actor.has("casework.run_tick"), actor.covers("999999")) == (
        "系统（日常任务）",
        True,
        True,
    )
    assert system_actor("system_tick").user_id == actor.user_id


def test_only_the_two_system_accounts_exist():
    with pytest.raises(KeyError):
        system_actor("root")


def test_a_job_carries_who_asked_for_it():
    user = account("data_admin", DISTRICT)
    assert actor_of_job(user, user.grants.get()).has("imports.import_data")


def test_a_job_is_not_run_for_somebody_who_was_disabled_or_dismissed_since():
    user = account("data_admin", DISTRICT)
    grant = user.grants.get()
    Grant.objects.filter(pk=grant.pk).update(valid_to=date(2022, 1, 11))
    with pytest.raises(Forbidden, match="授权已结束"):
        actor_of_job(user, grant)


def test_a_grant_that_is_over_gives_no_rights():
    client = browser(account("security_admin", DISTRICT, valid_to=date(2022, 1, 11)))
    answer = client.get("/console/accounts/")
    assert answer.status_code == 403 and "没有生效的岗位" in answer.content.decode()


def test_a_session_acts_under_one_grant_and_switches_to_another():
    user = account("reviewer")
    second = Grant.objects.create(
        user=user, post_id="investigator", region_id=TOWN, valid_from=date(2021, 1, 1)
    )
    client = browser(user)
    assert client.get("/session/password/").context["request"].actor.post_code == "reviewer"
    client.post("/session/grant/", {"grant": second.pk})
    assert client.get("/session/password/").context["request"].actor.post_code == "investigator"
    assert Event.objects.get().action == "accounts.switched"


def test_nobody_switches_to_the_grant_of_another():
    client, foreign = browser(account("reviewer")), account("leader", DISTRICT).grants.get()
    client.post("/session/grant/", {"grant": foreign.pk})
    assert client.get("/session/password/").context["request"].actor.post_code == "reviewer"


def test_a_page_of_another_post_says_who_may_open_it():
    answer = browser(account("reviewer")).get("/console/accounts/")
    assert answer.status_code == 403 and "可以办理的岗位：安全管理员" in answer.content.decode()


def test_without_signing_in_a_page_leads_to_the_sign_in_page_and_back():
    answer = Client().get("/console/accounts/?active=true")
    assert answer["Location"] == "/session/?next=%2Fconsole%2Faccounts%2F%3Factive%3Dtrue"


def test_the_front_page_of_a_post_without_inbox_is_its_first_menu_entry():
    answer = browser(account("security_admin", DISTRICT)).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/console/")


def test_a_first_password_must_be_changed_before_anything_else():
    user = account("security_admin", DISTRICT, password="aB3first-password", must_change_password=True)
    client = browser(user)
    assert client.get("/console/accounts/")["Location"] == "/session/password/"
    new = "tall-windy-river-42"
    client.post("/session/password/", {"old": "aB3first-password", "new": new, "again": new})
    assert client.get("/console/accounts/").status_code == 200


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short-1x", "至少 12 位"),
        ("123456789012", "不能全是数字"),
        ("yinzhou-minzheng1", "不要用单位"),
        ("aB3first-password", "和现用密码一样"),
    ],
)
def test_a_weak_new_password_is_refused_with_a_sentence(new, sentence):
    client = browser(account("reviewer", password="aB3first-password"))
    answer = client.post("/session/password/", {"old": "aB3first-password", "new": new, "again": new})
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_density_is_kept_with_the_account():
    user = account("reviewer")
    browser(user).post("/session/density/", {"density": "large", "next": "/"})
    user.refresh_from_db()
    assert user.density == "large"
