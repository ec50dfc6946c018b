"""Search first: what is already known of a resident number, before anything is typed or submitted."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.casework.entry.forms import detail_of_kind
from apps.casework.models import Case, CaseState
from apps.core import clock
from apps.core.declarations import Entry
from apps.core.errors import Refused
from apps.core.periods import add_months
from apps.core.registries import case_kinds
from apps.people.models import HouseholdMember, Person
from apps.people.services import digest_of, holder_of, match
from apps.regions.models import Region

EARLIER_MONTHS = 24
ENDED = (CaseState.NOT_ACCEPTED, CaseState.NOT_CONFIRMED, CaseState.WITHDRAWN, CaseState.TERMINATED)


@dataclass(frozen=True)
class Related:
    """One finding about a person: ``bar`` keeps from applying, ``warn`` has to be cleared up, ``info`` is told.

    ``case_number`` is filled only for a case that the actor may open.
    """

    tone: Literal["bar", "warn", "info"]
    text: str
    case_number: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Asked:
    """What is asked for: the kind, the cases that name one of some holders, what bars (person id, name)."""

    kind: str
    concerned: Callable[[list[int]], Q]
    conflicts: Callable[[int, str], Iterable[str]] | None


def asked_of(entry: Entry) -> Asked:
    """The search of a declared entry: cases that name the person, as the one applied for or in a covered table."""
    column = detail_of_kind(entry)._meta.get_field("case").remote_field.get_accessor_name()
    tables = [table.name for table in entry.tables if table.is_covered]

    def concerned(holders: list[int]) -> Q:
        named = Q(applicant_id__in=holders)
        for table in tables:
            named |= Q(**{f"{column}__{table}__person_id__in": holders})
        return named

    return Asked(entry.kind, concerned, entry.conflicts)


@dataclass(frozen=True)
class Found:
    """The person and the family on file as far as the actor may see them, and the findings."""

    person: Person | None
    family: tuple[HouseholdMember, ...]
    related: tuple[Related, ...]

    @property
    def is_barred(self) -> bool:
        return any(finding.tone == "bar" for finding in self.related)


def look_up(asked: Asked, number: str, *, actor: Actor, besides: str = "") -> Found:
    """Look for the holder of ``number`` and what stands in the way of an application; leaves an event.

    ``besides`` is the number of the case that is being supplemented. Across scope it tells programme, town and
    first month, and the town of an open application, no more.
    """
    label = case_kinds.get(asked.kind).label
    matched = match(number, actor=actor, reason=f"{label}查重")
    known = holder_of(digest_of(number))
    if known is None:
        return Found(None, (), ())
    person = matched.person_visible
    who = person.name if person else "该对象"
    bars = list(asked.conflicts(known.pk, who)) if asked.conflicts else []
    findings = [Related("bar", sentence) for sentence in bars]
    findings += [
        Related("info", f"{who}{sentence}，请核对。")
        for sentence in matched.sentences
        if not any(sentence in bar for bar in bars)
    ]
    findings += _open_cases(asked, who, known.pk, actor, besides)
    findings += _earlier_cases(asked, who, known.pk, actor, besides)
    if person is not None and person.death_date:
        day = person.death_date
        died = f"{day.year} 年 {day.month} 月 {day.day} 日"
        findings.insert(0, Related("bar", f"{who}在册已于 {died} 死亡，请核对身份证号。"))
    return Found(person, family_of(person, actor), tuple(findings))


def require_free(asked: Asked, persons: Iterable[Person], *, actor: Actor, besides: str = "") -> None:
    """Refuse when one of them receives what excludes this, or is in an open application of the kind, anywhere."""
    for person in persons:
        for sentence in asked.conflicts(person.pk, person.name) if asked.conflicts else ():
            raise Refused(sentence, hint="请核实后再办理。", code="conflict")
        for finding in _open_cases(asked, person.name, person.pk, actor, besides):
            raise Refused(finding.text, hint="请查看在办的那一件。", code="open_case")


def _of_person(asked: Asked, holder: int, besides: str) -> Q:
    return Q(kind=asked.kind) & asked.concerned([holder]) & ~Q(number=besides)


def _open_cases(asked: Asked, who: str, holder: int, actor: Actor, besides: str) -> list[Related]:
    """Open applications that name the person; of one in another town only the town is told."""
    label = case_kinds.get(asked.kind).label
    cases = list(Case.objects.open().filter(_of_person(asked, holder, besides)).distinct())
    keys = [case.pk for case in cases]
    visible = set(Case.objects.visible_to(actor).filter(pk__in=keys).values_list("number", flat=True))
    towns = Region.objects.in_bulk({case.town_code for case in cases})
    return [
        Related(
            "bar",
            f"{who}在{towns[case.town_code].name}已有在办的{label}申请"
            f"（{case.submitted_on:%Y-%m-%d} 提交，{CaseState(case.state).label}），不能重复申请。",
            case.number if case.number in visible else "",
        )
        for case in cases
    ]


def _earlier_cases(asked: Asked, who: str, holder: int, actor: Actor, besides: str) -> list[Related]:
    """Applications of the last two years that ended without a grant, in the actor's region."""
    since = add_months(clock.today(), -EARLIER_MONTHS)
    label = case_kinds.get(asked.kind).label
    cases = (
        Case.objects.visible_to(actor)
        .filter(_of_person(asked, holder, besides), state__in=ENDED, submitted_on__gte=since)
        .distinct()
        .order_by("-submitted_on")[:3]
    )
    return [
        Related(
            "warn",
            f"{who} {case.submitted_on:%Y-%m-%d} 曾申请{label}，结果：{CaseState(case.state).label}。",
            case.number,
        )
        for case in cases
    ]


def family_of(person: Person | None, actor: Actor) -> tuple[HouseholdMember, ...]:
    """The members of the person's open household, as far as they are visible."""
    if person is None:
        return ()
    own = HouseholdMember.objects.visible_to(actor).filter(
        person=person, left_on__isnull=True, household__closed_on__isnull=True
    )
    membership = own.first()
    if membership is None:
        return ()
    rows = HouseholdMember.objects.visible_to(actor).filter(
        household_id=membership.household_id, left_on__isnull=True, person__death_date__isnull=True
    )
    return tuple(rows.select_related("person", "household__region__parent").order_by("joined_on", "pk"))
