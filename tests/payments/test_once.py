"""Money that is given once: by runs as often as a month needs them, in stages, or by hand against a signature."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.casework.models import WorkItem
from apps.core.errors import DomainError, Refused
from apps.payments.models import EntitlementStatus, PaymentLine, Run, Transfer
from apps.payments.services import life, once, runs
from apps.statistics.services.closing import closing_checks
from tests.factories import DONGSHENG, ZHONGHE, make_actor
from tests.payments.factories import (
    FEBRUARY,
    JANUARY,
    close_month,
    make_benefit,
    make_checked_run,
    make_desk,
    return_text,
    take_return,
)
from tests.payments.once import PROGRAMME, declare, make_grant
from tests.payments.test_guards import sql_is_refused
from tests.payments.test_pages import make, page, step, today_is, upload, words
from tests.support.accounts import browser
from tests.support.races import at_once

TODAY = date(2022, 1, 12)
NEXT = date(2022, 2, 20)
IN_STAGES = ((TODAY, "2000.00"), (NEXT, "1000.00"))


@pytest.fixture(autouse=True)
def programme(monkeypatch):
    declare(monkeypatch)


@pytest.fixture
def clerk():
    return make_actor("acceptance_clerk", DONGSHENG, name="受理员")


def window(actor):
    return browser(User.objects.get(pk=actor.user_id))


def draft(desk, month=JANUARY):
    return runs.make_run(PROGRAMME, month, actor=desk.maker)


def pay(desk, month=JANUARY, failed=()):
    """A run through all its steps; ``failed`` are entitlements that the bank cannot pay."""
    run = draft(desk, month)
    run = runs.check_run(run, version=run.version, accept=True, actor=desk.checker)
    runs.send_run(run, version=run.version, actor=desk.maker)
    run.refresh_from_db()
    bad = run.transfers.filter(line__entitlement__in=failed).values_list("pk", flat=True)
    return take_return(run, return_text(run, failed=tuple(bad)), desk)


def owed(run):
    return sorted(run.transfers.values_list("line__entitlement", "line__amount", "attempt"))


@pytest.mark.django_db
def test_two_browsers_pay_grants_by_two_runs_of_one_month_and_nothing_twice(officer, decider):
    unlucky = make_grant("3000.00", heads=3)
    shown = words(officer.get(reverse("payments:runs")))
    assert "应急帮扶到期应发" in shown and "到期应发 1 笔，3,000.00 元" in " ".join(shown.split())
    assert make(officer, programme=PROGRAMME).status_code == 302
    first = Run.objects.get()
    assert first.lines.get().head_count == 3
    assert step(decider, first, "check", decision="accept").status_code == 302
    first.refresh_from_db()
    assert step(officer, first, "send").status_code == 302
    first.refresh_from_db()
    bad = first.transfers.get().pk
    preview = upload(officer, first, return_text(first, failed=(bad,)))
    officer.post(preview["Location"], {"version": first.version})
    assert "没有到账 1 笔，随下一批重发" in words(page(officer, first))

    other = make_grant("500.00", name="周建国")
    assert make(officer, programme=PROGRAMME).status_code == 302
    second = Run.objects.get(sequence=2)
    assert owed(second) == [(unlucky.pk, Decimal("3000.00"), 2), (other.pk, Decimal("500.00"), 1)]
    assert "2022 年 1 月应急帮扶发放（第 2 批）" in words(page(officer, second))
    again = make(officer, programme=PROGRAMME)  # the draft is made anew, no third run
    assert again.status_code == 302 and Run.objects.count() == 2
    assert PaymentLine.objects.count() == 2


@pytest.mark.django_db
def test_a_grant_ends_by_payment_and_is_never_paid_again(desk):
    grant = make_grant()
    pay(desk, failed=[grant])
    grant.refresh_from_db()
    assert grant.status == EntitlementStatus.ACTIVE
    pay(desk)
    grant.refresh_from_db()
    assert (grant.status, grant.end_reason) == ("ended", "已发放完毕")
    today_is(date(2022, 2, 9))
    with pytest.raises(Refused, match="没有到期应发的款项"):
        draft(desk, FEBRUARY)


@pytest.mark.django_db
def test_each_stage_waits_for_its_day_and_counts_for_the_month_of_the_decision(desk):
    grant = make_grant(stages=IN_STAGES)
    assert pay(desk).lines.get().amount == Decimal("2000.00")
    today_is(date(2022, 2, 19))
    with pytest.raises(Refused, match="没有到期应发的款项"):
        draft(desk, FEBRUARY)
    today_is(NEXT)
    line = pay(desk, FEBRUARY).lines.get()
    assert (line.benefit_month, line.kind, line.cause, line.amount) == (
        JANUARY, "one_off", "第 2 期", Decimal("1000.00"),
    )  # fmt: skip
    grant.refresh_from_db()
    assert grant.status == "ended"


@pytest.mark.django_db
def test_stages_come_to_the_amount_and_a_case_grants_once():
    with pytest.raises(Refused, match=r"各期合计 2500.00 元，与救助金额 3000.00 元不一致"):
        make_grant(stages=((TODAY, "2000.00"), (NEXT, "500.00")))
    grant = make_grant()
    more = "INSERT INTO payments_stage (entitlement_id, position, due_on, amount, way, giver_key, signed_by, goods)"
    sql_is_refused(
        f"{more} VALUES (%s, 2, '2022-01-12', 1, 'transfer', '', '', '')", grant.pk, match="do not come to"
    )
    for change in ("amount = 1", "due_on = '2021-01-01'", "way = 'cash'"):
        sql_is_refused(f"UPDATE payments_stage SET {change}", match="does not change")
    sql_is_refused("DELETE FROM payments_stage", match="never deleted")


@pytest.mark.django_db
def test_what_cannot_be_paid_waits_with_its_reason_for_the_next_run(desk, officer):
    held = make_grant(has_account=False)
    make_grant("500.00", name="周建国")
    assert "没有发放账户 1 笔" in " ".join(words(officer.get(reverse("payments:runs"))).split())
    first = pay(desk)
    assert list(first.exclusions.values_list("entitlement", "reason")) == [(held.pk, "no_account")]
    held.payee.accounts.create(
        bank="鄞州银行", account="6228480000000009999", holder_name="陈秀芳", valid_from=TODAY
    )
    assert pay(desk).lines.get().entitlement == held


@pytest.mark.django_db
def test_a_town_clerk_registers_cash_and_goods_against_a_signature_and_they_count_as_paid(desk, clerk):
    cash, goods = make_grant("800.00", way="cash"), make_grant("200.00", way="goods", name="周建国")
    with pytest.raises(Refused, match="没有到期应发的款项"):
        draft(desk)  # no run takes them
    desk_of_town = window(clerk)
    inbox = WorkItem.objects.for_actor(clerk)
    assert sorted(inbox.values_list("label", flat=True)) == ["发放实物", "发放现金"]
    listed = words(desk_of_town.get(reverse("payments:stages"), {"view": "hand"}))
    assert cash.number in listed and goods.number in listed

    stage = cash.stages.get()
    url = reverse("payments:stage_give", args=[stage.pk])
    assert "不能晚于今天" in words(desk_of_town.post(url, {"given_on": "2022-01-13", "signed_by": "陈秀芳"}))
    given = desk_of_town.post(url, {"given_on": "2022-01-12", "signed_by": "陈秀芳"}, follow=True)
    assert "已登记发放" in words(given) and "陈秀芳" in words(given)
    assert desk_of_town.post(url, {"given_on": "2022-01-12", "signed_by": "陈秀芳"}).status_code == 404

    url = reverse("payments:stage_give", args=[goods.stages.get().pk])
    told = desk_of_town.post(url, {"given_on": "2022-01-12", "signed_by": "周建国"})
    assert told.status_code == 422 and "写明物品" in words(told)
    desk_of_town.post(url, {"given_on": "2022-01-12", "signed_by": "周建国", "goods": "大米 25 千克"})
    assert not inbox.exists()
    paid = Transfer.objects.paid_between(JANUARY, date(2022, 1, 31))
    assert sorted(paid.values_list("line__amount", flat=True)) == [Decimal("200.00"), Decimal("800.00")]
    cash.refresh_from_db()
    assert cash.status == "ended"
    whole = words(desk_of_town.get(reverse("payments:entitlements_row", args=[goods.pk])))
    assert "当面发放" in whole and "周建国签收" in whole


@pytest.mark.django_db
def test_cash_of_another_town_a_closed_month_and_a_transfer_are_not_given_by_hand(clerk):
    foreign, own = make_grant(way="cash", town=ZHONGHE).stages.get(), make_grant(way="cash").stages.get()
    desk_of_town = window(clerk)
    asked = {"given_on": "2022-01-12", "signed_by": "陈秀芳"}
    for stage in (foreign, make_grant().stages.get()):
        assert desk_of_town.post(reverse("payments:stage_give", args=[stage.pk]), asked).status_code == 404
    close_month(date(2022, 1, 31))
    told = desk_of_town.post(reverse("payments:stage_give", args=[own.pk]), asked)
    assert told.status_code == 422 and "已关账" in words(told)
    visitor = window(make_actor("investigator", DONGSHENG))
    assert visitor.post(reverse("payments:stage_give", args=[own.pk]), asked).status_code == 403
    assert not Transfer.objects.exists()


@pytest.mark.django_db
def test_the_database_lets_nobody_pay_a_stage_in_another_way_or_once_more(desk, clerk):
    cash = make_grant(way="cash").stages.get()
    once.give(cash, given_on=TODAY, signed_by="陈秀芳", actor=clerk)
    for statement in (
        "DELETE FROM payments_transfer",
        "DELETE FROM payments_paymentline WHERE run_id IS NULL",
    ):
        sql_is_refused(statement, match="stays given")
    sql_is_refused("UPDATE payments_transfer SET paid_on = '2022-01-05'", match="stays given")
    sql_is_refused("UPDATE payments_stage SET given_on = '2022-01-05'", match="given or stopped stays")
    waiting = make_grant(way="cash").stages.get()
    by_hand = "UPDATE payments_stage SET given_on = %s, given_by_id = %s, giver_key = %s, signed_by = 'x' WHERE id = %s"
    sql_is_refused(
        by_hand, TODAY, desk.checker.user_id, desk.checker.person_key, waiting.pk, match="no grant to give"
    )

    transfer = make_grant()
    run = draft(desk)
    again = (
        "INSERT INTO payments_paymentline (region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause,"
        " amount, head_count, stage_id) SELECT region_id, {run}, run_month, entitlement_id, benefit_month, kind, 'x',"
        " {amount}, head_count, {stage} FROM payments_paymentline WHERE run_id IS NOT NULL"
    )
    sql_is_refused(again.format(run="run_id", amount="amount", stage="stage_id"), match="line_stage_once")
    sql_is_refused(again.format(run="run_id", amount="amount", stage="NULL"), match="and by no others")
    sql_is_refused(again.format(run="NULL", amount="amount", stage="NULL"), match="line_run_or_by_hand")
    other = again.format(run="run_id", amount="amount", stage=str(waiting.pk))
    sql_is_refused(other, match="another stage|not due this way")
    sql_is_refused("UPDATE payments_run SET sequence = 5", match="does not change")
    assert run.lines.get().entitlement == transfer


@pytest.mark.django_db
def test_a_programme_of_every_month_keeps_one_run_a_month(desk):
    make_benefit()
    make_checked_run(desk)
    second = (
        "INSERT INTO payments_run (region_id, programme, month, state, made_by_id, maker_key, made_at, made_on,"
        " checker_key, comment, origin, version, sequence) SELECT region_id, programme, month, 'draft', made_by_id,"
        " maker_key, made_at, made_on, '', '', origin, 1, {} FROM payments_run"
    )
    sql_is_refused(second.format(1), match="run_once")
    sql_is_refused(second.format(2), match="run_one_a_month")


@pytest.mark.django_db
def test_a_grant_that_is_ended_pays_no_more_and_has_no_months_to_change(desk):
    grant = make_grant(stages=IN_STAGES)
    with pytest.raises(Refused, match="不按月变更"):
        life.suspend(grant, from_month=JANUARY, reason="待核实", actor=desk.maker, case=grant.case)
    run = draft(desk)
    life.end(grant, last_month=JANUARY, reason="本人放弃", actor=desk.maker, case=grant.case)
    with pytest.raises(Refused, match="1 笔情况有变"):
        runs.check_run(run, version=run.version, accept=True, actor=desk.checker)
    with pytest.raises(Refused, match="没有到期应发的款项"):
        draft(desk)
    assert grant.stages.filter(stopped_on=TODAY).count() == 2


@pytest.mark.django_db
def test_a_month_closes_without_a_run_of_what_is_given_once_and_tells_of_each_run_under_way(desk):
    make_grant()
    today_is(date(2022, 2, 9))
    assert not [check for check in closing_checks("month", JANUARY) if "应急帮扶" in check.text]
    today_is(TODAY)
    pay(desk)
    make_grant("500.00")
    draft(desk)
    today_is(date(2022, 2, 9))
    told = [check.text for check in closing_checks("month", JANUARY) if "应急帮扶" in check.text]
    assert told == [
        "2022 年 1 月应急帮扶发放（第 1 批）已完成",
        "2022 年 1 月应急帮扶发放（第 2 批）草稿，还没有送出",
    ]


@pytest.mark.django_db(transaction=True)
def test_cash_registered_by_two_clerks_at_once_and_a_run_made_by_two_at_once_pay_once():
    desk, stage = make_desk(), make_grant(way="cash").stages.get()
    clerks = [make_actor("acceptance_clerk", DONGSHENG, name=name) for name in ("甲", "乙")]
    done = at_once(
        *[lambda who=who: once.give(stage, given_on=TODAY, signed_by="陈秀芳", actor=who) for who in clerks]
    )
    assert sorted(isinstance(each, DomainError) for each in done) == [False, True]
    make_grant()
    colleague = make_actor("section_officer", "330212", name="同事")
    at_once(
        *[lambda who=who: runs.make_run(PROGRAMME, JANUARY, actor=who) for who in (desk.maker, colleague)]
    )
    assert Transfer.objects.filter(state="paid").count() == Run.objects.count() == 1
    assert PaymentLine.objects.count() == 2


@pytest.mark.django_db
def test_two_grants_of_one_month_for_two_emergencies_do_not_exclude_each_other():
    person = make_grant().payee
    assert make_grant("500.00", person=person).coverages.get().person == person
