"""What the bureau does beside the cases: delegation and its end, sample checks, complaints."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.casework.models import CaseState, Complaint, SampleCheck, SampleDraw, WorkItem
from apps.casework.services.sampling import pick
from apps.core import clock
from apps.files.models import StoredFile
from apps.policy.models import Parameter
from tests.casework.support import days_pass, page, run_jobs, signed_in, take, text_of
from tests.casework.test_crooked_ways import bureau_visits, reviewed, state_of
from tests.factories import DISTRICT, DONGSHENG, Office, act, advance, delegate, make_actor, make_dibao

pytestmark = pytest.mark.django_db
NEW, COMPLAINTS = "/cases/delegations/new/", "/cases/complaints/"


@pytest.fixture
def office():
    return Office()


def start(office, day, **changed):
    fields = {
        "town": DONGSHENG,
        "programme": "dibao",
        "valid_from": day.isoformat(),
        "document": "鄞民〔2022〕1 号",
    }
    return signed_in(office.section).post(NEW, {**fields, "do": "save", **changed})


def accept(office):
    case = make_dibao(office)
    take(signed_in(office.acceptor), case, "accept")
    case.refresh_from_db()
    return case


# --- delegation ------------------------------------------------------------------------------------------


def test_a_delegation_holds_for_what_is_accepted_from_its_first_day_on(office):
    """Edge 38: the acceptance decides, not the month of the decision; the first day counts."""
    start(office, clock.today() + timedelta(days=1))
    before = accept(office)
    days_pass(1)
    on_the_day = accept(office)
    assert (before.decision_level, on_the_day.decision_level) == ("district", "town")
    before.refresh_from_db()
    assert before.decision_level == "district"


def test_the_effect_is_shown_before_anything_is_saved(office):
    accept(office)
    make_dibao(office)
    shown = start(office, clock.today(), do="preview")
    assert shown.status_code == 200
    assert "还没有受理：1 件" in text_of(shown) and "确认层级不变：1 件" in text_of(shown)
    assert accept(office).decision_level == "district"


def test_when_a_delegation_ends_unfinished_cases_go_back_to_the_bureau(office):
    row = delegate()
    case = advance(make_dibao(office), office, "confirmation")
    end = signed_in(office.section)
    address = f"/cases/delegations/{row.pk}/end/"
    fields = {"last_day": clock.today().isoformat(), "document": "鄞民〔2022〕9 号"}
    assert case.number in text_of(end.post(address, {**fields, "do": "preview"}))
    end.post(address, {**fields, "do": "save"})
    assert accept(office).decision_level == "town"  # the last day counts
    days_pass(1)
    case.refresh_from_db()
    assert case.decision_level == "district"
    assert WorkItem.objects.open().get(case=case).level == "district"
    days_pass(8)
    assert take(signed_in(office.confirmer), case, "confirm").status_code == 403
    take(signed_in(office.section), case, "confirm")
    assert state_of(case) == CaseState.CONFIRMED


def test_where_the_parameter_says_so_the_town_finishes_what_it_has_begun(office):
    Parameter.objects.filter(key="delegation.revocation_returns").update(value=False)
    row = delegate()
    case = accept(office)
    row.valid_to = clock.today()
    row.save()
    days_pass(2)
    case.refresh_from_db()
    assert case.decision_level == "town"


def test_only_the_bureau_delegates(office):
    assert signed_in(office.confirmer).get(NEW).status_code == 403
    start(office, clock.today())
    again = start(office, clock.today() + timedelta(days=5))
    assert again.status_code == 422 and "已有下放" in text_of(again)


# --- sample checks ---------------------------------------------------------------------------------------


def decided(office, count):
    """``count`` decisions of the town in January."""
    delegate()
    cases = [advance(make_dibao(office), office, "confirmation") for _ in range(count)]
    with clock.held(clock.today() + timedelta(days=9)):
        for case in cases:
            act(case, "confirm", office.confirmer)
    return cases


def test_on_the_first_a_share_of_last_months_town_decisions_is_drawn_and_the_seed_repeats_it(office):
    cases = decided(office, 4)
    days_pass(20)
    draw = SampleDraw.objects.get()
    drawn = list(draw.checks.values_list("case_id", flat=True))
    assert (draw.month, draw.population, len(drawn)) == (date(2022, 1, 1), 4, 2)  # 30 %, rounded up
    assert sorted(drawn) == pick([case.pk for case in cases], draw.share, draw.seed)
    assert WorkItem.objects.open().filter(task="sample", level="district").count() == 2
    shown = text_of(signed_in(office.section).get("/cases/samples/"))
    assert "50.0%" in shown


def test_a_sample_is_found_right_or_sent_back_and_the_register_counts_both(office):
    case = reviewed_refusal(office)
    days_pass(20)
    section = signed_in(office.section)
    take(section, case, "order_correction", comment="收入多算一项")
    check = SampleCheck.objects.get()
    assert (check.outcome, check.checked_by_id) == ("correction", office.section.user_id)
    assert not WorkItem.objects.open().filter(task="sample").exists()
    assert state_of(case) == CaseState.REVIEW
    assert "100.0%" in text_of(section.get("/cases/samples/"))


def reviewed_refusal(office):
    delegate()
    case = reviewed(office)
    take(signed_in(office.reviewer), case, "propose_refusal", comment="存疑")
    take(signed_in(office.confirmer), case, "refuse", comment="不符合")
    return case


def test_a_sample_found_right_closes_its_item_and_leaves_the_decision(office):
    case = decided(office, 1)[0]
    days_pass(20)
    assert "抽查一致" in text_of(page(signed_in(office.section), case))
    take(signed_in(office.section), case, "pass_sample", comment="复核无误")
    assert SampleCheck.objects.get().outcome == "consistent" and state_of(case) == CaseState.CONFIRMED
    with pytest.raises(IntegrityError, match="concluded"), transaction.atomic():
        SampleCheck.objects.update(outcome="correction")


# --- complaints ------------------------------------------------------------------------------------------


def complain(actor, **changed):
    fields = {
        "channel": "phone",
        "received_on": clock.today().isoformat(),
        "about": "某社区",
        "name": "胡明德",
        "phone": "13800000000",
        "content": "审核拖延",
    }
    signed_in(actor).post(f"{COMPLAINTS}new/", {**fields, **changed})
    return Complaint.objects.order_by("-pk").first()


def test_a_complaint_waits_at_the_bureau_for_fifteen_calendar_days(office):
    row = complain(office.reviewer)
    assert row.number.startswith("TS-20220112-") and row.due_on == date(2022, 1, 27)
    assert row.number in text_of(signed_in(office.section).get("/"))
    assert signed_in(office.acceptor).get(f"{COMPLAINTS}{row.pk}/").status_code == 404


def test_who_complained_is_told_to_the_handler_alone(office):
    row = complain(office.reviewer)
    address, section = f"{COMPLAINTS}{row.pk}/", signed_in(office.section)
    other = signed_in(make_actor("section_officer", DISTRICT))
    assert "胡明德" not in text_of(section.get(address))
    section.post(address, {"do": "take"})
    assert "胡明德" in text_of(section.get(address))
    for client in (other, signed_in(office.reviewer)):
        assert "胡明德" not in text_of(client.get(address))
        assert "胡明德" not in text_of(client.get(COMPLAINTS))


def test_a_complaint_under_a_name_is_answered_by_letter_to_its_handler(office):
    row = complain(office.reviewer)
    address, section = f"{COMPLAINTS}{row.pk}/", signed_in(office.section)
    section.post(address, {"do": "take"})
    fields = {"do": "answer", "outcome": "partly", "finding": "逾期一天"}
    assert "给反映人的答复" in text_of(section.post(address, fields))
    section.post(address, {**fields, "text": "已责令改正"})
    run_jobs()
    row.refresh_from_db()
    stored = StoredFile.objects.get(pk=row.answer_file_id)
    assert section.get(f"/files/{stored.pk}/").status_code == 200
    assert signed_in(office.reviewer).get(f"/files/{stored.pk}/").status_code == 404
    assert not WorkItem.objects.open().filter(task="complaint").exists()


def test_a_case_complained_about_is_visited_by_the_bureau_before_it_is_decided(office):
    delegate()
    case = advance(make_dibao(office), office, "confirmation")
    row = complain(office.section, case_number=case.number, about="")
    assert row.number in text_of(page(signed_in(office.section), case))
    assert row.number not in text_of(page(signed_in(office.confirmer), case))
    days_pass(9)
    assert take(signed_in(office.confirmer), case, "confirm").status_code == 422
    bureau_visits(case, office)
    take(signed_in(office.confirmer), case, "confirm")
    assert state_of(case) == CaseState.CONFIRMED


def test_nobody_handles_a_complaint_about_a_case_in_which_he_took_a_step(office):
    case = make_dibao(office)
    advance(case, office, "review")
    take(signed_in(office.reviewer), case, "propose")
    days_pass(9)
    take(signed_in(office.section), case, "confirm")
    row = complain(office.reviewer, case_number=case.number, about="")
    answer = signed_in(office.section).post(f"{COMPLAINTS}{row.pk}/", {"do": "take"})
    assert answer.status_code == 403 and "回避" in text_of(answer)
