"""Getting back what was paid too much (assistance rulebook 5.8), by the pages of the two who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.casework.models import WorkItem
from apps.jobs.models import Job
from apps.payments.models import Overpayment, Recovery
from apps.payments.services import life, overpayments, runs
from apps.payments.services.notices import make_notice
from tests.factories import DISTRICT, make_actor, make_user
from tests.payments.factories import (
    FEBRUARY,
    make_checked_run,
    make_paid_run,
    make_sent_run,
    return_text,
    take_return,
)
from tests.payments.test_guards import sql_is_refused
from tests.payments.test_life import MARCH, on
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


def step(client, row, name, **data):
    row.refresh_from_db()
    url = reverse(f"payments:overpayment_{name}", args=[row.pk])
    return client.post(url, {"version": row.version, **data})


def tell(client, row):
    return step(client, row, "notify", cause="unreported_income", note="")


def agree_to_offset(client, row):
    tell(client, row)
    return step(client, row, "agree", way="offset")


def text(client, row):
    return client.get(reverse("payments:overpayments_row", args=[row.pk])).content.decode()


def repay(client, row, amount, receipt="A001"):
    return step(client, row, "repay", amount=amount, received_on="2022-02-09", receipt_no=receipt)


def test_what_is_found_stands_in_the_register_with_its_sum(officer, overpaid):
    listed = officer.get(reverse("payments:overpayments")).content.decode()
    assert overpaid.number in listed
    assert "210.00" in listed
    assert "105.00" in text(officer, overpaid)


def test_telling_the_family_needs_a_cause_and_asks_for_the_notice(officer, overpaid):
    assert step(officer, overpaid, "notify", cause="").status_code == 422
    assert tell(officer, overpaid).status_code == 302
    overpaid.refresh_from_db()
    assert overpaid.state == "notified"
    assert Job.objects.get(kind="payments.overpayment_notice").arguments == {"overpayment": overpaid.pk}


def test_the_notice_is_a_paper_that_is_made_once(desk, officer, overpaid):
    tell(officer, overpaid)
    first = make_notice(overpaid.pk, actor=desk.maker).notice_id
    assert make_notice(overpaid.pk, actor=desk.maker).notice_id == first
    answer = officer.get(reverse("payments:overpayment_notice", args=[overpaid.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_instalments_come_to_the_cent(officer, overpaid):
    tell(officer, overpaid)
    step(officer, overpaid, "agree", way="instalments", count="4", first_on="2022-03-31")
    parts = [(part.due_on, part.amount) for part in overpaid.instalments.all()]
    assert [amount for _, amount in parts] == [Decimal("52.50")] * 4
    assert parts[1][0] == date(2022, 4, 30)
    sql_is_refused(
        "UPDATE payments_instalment SET amount = amount - 1; UPDATE payments_overpayment SET planned_on ="
        " planned_on + 1",
        match="do not come to the rest",
    )


def test_the_last_repayment_closes_it_and_more_is_refused(officer, overpaid):
    tell(officer, overpaid)
    assert repay(officer, overpaid, "110.00").status_code == 302
    assert "最多还可登记 100.00 元" in repay(officer, overpaid, "100.01", "A002").content.decode()
    assert "已经登记过" in repay(officer, overpaid, "1.00", "A001").content.decode()
    repay(officer, overpaid, "100.00", "A003")
    overpaid.refresh_from_db()
    assert (overpaid.state, overpaid.recoveries.count()) == ("recovered", 2)


def test_more_than_was_too_much_cannot_come_back_by_sql(officer, overpaid):
    tell(officer, overpaid)
    sql_is_refused(
        "INSERT INTO payments_recovery (overpayment_id, kind, amount, received_on, receipt_no, made_by_id, made_at)"
        " SELECT id, 'repayment', 210.01, '2022-02-09', 'X', found_by_id, now() FROM payments_overpayment",
        match="more comes back",
    )
    sql_is_refused(
        "UPDATE payments_overpayment SET state = 'recovered', closed_on = '2022-02-09'",
        match="does not add up",
    )


def test_an_offset_takes_a_fifth_of_the_month_and_the_bank_gets_one_sum(desk, officer, overpaid):
    agree_to_offset(officer, overpaid)
    on(MARCH)
    run = make_checked_run(desk, MARCH)
    lines = run.lines.order_by("kind").values_list("kind", "cause", "amount")
    assert list(lines) == [
        ("offset", f"冲抵多发款 {overpaid.number}", Decimal("-120.00")),
        ("regular", "", Decimal("600.00")),
    ]
    answer = officer.post(reverse("payments:run_send", args=[run.pk]), {"version": run.version})
    file = run.bank_files.get()
    assert (answer.status_code, file.row_count, file.total) == (302, 1, Decimal("480.00"))


def test_what_is_offset_counts_when_it_is_paid_and_the_rest_is_taken_later(desk, officer, overpaid):
    agree_to_offset(officer, overpaid)
    on(MARCH)
    run = make_sent_run(desk, MARCH)
    assert overpayments.balance(overpaid).rest == Decimal("210.00")
    take_return(run, return_text(run), desk)
    assert overpayments.balance(overpaid).rest == Decimal("90.00")
    april = date(2022, 4, 1)
    on(april)
    make_paid_run(desk, april)
    overpaid.refresh_from_db()
    assert (overpaid.state, overpayments.balance(overpaid).rest) == ("recovered", Decimal("0.00"))
    assert sorted(overpaid.offsets.values_list("amount", flat=True)) == [
        Decimal("-120.00"),
        Decimal("-90.00"),
    ]


def test_an_offset_whose_payment_failed_is_tried_again_with_it_and_taken_once(desk, officer, overpaid):
    agree_to_offset(officer, overpaid)
    on(MARCH)
    run = make_sent_run(desk, MARCH)
    first = run.transfers.order_by("pk").first()
    take_return(run, return_text(run, failed=(first.pk,)), desk)
    assert overpayments.balance(overpaid).offset == 0
    april = date(2022, 4, 1)
    on(april)
    run = make_sent_run(desk, april)
    # 600 and its offset again, and April's 600 with the last 90.
    assert run.bank_files.get().total == Decimal("990.00")
    take_return(run, return_text(run), desk)
    assert overpayments.balance(overpaid).rest == 0


def test_an_offset_beyond_its_share_is_refused_by_sql(desk, officer, overpaid):
    agree_to_offset(officer, overpaid)
    on(MARCH)
    make_checked_run(desk, MARCH)
    april = date(2022, 4, 1)
    on(april)
    runs.make_run("dibao", april, actor=desk.maker)
    sql_is_refused(
        "INSERT INTO payments_paymentline (region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause,"
        " amount, head_count, overpayment_id) SELECT region_id, run_id, run_month, entitlement_id, benefit_month,"
        " 'offset', '再抵', -300, 1, overpayment_id FROM payments_paymentline WHERE kind = 'offset' AND run_month ="
        " '2022-04-01'",
        match="beyond its share|more comes back",
    )


def test_after_the_end_nothing_can_be_offset(desk, officer, overpaid):
    tell(officer, overpaid)
    case = overpaid.entitlement.case
    life.end(overpaid.entitlement, last_month=FEBRUARY, reason="自愿放弃", actor=desk.maker, case=case)
    answer = step(officer, overpaid, "agree", way="offset")
    assert "没有以后月份可以冲抵" in answer.content.decode()


def test_a_write_off_is_proposed_by_one_and_decided_by_another(officer, decider, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "10.00")
    step(officer, overpaid, "propose", reason="家庭已无力缴回")
    assert "须由第二人批准" in text(officer, overpaid)
    assert step(officer, overpaid, "decide", decision="accept").status_code == 403
    assert step(decider, overpaid, "decide", decision="accept").status_code == 302
    overpaid.refresh_from_db()
    sums = overpayments.balance(overpaid)
    assert (overpaid.state, sums.written_off, sums.rest) == ("written_off", Decimal("200.00"), Decimal(0))


def test_a_proposal_waits_in_the_inbox_of_the_decider(desk, officer, decider, overpaid):
    tell(officer, overpaid)
    step(officer, overpaid, "propose", reason="家庭已无力缴回")
    waiting = WorkItem.objects.for_actor(desk.checker).filter(task="decide_write_off")
    assert waiting.get().subject_id == str(overpaid.pk)
    step(decider, overpaid, "decide", decision="refuse", comment="先约定分期")
    assert not waiting.exists()
    assert "先约定分期" in text(officer, overpaid)


def test_the_proposer_cannot_decide_with_a_second_account(desk, officer, overpaid):
    tell(officer, overpaid)
    step(officer, overpaid, "propose", reason="家庭已无力缴回")
    twin = make_user("同一人", "run_checker", DISTRICT, person_key=desk.maker.person_key)
    answer = step(browser(twin), overpaid, "decide", decision="accept")
    assert answer.status_code == 403
    assert Overpayment.objects.get().state == "notified"


def test_the_proposer_cannot_decide_by_sql(desk, officer, overpaid):
    tell(officer, overpaid)
    step(officer, overpaid, "propose", reason="家庭已无力缴回")
    decide = (
        "UPDATE payments_writeoff SET state = 'approved', decided_by_id = %s, decider_key = %s, decided_on ="
        " '2022-02-09'"
    )
    sql_is_refused(decide, desk.maker.user_id, desk.maker.person_key, match="four eyes")
    clerk = make_actor("reviewer", "330212009")
    sql_is_refused(decide, clerk.user_id, clerk.person_key, match="no grant")


def test_what_has_changed_since_it_was_shown_is_answered_with_409(officer, overpaid):
    url = reverse("payments:overpayment_notify", args=[overpaid.pk])
    data = {"version": overpaid.version, "cause": "fraud"}
    assert officer.post(url, data).status_code == 302
    tell_again = officer.post(url.replace("notify", "repay"), {
        "version": data["version"], "amount": "1", "received_on": "2022-02-09", "receipt_no": "Z"})  # fmt: skip
    assert tell_again.status_code == 409
    assert not Recovery.objects.exists()


def test_an_offset_that_came_back_after_the_end_is_recovered_in_another_way(desk, officer, overpaid):
    agree_to_offset(officer, overpaid)
    on(MARCH)
    run = make_sent_run(desk, MARCH)
    case = overpaid.entitlement.case
    life.end(overpaid.entitlement, last_month=FEBRUARY, reason="自愿放弃", actor=desk.maker, case=case)
    first = run.transfers.order_by("pk").first()
    take_return(run, return_text(run, failed=(first.pk,)), desk)
    answer = step(officer, overpaid, "agree", way="instalments", count="1", first_on="2022-03-31")
    assert answer.status_code == 302
    assert overpaid.instalments.get().amount == Decimal("210.00")


def test_while_an_offset_is_on_its_way_nothing_else_is_agreed(desk, officer, overpaid):
    agree_to_offset(officer, overpaid)
    on(MARCH)
    make_sent_run(desk, MARCH)
    answer = step(officer, overpaid, "agree", way="instalments", count="1", first_on="2022-03-31")
    assert "还有冲抵款项没有发放结果" in answer.content.decode()
