"""The bank file: a declared column layout with a control line, written once per run."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min, QuerySet, Sum

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.money import ZERO
from apps.files.services import store_bytes
from apps.payments.models import BankFile, Run, Transfer, TransferState
from apps.payments.services.programmes import programme_label
from apps.people.models import BankAccount

# Accounts are decrypted so many at a time.
CHUNK = 5000
OUT_KIND, RETURN_KIND = "payments.bank_file", "payments.return_file"

# What must not go out though it was checked: since then the payee has died, or the account is another one. A cell
# that begins with a sign is a formula to a spreadsheet; no name and no bank begins so. Held back as failed, such
# money is tried again with the next run.
HOLD_BACK = """
UPDATE payments_transfer t
SET state = 'failed', failure = CASE WHEN p.death_date <= %(today)s THEN '领款人已去世，没有送出'
                                     WHEN a.account_hint <> t.account_hint THEN '账户在复核后改动，没有送出'
                                     ELSE '户名或开户行不是正常文字，没有送出' END
FROM payments_paymentline l, payments_entitlement e, people_person p, people_bankaccount a
WHERE t.run_id = %(run)s AND t.state = 'open' AND l.id = t.line_id AND e.id = l.entitlement_id
  AND p.id = e.payee_id AND a.id = t.account_id
  AND (p.death_date <= %(today)s OR a.account_hint <> t.account_hint
       OR (a.holder_name || '|' || a.bank) ~ '(^|[|])[-=+@\t＝＋－＠]')
RETURNING l.entitlement_id
"""

# An offset goes out only inside what is paid: a family whose sum is not above zero gets nothing and owes nothing new.
HOLD_BACK_EMPTY = """
UPDATE payments_transfer t SET state = 'failed', failure = '冲抵后没有可发金额，没有送出'
FROM payments_paymentline l
WHERE t.run_id = %(run)s AND t.state = 'open' AND l.id = t.line_id AND l.entitlement_id IN (
    SELECT l2.entitlement_id FROM payments_transfer t2 JOIN payments_paymentline l2 ON l2.id = t2.line_id
    WHERE t2.run_id = %(run)s AND t2.state = 'open' GROUP BY 1 HAVING sum(l2.amount) <= 0)
