"""Correcting who a file is about (更正身份信息): name, resident number, the first number of a newborn.

A number that is there already is replaced only when a second person confirms it (rulebook 5.2). Old values stay
findable: old papers and old lists lead to the file.
"""

from django.db import IntegrityError, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock, crypto, numbers
from apps.core.errors import Refused
from apps.files.models import StoredFile
from apps.people.models import IdentityChange, Person, PersonAlias
from apps.people.services import proposals
from apps.people.services.telling import tell_asker, tell_deciders

_ACTION = "identity_change"


@transaction.atomic
def correct_identity(
    person: Person,
    *,
    name: str,
    number: str = "",
    reason: str,
    actor: Actor,
    evidence: StoredFile | None = None,
) -> IdentityChange:
    """Ask for another name or number; an empty ``number`` leaves it as it is.

    A name, and the first number of somebody under a temporary code, take effect at once; another number waits for a
    second person. Birth date and sex follow the number. ``Refused`` with a sentence when nothing changes, the number
    cannot be right or is another file's, a correction is open already, or reason or evidence is missing.
    """
    (person,) = proposals.lock_persons(person)
    reason = proposals.require_reason(reason, "更正理由")
    proposals.require_evidence(evidence)
    name = _name(name)
    fresh = _other_number(person, number)
    if name == person.name and not fresh:
        raise Refused("姓名和证件号码都没有变化。", hint="请填写更正后的内容。", code="unchanged")
    if IdentityChange.objects.filter(person=person, state=IdentityChange.State.ASKED).exists():
        raise Refused(
            "这份档案已有一项待复核的更正。", hint="请等复核后再办理，或由提出人撤回。", code="open"
        )
    change = IdentityChange(
        person=person,
        region_id=proposals.place_of(person, actor),
        old_name=person.name,
        new_name=name,
        old_hint=person.number_hint,
        new_number=fresh,
        reason=reason,
        evidence=evidence,
        needs_second=bool(fresh and person.number),
        **proposals.asked_by(actor),
    )
    if change.needs_second:
        change.save()
        _record(change, f"{_ACTION}_asked", "提出身份信息更正", actor)
        tell_deciders(change, actor)
    else:
        change.apply_now()
        change.save()
        _apply(change, person, actor)
    return change


@transaction.atomic
def confirm_identity(change: IdentityChange, *, actor: Actor, answer: str = "") -> IdentityChange:
    """Confirm another's correction and carry it out.

    ``Forbidden`` for whoever asked; ``Refused`` when it is decided already or the file has changed since.
    """
    change = proposals.lock_open(IdentityChange, change, actor)
    (person,) = proposals.lock_persons(change.person)
    if (person.name, person.number_hint) != (change.old_name, change.old_hint):
        raise Refused("提出以后档案的身份信息已有变化。", hint="请提出人撤回后重新办理。", code="changed")
    _require_free(person, change.new_number)
    proposals.decide(change, actor, answer)
    change.apply_now()
    change.save()
    _apply(change, person, actor)
    tell_asker(change, actor)
    return change


@transaction.atomic
def refuse_identity(change: IdentityChange, answer: str, *, actor: Actor) -> None:
    """Refuse another's correction, for a written reason."""
    change = proposals.lock_open(IdentityChange, change, actor)
    proposals.refuse(change, answer, actor=actor, subject=change.person, action=_ACTION)
    tell_asker(change, actor)


@transaction.atomic
def withdraw_identity(change: IdentityChange, *, actor: Actor) -> None:
    """Take one's own correction back before it is decided."""
    change = proposals.lock_open(IdentityChange, change, actor)
    proposals.withdraw(change, actor=actor, subject=change.person, action=_ACTION)


def _name(text: str) -> str:
    name = "".join(text.split()) if not text.isascii() else " ".join(text.split())
    if not name:
        raise Refused("请填写姓名。", code="name")
    if len(name) > 50 or any(character.isdigit() for character in name):
        raise Refused("姓名不应有数字，最多 50 字，请核对。", code="name")
    return name


def _other_number(person: Person, text: str) -> str:
    """The checked number when it is another than the filed one, else nothing."""
    if not text.strip():
        return ""
    try:
        value = numbers.parse_resident_number(text).value
    except numbers.NumberError as error:
        raise Refused(str(error), code="number") from error
    if value == person.number:
        return ""
    _require_free(person, value)
    return value


def _require_free(person: Person, number: str) -> None:
    digest = crypto.digest(number) if number else None
    if digest and Person.objects.filter(number_digest=digest).exclude(pk=person.pk).exists():
        raise Refused(
            "这个证件号码已在另一份档案中。",
            hint="请核对号码；确为同一人的，请改为办理“合并档案”。",
            code="number_taken",
        )


def _apply(change: IdentityChange, person: Person, actor: Actor) -> None:
    """Carry a decided correction out. The trigger of the table lets the number change in this transaction only."""
    earlier = person.number if change.new_number else ""
    if earlier or change.new_name != person.name:
        PersonAlias.objects.create(
            person=person,
            name=person.name,
            number=earlier,
            cause=PersonAlias.Cause.CORRECTION,
            until=clock.today(),
        )
    rename(person, change.new_name)
    if change.new_number:
        take_number(person, change.new_number)
    person.version += 1
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Refused(
            "这个证件号码刚刚已在另一份档案中登记。", hint="请刷新后重新核对。", code="number_taken"
        ) from error
    _record(change, _ACTION, "更正身份信息", actor)


def rename(person: Person, name: str) -> None:
    """Give another name and keep the old one among the former; unsaved."""
    if name == person.name:
        return
    former = [*filter(None, person.former_names.split("、")), person.name]
    kept = [earlier for earlier in dict.fromkeys(former) if earlier != name]
    while len("、".join(kept)) > LONGEST:
        kept.pop(0)
    person.name, person.former_names = name, "、".join(kept)


LONGEST = 200


def take_number(person: Person, number: str) -> None:
    """Give a resident number; birth date and sex follow from it (rulebook 5.2); unsaved."""
    parsed = numbers.parse_resident_number(number)
    person.number, person.number_kind = parsed.value, Person.NumberKind.RESIDENT
    person.birth_date, person.sex = parsed.birth_date, parsed.sex


def _record(change: IdentityChange, action: str, label: str, actor: Actor) -> None:
    record(
        f"people.{action}",
        label,
        actor=actor,
        subject=change.person,
        region_code=change.region_id,
        reason=change.reason,
        detail={
            "change": change.pk,
            "name": change.new_name != change.old_name,
            "number": bool(change.new_number),
        },
    )
