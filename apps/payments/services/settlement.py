"""What a change of past months means for money that is booked: more is owed (arrears) or was paid too much.

A month is booked when a run that has been checked owes it. A draft does not count: it is made anew when amounts
change, so its month simply gets the new amount. The caller holds ``hold_drafts`` so that no draft is checked in
between.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.money import ZERO
from apps.payments.models import CAUSE_LENGTH, Arrear, Overpayment, OverpaymentMonth
from apps.payments.models.runs import BASE_CAUSES

Months = dict[tuple[int, date], Decimal]

BOOKED = """
SELECT l.entitlement_id, l.benefit_month, COALESCE(t.amount, 0)
FROM payments_paymentline l
JOIN payments_run r ON r.id = l.run_id AND r.state <> 'draft'
LEFT JOIN payments_entitlementterm t ON t.entitlement_id = l.entitlement_id AND t.first_month <= l.benefit_month
     AND (t.last_month IS NULL OR t.last_month >= l.benefit_month)
WHERE l.entitlement_id = ANY(%(ids)s) AND l.benefit_month >= %(month)s
  AND l.kind IN ('regular', 'back_pay') AND l.cause = ANY(%(base)s)
"""
# Booked, but the bank has sent it back and it was not tried again: not paid, and not owed once the month is gone.
UNPAID = """
SELECT l.entitlement_id, l.benefit_month, sum(l.amount)
FROM payments_paymentline l
JOIN payments_run r ON r.id = l.run_id AND r.state <> 'draft'
WHERE l.entitlement_id = ANY(%(ids)s) AND l.benefit_month >= %(month)s AND l.kind IN ('regular', 'back_pay')
  AND NOT EXISTS (SELECT 1 FROM payments_transfer t WHERE t.line_id = l.id AND t.state <> 'failed')
GROUP BY 1, 2
"""
# Arrears that no checked run has booked.
PENDING = """
SELECT a.id
FROM payments_arrear a
WHERE a.entitlement_id = ANY(%(ids)s)
  AND NOT EXISTS (
    SELECT 1 FROM payments_paymentline l JOIN payments_run r ON r.id = l.run_id AND r.state <> 'draft'
    WHERE l.entitlement_id = a.entitlement_id AND l.benefit_month = a.benefit_month AND l.kind = 'back_pay'
      AND l.cause = a.cause)
"""


@dataclass(frozen=True)
class Context:
    """Why months are settled: the sentence printed on back-pay, the deciding case, cause and note of an overpayment."""

    actor: Actor
    why: str
    case_id: int | None = None
    overpaid_cause: str = ""
    note: str = ""


@dataclass
class Settled:
    """Of one entitlement: yuan owed in addition, yuan found to be too much, and its overpayment."""

    arrears: Decimal = ZERO
    overpaid: Decimal = ZERO
    overpayment: Overpayment | None = None


def hold_drafts(programme: str, district: str) -> None:
    """Keep drafts of the programme as drafts until the end of the transaction: no check passes in between."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM payments_run WHERE programme = %s AND region_id = %s AND state = 'draft'"
            " ORDER BY id FOR SHARE",
            [programme, district],
        )


def booked(entitlement_ids: Collection[int], month: date) -> Months:
    """What the terms say now for every booked month from ``month`` on; 0 for a month that is not covered."""
    return _sums(BOOKED, entitlement_ids, month)


def settle(
    before: Months, entitlement_ids: Collection[int], month: date, context: Context
) -> dict[int, Settled]:
    """Write arrears and overpayments for the difference between ``before`` and the terms as they are now.

    A higher month first takes back an overpayment that nobody has been told of, a lower one first what is still
    owed; the rest becomes an ``Arrear`` or part of one ``Overpayment`` a entitlement. Three statements when nothing
    differs.
    """
    after = booked(entitlement_ids, month)
    unpaid = _sums(UNPAID, entitlement_ids, month)
    found: dict[int, Settled] = defaultdict(Settled)
    more: Months = {}
    less: Months = {}
    for key, amount in after.items():
        difference = amount - before.get(key, amount)
        if difference > 0:
            more[key] = difference
        elif difference < 0:
            # What came back unpaid is not owed in a month that is gone, so nothing of it is to be recovered.
            less[key] = -difference if amount else -difference - unpaid.get(key, ZERO)
    if more:
        _owe(_take_back(more), context, found)
    if less:
        _recover(_reduce_pending(less), context, found)
    return found


