"""Files of persons that are put right, and a visit that was entered when its year had been closed."""

from typing import Any

from apps.assistance.models import CareVisit
from apps.assistance.registers_visits import CARE_VISITS
from apps.casework.models import Case
from apps.core import clock, crypto
from apps.core.numbers import check_digit
from apps.demo.services.cast import Cast, workday_before
from apps.demo.services.entries import token_for
from apps.demo.services.errands import Errand
from apps.demo.services.scans import scanned
from apps.pages.keeping import add_row
from apps.payments.models import Entitlement, EntitlementStatus
from apps.people.models import IdentityChange, Person, PersonMerge
from apps.people.services.identity import correct_identity
from apps.people.services.merging import merge
from apps.people.services.proposals import FILE_KIND

CORRECTOR, MERGER, VISITOR = "zh_shouli", "shouli", "chuangkou"
RIGHT_END, OTHER_END = "瑛", "英"
LATE_VISIT = "late-visit"
VISIT_BACK, LATE_BACK = 9, 4  # working days before the business date: the visit, and its entry


def twin_of(person: Person) -> str:
    """The number under which ``person`` was listed a second time: of the same day, two digits mistyped."""
    for step in range(2, 100, 2):
        stem = f"{person.number[:14]}{(int(person.number[14:17]) + step) % 1000:03d}"
        number = stem + check_digit(stem)
        if not Person.objects.filter(number_digest=crypto.digest(number)).exists():
            return number
    raise LookupError("no number is free")


def listed_twice(cast: Cast) -> Person | None:
    """The person of the roll who has a second file or will get one: the first payee of the town."""
    found = _on_the_roll(cast, MERGER).order_by("pk").first()
    return found.payee if found else None


def correct_name(cast: Cast) -> bool:
    """A name that was written with a character of the same sound, put right by the household register."""
    actor = cast.of(CORRECTOR)
    if IdentityChange.objects.filter(asked_by=actor.user_id).exists():
        return False
    benefit = _on_the_roll(cast, CORRECTOR).order_by("-pk").first()
    if benefit is None:
        return False
    person = benefit.payee
    name = person.name[:-1] + (OTHER_END if person.name.endswith(RIGHT_END) else RIGHT_END)
    paper = scanned("户口簿个人页", f"姓名：{name}", "与申请表核对一致", kind=FILE_KIND, actor=actor)
    correct_identity(
        person, name=name, reason="录入时用了同音字，按户口簿更正。", actor=actor, evidence=paper
    )
    return True


def ask_merge(cast: Cast) -> bool:
    """The second file of somebody, made by a list with a mistyped number: merged once a second person agrees."""
    actor = cast.of(MERGER)
    if PersonMerge.objects.filter(asked_by=actor.user_id).exists():
        return False
    keep = listed_twice(cast)
    if keep is None:
        return False
    drop = (
        Person.objects.filter(name=keep.name, birth_date=keep.birth_date, merged_into=None)
        .exclude(pk=keep.pk)
        .first()
    )
    if drop is None:
        return False
    paper = scanned(
        "公安户籍证明", f"{keep.name} 只有一个公民身份号码", "另一号码查无此人", kind=FILE_KIND, actor=actor
    )
    merge(keep, drop, actor=actor, reason="残联名单把号码录错，形成两份档案。", evidence=paper)
    return True


def enter_late_visit(cast: Cast) -> bool:
    """A visit of the last days of the year, entered when the year had been closed: a correction beside its figures."""
    actor = cast.of(VISITOR)
    token = token_for(LATE_VISIT)
    if CareVisit.objects.filter(submit_token=token).exists():
        return False
    day = workday_before(clock.today(), VISIT_BACK - LATE_BACK)
    benefit = (
        _on_the_roll(cast, VISITOR)
        .filter(household__isnull=False, household__region_id=actor.region_code)
        .exclude(household__care_visits__visited_on=day)
        .order_by("pk")
        .first()
    )
    if benefit is None or benefit.household is None:
        return False
    visit = CareVisit(
        household=benefit.household,
        visited_on=day,
        mode=CareVisit.Mode.HOME,
        visitors="何静、林晓",
        finding=CareVisit.Finding.WELL,
        signature=CareVisit.Signature.SIGNED,
    )
    add_row(CARE_VISITS, visit, {}, token=token, actor=actor)
    return True


def _on_the_roll(cast: Cast, username: str) -> Any:
    """Running benefits that were taken over and that nothing has happened to, where the account works."""
    return (
        Entitlement.objects.visible_to(cast.of(username))
        .filter(
            status=EntitlementStatus.ACTIVE,
            last_month__isnull=True,
            case__origin=Case.Origin.MIGRATION,
            changes__isnull=True,
            payee__death_date__isnull=True,
        )
        .select_related("payee", "household")
    )


ERRANDS = (
    Errand(8, correct_name),
    Errand(LATE_BACK, enter_late_visit),
)