RETURNING l.entitlement_id
"""


@dataclass(frozen=True)
class Payment:
    """One row as the bank gets it."""

    number: int
    serial: str
    holder: str
    account: str
    bank: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True)
class BankColumn:
    header: str
    value: Callable[[Payment], str]


@dataclass(frozen=True)
class BankLayout:
    """How the bank wants its file: columns in order, and the encoding.

    The first line is the control line 汇总, 批次号, 笔数, 合计, 制表日期; then the headers, then one row a payment.
    """

    code: str
    columns: tuple[BankColumn, ...]
    encoding: Literal["gb18030", "utf-8-sig"]


COLUMNS = (
    BankColumn("序号", lambda row: str(row.number)),
    BankColumn("流水号", lambda row: row.serial),
    BankColumn("户名", lambda row: row.holder),
    BankColumn("账号", lambda row: row.account),
    BankColumn("开户行", lambda row: row.bank),
    BankColumn("金额", lambda row: f"{row.amount:.2f}"),
    BankColumn("用途", lambda row: row.purpose),
)
LAYOUTS = {
    layout.code: layout
    for layout in (BankLayout("gb18030", COLUMNS, "gb18030"), BankLayout("utf8", COLUMNS, "utf-8-sig"))
}


def chosen_layout() -> BankLayout:
    """The layout that the setting ``BANK_FILE_LAYOUT`` names; GB18030, which every bank reads, by default."""
    return LAYOUTS[str(getattr(settings, "BANK_FILE_LAYOUT", "gb18030"))]


def batch_number(run: Run) -> str:
    """What names the run in files that go out and come back: `FF202201-15`."""
    return f"FF{run.month:%Y%m}-{run.pk}"


def serial(transfer_id: int) -> str:
    """The number by which the bank answers about one payment; a reissue has its own."""
    return f"{transfer_id:012d}"


def write_bank_file(run: Run, *, actor: Actor) -> BankFile:
    """Write and store the file of the run's open transfers; part of sending, in its transaction.

    A family gets one payment: all that its lines of this run come to, offsets taken off. Transfers that must not go out any more become failed, with the reason, and are told in the notes.
    """
    layout, today = chosen_layout(), clock.today()
    with connection.cursor() as cursor:
        cursor.execute(HOLD_BACK, {"run": run.pk, "today": today})
        held = {pk for (pk,) in cursor.fetchall()}
        cursor.execute(HOLD_BACK_EMPTY, {"run": run.pk})
        held_back = len(held | {pk for (pk,) in cursor.fetchall()})
    payments = _payments(run)
    total = sum((payment.amount for payment in payments), ZERO)
    data = encode(layout, control_line(run, len(payments), total, today), payments)
    stored = store_bytes(
        data, kind=OUT_KIND, name=f"{batch_number(run)}.csv", content_type="text/csv", actor=actor
    )
    return BankFile.objects.create(
        run=run,
        direction=BankFile.Direction.OUT,
        file=stored,
        row_count=len(payments),
        total=total,
        notes=[f"{held_back} 笔没有送出，随{run.next_one}重发"] if held_back else [],
        made_by_id=actor.account,
    )


def control_line(run: Run, count: int, total: Decimal, today: date) -> list[str]:
    return [
        "汇总",
        batch_number(run),
        "笔数",
        str(count),
        "合计",
        f"{total:.2f}",
        "制表日期",
        today.isoformat(),
    ]


def encode(layout: BankLayout, control: list[str], payments: list[Payment]) -> bytes:
    """The bytes of the file; lines end as the bank's own systems write them (CR LF)."""
    text = io.StringIO()
    writer: Any = csv.writer(text, lineterminator="\r\n")
    writer.writerow(control)
    writer.writerow([column.header for column in layout.columns])
    writer.writerows([column.value(payment) for column in layout.columns] for payment in payments)
    return text.getvalue().encode(layout.encoding)


@dataclass(frozen=True)
class FamilySum:
    """What one family gets in a run: the key of its first transfer, which numbers the payment, and the yuan."""

    transfer_id: int
    entitlement_id: int
    account_id: int
    amount: Decimal
    first_month: date
    last_month: date


def sums(run: Run, state: TransferState) -> list[FamilySum]:
    """The run's transfers in ``state`` as the bank gets them: one payment a family, in the order of the file."""
    grouped: QuerySet[Any] = (
        Transfer.objects.filter(run=run, state=state)
        .order_by()
        .values_list("line__entitlement_id", "account_id")
        .annotate(
            first=Min("pk"),
            total=Sum("line__amount"),
            start=Min("line__benefit_month"),
            end=Max("line__benefit_month"),
        )
    )
    found = [FamilySum(pk, family, account, *rest) for family, account, pk, *rest in grouped]
    return sorted(found, key=lambda each: each.transfer_id)


def _payments(run: Run) -> list[Payment]:
    label = programme_label(run.programme)
    rows: list[Payment] = []
    found = sums(run, TransferState.OPEN)
    for start in range(0, len(found), CHUNK):
        part = found[start : start + CHUNK]
        accounts = BankAccount.objects.in_bulk({each.account_id for each in part})
        for each in part:
            account = accounts[each.account_id]
            rows.append(
                Payment(
                    len(rows) + 1,
                    serial(each.transfer_id),
                    account.holder_name,
                    account.account,
                    account.bank,
                    each.amount,
                    f"{_months(each)}{label}",
                )
            )
    return rows


def _months(each: FamilySum) -> str:
    """`202201`, or `202112-202201` when several months come together."""
    first, last = f"{each.first_month:%Y%m}", f"{each.last_month:%Y%m}"
    return first if first == last else f"{first}-{last}"
