"""What the panels of a person's and a household's page show."""

from typing import Any

from django.db.models import F

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.registries import person_panels
from apps.people.models import BankAccount, Household, HouseholdMember, Person
from apps.people.services import revealed


def facts(person: Person, actor: Actor) -> dict[str, Any]:
    """The file itself; numbers in full only while a look is on record."""
    return {
        "age": person.age_on(person.death_date or clock.today()),
        "shown": revealed(person, actor),
        "may_reveal": actor.has("people.reveal_number") and bool(person.number or person.phone),
    }


def households(person: Person, actor: Actor) -> dict[str, Any]:
    """Households of the person over time, the present one first, where the actor may see them."""
    rows = (
        HouseholdMember.objects.visible_to(actor)
        .filter(person=person)
        .select_related("household__head", "household__region__parent")
        .order_by(F("left_on").desc(nulls_first=True), "-joined_on", "-pk")
    )
    return {"memberships": list(rows)}


def accounts(person: Person, actor: Actor) -> dict[str, Any]:
    """Bank accounts, the one in use first."""
    rows = BankAccount.objects.visible_to(actor).filter(person=person)
    return {
        "accounts": list(rows.order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "-pk")),
        "shown": revealed(person, actor),
    }


def members(household: Household, actor: Actor) -> dict[str, Any]:
    """Everybody who lives or lived here; a link leads only to persons the actor may see by themselves."""
    rows = list(
        HouseholdMember.objects.visible_to(actor)
        .filter(household=household)
        .select_related("person")
        .order_by(F("left_on").desc(nulls_first=True), "joined_on", "pk")
    )
    ids = [row.person_id for row in rows]
    return {
        "members": rows,
        "open_to": set(Person.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)),
    }


def from_above(person: Person, actor: Actor) -> list[dict[str, Any]]:
    """The panels that upper apps add to a person's page, in their order."""
    found = sorted(person_panels, key=lambda panel: (panel.order, panel.label))
    return [
        {
            "name": panel.name,
            "label": panel.label,
            "facts": [],
            "template": panel.template,
            "extra": panel.context(person, actor),
            "aside": False,
        }
        for panel in found
    ]
