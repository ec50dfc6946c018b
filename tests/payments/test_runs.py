"""A run from making to completion, through the services that the pages call."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.audit.models import Event
from apps.casework.models import WorkItem
from apps.core import clock
from apps.core.errors import Forbidden, Refused, StaleVersion
from apps.files.services import open_verified
from apps.payments.models import BankFile, PaymentLine, RunExclusion, RunState, Transfer
from apps.payments.services import life, runs, summary
from tests.factories import DISTRICT, ZHONGHE, make_actor, make_user
from tests.payments.factories import (
    FEBRUARY,
    JANUARY,
    close_month,
    make_account,
    make_benefit,
    make_checked_run,
    make_desk,
    make_paid_run,
    make_sent_run,
    return_text,
    take_return,
)
from tests.security.controls.switches import without_triggers

pytestmark = pytest.mark.django_db
IN_FEBRUARY = date(2022, 2, 9)


def lines_of(run):
    return list(run.lines.order_by("benefit_month").values_list("benefit_month", "kind", "cause", "amount"))


def test_a_run_made_twice_owes_every_month_once():
    desk, benefit = make_desk(), make_benefit(heads=2)
    first = runs.make_run("dibao", JANUARY, actor=desk.maker)
    second = runs.make_run("dibao", JANUARY, actor=desk.maker)
    assert (first.pk, second.version) == (second.pk, 2)
    line = PaymentLine.objects.get(entitlement=benefit)
    assert (line.kind, line.amount, line.head_count) == ("regular", Decimal("705.00"), 2)
    assert line.transfers.get().state == "open"


def test_the_town_of_the_benefit_month_is_kept_in_the_line():
    desk = make_desk()
    make_benefit(), make_benefit(town=ZHONGHE, amount="300.00")
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    assert [(part.code, part.households, part.amount) for part in summary.by_town(run)] == [
        (ZHONGHE, 1, Decimal("300.00")),
        ("330212009", 1, Decimal("705.00")),
    ]


def test_making_puts_the_check_into_the_checkers_inbox_and_checking_takes_it_out():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    assert [item.subject_id for item in WorkItem.objects.for_actor(desk.checker)] == [str(run.pk)]
    assert not WorkItem.objects.for_actor(desk.maker).exists()
    runs.check_run(run, version=run.version, accept=True, actor=desk.checker)
    assert not WorkItem.objects.for_actor(desk.checker).exists()


def test_a_month_that_has_not_begun_cannot_be_paid():
    make_benefit()
    with pytest.raises(Refused, match="还没有到"):
        runs.make_run("dibao", FEBRUARY, actor=make_desk().maker)


def test_nothing_to_pay_leaves_no_run():
    with pytest.raises(Refused, match="没有要发放的待遇"):
        runs.make_run("dibao", JANUARY, actor=make_desk().maker)


def test_only_a_maker_makes_and_only_a_checker_checks():
    desk = make_desk()
    make_benefit()
    with pytest.raises(Forbidden):
        runs.make_run("dibao", JANUARY, actor=desk.checker)
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    with pytest.raises(Forbidden):
        runs.check_run(run, version=run.version, accept=True, actor=desk.maker)


def test_a_second_account_of_the_maker_cannot_check():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    other = make_actor(
        "run_checker",
        DISTRICT,
        user=make_user("同一人", "run_checker", DISTRICT, person_key=desk.maker.person_key),
    )
    with pytest.raises(Forbidden, match="由本人生成"):
        runs.check_run(run, version=run.version, accept=True, actor=other)


def test_a_check_of_what_was_made_anew_is_stale():
    desk = make_desk()
    make_benefit()
    shown = runs.make_run("dibao", JANUARY, actor=desk.maker).version
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    with pytest.raises(StaleVersion):
        runs.check_run(run, version=shown, accept=True, actor=desk.checker)


def test_a_draft_handed_back_waits_for_its_maker_with_the_reason():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    with pytest.raises(Refused, match="理由"):
        runs.check_run(run, version=run.version, accept=False, actor=desk.checker)
    run = runs.check_run(run, version=run.version, accept=False, comment="缺一户", actor=desk.checker)
    assert (run.state, run.comment) == (RunState.DRAFT, "缺一户")
    assert WorkItem.objects.for_actor(desk.maker).get().task == "remake_run"


def test_another_maker_must_void_the_draft_first():
    desk, colleague = make_desk(), make_actor("section_officer", DISTRICT, name="同事")
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    with pytest.raises(Refused, match="由救助科生成"):
        runs.make_run("dibao", JANUARY, actor=colleague)
    runs.void_run(run, version=run.version, reason="人员调整", actor=colleague)
    assert runs.make_run("dibao", JANUARY, actor=colleague).made_by_id == colleague.user_id


def test_a_checked_run_is_not_made_again():
    desk = make_desk()
    make_benefit()
    make_checked_run(desk)
    with pytest.raises(Refused, match="已复核"):
        runs.make_run("dibao", JANUARY, actor=desk.maker)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda e: e.payee.__class__.objects.filter(pk=e.payee_id).update(death_date=date(2022, 1, 3)), "payee_dead"),
        (lambda e: life.suspend(e, from_month=JANUARY, reason="待核实", actor=make_desk().maker, case=e.case), "suspended"),
        (lambda e: (e.__class__.objects.filter(pk=e.pk).update(account=None), e.payee.accounts.all().delete()),
         "no_account"),
        (lambda e: e.payee.accounts.update(valid_to=date(2022, 1, 1)), "account_closed"),
        (lambda e: e.coverages.update(first_month=date(2022, 2, 1)), "nobody"),
        (lambda e: make_member_die(e), "member_dead"),  # noqa: PLW0108 -- defined below
    ],
)  # fmt: skip
def test_what_cannot_be_paid_is_shown_with_its_reason(spoil, reason):
    desk, benefit = make_desk(), make_benefit(heads=2)
    spoil(benefit)
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    assert list(run.exclusions.values_list("entitlement", "reason")) == [(benefit.pk, reason)]
    assert not run.lines.exists()


def make_member_die(benefit):
    member = benefit.coverages.exclude(person=benefit.payee).get().person
    member.death_date = date(2021, 12, 20)
    member.save(update_fields=["death_date"])


def test_the_month_of_a_death_is_still_paid():
    desk, benefit = make_desk(), make_benefit(heads=2)
    member = benefit.coverages.exclude(person=benefit.payee).get().person
    member.__class__.objects.filter(pk=member.pk).update(death_date=date(2022, 1, 5))
    assert runs.make_run("dibao", JANUARY, actor=desk.maker).lines.get().entitlement == benefit


def test_a_month_left_out_is_paid_with_the_next_run():
    desk, benefit = make_desk(), make_benefit(has_account=False)
    make_benefit()
    make_paid_run(desk)
    make_account(benefit.payee)
    with clock.held(IN_FEBRUARY):
        run = runs.make_run("dibao", FEBRUARY, actor=desk.maker)
    assert list(
        run.lines.filter(entitlement=benefit).order_by("benefit_month").values_list("kind", "cause")
    ) == [
        ("back_pay", "前期缓发"),
        ("regular", ""),
    ]


def test_a_benefit_confirmed_after_its_first_run_is_paid_back():
    desk = make_desk()
    make_benefit()
    make_paid_run(desk)
    late = make_benefit(amount="300.00")
    with clock.held(IN_FEBRUARY):
        run = runs.make_run("dibao", FEBRUARY, actor=desk.maker)
    assert list(
        run.lines.filter(entitlement=late).order_by("benefit_month").values_list("benefit_month", "cause")
    ) == [
        (JANUARY, "确认较晚"),
        (FEBRUARY, ""),
    ]


def test_months_before_this_system_are_nobodys_back_pay():
    desk = make_desk()
    make_benefit(from_month=date(2021, 3, 1))
    assert lines_of(runs.make_run("dibao", JANUARY, actor=desk.maker)) == [
        (JANUARY, "regular", "", Decimal(705))
    ]


def test_a_failed_transfer_is_tried_again_with_its_own_month():
    desk, benefit = make_desk(), make_benefit()
    run = make_sent_run(desk)
    failed = run.transfers.get()
    take_return(run, return_text(run, failed=(failed.pk,)), desk)
    with clock.held(IN_FEBRUARY):
        again = make_sent_run(desk, FEBRUARY)
        take_return(again, return_text(again), desk)
    tries = Transfer.objects.filter(line=failed.line).order_by("attempt")
    assert [(t.run_id, t.attempt, t.state, t.line.benefit_month) for t in tries] == [
        (run.pk, 1, "failed", JANUARY),
        (again.pk, 2, "paid", JANUARY),
    ]
    assert PaymentLine.objects.filter(entitlement=benefit).count() == 2


def test_changes_to_the_month_before_add_up_to_the_difference():
    desk, stays, goes = make_desk(), make_benefit(), make_benefit(amount="100.00")
    before = make_paid_run(desk)
    life.end(goes, last_month=JANUARY, reason="自愿放弃", actor=desk.maker, case=goes.case)
    make_benefit(amount="40.00", from_month=FEBRUARY)
    with clock.held(IN_FEBRUARY):
        run = runs.make_run("dibao", FEBRUARY, actor=desk.maker)
    changes = summary.changes(run)
    assert {c.cause: (c.households, c.amount) for c in changes} == {
        "new": (1, Decimal("40.00")), "ended": (1, Decimal("-100.00")), "same": (1, Decimal(0)),
    }  # fmt: skip
    assert sum(c.amount for c in changes) == summary.totals(run).amount - summary.totals(before).amount
    assert stays.lines.count() == 2


def test_a_death_entered_after_making_stops_the_check():
    desk, benefit = make_desk(), make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    benefit.payee.__class__.objects.filter(pk=benefit.payee_id).update(death_date=date(2022, 1, 11))
    with pytest.raises(Refused, match="1 笔情况有变"):
        runs.check_run(run, version=run.version, accept=True, actor=desk.checker)


def test_a_death_entered_after_the_check_keeps_the_money_here():
    desk, benefit = make_desk(), make_benefit()
    make_benefit(amount="90.00")
    run = make_checked_run(desk)
    benefit.payee.__class__.objects.filter(pk=benefit.payee_id).update(death_date=date(2022, 1, 11))
    file = runs.send_run(run, version=run.version, actor=desk.maker)
    assert (file.row_count, file.total) == (1, Decimal("90.00"))
    assert benefit.lines.get().transfers.get().failure == "领款人已去世，没有送出"


def test_a_run_of_which_nothing_may_go_out_waits_for_no_bank():
    desk, benefit = make_desk(), make_benefit()
    run = make_checked_run(desk)
    benefit.payee.__class__.objects.filter(pk=benefit.payee_id).update(death_date=date(2022, 1, 11))
    runs.send_run(run, version=run.version, actor=desk.maker)
    run.refresh_from_db()
    assert (run.state, run.transfers.get().state) == (RunState.DONE, "failed")


def test_the_bank_file_carries_what_was_checked_and_its_totals():
    desk, benefit = make_desk(), make_benefit()
    run = make_sent_run(desk)
    file = run.bank_files.get(direction=BankFile.Direction.OUT)
    with open_verified(file.file) as stream:
        rows = [line.split(",") for line in stream.read().decode("gb18030").split("\r\n")]
    assert rows[0][2:6] == ["笔数", "1", "合计", "705.00"]
    assert rows[2][2:] == [benefit.payee.name, "6228480000000003306", "鄞州银行", "705.00", "202201低保"]
    assert Event.objects.filter(action="payments.send_run", label__contains="1 笔").exists()


def test_an_unchecked_run_is_not_sent():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    with pytest.raises(Refused, match="不能送出"):
        runs.send_run(run, version=run.version, actor=desk.maker)


def test_a_run_of_another_district_is_not_there():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    stranger = replace(desk.checker, region_code="330299")
    with pytest.raises(Exception, match="没有找到"):
        runs.check_run(run, version=run.version, accept=True, actor=stranger)


def test_void_takes_out_what_the_draft_owed():
    desk = make_desk()
    make_benefit(), make_benefit(has_account=False)
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    runs.void_run(run, version=run.version, reason="名单有误", actor=desk.maker)
    assert not PaymentLine.objects.exists() and not RunExclusion.objects.exists()
    assert run.__class__.objects.get(pk=run.pk).state == RunState.VOID


@pytest.mark.django_db(transaction=True)
def test_a_benefit_that_begins_before_its_decision_is_paid_back_also_for_months_without_a_run():
    """Subsidies begin with the month of the application (§6.8, edge case 39); a closed month stays closed."""
    desk, subsidy = make_desk(), make_benefit(from_month=date(2021, 11, 1), amount="100.00")
    with without_triggers(casework_case="casework_check_case")(None):
        subsidy.case.__class__.objects.filter(pk=subsidy.case_id).update(origin="entered", decider_text="")
    close_month(date(2021, 12, 31))
    run = make_paid_run(desk)
    late = ("back_pay", "确认较晚", Decimal(100))
    assert lines_of(run) == [
        (date(2021, 11, 1), *late), (date(2021, 12, 1), *late), (JANUARY, "regular", "", Decimal(100)),
    ]  # fmt: skip
    assert not Transfer.objects.filter(paid_on__lt=JANUARY).exists()
