"""The facts of a change: those of the last decision, copied and edited; what was decided before stays as it is."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q

from apps.assistance.models import DibaoApplication, DibaoChange, DibaoIncome, DibaoMember
from apps.assistance.rules import facts
from apps.casework.models import Case, CaseState
from apps.core import numbers
from apps.payments.models import Coverage, Entitlement
from apps.people.models import HouseholdMember, Person

# What belongs to a case and its decision is not copied.
NOT_COPIED = frozenset(
    {"id", "case", "countable_income", "proposed_amount", "proposed_heads", "standard", "computation"}
    | {"recheck_class", "is_by_proxy", "proxy_name", "duplicate_note"}
)
WORKING_AGE = 16


def source_case(entitlement: Entitlement) -> Case:
    """The case whose facts are those of the last decision: the last confirmed change, else the one that opened it."""
    last = (
        DibaoChange.objects.filter(entitlement=entitlement, case__state=CaseState.CONFIRMED)
        .select_related("case")
        .order_by("-case_id")
        .first()
    )
    return last.case if last is not None else entitlement.case


def has_facts(case: Case) -> bool:
    """Whether the family of a case is known: of rolls taken over it is not, until a change has asked for it."""
    return DibaoMember.objects.filter(application__case=case).exists()


def covered_in(entitlement: Entitlement, month: date) -> list[Person]:
    """The persons covered in ``month`` (first day), oldest first."""
    rows = Coverage.objects.filter(entitlement=entitlement).in_month(month).select_related("person")
    return [row.person for row in rows.order_by("person__birth_date", "person_id")]


def applicant_of(entitlement: Entitlement) -> Person:
    """Who stands for the family: the payee, or once he has died the oldest person still covered."""
    payee: Person = entitlement.payee
    if payee.death_date is None:
        return payee
    going_on = entitlement.coverages.filter(last_month__isnull=True, person__death_date__isnull=True)
    row = going_on.select_related("person").order_by("person__birth_date", "person_id").first()
    return row.person if row is not None else payee


def copy_facts(source: Case, target: Case) -> DibaoApplication:
    """The declared family of ``source`` as the beginning of ``target``: incomes as they were established."""
    old = source.dibao
    values = _values(old, NOT_COPIED)
    application = DibaoApplication.objects.create(case=target, **values)
    add_family(application, old)
    return application


def add_family(application: DibaoApplication, old: DibaoApplication, *, prefix: str = "") -> None:
    """Add members and incomes of another application; who is in it already, or has gone, stays out.

    ``prefix`` keeps the keys of two families apart; then relations are to be told anew.
    """
    present = set(application.members.values_list("person_id", flat=True))
    members, position = {}, application.members.count()
    for row in old.members.all():
        if row.person_id in present or row.absence in facts.DEPARTURES:
            continue
        values = _values(row, {"id", "application", "key", "position"})
        if prefix:
            values["relation"] = "spouse" if values["relation"] == "self" else values["relation"]
        members[row.pk] = DibaoMember.objects.create(
            application=application, key=f"{prefix}{row.key}", position=position, **values
        )
        position += 1
    start = application.incomes.count()
    kept = [row for row in old.incomes.all() if row.member_id in members]
    for number, row in enumerate(kept, start=start):
        values = _values(row, {"id", "application", "member", "position", "monthly", "verified"})
        monthly = row.monthly if row.verified is None else row.verified
        DibaoIncome.objects.create(
            application=application,
            member=members[row.member_id],
            position=number,
            monthly=monthly,
            **values,
        )


def outline(entitlement: Entitlement, target: Case, month: date) -> DibaoApplication:
    """What is known of a family that was taken over: those covered, and how they belong together. No incomes."""
    persons = covered_in(entitlement, month)
    filed = dict(
        HouseholdMember.objects.filter(household=entitlement.household, person__in=persons).values_list(
            "person_id", "relation"
        )
    )
    reason = getattr(getattr(entitlement.case, "dibao", None), "reason", "") or "other"
    application = DibaoApplication.objects.create(case=target, reason=reason)
    for position, person in enumerate(persons):
        relation = "self" if person.pk == target.applicant_id else filed.get(person.pk, "")
        DibaoMember.objects.create(
            application=application,
            key=f"m{position + 1}",
            position=position,
            person=person,
            relation=relation if relation in facts.RELATIONS and relation else "other",
            labour_capacity="minor" if _is_child(person, month) else "",
        )
    return application


def mark_gone(application: DibaoApplication, person_ids: Collection[int], absence: str) -> None:
    """Note that members are gone: a code of ``facts.ABSENCES``. Their incomes no longer count."""
    application.members.filter(person_id__in=person_ids).update(absence=absence)


def open_change_of(entitlement: Entitlement) -> DibaoChange | None:
    """The change that is under way on the entitlement, or that merges it into another."""
    rows = DibaoChange.objects.filter(Q(entitlement=entitlement) | Q(other=entitlement), case__is_open=True)
    return rows.select_related("case").first()


def _is_child(person: Person, day: date) -> bool:
    return numbers.age_on(person.birth_date, day) < WORKING_AGE


def _values(row: Any, besides: Collection[str]) -> dict[str, Any]:
    """The columns of a row by name, but for ``besides``."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in besides
    }
