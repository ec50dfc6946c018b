"""Households: who lives and applies together, since when."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core.errors import Refused
from apps.people.models import Household, HouseholdMember, Person
from apps.regions.models import Region


@transaction.atomic
def ensure_household(
    head: Person,
    members: Sequence[tuple[Person, str]],
    region_id: str,
    address: str,
    day: date,
    *,
    actor: Actor,
) -> Household:
    """The open household of ``head``, or a new one opened on ``day``, with ``members`` (person, relation) in it.

    The head need not be named among them. Members on file that are not named stay: a departure is a step of its
    own. ``Refused`` with a sentence when somebody belongs to another open household, or the family's file lies
    where the actor may not change it.
    """
    wanted = {head: str(HouseholdMember.Relation.SELF)}
    wanted |= {person: relation for person, relation in members if person.pk != head.pk}
    # One at a time for these persons, in a fixed order: else two clerks could each put one of them elsewhere.
    list(Person.objects.filter(pk__in=[p.pk for p in wanted]).order_by("pk").select_for_update())
    household = Household.objects.filter(head=head, closed_on=None).order_by("pk").first()
    standing = _standing(wanted)
    for person in wanted:
        membership = standing.get(person.pk)
        if membership is not None and (household is None or membership.household_id != household.pk):
            raise Refused(
                f"{person.name}已登记在另一户家庭中，不能同时属于两户。",
                hint="请先核实；确已迁出的，请先在原家庭办理成员变更。",
                code="other_household",
            )
    if household is None:
        household = Household.objects.create(head=head, region_id=region_id, opened_on=day, address=address)
        record("household.create", "建立家庭档案", actor=actor, subject=household)
    else:
        _follow(household, region_id, address, actor)
    _seat(household, wanted, standing, day, actor)
    return household


def _standing(wanted: dict[Person, str]) -> dict[int, HouseholdMember]:
    rows = HouseholdMember.objects.filter(person__in=list(wanted), left_on=None)
    return {row.person_id: row for row in rows}


def _follow(household: Household, region_id: str, address: str, actor: Actor) -> None:
    """Move the file to where the family lives now."""
    changed = []
    if household.region_id != region_id:
        if not actor.covers(household.region_id):
            town = Region.objects.get(pk=household.region_id[:9]).name
            raise Refused(
                f"{household.head.name}的家庭档案在{town}，不能在这里变更。",
                hint=f"请先由{town}办理家庭迁移。",
                code="elsewhere",
            )
        household.region_id = region_id
        changed.append("region")
    if address and household.address != address:
        household.address = address
        changed.append("address")
    if changed:
        household.save(update_fields=changed)
        record("household.update", "更新家庭住址", actor=actor, subject=household, detail={"fields": changed})


def _seat(
    household: Household,
    wanted: dict[Person, str],
    standing: dict[int, HouseholdMember],
    day: date,
    actor: Actor,
) -> None:
    joined = [
        HouseholdMember(household=household, person=person, relation=relation, joined_on=day)
        for person, relation in wanted.items()
        if person.pk not in standing
    ]
    HouseholdMember.objects.bulk_create(joined)
    for person, relation in wanted.items():
        membership = standing.get(person.pk)
        if membership is not None and membership.relation != relation:
            membership.relation = relation
            membership.save(update_fields=["relation"])
    if joined:
        record(
            "household.join",
            f"登记家庭成员 {len(joined)} 人",
            actor=actor,
            subject=household,
            detail={"persons": [row.person_id for row in joined]},
        )
