"""The beginning of an entry: a draft with what is on file, of a new application or of a case to be supplemented."""

from datetime import date

from django.db import transaction

from apps.accounts.actor import Actor
from apps.assistance.models import DibaoMember
from apps.assistance.rules import facts
from apps.assistance.services.dibao_entry import LEVELS
from apps.assistance.services.dibao_related import look_up
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.assistance.services.dibao_typed import Row, Typed
from apps.audit.services import record
from apps.casework.entry.related import Found
from apps.casework.models import Case, Draft
from apps.casework.services.drafts import start_draft
from apps.core import clock, numbers
from apps.core.errors import Refused
from apps.core.money import format_money
from apps.core.numbers import parse_resident_number
from apps.people.models import BankAccount, HouseholdMember, Person

# How a filed relation to the applicant is typed; the file knows fewer, and the sex tells them apart.
TYPED_RELATIONS = {
    ("grandchild", "M"): "grandson",
    ("grandchild", "F"): "granddaughter",
    ("grandparent", "M"): "grandfather",
    ("grandparent", "F"): "grandmother",
    ("sibling", "M"): "brother",
    ("sibling", "F"): "sister",
}
PLAIN_RELATIONS = ("self", "spouse", "son", "daughter", "father", "mother")
WORKING_AGE = 16
MONEY_FIELDS = ("deposits", "insurance", "household_deductions")
TEXT_FIELDS = (
    "unit",
    "single_member_key",
    "reason",
    "reason_text",
    "housing_text",
    "dwellings",
    "vehicle",
    "business",
    "proxy_name",
    "duplicate_note",
)
FLAG_FIELDS = ("has_stable_income", "is_by_proxy", "receives_support")


@transaction.atomic
def begin_entry(number: str, found: Found, *, actor: Actor) -> Draft:
    """A draft for the holder of ``number``, with person, household and account as far as the actor may see them.

    Raises ``Refused`` when something stands in the way. Taking over a file shows its numbers, so it leaves an event.
    """
    if found.is_barred:
        raise Refused(found.related[0].text, code="barred")
    typed = Typed(fields={"channel": "window", "unit": "household"})
    person = found.person
    _fill_applicant(typed, number, found)
    others = [row for row in found.family if person is None or row.person_id != person.pk]
    heads = person is not None and any(
        row.person_id == person.pk and row.relation == "self" for row in found.family
    )
    for row in others:
        _add_filed(typed, row, relation=_typed_relation(row) if heads else "")
    typed.related = {number: [finding.as_dict() for finding in found.related]}
    for row in others:
        if row.person.number:
            typed.related[row.person.number] = [
                finding.as_dict() for finding in look_up(row.person.number, actor=actor).related
            ]
    name = typed.applicant.get("name", "")
    draft = start_draft(
        PROGRAMME, actor=actor, fields=typed.to_draft(), label=numbers.mask_name(name) if name else "未填姓名"
    )
    if person is not None:
        record(
            "dibao.take_over",
            "带入人员和家庭档案",
            actor=actor,
            subject=person,
            region_code=person.home_region_id,
            reason="新增低保申请",
            detail={"persons": [row.person_id for row in others]},
        )
    return draft


@transaction.atomic
def begin_supplement(case: Case, *, actor: Actor) -> Draft:
    """The draft in which ``case`` is supplemented: the one begun before, else one with the rows of the case."""
    label = f"补正 {case.number}"
    draft = Draft.objects.visible_to(actor).filter(kind=PROGRAMME, label=label).first()
    if draft is not None:
        return draft
    typed = typed_of_case(case)
    draft = start_draft(PROGRAMME, actor=actor, fields=typed.to_draft(), label=label)
    record("dibao.supplement", "打开申请表补正", actor=actor, subject=case)
    return draft


def typed_of_case(case: Case) -> Typed:
    """The form as it would have been typed for the rows of the case."""
    application = case.dibao
    typed = Typed(fields=_typed_application(case), case_number=case.number)
    rows = list(application.members.select_related("person"))
    typed.members = [_typed_member(row) for row in rows]
    keys = {row.pk: row.key for row in rows}
    for income in application.incomes.all():
        typed.add_income(
            member=keys[income.member_id],
            source=income.source,
            note=income.note,
            monthly=format_money(income.monthly),
            deduction=format_money(income.deduction) if income.deduction else "",
            deduction_kind=income.deduction_kind,
        )
    if not typed.incomes:
        typed.fields["no_income"] = "on"
    return typed


