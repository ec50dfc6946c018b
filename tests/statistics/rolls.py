"""A small roll of dibao for tests of figures: closed history, paid by taken-over runs."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from apps.accounts.actors import system_actor
from apps.core.periods import each_month
from apps.payments.models import Coverage, Entitlement, PaymentLine, Run, Transfer
from apps.payments.services import entitlements, life
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE, community_of, make_household, make_person
from tests.payments.factories import make_account, make_confirmed_case

YEAR = date(2021, 1, 1)
DECEMBER = date(2021, 12, 1)


@dataclass
class Roll:
    """Families by name, and the runs that paid them."""

    families: dict[str, Entitlement] = field(default_factory=dict)
    runs: dict[date, Run] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Entitlement:
        return self.families[name]


def add_family(
    roll: Roll,
    name: str,
    *,
    town: str = DONGSHENG,
    heads: int = 1,
    amount: str = "600.00",
    since: date = date(2020, 6, 1),
    decided: date | None = None,
    level: str = "district",
) -> Entitlement:
    """A family whose entitlement runs from ``since``."""
    region = community_of(town)
    people = [make_person(f"{name}{index}", region=region) for index in range(heads)]
    household = make_household(region, *people[1:], head=people[0])
    case = make_confirmed_case(people[0], household, region, decided or since, level)
    roll.families[name] = entitlements.open_entitlement(
        case=case,
        programme="dibao",
        payee=people[0],
        household=household,
        account=make_account(people[0]),
        region_id=region,
        from_month=since,
        amount=Decimal(amount),
        standard=Decimal("1005.00"),
        computation=[],
        persons=people,
        exclusive_group="basic",
        recheck_class="B",
        next_recheck_on=None,
        actor=system_actor("system_import"),
    )
    return roll.families[name]


def pay(roll: Roll, first: date, last: date) -> None:
    """Pay every month what its terms say, on the 10th, as money that was paid before this system."""
    importer = system_actor("system_import").user_id
    for month in each_month(first, last):
        run = Run.objects.create(
            programme="dibao",
            month=month,
            region_id=DISTRICT,
            made_by_id=importer,
            maker_key="",
            origin="migration",
        )
        for family in Entitlement.objects.in_month(month):
            term = family.terms.in_month(month).get()
            line = PaymentLine.objects.create(
                run=run,
                run_month=month,
                entitlement=family,
                benefit_month=month,
                amount=term.amount,
                head_count=family.coverages.in_month(month).count(),
                region_id=term.region_id,
            )
            Transfer.objects.create(line=line, run=run, state="paid", paid_on=month.replace(day=10))
        Run.objects.filter(pk=run.pk).update(
            state="done", sent_on=month.replace(day=10), completed_on=month.replace(day=10)
        )
        roll.runs[month] = run


def make_roll() -> Roll:
    """陈 (three persons) and 王 (one) in Dongsheng, 李 (two) in Zhonghe; 2021 is paid from July to December."""
    roll = Roll()
    add_family(roll, "陈", heads=3, amount="1000.00")
    add_family(roll, "王")
    add_family(roll, "李", town=ZHONGHE, heads=2, amount="700.00")
    pay(roll, date(2021, 7, 1), DECEMBER)
    return roll


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def end(entitlement: Entitlement, last_month: date, reason: str = "收入超过标准") -> Any:
    return life.end(
        entitlement,
        last_month=last_month,
        reason=reason,
        actor=system_actor("system_import"),
        case=entitlement.case,
    ).entitlement


def leave(coverage: Coverage, last_month: date) -> None:
    """End the coverage with ``last_month``, or with its first month when it began later, as a case has decided."""
    coverage.last_month = max(coverage.first_month, last_month)
    coverage.end_case, coverage.end_reason = coverage.entitlement.case, "其他"
    coverage.save()
