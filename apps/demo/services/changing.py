"""A change as it is entered at the desk of the town: a family of the roll that fits, what it declares, its papers."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from apps.accounts.actor import Actor
from apps.assistance.rules.changes import documents_of_ground
from apps.assistance.services.change_begin import ChangeFacts, begin_change
from apps.assistance.services.change_typed import entry_of, typed_family
from apps.assistance.services.dibao_entry import DibaoEntry, IncomeEntry, MemberEntry
from apps.casework.models import Case
from apps.casework.services.documents import note_document
from apps.core import clock, numbers
from apps.core.periods import add_months, first_of
from apps.demo.services.entries import PAPER, token_for
from apps.demo.stories.changes import RESUMED, SUSPENDED, Change
from apps.payments.models import Coverage, Entitlement, EntitlementStatus
from apps.people.models import Person
from apps.policy.services import standard
from apps.regions.models import Region

# Yuan a month that a family is left with, and months: its recheck is not near, and a change that reaches back finds it.
LEFT, ENOUGH, RECHECK_AHEAD, LONG = Decimal(100), Decimal(400), 2, 6
WORKER_FROM, WORKER_UNTIL, RETIRED, ADULT, SCHOOL = 20, 55, 60, 18, 16
NOTHING = {
    "unit": "household",
    "reason": "other",
    "deposits": Decimal(0),
    "insurance": Decimal(0),
    "dwellings": 1,
    "area": Decimal(48),
    "vehicle": "none",
    "business": "none",
}


def begin_story(story: Change, *, actor: Actor) -> Case | None:
    """Enter the change; None when the roll has no family that fits."""
    entitlement = _chosen(story, actor)
    if entitlement is None:
        return None
    month = None if story.months_back is None else add_months(first_of(clock.today()), -story.months_back)
    case = begin_change(
        entitlement,
        story.ground,
        actor=actor,
        effective_month=month,
        facts=_facts(story, entitlement),
        token=token_for(story.key),
    )
    for code, _ in documents_of_ground(story.ground):
        note_document(code, actor=actor, source=PAPER, case=case)
    return case


def benefit_of(key: str) -> Entitlement | None:
    """The benefit that the change of a story is about."""
    return Entitlement.objects.filter(changes__case__submit_token=token_for(key)).first()


def _chosen(story: Change, actor: Actor) -> Entitlement | None:
    if story is RESUMED:
        return benefit_of(SUSPENDED)
    today = clock.today()
    rows = (
        Entitlement.objects.visible_to(actor)
        .filter(
            status=EntitlementStatus.ACTIVE,
            last_month__isnull=True,
            case__origin=Case.Origin.MIGRATION,
            changes__isnull=True,
            payee__death_date__isnull=True,
        )
        .exclude(next_recheck_on__lte=add_months(today, RECHECK_AHEAD))
        .alias(heads=Count("coverages", filter=Q(coverages__last_month__isnull=True), distinct=True))
        .filter(terms__last_month__isnull=True, terms__amount__gte=_needed(story))
    )
    if story.is_job:
        rows = rows.filter(heads__gte=story.heads, coverages__in=Coverage.objects.filter(_of_working_age()))
    else:
        rows = rows.filter(heads=story.heads)
    if story.months_back is not None:
        rows = rows.filter(from_month__lte=add_months(today, -LONG))
    found: Entitlement | None = rows.order_by("pk").first()
    return found


def _of_working_age() -> Q:
    born = [add_months(clock.today(), -12 * age) for age in (WORKER_UNTIL, WORKER_FROM)]
    return Q(last_month__isnull=True, person__birth_date__range=born)


def _needed(story: Change) -> Decimal:
    """Yuan a month that the benefit must come to, so that something is left of it."""
    if story.is_job:
        return ENOUGH
    return LEFT if story.is_over else LEFT + Decimal(story.more or 0)


def _facts(story: Change, entitlement: Entitlement) -> ChangeFacts:
    if story.town:
        place = Region.objects.open_on(clock.today()).get(name=story.community, parent__name=story.town)
        return ChangeFacts(reason_text=story.text, region_id=place.pk, address=f"{story.community}12幢401室")
    if not story.more:
        return ChangeFacts(reason_text=story.text, pay_held=story.pay_held)
    entry, known = _declared(story, entitlement)
    return ChangeFacts(reason_text=story.text, entry=entry, known=known)


def _declared(story: Change, entitlement: Entitlement) -> tuple[DibaoEntry, dict[str, Person]]:
    """The family as it declares itself: the income behind the present amount, and what has come to it."""
    typed, ids = typed_family(entitlement)
    filed = Person.objects.in_bulk(ids.values())
    known = {key: filed[pk] for key, pk in ids.items()}
    today = clock.today()
    worker = (
        next((key for key, person in known.items() if _may_work(person, today)), "") if story.is_job else ""
    )
    rows = tuple(
        _member(row, known[row["key"]], today, is_worker=row["key"] == worker) for row in typed.members
    )
    head, earner = rows[0].key, worker or rows[0].key
    amount = entitlement.terms.in_month(first_of(today)).get().amount or Decimal(0)
    base = standard("dibao", today) * len(rows) - amount
    more = Decimal(story.more) + (amount if story.is_over else 0)
    source = "retirement" if known[earner].age_on(today) >= RETIRED else "wage"
    lines = [IncomeEntry(member=earner, source=source, monthly=more, note=story.note)]
    if base > 0:
        lines.insert(0, IncomeEntry(member=head, source="other", monthly=base, note="亲属接济和零星收入"))
    entry = entry_of(entitlement, rows, tuple(lines), dict(NOTHING))
    return entry, known


def _may_work(person: Person, today: date) -> bool:
    return WORKER_FROM <= person.age_on(today) < WORKER_UNTIL


def _member(row: dict[str, Any], person: Person, today: date, *, is_worker: bool) -> MemberEntry:
    age = numbers.age_on(person.birth_date, today)
    capacity = (
        "minor" if age < SCHOOL else "student" if age < ADULT else "none" if age >= RETIRED else "partial"
    )
    schooling = {"minor": "compulsory", "student": "upper_secondary"}.get(capacity, "none")
    return MemberEntry(
        key=row["key"],
        name=person.name,
        number=person.number,
        relation=row["relation"] or "other",
        labour_capacity="full" if is_worker else capacity,
        ethnicity=person.ethnicity,
        schooling=schooling,
        work_since=first_of(today) if is_worker else None,
    )
