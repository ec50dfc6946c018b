"""The entry of a dibao application: from the window's form to persons, household, account and case, or nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from apps.accounts.actor import Actor
from apps.assistance.models import DibaoApplication, DibaoIncome, DibaoMember
from apps.assistance.rules import facts
from apps.assistance.services.dibao_related import require_free
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import Case, CaseDocument, Draft
from apps.casework.services.submission import Submission, existing_case, extend_scope, submit
from apps.casework.workflow import perform
from apps.core import clock
from apps.core.errors import NotVisible, Refused
from apps.core.money import ZERO, total
from apps.people.models import Household, HouseholdMember, Person, PersonScope
from apps.people.services import PersonData, ensure_household, ensure_person, set_account

# How the household file names a relation; it knows fewer of them.
FILED_RELATIONS = {
    "grandson": "grandchild",
    "granddaughter": "grandchild",
    "grandfather": "grandparent",
    "grandmother": "grandparent",
    "brother": "sibling",
    "sister": "sibling",
    "child_in_law": "other",
    "parent_in_law": "other",
}
LEVELS = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}


@dataclass(frozen=True, kw_only=True)
class MemberEntry:
    """A member as declared; codes of ``rules.facts``. ``birth_date`` and ``sex`` only where there is no number."""

    key: str
    name: str
    number: str
    relation: str
    labour_capacity: str
    birth_date: date | None = None
    sex: str = ""
    ethnicity: str = ""
    schooling: str = "none"
    disability: str = ""
    disability_level: int | None = None
    has_serious_illness: bool = False
    marital_status: str = ""
    divorced_on: date | None = None
    lives_together: bool = True
    absence: str = ""
    has_local_hukou: bool = True
    work_since: date | None = None

    @property
    def disability_words(self) -> str:
        """肢体二级, as the file of the person keeps it."""
        if not self.disability:
            return ""
        return facts.DISABILITIES[self.disability] + LEVELS.get(self.disability_level or 0, "")

    def declared(self) -> dict[str, Any]:
        """What the application keeps beside the person."""
        kept = asdict(self)
        for name in ("key", "name", "number", "birth_date", "sex", "ethnicity"):
            del kept[name]
        return kept


@dataclass(frozen=True, kw_only=True)
class IncomeEntry:
    """A line of income of the member with key ``member``: yuan a month."""

    member: str
    source: str
    monthly: Decimal
    note: str = ""
    deduction: Decimal = ZERO
    deduction_kind: str = ""

    def declared(self) -> dict[str, Any]:
        kept = asdict(self)
        del kept["member"]
        return kept


@dataclass(frozen=True, kw_only=True)
class DibaoEntry:
    """A valid application. ``declared`` holds the columns of ``DibaoApplication``; the first 本人 is the applicant."""

    region_id: str
    address: str
    phone: str
    bank: str
    account: str
    holder_name: str
    channel: str
    relative_registered: bool
    declared: dict[str, Any]
    members: tuple[MemberEntry, ...]
    incomes: tuple[IncomeEntry, ...]


@transaction.atomic
def submit_dibao(entry: DibaoEntry, *, draft: Draft, actor: Actor) -> Case:
    """Submit once: the draft's token makes one case and one household, however often and fast it is sent.

    Raises ``Refused`` when somebody of the family receives what excludes dibao, is in an open application or
    belongs to another household, and ``Forbidden`` outside the actor's region.
    """
    already = existing_case(draft.submit_token)
    if already is not None:
        return already
    persons = persons_of(entry, actor)
    require_stranger(persons, actor)
    require_free(persons.values(), actor=actor)
    applicant = persons[_applicant(entry).key]
    household = _household(entry, persons, actor)
    case = submit(
        Submission(
            kind=PROGRAMME,
            token=draft.submit_token,
            region_id=entry.region_id,
            applicant=applicant,
            household=household,
            build=lambda case: write_declared(case, entry, persons),
            channel=entry.channel,
            relative_registered=entry.relative_registered,
            draft_id=draft.pk,
        ),
        actor=actor,
    )
    set_account(applicant, entry.bank, entry.account, entry.holder_name, clock.today(), actor=actor)
    attach_papers(case, persons)
    return case


@transaction.atomic
def resubmit_dibao(
    case_id: int, entry: DibaoEntry, *, version: int, draft: Draft, actor: Actor, comment: str = ""
) -> Case:
    """Write the supplemented application into the rows of its case and hand it in again.

    Raises ``NotVisible``, ``StaleVersion``, ``Forbidden`` or ``Refused`` as ``perform`` does, and ``Refused`` when
    the applicant is another person.
    """
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotVisible("没有找到这件办件。")
    persons = persons_of(entry, actor)
    require_free(persons.values(), actor=actor, besides=case.number)
    applicant = persons[_applicant(entry).key]
    if applicant.pk != case.applicant_id:
        raise Refused(
            "补正不能更换申请人。", hint="确需更换的，请撤回本件后由新的申请人重新申请。", code="applicant"
        )
    case.household = _household(entry, persons, actor)
    case.relative_registered = entry.relative_registered
    case.save(update_fields=["household", "relative_registered"])
    write_declared(case, entry, persons)
    set_account(applicant, entry.bank, entry.account, entry.holder_name, clock.today(), actor=actor)
    CaseDocument.objects.filter(draft_id=draft.pk, case__isnull=True, withdrawn_at__isnull=True).update(
        case=case
    )
    attach_papers(case, persons)
    perform(case.pk, "resubmit", actor=actor, version=version, comment=comment)
    Draft.objects.visible_to(actor).filter(pk=draft.pk).delete()
    return case  # type: ignore[no-any-return]


def _applicant(entry: DibaoEntry) -> MemberEntry:
    return next(member for member in entry.members if member.relation == "self")


def persons_of(
    entry: DibaoEntry, actor: Actor, known: Mapping[str, Person] | None = None
) -> dict[str, Person]:
    """The person of every member, by key of the row; phone and address are the applicant's.

    ``known`` are persons of rows that were on file before; a row that still names them stays theirs. In one order
    whatever the order of the form, so that two forms with the same people wait for each other.
    """
    applicant = _applicant(entry)
    filed = {
        member.key: person
        for member in entry.members
        if (person := (known or {}).get(member.key)) is not None
        and (person.name, person.number) == (member.name, member.number)
    }
    return filed | {
        member.key: ensure_person(
            PersonData(
                name=member.name,
                number=member.number,
                home_region_id=entry.region_id,
                ethnicity=member.ethnicity,
                phone=entry.phone if member is applicant else "",
                address=entry.address if member is applicant else "",
                disability=member.disability_words,
                birth_date=member.birth_date,
                sex=member.sex,
            ),
            actor=actor,
        )
        for member in sorted(entry.members, key=lambda member: member.number)
        if member.key not in filed
    }


def require_stranger(persons: dict[str, Person], actor: Actor) -> None:
    """Nobody enters an application of the family it belongs to."""
    if any(bytes(person.number_digest or b"").hex() == actor.person_key for person in persons.values()):
        raise Refused("申请家庭成员是本人，应当回避。", hint="请由其他人员录入。", code="family")


def _household(entry: DibaoEntry, persons: dict[str, Person], actor: Actor) -> Household:
    """The family's file: the one that the applicant is in when its head applies along, else one of its own."""
    applicant = persons[_applicant(entry).key]
    membership = (
        HouseholdMember.objects.filter(
            person=applicant, left_on__isnull=True, household__closed_on__isnull=True
        )
        .select_related("household__head")
        .first()
    )
    family = {person.pk for person in persons.values()}
    head, filed = applicant, {}
    if membership is not None and membership.household.head_id in family:
        head = membership.household.head
        filed = dict(
            membership.household.members.filter(left_on__isnull=True).values_list("person_id", "relation")
        )
    # Relations are told to the applicant. Where somebody else heads the file, what it says already stands.
    is_head = head.pk == applicant.pk
    relations = [
        (
            persons[member.key],
            FILED_RELATIONS.get(member.relation, member.relation)
            if is_head
            else filed.get(persons[member.key].pk, str(HouseholdMember.Relation.OTHER)),
        )
        for member in entry.members
        if not member.absence
    ]
    return ensure_household(head, relations, entry.region_id, entry.address, clock.today(), actor=actor)


