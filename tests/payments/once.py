"""A programme that pays once, for tests: its case kind stands in the registry while a test runs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.accounts.actors import system_actor
from apps.core.declarations import CaseKind
from apps.core.registries import case_kinds
from apps.payments.models import Entitlement, Stage
from apps.payments.services.once import grant_once
from apps.people.models import Person
from tests.factories import DONGSHENG, community_of, make_household, make_person
from tests.payments.factories import make_account, make_confirmed_case

# Of another day than cases that are entered in tests, whose numbers would be the same.
DECIDED = date(2022, 1, 11)
PROGRAMME = "aid_once"
KIND = CaseKind(
    code=PROGRAMME,
    label="应急帮扶申请",
    prefix="YJ",
    line="assistance",
    programme=PROGRAMME,
    detail="assistance.DibaoApplication",
    actions=(),
    tasks=(),
    create_permission="casework.create_case",
    pays_once=True,
)


def declare(monkeypatch: Any) -> None:
    monkeypatch.setitem(case_kinds._items, PROGRAMME, KIND)


def make_grant(
    amount: str = "3000.00",
    *,
    way: str = "transfer",
    stages: tuple[tuple[date, str], ...] = (),
    heads: int = 1,
    town: str = DONGSHENG,
    name: str = "陈秀芳",
    has_account: bool = True,
    person: Person | None = None,
) -> Entitlement:
    """A grant decided today for ``heads`` new persons, the first of whom is the payee, or for ``person`` alone."""
    region = community_of(town)
    people = (
        [person]
        if person
        else [make_person(name if not i else f"陈某{i}", region=region) for i in range(heads)]
    )
    household = None if person else make_household(region, *people[1:], head=people[0])
    return grant_once(
        case=make_confirmed_case(people[0], household, region, DECIDED),
        programme=PROGRAMME,
        payee=people[0],
        household=household,
        account=make_account(people[0]) if has_account and not person else None,
        region_id=region,
        amount=Decimal(amount),
        persons=people,
        computation=[{"label": "救助金额", "value": amount}],
        stages=[(day, Decimal(part)) for day, part in stages],
        way=way,
        actor=system_actor("system_import"),
    )


def make_stage(way: str = "cash", town: str = DONGSHENG) -> Stage:
    """The only stage of a grant in ``town``, whose programme is declared for as long as it takes."""
    with pytest.MonkeyPatch.context() as patch:
        declare(patch)
        stage: Stage = make_grant(way=way, town=town).stages.get()
    return stage
