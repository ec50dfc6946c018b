"""A case goes its way in the browsers of those whose steps they are, and nobody else's."""

import threading
from datetime import date

import pytest
from django.db import connections

from apps.assistance.models import DibaoApplication
from apps.audit.models import Event
from apps.casework.models import CaseAction, CaseState
from tests.casework.support import (
    days_pass,
    go_to_review,
    page,
    run_jobs,
    signed_in,
    take,
    text_of,
    visit_fields,
)
from tests.factories import (
    DISTRICT,
    ZHONGHE,
    Office,
    act,
    advance,
    delegate,
    make_actor,
    make_dibao,
    make_household,
)
from tests.payments.factories import make_confirmed_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    delegate()
    return Office()


def test_a_delegated_town_takes_a_case_from_submission_to_letter_in_its_pages(office):
    case = make_dibao(office)
    go_to_review(case, office)
    take(signed_in(office.reviewer), case, "propose")
    days_pass(9)
    answer = take(signed_in(office.confirmer), case, "confirm")
    assert answer.status_code == 302
    run_jobs()
    shown = text_of(page(signed_in(office.confirmer), case))
    assert "已确认" in shown and "受理通知书" in shown and "确认通知书" in shown
    letter = case.letters.get(kind="confirmation")
    answer = signed_in(office.clerk).get(f"/files/{letter.file_id}/")
    assert answer.getvalue().startswith(b"%PDF-")


def test_a_town_without_delegation_shows_who_decides_and_the_bureau_decides():
    office = Office(ZHONGHE)
    case = make_dibao(office)
    go_to_review(case, office)
    take(signed_in(office.reviewer), case, "propose")
    days_pass(9)
    shown = text_of(page(signed_in(office.confirmer), case))
    assert "本件由区民政局确认。" in shown and "救助科（业务科室经办）" in shown
    assert take(signed_in(office.confirmer), case, "confirm").status_code == 403
    assert take(signed_in(office.section), case, "confirm").status_code == 302
    case.refresh_from_db()
    assert case.state == CaseState.CONFIRMED


@pytest.mark.parametrize("who", ["clerk", "lead", "reviewer", "confirmer", "verifier", "section"])
def test_a_step_of_another_post_is_refused_with_the_sentence_of_the_page(office, who):
    case = make_dibao(office)
    answer = take(signed_in(getattr(office, who)), case, "accept")
    assert answer.status_code == 403 and "当前岗位不能受理" in text_of(answer)
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED


def test_the_page_names_who_can_take_a_step_of_another_post(office):
    shown = text_of(page(signed_in(office.clerk), make_dibao(office)))
    assert "林晓（受理员）" in shown


def test_four_eyes_are_told_before_the_form_and_again_when_posted(office):
    from apps.accounts.actors import actor_for
    from apps.accounts.models import Grant, User

    case = advance(make_dibao(office), office, "confirmation")
    days_pass(9)
    both = User.objects.get(pk=office.lead.user_id)
    Grant.objects.filter(user=both).update(post_id="town_confirmer")
    client = signed_in(actor_for(both, both.grants.with_parts().get()))
    shown = text_of(page(client, case))
    assert "入户调查人是本人，不能确认本件。" in shown and "吴建平（审核确认人）" in shown
    answer = take(client, case, "confirm")
    assert answer.status_code == 403 and "入户调查人是本人" in text_of(answer)


def test_an_outdated_page_gets_409_with_what_has_happened_and_keeps_the_opinion(office):
    case = make_dibao(office)
    client = signed_in(office.acceptor)
    shown = page(client, case).context["case"].version
    act(case, "ask_supplement", office.acceptor, comment="缺诊断证明")
    answer = client.post(
        f"/cases/{case.number}/act/decline/", {"version": shown, "comment": "户籍不在本街道"}
    )
    body = text_of(answer)
    # 林晓 took the other step in another window: that is no repetition of this one.
    assert answer.status_code == 409
    assert "林晓（受理员）一次性告知补正" in body and "缺诊断证明" in body and "户籍不在本街道" in body


def test_a_repeated_click_goes_on_as_the_first_did(office):
    case = make_dibao(office)
    client = signed_in(office.acceptor)
    fields = {"version": page(client, case).context["case"].version, "comment": ""}
    first = client.post(f"/cases/{case.number}/act/accept/", fields)
    again = client.post(f"/cases/{case.number}/act/accept/", fields)
    assert first.status_code == again.status_code == 302
    assert CaseAction.objects.filter(case=case, action="accept").count() == 1


def test_what_was_typed_survives_a_refusal(office):
    case = advance(make_dibao(office), office, "verifying")
    answer = take(signed_in(office.lead), case, "record_visit", **visit_fields(visited_on="2021-01-01"))
    body = text_of(answer)
    assert answer.status_code == 422 and "入户日期应在指派之后" in body
    assert "住房简陋，家中无贵重物品" in body and 'value="2021-01-01"' in body


def test_a_reason_is_asked_for_where_the_letter_needs_one(office):
    case = make_dibao(office)
    answer = take(signed_in(office.acceptor), case, "decline", comment="  ")
    assert answer.status_code == 422 and "请填写理由。" in text_of(answer)