def write_declared(case: Case, entry: DibaoEntry, persons: dict[str, Person]) -> None:
    """The application, its members and incomes, as declared; rows that are no longer named go."""
    declared = {
        **entry.declared,
        "declared_income": total(income.monthly for income in entry.incomes),
    }
    application, _ = DibaoApplication.objects.update_or_create(case=case, defaults=declared)
    application.incomes.filter(position__gte=len(entry.incomes)).delete()
    stale = application.members.exclude(key__in=[member.key for member in entry.members])
    application.incomes.filter(member__in=stale).delete()
    stale.delete()
    rows = {}
    for position, member in enumerate(entry.members):
        rows[member.key], _ = DibaoMember.objects.update_or_create(
            application=application,
            key=member.key,
            defaults={"position": position, "person": persons[member.key], **member.declared()},
        )
    for position, income in enumerate(entry.incomes):
        DibaoIncome.objects.update_or_create(
            application=application,
            position=position,
            defaults={"member": rows[income.member], **income.declared()},
        )


def attach_papers(case: Case, persons: dict[str, Person]) -> None:
    """Papers of a member belong to the person; everybody in the case is now this region's business."""
    for key, person in persons.items():
        CaseDocument.objects.filter(case=case, member_key=key, person__isnull=True).update(person=person)
        extend_scope(person, case.region_id, PersonScope.Reason.CASE)
