"""Decisions over the same persons at the same moment: one of them grants, the others say who receives what already."""

from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection, transaction

from apps.assistance.models import DibaoMember
from apps.assistance.services.change_begin import ChangeFacts, begin_change
from apps.casework.workflow import perform
from apps.core.errors import Refused
from apps.payments.models import Coverage, Entitlement
from apps.payments.services import entitlements, members
from tests.assistance.changing import granted, investigate, on
from tests.factories import DONGSHENG, Office, act, advance, delegate, make_dibao
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def same_family(first, second):
    """The second case is about the persons of the first, entered in the opposite order."""
    persons = list(first.dibao.members.order_by("position").values_list("person_id", flat=True))
    for member, person in zip(second.dibao.members.order_by("position"), reversed(persons), strict=True):
        member.person_id = person
        member.save(update_fields=["person"])


def joins(change, person):
    """The person is entered as a further member of the family of a change."""
    DibaoMember.objects.create(
        application=change.dibao, key="m9", position=9, person=person, relation="sister",
        labour_capacity="none", marital_status="single",
    )  # fmt: skip


def confirm(case, office):
    case.refresh_from_db()
    return lambda: perform(
        case.pk, "confirm", actor=office.decider(case), version=case.version, data={}, comment="同意"
    )


def meet_before_covering(monkeypatch):
    """Both decisions have come to the same point, and neither has covered anybody yet."""
    meeting, cover = Barrier(2), entitlements.cover

    def met(*args, **kwargs):
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=3)
        return cover(*args, **kwargs)

    monkeypatch.setattr(entitlements, "cover", met)
    monkeypatch.setattr(members, "cover", met)


def test_two_applications_for_the_same_persons_decided_at_once_grant_one_benefit(monkeypatch):
    meet_before_covering(monkeypatch)
    delegate(DONGSHENG)
    office = Office(DONGSHENG)
    on(date(2022, 1, 5))
    first, second = make_dibao(office), make_dibao(office)
    same_family(first, second)
    for case in (first, second):
        advance(case, office, "confirmation")
    on(date(2022, 1, 20))

    done = at_once(confirm(first, office), confirm(second, office))

    (refused,) = [each for each in done if isinstance(each, Refused)]
    assert (refused.code, "已在东胜街道享受" in refused.message) == ("exclusive", True)
    assert Entitlement.objects.count() == 1
    assert Coverage.objects.count() == 3


def test_a_member_who_joins_one_family_and_applies_with_another_at_once_is_covered_once(monkeypatch):
    delegate(DONGSHENG)
    office = Office(DONGSHENG)
    benefit = granted(office, heads=2)
    on(date(2022, 3, 10))
    application = advance(make_dibao(office, heads=1, income="200.00"), office, "confirmation")
    change = begin_change(
        benefit, "recheck", actor=office.clerk, facts=ChangeFacts(event_on=date(2022, 3, 10))
    )
    joins(change, application.applicant)
    investigate(change, office)
    act(change, "propose", office.reviewer, explained=True)
    on(date(2022, 3, 20))
    meet_before_covering(monkeypatch)

    done = at_once(confirm(application, office), confirm(change, office))

    (refused,) = [each for each in done if isinstance(each, Refused)]
    assert refused.code == "exclusive"
    assert application.applicant.coverages.count() == 1


def test_a_benefit_is_not_changed_or_ended_by_the_case_of_another_family():
    delegate(DONGSHENG)
    office = Office(DONGSHENG)
    benefit, other = granted(office), granted(office)

    for statement in (
        "UPDATE payments_entitlementterm SET case_id = %s WHERE entitlement_id = %s",
        "UPDATE payments_coverage SET case_id = %s WHERE entitlement_id = %s",
        "UPDATE payments_coverage SET last_month = '2022-03-01', end_case_id = %s WHERE entitlement_id = %s",
        "UPDATE payments_entitlement SET last_month = '2022-03-01', end_case_id = %s WHERE id = %s",
    ):
        with pytest.raises(IntegrityError, match="case of another benefit"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement, [other.case_id, benefit.pk])
