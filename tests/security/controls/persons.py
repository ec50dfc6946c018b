"""Controls over who is who, and over the crooked ways of a case, held by the database."""

from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction

from apps.accounts.actor import Actor
from apps.casework.models import Case, CaseAction, Objection
from apps.core import clock
from apps.people.models import PersonMerge
from apps.people.services import correct_identity
from tests.factories import (
    DONGSHENG,
    Office,
    act,
    advance,
    delegate,
    make_actor,
    make_dibao,
    make_person,
    resident_number,
)
from tests.people.files import paper
from tests.security.controls.database import passes
from tests.security.controls.switches import Control, without_triggers


def created(model: Any, **fields: Any) -> bool:
    """Whether the application's role gets a row in."""
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except DatabaseError:
        return False
    return True


def a_number_is_exchanged() -> bool:
    person = make_person()
    return passes("UPDATE people_person SET number_digest = sha256(number_digest) WHERE id = %s", [person.pk])


def one_person_corrects_a_number_alone() -> bool:
    """The account of the one who asked, under the key of somebody else."""
    clerk = make_actor("acceptance_clerk", DONGSHENG)
    change = correct_identity(
        make_person(), name="陈秀芳", number=resident_number(), reason="更正", evidence=paper(), actor=clerk
    )
    return passes(
        "UPDATE people_identitychange SET state = 'done', decided_by_id = asked_by_id, decided_key = %s,"
        " decided_on = asked_on, applied_at = now() WHERE id = %s",
        ["f" * 64, change.pk],
    )


def two_strangers_become_one_file() -> bool:
    clerk = make_actor("acceptance_clerk", DONGSHENG)
    return created(
        PersonMerge,
        keep=make_person(),
        drop=make_person("王某"),
        ground="number",
        needs_second=False,
        state="done",
        applied_at="2022-01-12T00:00Z",
        region_id=DONGSHENG,
        reason="x",
        asked_by_id=clerk.user_id,
        asked_key=clerk.person_key,
        asked_on=clock.today(),
    )


def taken(case: Case, action: str, to: str, actor: Actor, duty: str = "") -> bool:
    """Whether the row of a step gets in without ``perform``."""
    case.refresh_from_db()
    return created(
        CaseAction,
        case=case,
        version=case.version + 1,
        action=action,
        label="x",
        duty=duty,
        from_state=case.state,
        to_state=to,
        user_id=actor.user_id,
        grant_id=actor.grant_id,
        person_key=actor.person_key,
        actor_name="x",
        post_label="x",
        business_date=clock.today(),
    )


def somebody_recalls_the_step_of_another() -> bool:
    delegate()
    office = Office()
    case = advance(make_dibao(office), office, "notice")
    return taken(case, "recall", "review", office.acceptor)


def a_relative_of_staff_is_confirmed_without_the_bureau_having_visited() -> bool:
    office = Office()
    case = advance(make_dibao(office, relative_registered=True), office, "confirmation")
    with clock.held(clock.today() + timedelta(days=9)):
        return taken(case, "confirm", "confirmed", office.section, duty="decision")


def an_objection_comes_after_the_notice() -> bool:
    office = Office()
    case = advance(make_dibao(office), office, "notice")
    notice = case.notices.get()
    return created(
        Objection,
        case=case,
        notice=notice,
        received_on=notice.ends_on + timedelta(days=1),
        content="其子在外经商",
        registered_by_id=office.reviewer.user_id,
        registered_on=notice.ends_on + timedelta(days=1),
    )


def a_report_is_rewritten_after_the_decision() -> bool:
    delegate()
    office = Office()
    case = advance(make_dibao(office), office, "confirmation")
    with clock.held(clock.today() + timedelta(days=12)):
        act(case, "confirm", office.confirmer)
    return passes(
        "UPDATE casework_verification SET valid_until = valid_until + 90 WHERE case_id = %s", [case.pk]
    )


CONTROLS = (
    Control(
        "A number changes by a correction only",
        without_triggers(people_person="people_check_person"),
        a_number_is_exchanged,
        in_database=True,
    ),
    Control(
        "A correction names truly who decided it",
        without_triggers(people_identitychange="people_check_proposal"),
        one_person_corrects_a_number_alone,
        in_database=True,
    ),
    Control(
        "Two files become one by a shared number or by two persons",
        without_triggers(people_personmerge="people_check_merge"),
        two_strangers_become_one_file,
        in_database=True,
    ),
    Control(
        "A step is recalled by its own person only",
        without_triggers(casework_caseaction="casework_check_action"),
        somebody_recalls_the_step_of_another,
        in_database=True,
    ),
    Control(
        "The bureau visits relatives of staff before the decision",
        without_triggers(casework_caseaction="casework_check_action"),
        a_relative_of_staff_is_confirmed_without_the_bureau_having_visited,
        in_database=True,
    ),
    Control(
        "An objection after the notice is a complaint",
        without_triggers(casework_objection="casework_check_objection"),
        an_objection_comes_after_the_notice,
        in_database=True,
    ),
    Control(
        "Papers of a decided case are frozen",
        without_triggers(casework_verification="casework_frozen_verification"),
        a_report_is_rewritten_after_the_decision,
        in_database=True,
    ),
)
