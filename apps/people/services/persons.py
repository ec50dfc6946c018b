"""The file of a person: found by number, or begun."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock, numbers
from apps.core.errors import Refused
from apps.people.models import Person, PersonScope
from apps.people.services.aliases import digest_of, holder_of


@dataclass(frozen=True)
class PersonData:
    """What an applicant states of a person. ``birth_date`` and ``sex`` count only where there is no number."""

    name: str
    number: str
    home_region_id: str
    ethnicity: str = ""
    phone: str = ""
    address: str = ""
    disability: str = ""
    birth_date: date | None = None
    sex: str = ""


@transaction.atomic
def ensure_person(data: PersonData, *, actor: Actor) -> Person:
    """The person with this number, found anywhere or begun with the home region as scope.

    Phone and address follow what is stated now; all else stays as filed. A former name will do, and a former number
    together with a name of the file: drafts and papers from before a correction lead to the right person. An old
    number of 15 digits finds a file and never begins one (rulebook 5.2). Without a number (a newborn) the same
    name, birth date, sex and home make the same person, who gets a temporary code. ``Refused`` when the number cannot
    be right, or the name is another than the filed one, which is not told: the file may be another town's.
    """
    name = data.name.strip()
    if not name:
        raise Refused("请填写姓名。", code="name")
    person = _find(data, name)
    if person is None:
        try:
            with transaction.atomic():
                return _begin(data, name, actor)
        except IntegrityError:
            # Somebody began the same file a moment ago; the unique digest decided. What else failed is raised.
            person = _find(data, name)
            if person is None:
                raise
    if name not in person.all_names:
        raise Refused(
            f"“{name}”与该身份证号在册的姓名不一致。",
            hint="请核对姓名和身份证号；姓名确已变更的，请先更正人员档案。",
            code="name_differs",
        )
    return _refresh(person, data, actor)


def _find(data: PersonData, name: str) -> Person | None:
    rows = Person.objects.filter(merged_into=None).select_for_update(of=("self",))
    if data.number:
        holder = holder_of(_digest(data.number), names=frozenset({name}))
        return rows.filter(pk=holder.pk).first() if holder else None
    if data.birth_date is None:
        return None
    return rows.filter(
        number_kind=Person.NumberKind.TEMPORARY,
        number_digest=None,
        name=name,
        birth_date=data.birth_date,
        sex=data.sex,
        home_region_id=data.home_region_id,
    ).first()


def _digest(number: str) -> bytes:
    try:
        return digest_of(number)
    except numbers.NumberError as error:
        raise Refused(str(error), code="number") from error


def _parsed(number: str) -> numbers.ResidentNumber:
    try:
        return numbers.parse_resident_number(number)
    except numbers.NumberError as error:
        raise Refused(str(error), code="number") from error


def _begin(data: PersonData, name: str, actor: Actor) -> Person:
    number, birth, sex, kind = "", data.birth_date, data.sex, Person.NumberKind.TEMPORARY
    if data.number:
        parsed = _parsed(data.number)
        number, birth, sex, kind = parsed.value, parsed.birth_date, parsed.sex, Person.NumberKind.RESIDENT
    if birth is None or sex not in Person.Sex.values:
        raise Refused("没有身份证号的，请填写出生日期和性别。", code="birth")
    if birth > clock.today():
        raise Refused("出生日期不能晚于今天，请核对。", code="birth")
    person = Person.objects.create(
        temporary_since=None if number else clock.today(),
        number_kind=kind,
        number=number,
        name=name,
        sex=sex,
        birth_date=birth,
        ethnicity=data.ethnicity or "汉族",
        phone=data.phone,
        home_region_id=data.home_region_id,
        address=data.address,
        disability=data.disability,
    )
    if not number:  # the code is given by trigger
        person.refresh_from_db(fields=["temporary_code", "number_hint"])
    PersonScope.objects.create(person=person, region_id=data.home_region_id, reason=PersonScope.Reason.HOME)
    record("people.create", "建立人员档案", actor=actor, subject=person, region_code=data.home_region_id)
    return person


def _refresh(person: Person, data: PersonData, actor: Actor) -> Person:
    stated = {"phone": data.phone, "address": data.address}
    changed = [name for name, value in stated.items() if value and value != getattr(person, name)]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, stated[name])
    person.version = F("version") + 1
    person.save(update_fields=[*changed, "version"])
    person.refresh_from_db(fields=["version"])
    record(
        "people.update",
        "更新联系方式",
        actor=actor,
        subject=person,
        region_code=person.home_region_id,
        detail={"fields": changed},
    )
    return person
