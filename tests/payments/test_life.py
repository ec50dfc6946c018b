"""What happens to money when a benefit changes, also backwards (assistance rulebook §9)."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core import clock
from apps.core.errors import Refused
from apps.payments.models import (
    Arrear,
    Entitlement,
    EntitlementTerm,
    Overpayment,
    PaymentLine,
    Transfer,
)
from apps.payments.services import life, pauses, runs
from apps.policy.models import BusinessDay, Standard
from tests.factories import ZHONGHE, community_of, make_person
from tests.payments.factories import (
    FEBRUARY,
    JANUARY,
    close_month,
    make_account,
    make_benefit,
    make_checked_run,
    make_confirmed_case,
    make_desk,
    make_paid_run,
    make_sent_run,
    return_text,
    take_return,
)
from tests.payments.test_guards import COPY_LINE, sql_is_refused

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY, JUNE, JULY = (date(2022, month, 1) for month in range(3, 8))


def on(month, day=9):
    BusinessDay.objects.update_or_create(singleton=True, defaults={"today": month.replace(day=day)})


def pay(desk, *months):
    for month in months:
        on(month)
        make_paid_run(desk, month)


def change(benefit, month, amount, desk, **fields):
    return life.change_amount(
        benefit, from_month=month, amount=Decimal(amount), standard=Decimal("1005.00"),
        cause=fields.pop("cause", "change"), computation=[], actor=desk.maker, case=benefit.case, **fields,
    )  # fmt: skip


def end(benefit, month, desk, reason="保障对象死亡", **fields):
    return life.end(benefit, last_month=month, reason=reason, actor=desk.maker, case=benefit.case, **fields)


def lines(run):
    rows = run.lines.order_by("benefit_month", "kind", "cause")
    return list(rows.values_list("benefit_month", "kind", "cause", "amount"))


def test_death_of_the_only_member_learned_late_leaves_what_was_paid_since_to_recover():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE)
    found = end(benefit, MARCH, desk, overpaid_cause="late_death_report")
    assert found.overpaid == Decimal("2115.00")
    months = found.overpayment.months.values_list("benefit_month", "amount")
    assert list(months) == [(month, Decimal("705.00")) for month in (APRIL, MAY, JUNE)]
    assert PaymentLine.objects.filter(transfers__state="paid").count() == 6  # what was paid stays as it was


def test_death_of_one_of_three_learned_late_leaves_the_difference_of_each_month():
    desk, benefit = make_desk(), make_benefit(amount="1121.00", heads=3)
    pay(desk, JANUARY, FEBRUARY)
    member = benefit.coverages.exclude(person=benefit.payee).first().person
    life.leave(benefit, person=member, last_month=JANUARY, reason="死亡", actor=desk.maker, case=benefit.case)
    found = change(benefit, FEBRUARY, "116.00", desk)
    assert (found.overpaid, found.arrears) == (Decimal("1005.00"), Decimal(0))
    assert benefit.coverages.in_month(FEBRUARY).count() == 2


def test_a_raise_that_reaches_back_is_paid_with_the_next_run_with_its_cause():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY, FEBRUARY)
    assert change(benefit, JANUARY, "755.00", desk, why="低保标准提高").arrears == Decimal("100.00")
    on(MARCH)
    run = make_checked_run(desk, MARCH)
    assert lines(run) == [
        (JANUARY, "back_pay", "低保标准提高", Decimal("50.00")),
        (FEBRUARY, "back_pay", "低保标准提高", Decimal("50.00")),
        (MARCH, "regular", "", Decimal("755.00")),
    ]


def test_back_pay_is_owed_once_and_a_second_raise_has_its_own_cause():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY)
    change(benefit, JANUARY, "755.00", desk, why="收入减少")
    pay(desk, FEBRUARY)
    change(benefit, JANUARY, "805.00", desk, why="收入减少")
    on(MARCH)
    run = make_checked_run(desk, MARCH)
    assert (JANUARY, "back_pay", "收入减少（第 2 次）", Decimal("50.00")) in lines(run)
    owed = PaymentLine.objects.filter(benefit_month=JANUARY).values_list("amount", flat=True)
    assert sum(owed) == Decimal("805.00")


def test_a_lower_amount_first_takes_back_what_is_still_owed():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY)
    change(benefit, JANUARY, "755.00", desk)
    assert change(benefit, JANUARY, "705.00", desk).overpaid == 0
    assert not Arrear.objects.exists() and not Overpayment.objects.exists()


def test_a_correction_upwards_takes_back_an_overpayment_nobody_was_told_of():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY)
    change(benefit, JANUARY, "605.00", desk)
    assert change(benefit, JANUARY, "705.00", desk).arrears == 0
    assert Overpayment.objects.get().state == "cancelled"


def test_a_change_while_a_draft_waits_does_not_pay_twice():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    assert change(benefit, JANUARY, "755.00", desk).arrears == 0
    with pytest.raises(Refused, match="情况有变"):
        runs.check_run(run, version=run.version, accept=True, actor=desk.checker)
    assert lines(make_checked_run(desk)) == [(JANUARY, "regular", "", Decimal("755.00"))]


def test_a_standard_that_rises_backwards_pays_the_difference_of_each_covered_month():
    desk, family, single = make_desk(), make_benefit(amount="900.00", heads=2), make_benefit(amount="500.00")
    pay(desk, JANUARY, FEBRUARY)
    life.leave(
        family,
        person=family.coverages.exclude(person=family.payee).get().person,
        last_month=JANUARY,
        reason="迁出",
        actor=desk.maker,
        case=family.case,
    )
    change(family, FEBRUARY, "450.00", desk)
    Standard.objects.create(
        code="dibao", label="低保标准", amount=Decimal("1055.00"), effective_from=JANUARY, effective_to=None
    )
    rows = [
        life.NewAmount(family.pk, Decimal("1000.00"), [], last_month=JANUARY),
        life.NewAmount(family.pk, Decimal("500.00"), [], first_month=FEBRUARY),
        life.NewAmount(single.pk, Decimal("550.00"), []),
    ]
    done = life.change_amounts(
        rows, from_month=JANUARY, standard=Decimal("1055.00"), why="标准调整", actor=desk.maker
    )
    # Two persons in January, one in February; what was too much in February is lower by the raise.
    assert done.arrears == Decimal("100.00") + Decimal("100.00")
    assert Overpayment.objects.get(entitlement=family).months.get().amount == Decimal("400.00")
    assert EntitlementTerm.objects.filter(cause="standard").count() == 3


def test_money_the_bank_sent_back_is_neither_recovered_nor_tried_again_after_the_end():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY)
    on(FEBRUARY)
    run = make_sent_run(desk, FEBRUARY)
    take_return(run, return_text(run, failed=(run.transfers.get().pk,)), desk)
    assert end(benefit, JANUARY, desk).overpaid == 0
    make_benefit(amount="300.00", from_month=MARCH)
    on(MARCH)
    assert make_checked_run(desk, MARCH).transfers.count() == 1


def test_money_on_its_way_at_the_end_that_comes_back_is_not_to_be_recovered():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY)
    on(FEBRUARY)
    run = make_sent_run(desk, FEBRUARY)
    assert end(benefit, JANUARY, desk).overpaid == Decimal("705.00")
    take_return(run, return_text(run, failed=(run.transfers.get().pk,)), desk)
    assert Overpayment.objects.get().closed_on is not None


def test_months_of_a_suspension_are_held_and_paid_when_it_is_resumed():
    desk, benefit = make_desk(), make_benefit()
    pay(desk, JANUARY)
    on(FEBRUARY)
    life.suspend(benefit, from_month=FEBRUARY, reason="待核实", actor=desk.maker, case=benefit.case)
    run = runs.make_run("dibao", FEBRUARY, actor=desk.maker)
    assert (run.exclusions.get().reason, run.lines.count()) == ("suspended", 0)
    on(MARCH)
    life.resume(benefit, from_month=MARCH, pay_held=True, actor=desk.maker, case=benefit.case)
    run = make_checked_run(desk, MARCH)
    assert [line[:3] for line in lines(run)] == [
        (FEBRUARY, "back_pay", "前期缓发"),
        (MARCH, "regular", ""),
    ]


def test_months_of_a_suspension_that_are_forfeited_are_never_paid():
    desk, benefit = make_desk(), make_benefit()
    life.suspend(benefit, from_month=JANUARY, reason="拒绝核查", actor=desk.maker, case=benefit.case)
    runs.make_run("dibao", JANUARY, actor=desk.maker)
    on(FEBRUARY)
    life.resume(benefit, from_month=FEBRUARY, pay_held=False, actor=desk.maker, case=benefit.case)
    run = runs.make_run("dibao", FEBRUARY, actor=desk.maker)
    assert [line[0] for line in lines(run)] == [FEBRUARY]
    assert not run.exclusions.exists()


def test_a_phase_out_pays_its_own_amount_and_ends_after_its_last_month():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY)
    life.begin_phase_out(
        benefit, from_month=FEBRUARY, last_month=MARCH, amount=Decimal("352.50"), computation=[],
        actor=desk.maker, case=benefit.case,
    )  # fmt: skip
    on(FEBRUARY)
    assert pauses.follow_months(clock.today()) == {"phase_out": 1}
    assert lines(make_checked_run(desk, FEBRUARY)) == [(FEBRUARY, "regular", "", Decimal("352.50"))]
    assert benefit.coverages.in_month(MARCH).count() == 1
    on(APRIL)
    pauses.follow_months(clock.today())
    benefit.refresh_from_db()
    assert (benefit.status, benefit.end_reason) == ("ended", "渐退期满")
    assert not benefit.coverages.in_month(APRIL).exists()


def test_a_new_payee_is_paid_from_the_next_run():
    desk, benefit = make_desk(), make_benefit(heads=2)
    heir = benefit.coverages.exclude(person=benefit.payee).get().person
    account = make_account(heir, "6228480000000007777")
    life.set_payee(benefit, payee=heir, account=account, actor=desk.maker, case=benefit.case)
    assert make_checked_run(desk).transfers.get().account == account


def test_the_account_must_be_the_payees_own():
    benefit, other = make_benefit(), make_person("外人")
    with pytest.raises(Refused, match="不是领款人本人的账户"):
        life.set_payee(
            benefit, payee=benefit.payee, account=make_account(other), actor=make_desk().maker, case=None
        )


def test_after_a_move_the_month_is_paid_in_the_new_town_under_the_same_number():
    desk, benefit = make_desk(), make_benefit()
    pay(desk, JANUARY)
    number = benefit.number
    life.move(
        benefit, region_id=community_of(ZHONGHE), from_month=FEBRUARY, actor=desk.maker, case=benefit.case
    )
    pay(desk, FEBRUARY)
    towns = PaymentLine.objects.order_by("benefit_month").values_list("entitlement__number", "town_code")
    assert list(towns) == [(number, "330212009"), (number, ZHONGHE)]


def test_a_failed_transfer_is_not_paid_but_its_person_is_on_the_roll_and_it_keeps_its_month():
    desk, benefit = make_desk(), make_benefit()
    run = make_sent_run(desk)
    take_return(run, return_text(run, failed=(run.transfers.get().pk,)), desk)
    assert not Transfer.objects.paid_between(JANUARY, date(2022, 12, 31)).exists()
    assert benefit.coverages.in_month(JANUARY).count() == 1
    pay(desk, FEBRUARY)
    paid = Transfer.objects.paid_between(JANUARY, date(2022, 12, 31)).order_by("line__benefit_month")
    assert list(paid.values_list("line__benefit_month", "attempt")) == [(JANUARY, 2), (FEBRUARY, 1)]


def test_a_stop_found_after_the_month_was_closed_leaves_its_money_as_it_was():
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    pay(desk, JANUARY, FEBRUARY)
    close_month(FEBRUARY)
    on(MARCH)
    assert end(benefit, JANUARY, desk).overpaid == Decimal("705.00")
    paid = Transfer.objects.paid_between(FEBRUARY, date(2022, 2, 28))
    assert paid.get().line.amount == Decimal("705.00")


def test_a_term_needs_a_decision_and_leaves_no_gap():
    benefit = make_benefit()
    sql_is_refused("UPDATE payments_entitlementterm SET amount = 9999", match="replaced, never changed")
    sql_is_refused("UPDATE payments_entitlementterm SET last_month = '2022-03-01'", match="leave a gap")
    undecided = make_confirmed_case(
        benefit.payee, None, benefit.region_id, date(2022, 1, 5), state="not_confirmed"
    )
    sql_is_refused(
        "UPDATE payments_entitlementterm SET last_month = '2022-03-01'; INSERT INTO payments_entitlementterm"
        " (region_id, entitlement_id, first_month, amount, standard, cause, computation, case_id) SELECT region_id,"
        " entitlement_id, '2022-04-01', 9999, standard, 'change', '[]', %s FROM payments_entitlementterm",
        undecided.pk,
        match="nobody has decided|leave a gap",
    )


def test_nobody_is_put_on_the_roll_or_taken_off_it_by_sql():
    benefit, person = make_benefit(), make_person("外人")
    Entitlement.objects.filter(pk=benefit.pk).update(recheck_class="C")  # not as it was taken over any more
    sql_is_refused(
        "INSERT INTO payments_coverage (entitlement_id, person_id, exclusive_group, first_month, end_reason)"
        " VALUES (%s, %s, 'basic', '2022-01-01', '')",
        benefit.pk, person.pk, match="coverage that nobody has decided",
    )  # fmt: skip
    sql_is_refused("UPDATE payments_coverage SET last_month = '2022-01-01'", match="ended that nobody")
    sql_is_refused(
        "UPDATE payments_entitlement SET last_month = '2022-01-01', status = 'ended', end_reason = 'x'",
        match="end that nobody has decided|leave a gap",
    )


def test_back_pay_that_no_change_has_left_owed_is_refused_by_sql():
    desk = make_desk()
    make_benefit()
    runs.make_run("dibao", JANUARY, actor=desk.maker)
    sql_is_refused(COPY_LINE, "另行补发", match="back-pay that is not owed")
