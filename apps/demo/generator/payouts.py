"""Who was paid when: every month in its month, some late, some only at the second try."""

import random
from dataclasses import dataclass
from datetime import date

from apps.demo.generator.aims import Aims
from apps.demo.generator.lives import Life, Term
from apps.demo.generator.months import first_day
from apps.demo.generator.reference import Reference

REGULAR, BACK_PAY = "当月", "补发"
PAID, FAILED = "已发放", "发放失败"
LATE = "确认较晚"  # the word that the programme itself books such months under
FAILURES = ("账号不存在", "账户已销户", "户名与账号不符", "账户状态异常")
PAY_DAY = 10
FAILING, DECIDED_LATE, PAID_LATE = 0.0025, 24, 0.3


@dataclass(slots=True)
class Payout:
    """A row of the file of payments: months, and the day on which the money arrived."""

    life: Life
    term: Term
    month: int
    paid_in: int
    heads: int
    kind: str = REGULAR
    cause: str = ""
    paid_on: date | None = None
    failure: str = ""


def make_payouts(lives: list[Life], aims: Aims, reference: Reference, rng: random.Random) -> list[Payout]:
    """All rows up to the last month of the reference year, by month and case."""
    days = {
        month: reference.workday_back(first_day(month).replace(day=PAY_DAY))
        for month in range(aims.payments_from, aims.last_month + 1)
    }
    payouts: list[Payout] = []
    for life in lives:
        if life.first is not None:
            payouts += _of(life, days, aims, rng)
    _leave_unpaid(payouts, aims, rng)
    payouts.sort(key=lambda p: (p.paid_in, p.life.number, p.month))
    return payouts


def _of(life: Life, days: dict[int, date], aims: Aims, rng: random.Random) -> list[Payout]:
    rows = []
    first = max(life.first or 0, aims.payments_from)
    end = aims.last_month if life.last is None else life.last
    is_late = life.decided.day >= DECIDED_LATE and rng.random() < PAID_LATE
    for month in range(first, end + 1):
        row = Payout(life, life.term_in(month), month, month, _heads(life, month))
        if month == life.first and is_late and month < end:
            row.kind, row.cause, row.paid_in = BACK_PAY, LATE, month + 1
        elif month < aims.last_month and rng.random() < FAILING:
            rows.append(_failed(life, row, rng))
            row.paid_in = month + 1
        row.paid_on = days[row.paid_in]
        rows.append(row)
    return rows


def _heads(life: Life, month: int) -> int:
    return sum(c.first <= month and (c.last is None or month <= c.last) for c in life.covers)


def _failed(life: Life, row: Payout, rng: random.Random) -> Payout:
    return Payout(life, row.term, row.month, row.month, row.heads, failure=rng.choice(FAILURES))


def _leave_unpaid(payouts: list[Payout], aims: Aims, rng: random.Random) -> None:
    """Some of the last month came back from the bank and wait for the next run."""
    last = [p for p in payouts if p.month == p.paid_in == aims.last_month and p.kind == REGULAR]
    for payout in rng.sample(last, min(aims.unpaid_at_end, len(last))):
        payout.paid_on, payout.failure = None, rng.choice(FAILURES)
