"""Somebody stands in for an absent one, and a leaver's items go on in other hands."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.actors import actor_for
from apps.accounts.models import Grant, Message, SubstitutionRequest, User
from apps.casework.models import CaseAction, WorkItem
from apps.casework.services.work import claim
from apps.casework.workflow import perform
from apps.core.errors import Forbidden
from tests.factories import Office, advance, delegate, make_dibao
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db
TOWN = "330212009"


@pytest.fixture
def office():
    delegate()
    return Office(TOWN)


def stand_in(office, who: User) -> Grant:
    """Ask as the absent reviewer that ``who`` stands in, and give it as a security administrator."""
    absent = User.objects.get(pk=office.reviewer.user_id)
    browser(absent).post(
        reverse("console:substitution"),
        {
            "grant": absent.grants.get().pk,
            "substitute": who.pk,
            "valid_from": "2022-01-12",
            "valid_to": "2022-01-20",
            "reason": "年休假",
        },
    )
    asked = SubstitutionRequest.objects.get()
    browser(account("security_admin", DISTRICT)).post(
        reverse("console:substitution_decide", args=[asked.pk, "give"])
    )
    return Grant.objects.with_parts().get(user=who, substitutes=absent)


def test_the_substitute_takes_what_the_absent_one_held_and_signs_for_him(office):
    case = advance(make_dibao(office), office, "review")
    item = case.work_items.get(closed_at=None)
    claim(item.pk, actor=office.reviewer)
    who = account("town_confirmer", TOWN, name="吴建平")
    acting = actor_for(who, stand_in(office, who))
    assert item.pk in WorkItem.objects.for_actor(acting).values_list("pk", flat=True)
    perform(case.pk, "propose", actor=acting, version=None, comment="情况属实")
    assert CaseAction.objects.filter(case=case).latest("version").actor_name == "吴建平（代 沈洁）"


def test_four_eyes_go_by_person_also_for_a_substitute(office):
    case = advance(make_dibao(office), office, "review")
    lead = User.objects.get(pk=office.lead.user_id)
    acting = actor_for(lead, stand_in(office, lead))
    with pytest.raises(Forbidden):
        perform(case.pk, "propose", actor=acting, version=None, comment="情况属实")


def test_a_substitution_lasts_as_long_as_was_asked_for_and_the_absent_one_and_the_audit_are_told(office):
    watcher = account("audit_admin", DISTRICT)
    grant = stand_in(office, account("town_confirmer", TOWN, name="吴建平"))
    assert (grant.valid_from, grant.valid_to) == (date(2022, 1, 12), date(2022, 1, 20))
    assert Message.objects.filter(user=grant.substitutes, text__contains="已授予").exists()
    assert Message.objects.filter(user=watcher, text__contains="代岗", link="/audit/").count() == 1


def test_a_leavers_items_go_to_a_colleague_in_one_step_and_nothing_is_decided(office):
    mine = make_dibao(office).work_items.get()
    claim(mine.pk, actor=office.acceptor)
    colleague = account("acceptance_clerk", TOWN)
    page = reverse("console:account", args=[office.acceptor.user_id])
    admin = browser(account("security_admin", DISTRICT))
    assert "承办中 1 件" in admin.get(page).content.decode()
    admin.post(
        reverse("console:hand_over", args=[office.acceptor.user_id]), {"to": colleague.pk, "reason": "调离"}
    )
    mine.refresh_from_db()
    assert (mine.holder_id, mine.closed_at) == (colleague.pk, None)


def test_items_that_a_colleague_may_not_take_are_not_given_to_him(office):
    mine = make_dibao(office).work_items.get()
    claim(mine.pk, actor=office.acceptor)
    reviewer = account("reviewer", TOWN)
    admin = browser(account("security_admin", DISTRICT))
    url = reverse("console:hand_over", args=[office.acceptor.user_id])
    admin.post(url, {"to": reviewer.pk, "reason": "调离"})
    mine.refresh_from_db()
    assert mine.holder_id == office.acceptor.user_id
    admin.post(url, {"to": "", "reason": "调离"})
    mine.refresh_from_db()
    assert mine.holder_id is None


def test_who_entered_a_case_is_told_that_papers_are_missing(office):
    case = make_dibao(office)
    perform(case.pk, "ask_supplement", actor=office.acceptor, version=1, comment="缺户口簿")
    told = Message.objects.get(user_id=office.clerk.user_id)
    assert told.text == f"{case.number} 待补正，请告知申请人并补齐材料。"
    assert told.link == reverse("casework:case", args=[case.number])
