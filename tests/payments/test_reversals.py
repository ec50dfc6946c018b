"""A mistyped receipt is taken back by two persons: both rows stay, and what is still to come back follows."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from apps.casework.models import WorkItem
from apps.payments.models import Recovery, Reversal
from apps.payments.services import overpayments
from tests.factories import DISTRICT, make_user
from tests.payments.factories import close_month
from tests.payments.test_guards import sql_is_refused
from tests.payments.test_life import MARCH, on
from tests.payments.test_overpayments import repay, step, tell, text
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db
TAKE_BACK = (
    "INSERT INTO payments_recovery (overpayment_id, kind, amount, received_on, receipt_no, reverses_id, made_by_id,"
    " made_at) SELECT overpayment_id, 'reversal', -amount, '2022-02-09', '', id, made_by_id, now()"
    " FROM payments_recovery WHERE kind = 'repayment'"
)


def ask(client, row, mistake="金额应为 100.00 元", receipt="A001"):
    recovery = Recovery.objects.get(receipt_no=receipt, reversed_by=None)
    return step(client, row, "reverse", recovery=recovery.pk, mistake=mistake)


def agree(client, row):
    step(client, row, "agree", way="instalments", count="2", first_on="2022-03-31")
    connection.check_constraints()  # as at the commit of this step


def amounts(row):
    return list(row.recoveries.order_by("pk").values_list("kind", "amount"))


def test_a_mistyped_receipt_is_reversed_by_two_and_entered_again_with_its_number(officer, decider, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    assert ask(officer, overpaid).status_code == 302
    assert "须由第二人批准" in text(officer, overpaid)
    assert step(decider, overpaid, "reversal", decision="accept").status_code == 302
    assert overpayments.balance(overpaid).rest == Decimal("210.00")
    assert repay(officer, overpaid, "100.00").status_code == 302
    assert overpayments.balance(overpaid).rest == Decimal("110.00")
    assert amounts(overpaid) == [
        ("repayment", Decimal("110.00")), ("reversal", Decimal("-110.00")), ("repayment", Decimal("100.00")),
    ]  # fmt: skip
    shown = text(officer, overpaid)
    assert shown.index("已冲正") < shown.index("−110.00") < shown.index("已收到")
    assert "金额应为 100.00 元" in shown


def test_what_was_recovered_opens_again_with_the_instalments_that_were_agreed(officer, decider, overpaid):
    tell(officer, overpaid)
    agree(officer, overpaid)
    repay(officer, overpaid, "105.00", "A001")
    repay(officer, overpaid, "105.00", "A002")
    overpaid.refresh_from_db()
    assert overpaid.state == "recovered"
    ask(officer, overpaid, receipt="A002")
    step(decider, overpaid, "reversal", decision="accept")
    overpaid.refresh_from_db()
    assert (overpaid.state, overpaid.closed_on) == ("instalments", None)
    shown = text(officer, overpaid)
    assert (shown.count("已缴清"), shown.count("待缴")) == (1, 1)


def test_the_decision_waits_in_the_inbox_and_a_refusal_changes_nothing(desk, officer, decider, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    ask(officer, overpaid)
    waiting = WorkItem.objects.for_actor(desk.checker).filter(task="decide_reversal")
    assert waiting.get().subject_id == str(overpaid.pk)
    step(decider, overpaid, "reversal", decision="refuse", comment="票据上是 110.00 元")
    assert not waiting.exists()
    assert amounts(overpaid) == [("repayment", Decimal("110.00"))]
    assert "票据上是 110.00 元" in text(officer, overpaid)


def test_whoever_asked_or_entered_the_receipt_cannot_decide(desk, officer, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    ask(officer, overpaid)
    twin = make_user("同一人", "run_checker", DISTRICT, person_key=desk.maker.person_key)
    assert step(browser(twin), overpaid, "reversal", decision="accept").status_code == 403
    colleague = browser(make_user("另一经办", "section_officer", DISTRICT))
    assert step(colleague, overpaid, "reversal", decision="accept").status_code == 403
    sql_is_refused(
        "UPDATE payments_reversal SET state = 'approved', decided_by_id = %s, decider_key = %s,"
        " decided_on = '2022-02-09'", twin.pk, twin.person_key, match="four eyes|reversal_four_eyes",
    )  # fmt: skip


def test_the_one_who_entered_the_receipt_does_not_decide_although_another_asked(officer, overpaid):
    both = make_user("登记人", "section_officer", DISTRICT)
    second = make_user("登记人", "run_checker", DISTRICT, person_key=both.person_key)
    tell(officer, overpaid)
    repay(browser(both), overpaid, "110.00")
    ask(officer, overpaid)
    assert step(browser(second), overpaid, "reversal", decision="accept").status_code == 403
    sql_is_refused(
        "UPDATE payments_reversal SET state = 'approved', decided_by_id = %s, decider_key = %s,"
        " decided_on = '2022-02-09'", second.pk, second.person_key, match="four eyes",
    )  # fmt: skip


def test_nothing_is_taken_back_by_sql_without_two_or_twice(officer, decider, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    sql_is_refused(TAKE_BACK, match="as two have decided")
    ask(officer, overpaid)
    sql_is_refused(TAKE_BACK, match="as two have decided")
    step(decider, overpaid, "reversal", decision="accept")
    sql_is_refused(TAKE_BACK, match="reverses_id")
    first = overpaid.recoveries.get(kind="repayment")
    assert step(officer, overpaid, "reverse", recovery=first.pk, mistake="再冲").status_code == 422


def test_a_receipt_that_stands_is_not_entered_again_by_sql(officer, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    sql_is_refused(
        "INSERT INTO payments_recovery (overpayment_id, kind, amount, received_on, receipt_no, entry, made_by_id,"
        " made_at) SELECT overpayment_id, 'repayment', 10, received_on, receipt_no, 2, made_by_id, now()"
        " FROM payments_recovery",
        match="entered already",
    )


def test_while_a_reversal_waits_nothing_is_agreed_or_written_off_and_then_the_plan_is_told_short(
    officer, decider, overpaid
):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    agree(officer, overpaid)
    ask(officer, overpaid)
    assert "冲正待批准" in step(officer, overpaid, "propose", reason="无力缴回").content.decode()
    again = step(officer, overpaid, "agree", way="instalments", count="1", first_on="2022-03-31")
    assert "冲正待批准" in again.content.decode()
    step(decider, overpaid, "reversal", decision="accept")
    assert "请重新约定追回方式" in text(officer, overpaid)


def test_a_receipt_of_a_closed_month_is_reversed_in_the_open_one(officer, decider, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    on(MARCH)
    close_month(date(2022, 2, 1))
    ask(officer, overpaid)
    step(decider, overpaid, "reversal", decision="accept")
    assert overpaid.recoveries.get(kind="reversal").received_on == date(2022, 3, 9)


def test_what_is_written_off_stays_as_it_is(officer, decider, overpaid):
    tell(officer, overpaid)
    repay(officer, overpaid, "110.00")
    step(officer, overpaid, "propose", reason="家庭已无力缴回")
    assert "请先办结核销" in ask(officer, overpaid).content.decode()
    step(decider, overpaid, "decide", decision="accept")
    assert ask(officer, overpaid).status_code == 422
    assert not Reversal.objects.exists()
