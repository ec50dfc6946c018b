"""Controls over the life of a benefit and what was paid too much, held by the database."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from apps.payments.models import Entitlement, Overpayment, WriteOff
from apps.payments.services import life, overpayments
from apps.payments.services import runs as payment_runs
from tests.factories import DISTRICT, make_actor, make_person
from tests.payments.factories import JANUARY, make_benefit, make_checked_run, make_desk, open_for
from tests.payments.once import make_stage
from tests.security.controls.database import passes
from tests.security.controls.switches import Control, without_triggers


def overpaid() -> Overpayment:
    """January came to 705.00 in a checked run; 600.00 would have been right."""
    desk, benefit = make_desk(), make_benefit(amount="705.00")
    make_checked_run(desk)
    with transaction.atomic():
        row = life.change_amount(
            benefit, from_month=JANUARY, amount=Decimal("600.00"), standard=Decimal("1005.00"), cause="change",
            computation=[], actor=desk.maker, case=benefit.case,
        ).overpayment  # fmt: skip
    assert row is not None
    return overpayments.notify(row, version=1, cause="office_error", note="", actor=desk.maker)


def an_amount_is_typed_over() -> bool:
    make_benefit()
    return passes("UPDATE payments_entitlementterm SET amount = 9999")


def somebody_is_put_on_the_roll() -> bool:
    benefit, person = make_benefit(), make_person("外人")
    Entitlement.objects.filter(pk=benefit.pk).update(recheck_class="C")  # not as it was taken over any more
    return passes(
        "INSERT INTO payments_coverage (entitlement_id, person_id, exclusive_group, first_month, end_reason)"
        " VALUES (%s, %s, 'basic', '2022-01-01', '')",
        [benefit.pk, person.pk],
    )


def a_benefit_is_ended_by_hand() -> bool:
    make_benefit()
    return passes(
        "UPDATE payments_entitlement SET last_month = '2022-01-01', status = 'ended', end_reason = 'x'"
    )


def a_benefit_is_ended_by_the_case_of_another_family() -> bool:
    benefit, other = make_benefit(), make_benefit(name="王某")
    return passes(
        "UPDATE payments_entitlement SET last_month = '2022-01-01', status = 'ended', end_reason = 'x',"
        " end_case_id = %s WHERE id = %s",
        [other.case_id, benefit.pk],
    )


def money_is_added_that_is_not_owed() -> bool:
    make_benefit()
    payment_runs.make_run("dibao", JANUARY, actor=make_desk().maker)
    return passes(
        "INSERT INTO payments_paymentline (region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause,"
        " amount, head_count) SELECT region_id, run_id, run_month, entitlement_id, benefit_month, 'back_pay',"
        " '另行补发', amount, head_count FROM payments_paymentline"
    )


def more_comes_back_than_was_too_much() -> bool:
    overpaid()
    return passes(
        "INSERT INTO payments_recovery (overpayment_id, kind, amount, received_on, receipt_no, made_by_id, made_at)"
        " SELECT id, 'repayment', 105.01, '2022-01-12', 'X', found_by_id, now() FROM payments_overpayment"
    )


def instalments_leave_something_out() -> bool:
    overpaid()
    return passes("UPDATE payments_overpayment SET state = 'instalments', planned_on = '2022-01-12'")


def a_write_off_is_decided_by_anybody() -> bool:
    row, other = overpaid(), make_actor("section_officer", DISTRICT)
    overpayments.propose_write_off(row, version=2, reason="金额很小", actor=make_desk().maker)
    return passes(
        "UPDATE payments_writeoff SET state = 'refused', decided_by_id = %s, decider_key = %s,"
        " decided_on = %s WHERE id = %s",
        [other.user_id, other.person_key, date(2022, 1, 12), WriteOff.objects.get().pk],
    )


def one_person_receives_two_programmes_that_exclude_each_other() -> bool:
    benefit, other = make_benefit(), open_for(make_person("王某"), "tekun")
    return passes(
        "INSERT INTO payments_coverage (entitlement_id, person_id, exclusive_group, first_month, end_reason, case_id)"
        " VALUES (%s, %s, 'x', '2022-01-01', '', %s)",
        [other.pk, benefit.payee_id, other.case_id],
    )


def cash_is_given_by_anybody() -> bool:
    stage, anybody = make_stage(), make_actor("run_checker", DISTRICT)
    return passes(
        "UPDATE payments_stage SET given_on = '2022-01-12', given_by_id = %s, giver_key = %s, signed_by = '陈秀芳'"
        " WHERE id = %s",
        [anybody.user_id, anybody.person_key, stage.pk],
    )


def a_stage_is_added_to_a_grant() -> bool:
    return passes(
        "INSERT INTO payments_stage (entitlement_id, position, due_on, amount, way, giver_key, signed_by, goods)"
        " VALUES (%s, 2, '2022-01-12', 1, 'transfer', '', '', '')",
        [make_stage().entitlement_id],
    )


CONTROLS = (
    Control(
        "What a benefit comes to is decided, never typed over",
        without_triggers(payments_entitlementterm="payments_check_term"),
        an_amount_is_typed_over,
        in_database=True,
    ),
    Control(
        "Nobody is put on the roll without a decision",
        without_triggers(payments_coverage="payments_check_coverage"),
        somebody_is_put_on_the_roll,
        in_database=True,
    ),
    Control(
        "A benefit ends by a decision",
        without_triggers(payments_entitlement="payments_check_end"),
        a_benefit_is_ended_by_hand,
        in_database=True,
    ),
    Control(
        "A benefit is decided by cases of its own family",
        without_triggers(payments_entitlement="assistance_check_decider"),
        a_benefit_is_ended_by_the_case_of_another_family,
        in_database=True,
    ),
    Control(
        "Back-pay and offsets are owed",
        without_triggers(payments_paymentline="payments_lines_owed"),
        money_is_added_that_is_not_owed,
        in_database=True,
    ),
    Control(
        "No more comes back than was paid too much",
        without_triggers(payments_recovery="payments_overpayment_sum"),
        more_comes_back_than_was_too_much,
        in_database=True,
    ),
    Control(
        "Instalments come to what is left",
        without_triggers(payments_overpayment="payments_check_plan"),
        instalments_leave_something_out,
        in_database=True,
    ),
    Control(
        "A write-off is decided by somebody whose post may",
        without_triggers(payments_writeoff="payments_check_write_off"),
        a_write_off_is_decided_by_anybody,
        in_database=True,
    ),
    Control(
        "Nobody receives two programmes that exclude each other",
        without_triggers(payments_coverage="payments_coverage_added"),
        one_person_receives_two_programmes_that_exclude_each_other,
        in_database=True,
    ),
    Control(
        "Cash is given by a post that may",
        without_triggers(payments_stage="payments_check_stage"),
        cash_is_given_by_anybody,
        in_database=True,
    ),
    Control(
        "Stages come to what was granted",
        without_triggers(payments_stage="payments_check_grant"),
        a_stage_is_added_to_a_grant,
        in_database=True,
    ),
)
