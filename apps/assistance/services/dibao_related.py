"""Search first: what is already known of a resident number, before anything is typed or submitted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.assistance.rules.deadlines import first_benefit_month
from apps.assistance.services.dibao_steps import EXCLUSIVE_GROUP, PROGRAMME
from apps.casework.models import Case, CaseState
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import add_months
from apps.payments.services.entitlements import Conflict, conflicts
from apps.payments.services.programmes import programme_label
from apps.people.models import HouseholdMember, Person
from apps.people.services import Match, digest_of, holder_of, match
from apps.regions.models import Region

EARLIER_MONTHS = 24
REASON = "低保申请查重"


@dataclass(frozen=True)
class Related:
    """One finding about a person: ``bar`` keeps from applying, ``warn`` has to be cleared up, ``info`` is told.

    ``case_number`` is filled only for a case that the actor may open.
    """

    tone: Literal["bar", "warn", "info"]
    text: str
    case_number: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"tone": self.tone, "text": self.text, "case_number": self.case_number}


@dataclass(frozen=True)
class Found:
    """The person and the family on file as far as the actor may see them, and the findings."""

    person: Person | None
    family: tuple[HouseholdMember, ...]
    related: tuple[Related, ...]

    @property
    def is_barred(self) -> bool:
        return any(finding.tone == "bar" for finding in self.related)


def look_up(number: str, *, actor: Actor, besides: str = "") -> Found:
    """Look for the holder of ``number`` and what stands in the way of an application; leaves an event.

    ``besides`` is the number of the case that is being supplemented. Across scope it tells programme, town and
    first month, and the town of an open application, no more.
    """
    matched = match(number, actor=actor, reason=REASON)
    known = holder_of(digest_of(number))
    if known is None:
        return Found(None, (), ())
    holder = known.pk
    person = matched.person_visible
    who = person.name if person else "该对象"
    findings = [
        *_benefits(who, holder, matched),
        *_open_cases(who, [holder], actor, besides),
        *_earlier_cases(who, holder, actor, besides),
    ]
    if person is not None and person.death_date:
        day = person.death_date
        findings.insert(
            0,
            Related("bar", f"{who}在册已于 {day.year} 年 {day.month} 月 {day.day} 日死亡，请核对身份证号。"),
        )
    return Found(person, _family(person, actor), tuple(findings))


def require_free(persons: Iterable[Person], *, actor: Actor, besides: str = "") -> None:
    """Refuse when one of them receives what excludes dibao or is in an open application, wherever it is."""
    people = list(persons)
    month = first_benefit_month(clock.today())
    for conflict in conflicts([person.pk for person in people], EXCLUSIVE_GROUP, month):
        raise Refused(f"{conflict.sentence}，不能重复申请。", hint="请核实后再办理。", code="conflict")
    for person in people:
        for finding in _open_cases(person.name, [person.pk], actor, besides):
            raise Refused(finding.text, hint="请查看在办的那一件。", code="open_case")


def _benefits(who: str, holder: int, matched: Match) -> list[Related]:
    month = first_benefit_month(clock.today())
    excluding = conflicts([holder], EXCLUSIVE_GROUP, month)
    told = {(programme_label(row.programme), row.town, row.since) for row in excluding}
    found = [Related("bar", f"{who}已{_words(row)}，不能重复申请。") for row in excluding]
    found += [
        Related(
            "info",
            f"{who}在{benefit.town}享受{benefit.programme}（{benefit.since.year} 年 {benefit.since.month} 月起），"
            "请核对是否计入收入。",
        )
        for benefit in matched.benefits
        if (benefit.programme, benefit.town, benefit.since) not in told
    ]
    return found


def _words(row: Conflict) -> str:
    return f"在{row.town}享受{programme_label(row.programme)}（{row.since.year} 年 {row.since.month} 月起）"


def _of_person(holders: list[int], besides: str) -> Q:
    concerned = Q(applicant_id__in=holders) | Q(dibao__members__person_id__in=holders)
    return Q(kind=PROGRAMME) & concerned & ~Q(number=besides)


def _open_cases(who: str, holders: list[int], actor: Actor, besides: str) -> list[Related]:
    """Open applications that name the person; of one in another town only the town is told."""
    cases = list(Case.objects.open().filter(_of_person(holders, besides)).distinct())
    visible = set(
        Case.objects.visible_to(actor)
        .filter(pk__in=[case.pk for case in cases])
        .values_list("number", flat=True)
    )
    towns = Region.objects.in_bulk({case.town_code for case in cases})
    return [
        Related(
            "bar",
            f"{who}在{towns[case.town_code].name}已有在办的低保申请"
            f"（{case.submitted_on:%Y-%m-%d} 提交，{CaseState(case.state).label}），不能重复申请。",
            case.number if case.number in visible else "",
        )
        for case in cases
    ]


def _earlier_cases(who: str, holder: int, actor: Actor, besides: str) -> list[Related]:
    """Applications of the last two years that ended without dibao, in the actor's region."""
    ended = (CaseState.NOT_ACCEPTED, CaseState.NOT_CONFIRMED, CaseState.WITHDRAWN, CaseState.TERMINATED)
    since = add_months(clock.today(), -EARLIER_MONTHS)
    cases = (
        Case.objects.visible_to(actor)
        .filter(_of_person([holder], besides), state__in=ended, submitted_on__gte=since)
        .distinct()
        .order_by("-submitted_on")[:3]
    )
    return [
        Related(
            "warn",
            f"{who} {case.submitted_on:%Y-%m-%d} 曾申请低保，结果：{CaseState(case.state).label}。",
            case.number,
        )
        for case in cases
    ]


def _family(person: Person | None, actor: Actor) -> tuple[HouseholdMember, ...]:
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
