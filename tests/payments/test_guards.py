"""What SQL cannot do, either: every statement runs with the rights of the application's role."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.payments.models import Run
from apps.payments.services import runs
from tests.factories import DISTRICT, make_person, make_user
from tests.payments.factories import (
    JANUARY,
    close_month,
    make_benefit,
    make_checked_run,
    make_confirmed_case,
    make_desk,
    make_paid_run,
    make_sent_run,
)

pytestmark = pytest.mark.django_db

COPY_LINE = (
    "INSERT INTO payments_paymentline (region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause,"
    " amount, head_count) SELECT region_id, run_id, run_month, entitlement_id, benefit_month, 'back_pay', %s,"
    " amount, head_count FROM payments_paymentline"
)
ADD_TRANSFER = (
    "INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, paid_on, failure)"
    " SELECT line_id, run_id, attempt + 1, state, account_id, account_hint, paid_on, failure FROM payments_transfer"
)


def sql_is_refused(statement, *values, match):
    """Run it as the application: the database must refuse, and say why."""
    with pytest.raises((IntegrityError, ProgrammingError), match=match), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement, values)


def test_the_application_is_neither_owner_nor_superuser():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_userbyid(relowner) = current_user, (SELECT rolsuper FROM pg_roles WHERE"
            " rolname = current_user) FROM pg_class WHERE relname = 'payments_paymentline'"
        )
        assert cursor.fetchone() == (False, False)


def test_a_second_line_for_a_month_is_refused_even_in_a_draft():
    make_benefit()
    runs.make_run("dibao", JANUARY, actor=make_desk().maker)
    sql_is_refused(COPY_LINE, "确认较晚", match="line_base_once")


def test_a_checked_run_takes_no_line():
    make_benefit()
    make_checked_run(make_desk())
    sql_is_refused(COPY_LINE, "另行补发", match="added to a draft only")


def test_a_line_is_never_changed():
    make_benefit()
    make_checked_run(make_desk())
    sql_is_refused("UPDATE payments_paymentline SET amount = amount + 1", match="never changed")


def test_a_line_of_a_checked_run_is_not_deleted():
    make_benefit()
    make_checked_run(make_desk())
    sql_is_refused("DELETE FROM payments_transfer", match="only a draft")
    sql_is_refused("DELETE FROM payments_paymentline", match="only a draft|foreign key")


def test_a_line_has_one_live_transfer():
    make_benefit()
    runs.make_run("dibao", JANUARY, actor=make_desk().maker)
    sql_is_refused(ADD_TRANSFER, match="transfer_one_live")


def test_money_cannot_be_paid_twice_or_taken_back():
    make_benefit()
    make_paid_run(make_desk())
    sql_is_refused(ADD_TRANSFER, match="transfer_one_live|draft only")
    sql_is_refused(
        "UPDATE payments_transfer SET state = 'failed', paid_on = NULL", match="does not move|not move"
    )


def test_the_account_of_checked_money_cannot_be_exchanged():
    make_benefit()
    make_checked_run(make_desk())
    sql_is_refused("UPDATE payments_transfer SET account_id = NULL", match="does not change")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_transfer SET paid_on = paid_on + 40",
        "UPDATE payments_transfer SET failure = 'x'",
        "DELETE FROM payments_transfer",
    ],
)
def test_a_transfer_of_a_closed_month_stays_as_it_is(statement):
    make_benefit()
    make_paid_run(make_desk())
    close_month(date(2022, 1, 31))
    sql_is_refused(statement, match="month is closed|only a draft")


def test_nothing_is_paid_into_a_closed_month():
    make_benefit()
    make_sent_run(make_desk())
    close_month(date(2022, 1, 31))
    sql_is_refused(
        "UPDATE payments_transfer SET state = 'paid', paid_on = '2022-01-20'", match="month is closed"
    )


def test_nothing_is_paid_unsent():
    make_benefit()
    make_checked_run(make_desk())
    sql_is_refused("UPDATE payments_transfer SET state = 'paid', paid_on = '2022-01-12'", match="not move")


CHECK = (
    "UPDATE payments_run SET state = 'checked', checked_by_id = %s, checker_key = %s, checked_at = now(),"
    " checked_on = '2022-01-12'"
)


def test_the_maker_cannot_check_by_sql():
    desk = make_desk()
    make_benefit()
    runs.make_run("dibao", JANUARY, actor=desk.maker)
    sql_is_refused(CHECK, desk.maker.user_id, desk.maker.person_key, match="four eyes|run_four_eyes")


def test_nobody_without_the_post_checks_by_sql():
    desk, stranger = make_desk(), make_user("林晓", "acceptance_clerk", "330212009")
    make_benefit()
    runs.make_run("dibao", JANUARY, actor=desk.maker)
    sql_is_refused(CHECK, stranger.pk, stranger.person_key, match="no grant")


def test_a_checker_whose_grant_has_ended_cannot_check_by_sql():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    ended = make_user("前任", "run_checker", DISTRICT)
    ended.grants.update(valid_to=date(2021, 12, 31))
    sql_is_refused(CHECK, ended.pk, ended.person_key, match="no grant")
    assert Run.objects.get(pk=run.pk).state == "draft"


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE payments_run SET state = 'sent', sent_on = '2022-01-12'", "does not go from"),
        ("UPDATE payments_run SET state = 'done', completed_on = '2022-01-12'", "does not go from"),
        ("UPDATE payments_run SET maker_key = 'x'", "does not change"),
        ("UPDATE payments_run SET month = '2021-12-01'", "does not change"),
        ("UPDATE payments_run SET origin = 'migration'", "does not change"),
        ("UPDATE payments_run SET state = 'void'", "owes nothing"),
        ("DELETE FROM payments_run", "never deleted"),
    ],
)
def test_a_draft_goes_one_way_only(statement, why):
    make_benefit()
    runs.make_run("dibao", JANUARY, actor=make_desk().maker)
    sql_is_refused(statement, match=why)


def test_a_finished_run_is_not_reopened():
    make_benefit()
    make_paid_run(make_desk())
    sql_is_refused("UPDATE payments_run SET state = 'draft'", match="does not go from")


def test_a_bank_file_is_kept():
    make_benefit()
    make_sent_run(make_desk())
    sql_is_refused("DELETE FROM payments_bankfile", match="permission denied|append-only")


def test_an_entitlement_needs_a_confirmed_case():
    benefit = make_benefit()
    case = make_confirmed_case(
        make_person(), None, benefit.region_id, date(2022, 1, 5), state="not_confirmed"
    )
    sql_is_refused(
        "INSERT INTO payments_entitlement (number, case_id, programme, payee_id, region_id, status, from_month,"
        " end_reason, recheck_class, version) SELECT number, id, 'dibao', applicant_id, region_id, 'active',"
        " '2022-01-01', '', '', 1 FROM casework_case WHERE id = %s",
        case.pk, match="without a confirmed case",
    )  # fmt: skip
