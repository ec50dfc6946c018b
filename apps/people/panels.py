"""What the panels of a person's and a household's page show."""

from typing import Any

from django.db.models import F, Q

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.registries import person_panels
from apps.people.models import (
    BankAccount,
    DeathRecord,
    FileView,
    Household,
    HouseholdMember,
    IdentityChange,
    Person,
    PersonAlias,
    PersonMerge,
    Reveal,
)
from apps.people.services import revealed, ties_of

LOOKS = 20


def _shown(person: Person, actor: Actor) -> bool:
    """``revealed``, asked once a page: several panels show numbers."""
    if not hasattr(person, "is_shown"):
        person.is_shown = revealed(person, actor)  # type: ignore[attr-defined]
    return bool(person.is_shown)


def facts(person: Person, actor: Actor) -> dict[str, Any]:
    """The file itself; numbers in full only while a look is on record."""
    return {
        "age": person.age_on(person.death_date or clock.today()),
        "shown": _shown(person, actor),
        "may_reveal": actor.has("people.reveal_number") and bool(person.number or person.phone),
        "death": DeathRecord.objects.filter(person=person, revoked_on=None).first()
        if person.death_date
        else None,
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


def aliases(person: Person, actor: Actor) -> dict[str, Any]:
    """Names and numbers the file had, corrections that wait, and files that were merged into it."""
    changes = IdentityChange.objects.visible_to(actor).filter(person=person, state="asked")
    merges = PersonMerge.objects.visible_to(actor).filter(
        Q(keep=person) | Q(drop=person), state__in=["asked", "done"]
    )
    found = {
        "aliases": list(PersonAlias.objects.filter(person=person).order_by("-until", "-pk")),
        "waiting": list(changes.order_by("pk")),
        "merges": list(merges.select_related("drop", "keep").order_by("-pk")),
    }
    return {**found, "shown": _shown(person, actor), "is_empty": not any(found.values())}


def looks(person: Person) -> dict[str, Any]:
    """谁看过: who opened the file without handling the person's affairs, and who looked at full numbers."""
    reveals = Reveal.objects.filter(subject_type=person._meta.label_lower, subject_id=str(person.pk))
    return {
        "looks": list(FileView.objects.filter(person=person).select_related("user").order_by("-pk")[:LOOKS]),
        "reveals": list(reveals.select_related("user").order_by("-pk")[:LOOKS]),
    }


def accounts(person: Person, actor: Actor) -> dict[str, Any]:
    """Bank accounts, the one in use first."""
    rows = BankAccount.objects.visible_to(actor).filter(person=person)
    return {
        "accounts": list(rows.order_by(F("valid_to").desc(nulls_first=True), "-valid_from", "-pk")),
        "shown": _shown(person, actor),
        "may_edit": actor.has("people.edit_person"),
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
    gone = [row.person_id for row in rows if row.left_on]
    now = HouseholdMember.objects.visible_to(actor).filter(person__in=gone, left_on=None)
    elsewhere = {row.person_id: row.household for row in now.select_related("household__head")}
    for row in rows:
        row.now = elsewhere.get(row.person_id) if row.left_on else None  # type: ignore[attr-defined]
    ties = ties_of(household, actor)
    return {
        "members": rows,
        "open_to": set(Person.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)),
        "ties": ties,
        "may_remove": actor.has("people.edit_person") and not ties and household.closed_on is None,
    }


def from_above(person: Person, actor: Actor) -> list[dict[str, Any]]:
    """The panels that upper apps add to a person's page, in their order; last, who looked at the file."""
    found = sorted(person_panels, key=lambda panel: (panel.order, panel.label))
    made = [_panel(panel.name, panel.label, panel.template, panel.context(person, actor)) for panel in found]
    if actor.has("people.view_access"):
        made.append(_panel("looks", "谁看过", "people/person_looks.html", looks(person)))
    return made


def _panel(name: str, label: str, template: str, extra: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "facts": [],
        "template": template,
        "extra": extra,
        "aside": False,
    }