def test_numbers_are_shown_in_full_after_a_reason_and_on_record(office):
    case = make_dibao(office)
    client, number = signed_in(office.acceptor), case.applicant.number
    assert number not in text_of(page(client, case))
    assert client.post(f"/cases/{case.number}/numbers/", {"reason": ""}).status_code == 422
    client.post(f"/cases/{case.number}/numbers/", {"reason": "核对身份证原件"})
    assert number in text_of(page(client, case))
    assert Event.objects.get(action="people.reveal").reason == "核对身份证原件"
    assert number not in text_of(page(signed_in(office.reviewer), case))


def test_after_a_step_the_next_item_comes_up(office):
    first, second = make_dibao(office), make_dibao(office)
    answer = take(signed_in(office.acceptor), first, "accept", then="next")
    assert answer["Location"] == f"/cases/{second.number}/"


def test_a_paper_is_taken_in_while_the_case_waits_for_the_actor_and_not_from_others(office, tmp_path):
    from PIL import Image

    path = tmp_path / "诊断.png"
    Image.new("RGB", (60, 80), "white").save(path)
    case = make_dibao(office)
    for who, status in (("acceptor", 302), ("reviewer", 403)):
        with path.open("rb") as file:
            fields = {"slot": "diagnosis", "file": file}
            answer = signed_in(getattr(office, who)).post(f"/cases/{case.number}/papers/", fields)
        assert answer.status_code == status
    paper = case.documents.get()
    assert signed_in(office.reviewer).get(f"/files/{paper.file_id}/preview/1.png").status_code == 200
    assert signed_in(Office(ZHONGHE).reviewer).get(f"/files/{paper.file_id}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_confirm_at_once_are_one_decision():
    delegate()
    office = Office()
    case = advance(make_dibao(office), office, "confirmation")
    days_pass(9)
    version = page(signed_in(office.confirmer), case).context["case"].version
    clients = [signed_in(office.confirmer) for _ in range(2)]
    barrier, codes = threading.Barrier(2), []

    def click(client):
        barrier.wait()
        fields = {"version": version, "comment": "同意"}
        codes.append(client.post(f"/cases/{case.number}/act/confirm/", fields).status_code)
        connections.close_all()

    threads = [threading.Thread(target=click, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case.refresh_from_db()
    assert codes == [302, 302] and case.state == CaseState.CONFIRMED
    assert CaseAction.objects.filter(case=case, action="confirm").count() == 1


def test_a_case_of_the_roll_taken_over_is_shown_and_offers_nothing(office):
    household = make_household()
    case = make_confirmed_case(household.head, household, household.region_id, date(2021, 3, 15))
    DibaoApplication.objects.create(case=case, reason="illness")
    body = text_of(page(signed_in(office.acceptor), case))
    assert "历史数据，原确认单位" in body and "已确认" in body and "/act/" not in body


def test_a_parallel_step_that_somebody_else_has_taken_is_told_and_the_opinion_kept(office):
    case = advance(make_dibao(office), office, "verifying")
    client = signed_in(office.verifier)
    fields = {"result": "consistent", "sources": ["社保"], "comment": "存款已核"}
    shown = page(client, case).context["case"].version
    act(case, "record_verification", make_actor("verification_officer", DISTRICT, name="另一人"), **fields)
    answer = take(client, case, "record_verification", **fields, version=shown)
    body = text_of(answer)
    assert (
        answer.status_code == 409
        and "这一步已由其他人办理。" in body
        and "另一人" in body
        and "存款已核" in body
    )


def steps_shown(client, case):
    return {step["label"]: step["state"] for step in page(client, case).context["flow_steps"]}


def test_a_case_handed_back_stands_again_at_its_review(office):
    case = advance(make_dibao(office), office, "confirmation")
    days_pass(9)
    act(case, "return_to_review", office.confirmer, comment="收入需再核")
    steps = steps_shown(signed_in(office.reviewer), case)
    assert steps["入户调查"] == "done" and steps["初审"] == "now"
    assert steps["公示"] == steps["确认"] == ""


def test_a_case_on_the_detour_of_missing_papers_shows_it_in_its_steps(office):
    case = make_dibao(office)
    act(case, "ask_supplement", office.acceptor, comment="缺诊断证明")
    steps = steps_shown(signed_in(office.clerk), case)
    assert steps["补正材料"] == "now" and "受理" not in steps and steps["启动调查"] == ""


def test_steps_side_by_side_are_told_apart(office):
    case = advance(make_dibao(office), office, "verifying")
    act(case, "record_verification", office.verifier, result="consistent", sources=["社保"])
    steps = steps_shown(signed_in(office.lead), case)
    assert steps["信息核对"] == "done" and steps["入户调查"] == "now" and steps["初审"] == ""


def test_what_is_done_besides_has_no_primary_button(office):
    case = make_dibao(office)
    go_to_review(case, office)
    take(signed_in(office.reviewer), case, "propose")
    shown = page(signed_in(office.reviewer), case).content.decode()
    besides = shown[shown.index('class="panel asides"') :].split("</details>")[0]
    assert "<form" in besides and "btn-primary" not in besides
