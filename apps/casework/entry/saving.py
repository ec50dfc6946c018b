"""From the valid form to persons, household, account and case, or nothing."""

from typing import Any

from django.apps import apps
from django.db import transaction

from apps.accounts.actor import Actor
from apps.casework.entry.forms import Filled, detail_of_kind
from apps.casework.entry.related import asked_of, require_free
from apps.casework.entry.typed import APPLICANT
from apps.casework.models import Case, CaseDocument, Draft
from apps.casework.services.submission import Submission, existing_case, extend_scope, submit
from apps.casework.workflow import perform
from apps.core import clock
from apps.core.declarations import Entry, NamedPerson
from apps.core.errors import NotVisible, Refused
from apps.people.models import Household, HouseholdMember, Person, PersonScope
from apps.people.services import PersonData, ensure_household, ensure_person, set_account

Named = dict[str, Person]  # by key of a named person, or by "table:key" of a row


@transaction.atomic
def hand_in(entry: Entry, filled: Filled, *, draft: Draft, actor: Actor) -> Case:
    """Submit once: the draft's token makes one case, however often and fast it is sent.

    Raises ``Refused`` when somebody receives what excludes this or is in an open application of the kind, and
    ``Forbidden`` outside the actor's region.
    """
    already = existing_case(draft.submit_token)
    if already is not None:
        return already
    named = _persons(entry, filled, actor)
    _require_stranger(named, actor)
    require_free(asked_of(entry), covered(entry, named), actor=actor)
    case = submit(
        Submission(
            kind=entry.kind,
            token=draft.submit_token,
            region_id=filled.region_id,
            applicant=named[APPLICANT],
            household=_household(entry, filled, named, actor),
            build=lambda made: _write(entry, made, filled, named),
            channel=filled.channel,
            relative_registered=filled.relative_registered,
            draft_id=draft.pk,
        ),
        actor=actor,
    )
    _after(entry, case, filled, named, actor)
    return case


@transaction.atomic
def hand_in_again(
    entry: Entry, case_id: int, filled: Filled, *, version: int, draft: Draft, actor: Actor, comment: str = ""
) -> Case:
    """Write the supplemented application into the rows of its case and hand it in again.

    Raises ``NotVisible``, ``StaleVersion``, ``Forbidden`` or ``Refused`` as ``perform`` does, and ``Refused`` when
    it is for somebody else.
    """
    case: Case | None = (
        Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    )
    if case is None:
        raise NotVisible("没有找到这件办件。")
    named = _persons(entry, filled, actor)
    require_free(asked_of(entry), covered(entry, named), actor=actor, besides=case.number)
    if named[APPLICANT].pk != case.applicant_id:
        raise Refused(
            f"补正不能更换{entry.who}。",
            hint=f"确需更换的，请撤回本件后为新的{entry.who}重新申请。",
            code="applicant",
        )
    case.household = _household(entry, filled, named, actor)
    case.relative_registered = filled.relative_registered
    case.save(update_fields=["household", "relative_registered"])
    _write(entry, case, filled, named)
    CaseDocument.objects.filter(draft_id=draft.pk, case__isnull=True, withdrawn_at__isnull=True).update(
        case=case
    )
    _after(entry, case, filled, named, actor)
    perform(case.pk, "resubmit", actor=actor, version=version, comment=comment)
    Draft.objects.visible_to(actor).filter(pk=draft.pk).delete()
    return case


def covered(entry: Entry, named: Named) -> list[Person]:
    """Those who receive: the one applied for and the persons of covered tables, each once."""
    tables = {table.name for table in entry.tables if table.is_covered}
    rows = [person for key, person in named.items() if key.partition(":")[0] in tables and ":" in key]
    return list(dict.fromkeys([named[APPLICANT], *rows]))


def _persons(entry: Entry, filled: Filled, actor: Actor) -> Named:
    """The file of everybody named, found or begun; in one order, so that two forms with the same people wait."""
    asked: dict[str, NamedPerson] = dict(filled.persons)
    for name, rows in filled.rows.items():
        asked |= {f"{name}:{row.key}": row.person for row in rows if row.person is not None}
    return {
        key: ensure_person(
            PersonData(
                name=person.name,
                number=person.number,
                home_region_id=filled.region_id,
                phone=filled.phone if key == APPLICANT else "",
                address=filled.address if key == APPLICANT else "",
                birth_date=person.birth_date,
                sex=person.sex,
            ),
            actor=actor,
        )
        for key, person in sorted(asked.items(), key=lambda item: (item[1].number, item[0]))
    }


def _require_stranger(named: Named, actor: Actor) -> None:
    """Nobody enters an application of the family it belongs to."""
    if any(bytes(person.number_digest or b"").hex() == actor.person_key for person in named.values()):
        raise Refused("申请中有本人，应当回避。", hint="请由其他人员录入。", code="family")


def _household(entry: Entry, filled: Filled, named: Named, actor: Actor) -> Household | None:
    """The family that applies where the kind has a table of its members; else the file the person is in, if any."""
    applicant = named[APPLICANT]
    members = [
        (named[f"{table.name}:{row.key}"], row.values.get("relation", HouseholdMember.Relation.OTHER))
        for table in entry.tables
        if table.is_covered
        for row in filled.rows.get(table.name, ())
    ]
    filed = HouseholdMember.objects.filter(
        person=applicant, left_on__isnull=True, household__closed_on__isnull=True
    ).select_related("household")
    membership = filed.first()
    if not members:
        return membership.household if membership else None
    if membership is not None and membership.household.head_id != applicant.pk:
        return membership.household
    known = set(HouseholdMember.Relation.values)
    relations = [
        (person, relation if relation in known else str(HouseholdMember.Relation.OTHER))
        for person, relation in members
    ]
    return ensure_household(
        applicant,
        [(applicant, "self"), *relations],
        filled.region_id,
        filled.address,
        clock.today(),
        actor=actor,
    )


def _write(entry: Entry, case: Case, filled: Filled, named: Named) -> None:
    """The detail and its rows, as declared; rows that are no longer named go."""
    columns: dict[str, Any] = dict(filled.values)
    columns |= {person.key: named.get(person.key) for person in entry.persons}
    detail, _ = detail_of_kind(entry).objects.update_or_create(case=case, defaults=columns)
    for table in entry.tables:
        rows = filled.rows.get(table.name, ())
        model = apps.get_model(table.model)
        model.objects.filter(detail=detail).exclude(key__in=[row.key for row in rows]).delete()
        for position, row in enumerate(rows):
            values = {**row.values, "position": position}
            if table.is_person:
                values["person"] = named[f"{table.name}:{row.key}"]
            model.objects.update_or_create(detail=detail, key=row.key, defaults=values)


def _after(entry: Entry, case: Case, filled: Filled, named: Named, actor: Actor) -> None:
    """The account of who is paid; everybody in the case is now this region's business."""
    if entry.holder:
        set_account(
            named[entry.holder],
            filled.bank,
            filled.account,
            filled.holder_name,
            clock.today(),
            actor=actor,
        )
    for person in named.values():
        extend_scope(person, case.region_id, PersonScope.Reason.CASE)
