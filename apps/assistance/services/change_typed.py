"""A change as it is typed: a draft with the family of the last decision, and what its form states."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from apps.accounts.actor import Actor
from apps.assistance.models import DibaoChange
from apps.assistance.rules import changes, facts
from apps.assistance.services.change_begin import KIND, ChangeFacts, require_changeable
from apps.assistance.services.change_facts import covered_in, has_facts, source_case
from apps.assistance.services.dibao_begin import typed_of_case
from apps.assistance.services.dibao_entry import DibaoEntry, IncomeEntry, MemberEntry
from apps.assistance.services.dibao_typed import Row, Typed, facts_of_typed
from apps.audit.services import record
from apps.casework.models import Case, Draft
from apps.casework.services.drafts import start_draft
from apps.core import clock, numbers
from apps.core.errors import Refused
from apps.core.periods import first_of
from apps.payments.models import Entitlement
from apps.people.models import HouseholdMember, Person

# Columns of the application that a change takes over from the last decision unless its form shows them.
KEPT = (
    "unit",
    "single_member_key",
    "reason",
    "reason_text",
    "housing_text",
    "deposits",
    "insurance",
    "dwellings",
    "area",
    "vehicle",
    "business",
    "household_deductions",
    "has_stable_income",
    "receives_support",
)


@transaction.atomic
def begin_draft(entitlement: Entitlement, ground: str, *, actor: Actor) -> Draft:
    """A draft of a change with the facts of the last decision. Raises ``Refused`` when it cannot be begun."""
    require_changeable(entitlement, ground, ChangeFacts())
    typed, known = typed_family(entitlement)
    typed.fields |= {"entitlement": str(entitlement.pk), "ground": ground, "known": json.dumps(known)}
    label = f"{changes.GROUND_LABELS[ground]} {numbers.mask_name(entitlement.payee.name)}"
    draft = start_draft(KIND, actor=actor, fields=typed.to_draft(), label=label)
    record(
        "dibao.begin_change",
        "填写待遇变更",
        actor=actor,
        subject=entitlement,
        region_code=entitlement.region_id,
        detail={"ground": ground},
    )
    return draft


@transaction.atomic
def begin_supplement(case: Case, *, actor: Actor) -> Draft:
    """The draft in which the change ``case`` is supplemented: the one begun before, else one with its rows."""
    label = f"补正 {case.number}"
    draft = Draft.objects.visible_to(actor).filter(kind=KIND, label=label).first()
    if draft is not None:
        return draft
    change = case.change
    typed = typed_of_case(case)
    known = {row.key: row.person_id for row in case.dibao.members.all()}
    if not change.has_facts:
        typed.fields.pop("no_income", None)
    typed.fields |= {
        "entitlement": str(change.entitlement_id),
        "ground": change.ground,
        "known": json.dumps(known),
        **_typed_change(change),
    }
    return start_draft(KIND, actor=actor, fields=typed.to_draft(), label=label)


def typed_family(entitlement: Entitlement) -> tuple[Typed, dict[str, int]]:
    """The family of the last decision as typed, without who has gone; and the person of each row by its key."""
    source = source_case(entitlement)
    if not has_facts(source):
        return _outlined(entitlement)
    typed = typed_of_case(source)
    rows = {row.key: row for row in source.dibao.members.select_related("person")}
    gone = {key for key, row in rows.items() if row.absence in facts.DEPARTURES}
    for income in typed.incomes:
        _establish(income, source)
    if gone:
        heirs = [row for key, row in rows.items() if key not in gone]
        self_gone = any(rows[key].relation == "self" for key in gone)
        typed.members = [row for row in typed.members if row.get("key") not in gone]
        typed.incomes = [row for row in typed.incomes if row.get("member") not in gone]
        if self_gone and heirs:
            _restate(typed, entitlement, {row.key: row.person for row in heirs})
    typed.case_number = ""
    return typed, {key: row.person_id for key, row in rows.items() if key not in gone}


def _establish(income: Row, source: Case) -> None:
    """An income goes on as it was established, not as it was declared once."""
    for row in source.dibao.incomes.select_related("member"):
        same = row.member.key == income.get("member") and row.source == income.get("source")
        if same and row.verified is not None and row.note == income.get("note", ""):
            income["monthly"] = str(row.verified)


def _restate(typed: Typed, entitlement: Entitlement, persons: dict[str, Person]) -> None:
    """The applicant has gone: the payee, else the oldest, takes the place, and relations follow."""
    keys = sorted(persons, key=lambda key: (persons[key].pk != entitlement.payee_id, persons[key].birth_date))
    heir = keys[0]
    old = next(row.get("relation", "") for row in typed.members if row.get("key") == heir)
    for row in typed.members:
        is_male = persons[row["key"]].sex == Person.Sex.MALE
        row["relation"] = (
            "self" if row["key"] == heir else changes.restated(row.get("relation", ""), old, is_male=is_male)
        )


def _outlined(entitlement: Entitlement) -> tuple[Typed, dict[str, int]]:
    """Of a roll that was taken over: who is covered, with nothing said about incomes and assets."""
    typed, known = Typed(fields={"channel": "window", "unit": "household"}), {}
    persons = covered_in(entitlement, first_of(clock.today()))
    head = next((person for person in persons if person.pk == entitlement.payee_id), None)
    persons = [head, *(p for p in persons if p is not head)] if head else persons
    filed = dict(
        HouseholdMember.objects.filter(household=entitlement.household, person__in=persons).values_list(
            "person_id", "relation"
        )
    )
    for position, person in enumerate(persons):
        relation = "self" if position == 0 else filed.get(person.pk, "")
        row = typed.add_member(
            name=person.name,
            number=person.number,
            relation=relation if relation in facts.RELATIONS else "",
        )
        if not person.number:
            row |= {"birth_date": person.birth_date.isoformat(), "sex": person.sex}
        known[row["key"]] = person.pk
    return typed, known


def _typed_change(change: DibaoChange) -> Row:
    """What a change has stated, as its form would have it."""
    typed: Row = {
        "change-event_on": change.event_on.isoformat() if change.event_on else "",
        "change-leave_reason": change.leave_reason,
        "change-end_reason": change.end_reason,
        "change-reason_text": change.reason_text,
        "change-payee": str(change.payee_id or ""),
        "change-bank": change.new_bank,
        "change-account": change.new_account,
        "change-region": change.region_id or "",
        "change-address": change.address,
        "change-other_number": change.other.number if change.other else "",
        "change-pay_held": {True: "yes", False: "no"}.get(change.pay_held, ""),  # type: ignore[arg-type]
    }
    if change.chosen_month:
        typed |= {
            "change-chosen_month_0": str(change.chosen_month.year),
            "change-chosen_month_1": str(change.chosen_month.month),
        }
    for row in change.case.dibao.members.filter(
        absence__in=["deceased", "left", "prison", "detox", "missing"]
    ):
        typed[f"change-gone_{row.person_id}"] = "on"
    return typed


def known_persons(typed: Typed) -> dict[str, Person]:
    """The persons of rows that come from the last decision, by key."""
    ids: dict[str, int] = json.loads(typed.fields.get("known", "{}"))
    persons = Person.objects.in_bulk(ids.values())
    return {key: persons[pk] for key, pk in ids.items() if pk in persons}


def facts_typed(typed: Typed, gone: tuple[int, ...], absence: str) -> facts.Application:
    """The family as typed, without those who are ticked as gone."""
    ids: dict[str, int] = json.loads(typed.fields.get("known", "{}"))
    marked = replace(
        typed,
        members=[
            {**row, "absence": absence} if ids.get(row.get("key", "")) in gone else row
            for row in typed.members
        ],
    )
    return facts_of_typed(marked)


def absence_of(ground: str, leave_reason: str) -> str:
    """What the facts say of those who are gone."""
    return "deceased" if ground == "member_death" else changes.ABSENCE_OF.get(leave_reason, "left")


def entry_of(
    entitlement: Entitlement,
    members: tuple[MemberEntry, ...],
    incomes: tuple[IncomeEntry, ...],
    declared: dict[str, Any],
) -> DibaoEntry:
    """The family as edited, over what the last decision says of everything that was not shown."""
    source = source_case(entitlement)
    before = getattr(source, "dibao", None)
    base: dict[str, Any] = {name: getattr(before, name) for name in KEPT} if before is not None else {}
    base.setdefault("reason", "other")
    return DibaoEntry(
        region_id=entitlement.region_id,
        address="",
        phone="",
        bank="",
        account="",
        holder_name="",
        channel=Case.Channel.WINDOW,
        relative_registered=entitlement.case.relative_registered,
        declared={**base, **declared},
        members=members,
        incomes=incomes,
    )


def find_other(number: str, entitlement: Entitlement, *, actor: Actor) -> Entitlement:
    """The benefit that is merged, by its exact number, wherever in the district it is; the look is recorded."""
    other: Entitlement | None = (
        Entitlement.objects.filter(number=number.strip().upper(), district_code=entitlement.district_code)
        .select_related("payee", "case")
        .first()
    )
    if other is None:
        raise Refused("没有找到这个待遇编号。", hint="请核对编号。", code="other")
    require_changeable(entitlement, "merge", ChangeFacts(other=other))
    record(
        "dibao.merge_lookup",
        "并户查找待遇",
        actor=actor,
        subject=other,
        region_code=other.region_id,
        reason=f"并入 {entitlement.number}",
    )
    return other


def take_in(typed: Typed, other: Entitlement) -> None:
    """Bring the rows of the other family into the form, each person once; relations have to be told."""
    theirs, known = typed_family(other)
    ours: dict[str, int] = json.loads(typed.fields.get("known", "{}"))
    keys: dict[str, str] = {}
    for row in theirs.members:
        if known.get(row["key"]) in ours.values():
            continue
        relation = "spouse" if row.get("relation") == "self" else row.get("relation", "")
        taken = typed.add_member(
            **{name: v for name, v in row.items() if name != "key"} | {"relation": relation}
        )
        keys[row["key"]] = taken["key"]
        ours[taken["key"]] = known[row["key"]]
    for income in theirs.incomes:
        if income.get("member") in keys:
            values = {name: value for name, value in income.items() if name != "key"}
            typed.add_income(**values | {"member": keys[income["member"]]})
    typed.fields["known"] = json.dumps(ours)
    if typed.incomes:
        typed.fields.pop("no_income", None)


def live_change(entitlement: Entitlement, ground: str, stated: dict[str, Any]) -> DibaoChange:
    """The change as it is stated on the form just now, not saved."""
    month: date | None = stated.get("chosen_month")
    return DibaoChange(
        entitlement=entitlement,
        ground=ground,
        event_on=stated.get("event_on"),
        chosen_month=first_of(month) if month else None,
        leave_reason=stated.get("leave_reason") or "",
        end_reason=stated.get("end_reason") or "",
    )
