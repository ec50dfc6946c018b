"""Deaths of covered persons become changes by themselves, once each (rulebook 9.4, 9.5)."""

from datetime import date
from typing import Any

from apps.accounts.actors import system_actor
from apps.assistance.models import DibaoChange
from apps.assistance.services.change_begin import ChangeFacts, begin_change
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.core.periods import first_of
from apps.payments.models import Coverage, EntitlementStatus
from apps.people.models import Person

NOTE = "死亡登记后自动发起"


def follow_death(person: Person, day: date, actor: Any) -> bool:
    """Begin the change that a death brings where the person is covered beyond its month; whether one was begun.

    Raises ``Refused`` while another change of the benefit is open, or in the way of it: it is tried again later.
    """
    beyond = (
        Coverage.objects.filter(person=person, entitlement__programme=PROGRAMME)
        .exclude(last_month__lte=first_of(day))
        .exclude(entitlement__status=EntitlementStatus.ENDED)
        .select_related("entitlement")
        .first()
    )
    if beyond is None:
        return False
    entitlement = beyond.entitlement
    known = DibaoChange.objects.filter(
        entitlement=entitlement, ground="member_death", case__dibao__members__person=person
    )
    if known.filter(case__is_open=True, case__dibao__members__absence="deceased").exists():
        return False
    begin_change(
        entitlement,
        "member_death",
        actor=system_actor("system_tick"),
        facts=ChangeFacts(event_on=day, gone=(person.pk,), reason_text=NOTE),
    )
    return True
