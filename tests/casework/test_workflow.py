"""A case goes its straight way, and nobody takes a step that is not theirs."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from apps.casework.models import Case, CaseAction, CaseState, WorkItem
from apps.core import clock
from apps.core.errors import DomainError, Forbidden, NotVisible, Refused, StaleVersion
from tests.factories import ZHONGHE, Office, act, advance, delegate, make_dibao

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    delegate()
    return Office()


def later(days: int):
    return clock.held(clock.today() + timedelta(days=days))


def test_the_straight_way_of_a_delegated_town_ends_in_an_entitlement(office):
    case = make_dibao(office)
    advance(case, office, "confirmation")
    with later(9):
        act(case, "confirm", office.confirmer)
    assert case.state == CaseState.CONFIRMED
    assert case.decision_level == "town"
    assert case.entitlement.from_month == date(2022, 2, 1)
    assert case.entitlement.terms.get().amount == case.dibao.proposed_amount
    assert case.entitlement.coverages.count() == 3


def test_a_town_without_delegation_sends_the_decision_to_the_bureau():
    office = Office(ZHONGHE)
    case = advance(make_dibao(office), office, "confirmation")
    assert WorkItem.objects.open().get(case=case).level == "district"
    with later(9), pytest.raises(Forbidden, match="区民政局"):
        act(case, "confirm", office.confirmer)
    with later(9):
        assert act(case, "confirm", office.section).state == CaseState.CONFIRMED


def test_the_same_token_makes_one_case(office):
    first = make_dibao(office)
    Case.objects.get(pk=first.pk)
    again = make_dibao(office, token=first.submit_token)
    assert again.pk == first.pk


def test_a_step_on_an_outdated_page_is_refused(office):
    from apps.casework.workflow import perform

    case = make_dibao(office)
    act(case, "accept", office.acceptor)
    with pytest.raises(StaleVersion, match="受理"):
        perform(case.pk, "start_investigation", actor=office.acceptor, version=1)


@pytest.mark.parametrize("state", ["submitted", "accepted", "verifying", "review", "confirmation"])
def test_at_every_step_only_the_holder_of_the_step_may_act(office, state):
    case = make_dibao(office)
    if state != "submitted":
        advance(case, office, state)
    action, allowed = {
        "submitted": ("accept", {"林晓"}),
        "accepted": ("start_investigation", {"林晓"}),
        "verifying": ("record_visit", {"周敏"}),
        "review": ("propose", {"沈洁"}),
        "confirmation": ("confirm", {"吴建平"}),
    }[state]
    case.refresh_from_db()
    for actor in office.everybody():
        if actor.name in allowed:
            continue
        with later(9), pytest.raises(DomainError):
            act(case, action, actor)
        with later(9), pytest.raises(IntegrityError), transaction.atomic():
            force(case, action, actor)


def force(case: Case, action: str, actor) -> None:
    """What somebody with SQL and the application's role could try: write the step by hand."""
    target = {
        "accept": "accepted",
        "start_investigation": "verifying",
        "record_visit": "verifying",
        "propose": "notice",
        "confirm": "confirmed",
    }[action]
    CaseAction.objects.create(
        case=case,
        version=case.version + 1,
        action=action,
        label="x",
        duty="decision",
        from_state=case.state,
        to_state=target,
        user_id=actor.user_id,
        grant_id=actor.grant_id,
        person_key=actor.person_key,
        actor_name=actor.name,
        post_label="x",
        business_date=clock.today(),
    )


def test_sql_cannot_change_a_state_without_its_action(office):
    case = advance(make_dibao(office), office, "confirmation")
    with pytest.raises(IntegrityError, match="only with its action"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE casework_case SET state = 'confirmed', version = version + 1, decided_on = now() WHERE id = %s",
                [case.pk],
            )


def test_a_member_of_the_household_cannot_take_a_step(office):
    case = make_dibao(office)
    key = bytes(case.applicant.number_digest).hex()
    from tests.factories import DONGSHENG, make_actor, make_user

    relative = make_actor(
        "acceptance_clerk", user=make_user("亲属", "acceptance_clerk", DONGSHENG, person_key=key)
    )
    with pytest.raises(Forbidden, match="回避"):
        act(case, "accept", relative)
    with pytest.raises(IntegrityError, match="member of the household"), transaction.atomic():
        force(case, "accept", relative)


def test_a_second_account_of_the_reviewer_cannot_confirm(office):
    from tests.factories import DONGSHENG, make_actor, make_user

    case = advance(make_dibao(office), office, "confirmation")
    twin = make_user("沈洁", "town_confirmer", DONGSHENG, person_key=office.reviewer.person_key)
    with later(9), pytest.raises(Forbidden, match="本人"):
        act(case, "confirm", make_actor("town_confirmer", user=twin))


def test_a_case_of_another_town_is_not_there(office):
    stranger = Office(ZHONGHE)
    case = make_dibao(office)
    with pytest.raises(NotVisible):
        act(case, "accept", stranger.acceptor)


def test_the_opinion_waits_for_both_signatures_and_the_report(office):
    case = advance(make_dibao(office), office, "verifying")
    act(case, "record_verification", office.verifier, result="consistent", sources=["社保"])
    assert case.state == CaseState.VERIFYING
    act(case, "record_visit", office.lead, visited_on=clock.today(), finding="consistent", living_text="一般")
    assert case.state == CaseState.VERIFYING
    assert act(case, "countersign_visit", office.second).state == CaseState.REVIEW


def test_a_family_above_the_standard_is_not_proposed(office):
    case = advance(make_dibao(office, income="9000.00"), office, "review")
    with pytest.raises(Refused, match="不符合低保条件"):
        act(case, "propose", office.reviewer)
    assert (
        act(case, "propose_refusal", office.reviewer, comment="人均收入高于标准").state
        == CaseState.CONFIRMATION
    )


def test_supplement_stops_the_clock_before_acceptance(office):
    case = make_dibao(office)
    act(case, "ask_supplement", office.acceptor, comment="缺在校证明")
    assert (case.state, case.accepted_on, case.due_on) == ("supplement", None, None)
    act(case, "resubmit", office.clerk)
    assert act(case, "accept", office.acceptor).due_on is not None
