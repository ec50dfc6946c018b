"""The crooked ways of a case: taken back, handed back, objected to, rerouted, ended, extended, corrected."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction

from apps.accounts.actors import system_actor
from apps.casework.models import Case, CaseAction, CaseState, Objection, PublicNotice, WorkItem
from apps.core import clock
from apps.policy.businessdate import move_business_date
from apps.policy.models import CalendarYear
from tests.casework.support import (
    days_pass,
    page,
    run_jobs,
    signed_in,
    take,
    text_of,
    visit_fields,
)
from tests.factories import DISTRICT, Office, advance, delegate, make_actor, make_dibao

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    delegate()
    return Office()


def reviewed(office, **fields):
    """The straight way up to here is taken in pages by test_case_page."""
    return advance(make_dibao(office, **fields), office, "review")


def publicised(office):
    case = reviewed(office)
    take(signed_in(office.reviewer), case, "propose")
    return case


def at_decision(office):
    case = publicised(office)
    days_pass(9)
    return case


def pair(office):
    return {"lead": office.lead.user_id, "second": office.second.user_id}


def objection_fields(office, **changed):
    fields = {"received_on": clock.today().isoformat(), "content": "其子在外经商", "name": "胡明德"}
    return {**fields, **pair(office), **changed}


def words_of(pdf):
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def state_of(case):
    case.refresh_from_db()
    return case.state


def bureau_visits(case, office):
    """Two officers of the bureau visit; one signs, then the other."""
    other = make_actor("run_checker", DISTRICT, name="复核员")
    take(signed_in(office.verifier), case, "record_bureau_visit", second=other.user_id, **visit_fields())
    return take(signed_in(other), case, "countersign_bureau_visit")


# --- recall ----------------------------------------------------------------------------------------------


def test_the_reviewer_takes_his_proposal_back_and_the_notice_comes_down(office):
    case = publicised(office)
    answer = take(signed_in(office.reviewer), case, "recall", comment="金额有误")
    assert answer.status_code == 302 and state_of(case) == CaseState.REVIEW
    assert not PublicNotice.objects.public_on(clock.today()).filter(case=case).exists()
    assert WorkItem.objects.open().get(case=case).task == "review"


def test_a_recalled_acceptance_has_not_started_the_clock_and_its_letter_is_void(office):
    case = make_dibao(office)
    take(signed_in(office.acceptor), case, "accept")
    run_jobs()
    take(signed_in(office.acceptor), case, "recall", comment="材料不齐")
    case.refresh_from_db()
    assert (case.state, case.accepted_on, case.due_on, case.decision_level) == ("submitted", None, None, "")
    assert "作废" in text_of(page(signed_in(office.acceptor), case))


def test_a_letter_not_made_yet_is_not_made_after_the_recall(office):
    case = make_dibao(office)
    take(signed_in(office.acceptor), case, "accept")
    take(signed_in(office.acceptor), case, "recall", comment="材料不齐")
    run_jobs()
    assert not case.letters.exists()


def test_nobody_recalls_the_step_of_another_or_one_that_was_followed(office):
    case = publicised(office)
    assert take(signed_in(office.acceptor), case, "recall", comment="试").status_code == 403
    take(signed_in(office.reviewer), case, "register_objection", **objection_fields(office))
    assert take(signed_in(office.reviewer), case, "recall", comment="试").status_code == 409
    assert state_of(case) == CaseState.OBJECTION


def test_a_decision_cannot_be_recalled(office):
    case = at_decision(office)
    take(signed_in(office.confirmer), case, "confirm")
    assert take(signed_in(office.confirmer), case, "recall", comment="误点").status_code == 409
    assert state_of(case) == CaseState.CONFIRMED


@pytest.mark.parametrize(("who", "to"), [("acceptor", "review"), ("reviewer", "accepted")])
def test_sql_recalls_only_for_the_same_person_and_exactly_back(office, who, to):
    case, actor = publicised(office), getattr(office, who)
    case.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseAction.objects.create(
            case=case,
            version=case.version + 1,
            action="recall",
            label="x",
            from_state=case.state,
            to_state=to,
            user_id=actor.user_id,
            grant_id=actor.grant_id,
            person_key=actor.person_key,
            actor_name="x",
            post_label="x",
            business_date=clock.today(),
        )


# --- hand-back -------------------------------------------------------------------------------------------


def test_a_case_handed_back_is_visited_anew_by_others_and_the_clock_runs_on(office):
    case = reviewed(office)
    case.refresh_from_db()
    due = case.due_on
    third = make_actor("investigator", name="第三人")
    fields = {"redo": ["visit"], "lead": third.user_id, "second": office.second.user_id}
    take(signed_in(office.reviewer), case, "hand_back", comment="入户记录不清", **fields)
    assert state_of(case) == CaseState.VERIFYING and case.due_on == due
    assert take(signed_in(office.lead), case, "record_visit", **visit_fields()).status_code == 403
    take(signed_in(third), case, "record_visit", **visit_fields())
    assert state_of(case) == CaseState.VERIFYING
    take(signed_in(office.second), case, "countersign_visit")
    assert state_of(case) == CaseState.REVIEW


def test_an_expired_report_leaves_only_the_way_back_to_verification(office):
    """Edge 40."""
    case = reviewed(office)
    days_pass(95)
    answer = take(signed_in(office.reviewer), case, "propose")
    assert answer.status_code == 422 and "失效" in text_of(answer)
    assert "须退回重新核对" in text_of(page(signed_in(office.reviewer), case))
    take(signed_in(office.reviewer), case, "hand_back", redo=["verify"], comment="报告失效")
    take(signed_in(office.verifier), case, "record_verification", sources=["社保"], result="consistent")
    take(signed_in(office.reviewer), case, "propose")
    assert state_of(case) == CaseState.NOTICE


# --- objections ------------------------------------------------------------------------------------------


def test_an_objection_leads_through_a_new_visit_and_opinion_to_a_new_notice(office):
    case = publicised(office)
    take(signed_in(office.reviewer), case, "register_objection", **objection_fields(office))
    assert state_of(case) == CaseState.OBJECTION
    assert take(signed_in(office.lead), case, "record_review_visit", **visit_fields()).status_code == 302
    take(signed_in(office.second), case, "countersign_review_visit")
    take(signed_in(office.reviewer), case, "conclude_objection", outcome="not_upheld", comment="查无此事")
    assert state_of(case) == CaseState.REVIEW
    take(signed_in(office.reviewer), case, "propose")
    assert case.notices.filter(taken_down_on__isnull=True).count() == 1 and case.notices.count() == 2
    run_jobs()
    assert case.letters.filter(kind="objection").exists()


def test_an_objection_of_the_last_minute_counts_also_when_it_is_registered_the_day_after(office):
    """Edge 23: day 7 at 23:50 is in time."""
    case = at_decision(office)
    last = case.notices.get().ends_on
    fields = objection_fields(office, received_on=last.isoformat(), received_time="23:50")
    take(signed_in(office.reviewer), case, "register_objection", **fields)
    assert state_of(case) == CaseState.OBJECTION


def test_an_objection_after_the_last_day_is_a_complaint(office):
    case = at_decision(office)
    late = case.notices.get().ends_on + timedelta(days=1)
    answer = take(
        signed_in(office.reviewer),
        case,
        "register_objection",
        **objection_fields(office, received_on=late.isoformat()),
    )
    assert answer.status_code == 422 and "请按投诉举报登记" in text_of(answer)
    with pytest.raises(IntegrityError, match="complaint"), transaction.atomic():
        Objection.objects.create(
            case=case,
            notice=case.notices.get(),
            received_on=late,
            content="x",
            registered_by_id=office.reviewer.user_id,
            registered_on=late,
        )


def test_who_objected_is_told_to_reviewers_only(office):
    case = publicised(office)
    take(signed_in(office.reviewer), case, "register_objection", **objection_fields(office))
    assert "胡明德" in text_of(page(signed_in(office.reviewer), case))
    for other in (office.lead, office.acceptor, office.confirmer):
        assert "胡明德" not in text_of(page(signed_in(other), case))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM casework_objection")
        assert "胡" not in cursor.fetchone()[0]


# --- the route -------------------------------------------------------------------------------------------


def test_a_relative_declared_late_moves_the_decision_to_the_bureau_which_visits_first(office):
    """Edge 26."""
    case = at_decision(office)
    take(signed_in(office.confirmer), case, "register_relative", comment="社区书记的岳母")
    case.refresh_from_db()
    assert (case.decision_level, case.state) == ("district", CaseState.CONFIRMATION)
    assert case.visits.filter(by_bureau=False, second_signed_at__isnull=False).exists()
    assert take(signed_in(office.confirmer), case, "confirm").status_code == 403
    refused = take(signed_in(office.section), case, "confirm")
    assert refused.status_code == 422 and "区民政局入户调查" in text_of(refused)
    bureau_visits(case, office)
    take(signed_in(office.section), case, "confirm")
    assert state_of(case) == CaseState.CONFIRMED


def test_the_route_never_leads_back_to_the_town(office):
    case = at_decision(office)
    take(signed_in(office.confirmer), case, "register_relative", comment="社区书记的岳母")
    case.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(decision_level="town")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(relative_registered=False)


def test_sql_cannot_decide_before_the_bureau_has_visited(office):
    case = advance(make_dibao(office, relative_registered=True), office, "confirmation")
    actor = office.section
    with clock.held(clock.today() + timedelta(days=9)), pytest.raises(IntegrityError, match="not visited"):
        with transaction.atomic():
            CaseAction.objects.create(
                case=case,
                version=case.version + 1,
                action="confirm",
                label="x",
                duty="decision",
                from_state=case.state,
                to_state="confirmed",
                user_id=actor.user_id,
                grant_id=actor.grant_id,
                person_key=actor.person_key,
                actor_name="x",
                post_label="x",
                business_date=clock.today(),
            )


# --- withdrawal, termination, extension ------------------------------------------------------------------


def test_a_withdrawal_during_the_notice_takes_it_down_and_is_no_refusal(office):
    """Edge 24."""
    case = publicised(office)
    take(signed_in(office.acceptor), case, "withdraw", comment="本人不再申请")
    case.refresh_from_db()
    assert (case.state, case.decided_on) == (CaseState.WITHDRAWN, None)
    assert case.applicant.masked_name not in text_of(signed_in(office.clerk).get("/notices/"))
    run_jobs()
    assert not case.letters.filter(kind="refusal").exists()


def test_a_family_that_does_not_cooperate_gets_a_letter_with_remedies(office):
    case = make_dibao(office)
    take(signed_in(office.acceptor), case, "accept")
    answer = take(signed_in(office.reviewer), case, "terminate", comment="两次上门拒绝")
    assert answer.status_code == 422 and "终止事由" in text_of(answer)
    take(signed_in(office.reviewer), case, "terminate", ground="refused_visit", comment="两次上门拒绝")
    run_jobs()
    assert state_of(case) == CaseState.TERMINATED
    assert case.letters.filter(kind="termination").exists() and not WorkItem.objects.open().filter(case=case)


def test_a_limit_is_extended_once_and_only_on_a_ground(office):
    """Edge 25: accepted 2022-01-12, 30 working days, then 45."""
    case = publicised(office)
    case.refresh_from_db()
    before = case.due_on
    assert take(signed_in(office.reviewer), case, "extend", comment="异地协查").status_code == 422
    take(signed_in(office.reviewer), case, "extend", ground="cross_place", comment="异地协查")
    case.refresh_from_db()
    assert case.due_on > before and case.extension_ground == "cross_place"
    again = take(signed_in(office.reviewer), case, "extend", ground="apart", comment="再延长")
    assert again.status_code == 422 and "不能再延长" in text_of(again)
    with pytest.raises(IntegrityError, match="only with an action"), transaction.atomic():
        type(case).objects.filter(pk=case.pk).update(due_on=date(2023, 1, 1))


# --- correction ------------------------------------------------------------------------------------------


def test_a_refusal_set_aside_is_decided_anew_by_somebody_else_on_the_same_papers(office):
    case = reviewed(office)
    take(signed_in(office.reviewer), case, "propose_refusal", comment="存疑")
    take(signed_in(office.confirmer), case, "refuse", comment="不符合")
    assert take(signed_in(office.confirmer), case, "order_correction", comment="试").status_code == 403
    take(signed_in(office.section), case, "order_correction", comment="收入计算有误")
    case.refresh_from_db()
    assert (case.state, case.decided_on) == (CaseState.REVIEW, None)
    take(signed_in(office.reviewer), case, "propose")
    days_pass(9)
    assert "本人" in text_of(take(signed_in(office.confirmer), case, "confirm"))
    other = make_actor("town_confirmer", name="另一人")
    take(signed_in(other), case, "confirm")
    assert state_of(case) == CaseState.CONFIRMED


def test_what_was_granted_is_corrected_by_a_change_and_the_decision_stays(office):
    case = at_decision(office)
    take(signed_in(office.confirmer), case, "confirm")
    answer = take(signed_in(office.section), case, "order_change", comment="收入漏算一项")
    assert answer.status_code == 302 and state_of(case) == CaseState.CONFIRMED
    change = Case.objects.get(kind="dibao_change", applicant=case.applicant)
    assert change.state == CaseState.SUBMITTED
    assert case.actions.last().detail["number"] == change.number


# --- the calendar ----------------------------------------------------------------------------------------


def test_without_the_calendar_of_the_next_year_nothing_is_accepted_on_a_guessed_date(office):
    """Edge 19."""
    case = make_dibao(office)
    late = date(max(CalendarYear.objects.values_list("year", flat=True)), 12, 20)
    move_business_date((late - clock.today()).days, actor=system_actor("system_tick"))
    answer = take(signed_in(office.acceptor), case, "accept")
    assert answer.status_code == 422 and "放假安排还没有录入" in text_of(answer)
    case.refresh_from_db()
    assert (case.state, case.accepted_on, case.due_on) == (CaseState.SUBMITTED, None, None)


# --- two editors -----------------------------------------------------------------------------------------


def test_the_page_says_who_else_has_the_form_open_until_somebody_acts(office):
    case = make_dibao(office)
    colleague = make_actor("acceptance_clerk", name="许文")
    assert "受理" in text_of(page(signed_in(colleague), case))
    shown = text_of(page(signed_in(office.acceptor), case))
    assert "许文" in shown and "打开了“受理”表单" in shown
    take(signed_in(colleague), case, "accept")
    since = text_of(signed_in(office.acceptor).get(f"/cases/{case.number}/presence/?version=1"))
    assert "已有新的办理" in since and "许文" in since


def test_a_minor_applicant_is_named_neither_on_the_web_nor_on_the_sheet(office):
    """Edge 37."""
    case = reviewed(office)
    type(case.applicant).objects.filter(pk=case.applicant_id).update(
        name="欧阳小雨", birth_date=date(2010, 5, 2)
    )
    take(signed_in(office.reviewer), case, "propose")
    web = text_of(signed_in(office.clerk).get("/notices/"))
    sheet = signed_in(office.clerk).get(f"/cases/{case.number}/notice.pdf").content
    for shown in (web, words_of(sheet)):
        assert "欧**" in shown or "欧阳**" in shown
        assert "小雨" not in shown