def _sums(sql: str, entitlement_ids: Collection[int], month: date) -> Months:
    values: dict[str, Any] = {"ids": list(entitlement_ids), "month": month, "base": list(BASE_CAUSES)}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {(pk, day): Decimal(amount) for pk, day, amount in cursor.fetchall()}


# --- more is owed ----------------------------------------------------------------------------------------


def _take_back(more: Months) -> Months:
    """Take the months off overpayments that are found and not told yet; what is left is owed."""
    rows = OverpaymentMonth.objects.filter(
        overpayment__entitlement__in={pk for pk, _ in more}, overpayment__state=Overpayment.State.FOUND
    )
    touched: dict[int, Overpayment] = {}
    for row in rows.select_related("overpayment").order_by("-id"):
        key = (row.overpayment.entitlement_id, row.benefit_month)
        taken = min(row.amount, more.get(key, ZERO))
        if taken <= 0:
            continue
        more[key] -= taken
        touched[row.overpayment_id] = row.overpayment
        _lower(row, taken)
    emptied = Overpayment.objects.filter(pk__in=touched, months=None)
    emptied.update(state=Overpayment.State.CANCELLED, closed_on=clock.today())
    return {key: amount for key, amount in more.items() if amount > 0}


def _owe(more: Months, context: Context, found: dict[int, Settled]) -> None:
    """Write the arrears. A cause that is booked already for the month gets a number behind it."""
    pending = {row.pk for row in _pending({pk for pk, _ in more})}
    rows = Arrear.objects.filter(entitlement__in={pk for pk, _ in more})
    known = {(row.entitlement_id, row.benefit_month, row.cause): row for row in rows}
    fresh, today = [], clock.today()
    for (pk, month), amount in more.items():
        found[pk].arrears += amount
        for cause in _causes(context.why):
            row = known.get((pk, month, cause))
            if row is None:
                fresh.append(
                    Arrear(
                        entitlement_id=pk,
                        benefit_month=month,
                        cause=cause,
                        amount=amount,
                        case_id=context.case_id,
                        found_on=today,
                    )
                )
                break
            if row.pk in pending:
                row.amount += amount
                row.save(update_fields=["amount"])
                break
    Arrear.objects.bulk_create(fresh, batch_size=2000)


def _causes(why: str) -> Iterable[str]:
    """`提高标准`, `提高标准（第 2 次）`, …"""
    yield why[:CAUSE_LENGTH]
    for number in range(2, 100):
        tail = f"（第 {number} 次）"
        yield why[: CAUSE_LENGTH - len(tail)] + tail


# --- too much was paid -----------------------------------------------------------------------------------


def _reduce_pending(less: Months) -> Months:
    """Take the months off what is still owed for them; what is left was paid too much."""
    for row in _pending({pk for pk, _ in less}):
        key = (row.entitlement_id, row.benefit_month)
        taken = min(row.amount, less.get(key, ZERO))
        if taken > 0:
            less[key] -= taken
            _lower(row, taken)
    return {key: amount for key, amount in less.items() if amount > 0}


def _recover(less: Months, context: Context, found: dict[int, Settled]) -> None:
    by_entitlement: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for (pk, month), amount in sorted(less.items()):
        by_entitlement[pk].append((month, amount))
    for pk, months in by_entitlement.items():
        overpayment = Overpayment.objects.create(
            entitlement_id=pk,
            case_id=context.case_id,
            cause=context.overpaid_cause,
            found_on=clock.today(),
            found_by_id=context.actor.account,
            note=context.note,
        )
        OverpaymentMonth.objects.bulk_create(
            OverpaymentMonth(overpayment=overpayment, benefit_month=month, amount=amount)
            for month, amount in months
        )
        found[pk].overpayment = overpayment
        found[pk].overpaid = sum((amount for _, amount in months), ZERO)


def _pending(entitlement_ids: Collection[int]) -> list[Arrear]:
    """Arrears that no checked run has booked, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(PENDING, {"ids": list(entitlement_ids)})
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Arrear.objects.filter(pk__in=ids).order_by("-id"))


def _lower(row: Arrear | OverpaymentMonth, taken: Decimal) -> None:
    row.amount -= taken
    if row.amount:
        row.save(update_fields=["amount"])
    else:
        row.delete()
