"""Entitlements, desks and runs for tests of payments."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from apps.casework.models import Case
from apps.core.periods import first_of
from apps.payments.models import Entitlement, Run, TransferState
from apps.payments.services import entitlements, returns, runs
from apps.payments.services.bankfile import batch_number, serial, sums
from apps.people.models import BankAccount, Person
from apps.policy.models import Period
from tests.factories import (
    DISTRICT,
    DONGSHENG,
    community_of,
    make_actor,
    make_household,
    make_person,
)

JANUARY, FEBRUARY = date(2022, 1, 1), date(2022, 2, 1)
_sequence = itertools.count(1)


@dataclass
class Desk:
    """The two who pay: whoever makes and sends runs, and whoever checks them."""

    maker: Actor
    checker: Actor


def make_desk() -> Desk:
    return Desk(
        make_actor("section_officer", DISTRICT, name="救助科"),
        make_actor("run_checker", DISTRICT, name="复核人"),
    )


def make_confirmed_case(
    applicant: Person,
    household: Any,
    region: str,
    decided: date,
    level: str = "district",
    state: str = "confirmed",
) -> Case:
    """A decided case of the roll that was taken over."""
    return Case.objects.create(
        number=f"DB-{region[3:9]}-{decided:%Y%m%d}-{next(_sequence):04d}",
        kind="dibao",
        line="assistance",
        region_id=region,
        applicant=applicant,
        household=household,
        state=state,
        decision_level=level,
        origin="migration",
        decider_text="原确认单位",
        submitted_on=decided,
        submitted_at=timezone.make_aware(datetime(decided.year, decided.month, decided.day, 9)),
        accepted_on=decided,
        decided_on=decided,
        created_by_id=system_actor("system_import").user_id,
    )


def make_account(person: Person, number: str = "6228480000000003306") -> BankAccount:
    return BankAccount.objects.create(
        person=person, bank="鄞州银行", account=number, holder_name=person.name, valid_from=date(2020, 1, 1)
    )


def make_benefit(
    *,
    amount: str = "705.00",
    heads: int = 1,
    town: str = DONGSHENG,
    from_month: date = JANUARY,
    has_account: bool = True,
    name: str = "陈秀芳",
    also: tuple[Person, ...] = (),
) -> Entitlement:
    """A dibao entitlement of ``heads`` new persons, the first of whom is the payee, and of those in ``also``."""
    region = community_of(town)
    people = [make_person(name if not i else f"陈某{i}", region=region) for i in range(heads)]
    people += also
    household = make_household(region, *people[1:], head=people[0])
    return entitlements.open_entitlement(
        case=make_confirmed_case(people[0], household, region, date(2021, 12, 20)),
        programme="dibao",
        payee=people[0],
        household=household,
        account=make_account(people[0]) if has_account else None,
        region_id=region,
        from_month=from_month,
        amount=Decimal(amount),
        standard=Decimal("1005.00"),
        computation=[{"label": "户标准", "value": "1,005.00 元"}],
        persons=people,
        exclusive_group="basic",
        recheck_class="B",
        next_recheck_on=date(2023, 1, 1),
        actor=system_actor("system_import"),
    )


def open_for(
    person: Person, programme: str, *, from_month: date = JANUARY, amount: str = "300.00"
) -> Entitlement:
    """Another benefit of a person who has a file already, decided in the present town."""
    region = person.home_region_id
    return entitlements.open_entitlement(
        case=make_confirmed_case(person, None, region, date(2021, 12, 20)),
        programme=programme,
        payee=person,
        household=None,
        account=None,
        region_id=region,
        from_month=from_month,
        amount=Decimal(amount),
        standard=None,
        computation=[],
        persons=[person],
        exclusive_group=programme,
        recheck_class="",
        next_recheck_on=None,
        actor=system_actor("system_import"),
    )


def make_checked_run(desk: Desk, month: date = JANUARY) -> Run:
    run = runs.make_run("dibao", month, actor=desk.maker)
    return runs.check_run(run, version=run.version, accept=True, actor=desk.checker)


def make_sent_run(desk: Desk, month: date = JANUARY) -> Run:
    run = make_checked_run(desk, month)
    runs.send_run(run, version=run.version, actor=desk.maker)
    run.refresh_from_db()
    return run


def return_text(
    run: Run, *, failed: tuple[int, ...] = (), paid_on: date | None = None, **control: str
) -> str:
    """The bank's answer: all paid on the day of sending, but for ``failed`` payments; ``control`` overrides.

    A payment is named by its first transfer.
    """
    rows, counted = [], {True: [0, Decimal(0)], False: [0, Decimal(0)]}
    for payment in sums(run, TransferState.SENT):
        is_paid = payment.transfer_id not in failed
        counted[is_paid][0] += 1
        counted[is_paid][1] += payment.amount
        end = f"成功,,{(paid_on or run.sent_on):%Y-%m-%d}" if is_paid else "失败,户名不符,"
        rows.append(f"{serial(payment.transfer_id)},{payment.amount},{end}")
    head = {
        "批次号": batch_number(run),
        "笔数": len(rows),
        "成功笔数": counted[True][0],
        "成功金额": counted[True][1],
        "失败笔数": counted[False][0],
        "失败金额": counted[False][1],
        **control,
    }
    first = "汇总," + ",".join(f"{key},{value}" for key, value in head.items())
    return "\r\n".join([first, "流水号,金额,状态,失败原因,到账日期", *rows, ""])


def take_return(run: Run, text: str, desk: Desk) -> Run:
    """Preview and import a return file."""
    stored, read = returns.preview_return(
        run, ContentFile(text.encode("gb18030"), "回盘.csv"), actor=desk.maker
    )
    assert stored is not None, read.errors
    return returns.import_return(run, stored, actor=desk.maker)


def make_paid_run(desk: Desk, month: date = JANUARY) -> Run:
    run = make_sent_run(desk, month)
    return take_return(run, return_text(run), desk)


def close_month(day: date) -> None:
    values = {"state": "closed", "closed_at": timezone.now(), "closed_on": day}
    Period.objects.update_or_create(kind="month", start=first_of(day), defaults=values)
