"""Controls that the database holds, whoever speaks to it."""

from datetime import date
from typing import Any

from django.db import DatabaseError, connection, transaction

from apps.accounts.actors import system_actor
from apps.core import clock
from apps.core.errors import DomainError
from apps.payments.models import Transfer
from apps.policy.models import Period
from apps.statistics.services import close_period
from tests.factories import (
    DISTRICT,
    DONGSHENG,
    Office,
    act,
    advance,
    delegate,
    make_actor,
    make_dibao,
    make_user,
)
from tests.payments.factories import make_benefit, make_desk, make_paid_run
from tests.payments.factories import runs as payment_runs
from tests.security.controls.switches import (
    Control,
    both,
    replaced,
    with_right,
    without_index,
    without_triggers,
)


def passes(statement: str, params: Any = None) -> bool:
    """Whether the application's role gets a statement through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return False
    return True


def a_case() -> Any:
    return make_dibao(Office())


def a_state_changes_without_its_step() -> bool:
    return passes(
        "UPDATE casework_case SET state = 'withdrawn', version = version + 1 WHERE id = %s", [a_case().pk]
    )


def one_person_visits_and_reviews() -> bool:
    """With the check of the page taken away, the database stands alone."""
    delegate()
    office = Office()
    case = advance(make_dibao(office), office, "review")
    again = make_user("周敏", "reviewer", DONGSHENG, person_key=office.lead.person_key)
    try:
        act(case, "propose", make_actor("reviewer", DONGSHENG, user=again))
    except DomainError:
        return False
    return True


def the_trail_is_rewritten() -> bool:
    a_case()
    return passes("UPDATE audit_event SET label = 'x'")


def a_line_is_paid_by_two_transfers() -> bool:
    make_benefit()
    payment_runs.make_run("dibao", date(2022, 1, 1), actor=make_desk().maker)
    row = Transfer.objects.get()
    return passes(
        "INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)"
        " SELECT line_id, run_id, 2, 'open', account_id, account_hint, '' FROM payments_transfer WHERE id = %s",
        [row.pk],
    )


def somebody_checks_a_run_whose_post_may_not() -> bool:
    make_benefit()
    run = payment_runs.make_run("dibao", date(2022, 1, 1), actor=make_desk().maker)
    other = make_actor("section_officer", DISTRICT)
    return passes(
        "UPDATE payments_run SET state = 'checked', checked_by_id = %s, checker_key = %s, checked_at = now(),"
        " checked_on = '2022-01-12' WHERE id = %s",
        [other.user_id, other.person_key, run.pk],
    )


def paid_money_of_a_closed_month_is_moved() -> bool:
    make_benefit()
    make_paid_run(make_desk())
    with clock.held(date(2022, 2, 2)):
        close_period("month", date(2022, 1, 1), actor=system_actor("system_tick"))
    return passes("UPDATE payments_transfer SET paid_on = '2022-01-30'")


def a_closed_month_is_opened_again() -> bool:
    with clock.held(date(2022, 2, 2)):
        close_period("month", date(2022, 1, 1), actor=system_actor("system_tick"))
    return passes(
        "UPDATE policy_period SET state = 'open', closed_at = NULL, closed_on = NULL, closed_by_id = NULL"
    )


def a_figure_is_added_to_a_closed_month() -> bool:
    with clock.held(date(2022, 2, 2)):
        close_period("month", date(2022, 1, 1), actor=system_actor("system_tick"))
    return passes(
        "INSERT INTO statistics_frozenfigure (period_id, key, region_id, value, record_ids, definition)"
        " SELECT id, 'invented', '330212', 1, '{}', '' FROM policy_period WHERE state = 'closed' LIMIT 1"
    )


def an_open_month_is_adjusted() -> bool:
    period = Period.objects.get_or_create(kind="month", start=date(2022, 1, 1))[0]
    return passes(
        "INSERT INTO statistics_adjustment (period_id, key, region_id, delta, added_ids, removed_ids, cause,"
        " found_on, found_month, found_at) VALUES (%s, 'x', '330212', 1, '{}', '{}', '', '2022-01-20', '2022-01-01', now())",
        [period.pk],
    )


CONTROLS = (
    Control(
        "A case changes state only with its step",
        without_triggers(casework_case="casework_check_case"),
        a_state_changes_without_its_step,
        in_database=True,
    ),
    Control(
        "Four eyes in a case, held by the database",
        both(
            replaced("apps.casework.workflow.four_eyes", lambda *_: None),
            without_triggers(casework_caseaction="casework_check_action"),
        ),
        one_person_visits_and_reviews,
        in_database=True,
    ),
    Control(
        "The trail is append-only, by right and by trigger",
        both(with_right("UPDATE", "audit_event"), without_triggers(audit_event="append_only")),
        the_trail_is_rewritten,
        in_database=True,
    ),
    Control(
        "Nothing is paid twice",
        without_index("transfer_one_live"),
        a_line_is_paid_by_two_transfers,
        in_database=True,
    ),
    Control(
        "Money of a closed month stays",
        without_triggers(payments_transfer="payments_transfers_moved"),
        paid_money_of_a_closed_month_is_moved,
        in_database=True,
    ),
    Control(
        "A closed month stays closed",
        without_triggers(policy_period="closed_stays_closed"),
        a_closed_month_is_opened_again,
        in_database=True,
    ),
    Control(
        "A closed month takes no figure",
        without_triggers(statistics_frozenfigure="statistics_figures_added"),
        a_figure_is_added_to_a_closed_month,
        in_database=True,
    ),
    Control(
        "Only a closed month is adjusted",
        without_triggers(statistics_adjustment="statistics_adjustments_added"),
        an_open_month_is_adjusted,
        in_database=True,
    ),
    Control(
        "A run is checked by a second person whose post may",
        without_triggers(payments_run="payments_check_run"),
        somebody_checks_a_run_whose_post_may_not,
        in_database=True,
    ),
)