def _fill_applicant(typed: Typed, number: str, found: Found) -> None:
    person = found.person
    values: Row = {"number": number, "relation": "self"}
    if person is not None:
        values |= {"name": person.name, "ethnicity": person.ethnicity, **_disability(person)}
        typed.fields |= {"phone": person.phone, "address": person.address}
        typed.fields |= _account(person)
    if found.family:
        household = found.family[0].household
        typed.fields["address"] = household.address or typed.fields.get("address", "")
        if len(household.region_id) == 12:
            typed.fields["region"] = household.region_id
    parsed = parse_resident_number(number)
    typed.add_member(**values, labour_capacity=_capacity(parsed.birth_date))


def _add_filed(typed: Typed, row: HouseholdMember, *, relation: str) -> None:
    person = row.person
    values: Row = {
        "name": person.name,
        "number": person.number,
        "relation": relation,
        "ethnicity": person.ethnicity,
        "labour_capacity": _capacity(person.birth_date),
        **_disability(person),
    }
    if not person.number:
        values |= {"birth_date": person.birth_date.isoformat(), "sex": person.sex}
    typed.add_member(**values)


def _typed_relation(row: HouseholdMember) -> str:
    if row.relation in PLAIN_RELATIONS:
        return "" if row.relation == "self" else str(row.relation)
    return TYPED_RELATIONS.get((row.relation, row.person.sex), "")


def _capacity(birth: date) -> str:
    """Only what follows from age: a child below 16 is a minor; the rest is asked."""
    return "minor" if numbers.age_on(birth, clock.today()) < WORKING_AGE else ""


def _disability(person: Person) -> Row:
    """肢体二级, as filed, in the two fields of the form; anything else is asked."""
    for code, word in facts.DISABILITIES.items():
        if code and person.disability.startswith(word):
            rest = person.disability.removeprefix(word)
            level = next((str(level) for level, name in LEVELS.items() if name in rest), "")
            return {"disability": code, "disability_level": level}
    return {}


def _account(person: Person) -> Row:
    account = BankAccount.objects.filter(person=person, valid_to__isnull=True).first()
    if account is None:
        return {}
    return {"bank": account.bank, "account": account.account, "holder_name": account.holder_name}


def _typed_application(case: Case) -> Row:
    application = case.dibao
    applicant = case.applicant
    household = case.household
    typed: Row = {
        "region": case.region_id,
        "phone": applicant.phone,
        "address": (household.address if household else "") or applicant.address,
        "channel": case.channel,
        "is_true": "on",
        "is_authorised": "on",
        "relative": "yes" if case.relative_registered else "no",
        **_account(applicant),
    }
    for name in MONEY_FIELDS:
        value = getattr(application, name)
        typed[name] = "" if value is None else format_money(value)
    if application.area is not None:
        typed["area"] = f"{application.area.normalize():f}"
    for name in TEXT_FIELDS:
        value = getattr(application, name)
        typed[name] = "" if value is None else str(value)
    for name in FLAG_FIELDS:
        if getattr(application, name):
            typed[name] = "on"
    return typed


def _typed_member(row: DibaoMember) -> Row:
    person = row.person
    typed: Row = {
        "key": row.key,
        "name": person.name,
        "number": person.number,
        "ethnicity": person.ethnicity,
        "relation": row.relation,
        "labour_capacity": row.labour_capacity,
        "schooling": row.schooling,
        "disability": row.disability,
        "disability_level": str(row.disability_level or ""),
        "marital_status": row.marital_status,
        "divorced_on": row.divorced_on.isoformat() if row.divorced_on else "",
        "absence": row.absence,
        "work_since": row.work_since.isoformat() if row.work_since else "",
    }
    if not person.number:
        typed |= {"birth_date": person.birth_date.isoformat(), "sex": person.sex}
    for name in ("has_serious_illness", "lives_together", "has_local_hukou"):
        if getattr(row, name):
            typed[name] = "on"
    return typed
