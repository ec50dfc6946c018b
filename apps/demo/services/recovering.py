"""What the bureau does about money that was paid too much: told, agreed, paid back, reversed, offset, written off."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from apps.core import clock
from apps.core.periods import add_months, first_of
from apps.demo.services.cast import Cast
from apps.demo.services.entries import token_for
from apps.demo.services.errands import Errand
from apps.demo.stories.changes import INSTALMENTS, OFFSET, WRITE_OFF
from apps.payments.models import Overpayment, Recovery, Reversal, WriteOff
from apps.payments.services import overpayments, reversals

State = Overpayment.State
OFFICER, CHECKER = "keshi", "fuhe"
FIRST, SECOND = "SK2021-0412", "SK2022-0007"  # receipts
NOTES = {
    INSTALMENTS: (Overpayment.Cause.UNREPORTED_INCOME, "养老金到账未申报，已上门说明，家庭同意分期缴回。"),
    WRITE_OFF: (Overpayment.Cause.OFFICE_ERROR, "核对时漏记津贴，差错在经办，已向家庭说明。"),
    OFFSET: (Overpayment.Cause.UNREPORTED_INCOME, "看护收入次月申报，家庭同意从以后月份冲抵。"),
}


def _found(key: str) -> Overpayment | None:
    """What was paid too much by the change of a story; None where the roll had no family for it."""
    return Overpayment.objects.filter(case__submit_token=token_for(key)).select_related("entitlement").first()


def notify(key: str) -> Callable[[Cast], bool]:
    def work(cast: Cast) -> bool:
        row = _found(key)
        if row is None or row.state != State.FOUND:
            return False
        cause, note = NOTES[key]
        overpayments.notify(row, version=row.version, cause=cause, note=note, actor=cast.of(OFFICER))
        return True

    return work


def agree_parts(cast: Cast) -> bool:
    """One part for each month that was too much: at the end of this month, and of the next ones."""
    row = _found(INSTALMENTS)
    if row is None or row.state != State.NOTIFIED or row.planned_on is not None:
        return False
    amounts = list(row.months.order_by("benefit_month").values_list("amount", flat=True))
    month = first_of(clock.today())
    parts = [(_last_day(add_months(month, number)), amount) for number, amount in enumerate(amounts)]
    overpayments.agree(row, version=row.version, instalments=parts, by_offset=False, actor=cast.of(OFFICER))
    return True


def agree_offset(cast: Cast) -> bool:
    row = _found(OFFSET)
    if row is None or row.state != State.NOTIFIED or row.planned_on is not None:
        return False
    overpayments.agree(row, version=row.version, instalments=(), by_offset=True, actor=cast.of(OFFICER))
    return True


def receive(receipt: str, *, mistyped: bool = False, again: bool = False) -> Callable[[Cast], bool]:
    """Enter the receipt of one part; ``mistyped`` with two digits of the amount exchanged, ``again`` after that."""

    def work(cast: Cast) -> bool:
        row = _found(INSTALMENTS)
        if row is None or row.state != State.INSTALMENTS:
            return False
        entries = Recovery.objects.filter(receipt_no=receipt)
        if entries.count() > again or (again and not Recovery.objects.filter(reverses__in=entries).exists()):
            return False
        part = row.instalments.order_by("due_on").first()
        if part is None:
            return False
        amount = Decimal(108) if mistyped else part.amount
        day = entries.earliest("pk").received_on if again else clock.today()
        overpayments.repay(
            row,
            version=row.version,
            amount=amount,
            received_on=day,
            receipt_no=receipt,
            actor=cast.of(OFFICER),
        )
        return True

    return work


def ask_reversal(cast: Cast) -> bool:
    row = _found(INSTALMENTS)
    entry = row.recoveries.filter(receipt_no=SECOND).order_by("pk").first() if row else None
    if row is None or entry is None or Reversal.objects.filter(recovery=entry).exists():
        return False
    reason = "票据金额 180 元，录成了 108 元。"
    reversals.propose_reversal(
        row, version=row.version, recovery_id=entry.pk, reason=reason, actor=cast.of(OFFICER)
    )
    return True


def grant_reversal(cast: Cast) -> bool:
    row = _found(INSTALMENTS)
    if row is None or reversals.waiting_of(row) is None:
        return False
    reversals.decide_reversal(
        row, version=row.version, accept=True, actor=cast.of(CHECKER), comment="与票据存根核对无误。"
    )
    return True


def ask_write_off(cast: Cast) -> bool:
    row = _found(WRITE_OFF)
    if row is None or row.state != State.NOTIFIED or row.write_offs.exists():
        return False
    reason = "差错在经办机关，金额小，家庭靠低保金生活，追回影响基本生活。"
    overpayments.propose_write_off(row, version=row.version, reason=reason, actor=cast.of(OFFICER))
    return True


def grant_write_off(cast: Cast) -> bool:
    row = _found(WRITE_OFF)
    if row is None or not row.write_offs.filter(state=WriteOff.State.PROPOSED).exists():
        return False
    overpayments.decide_write_off(
        row, version=row.version, accept=True, actor=cast.of(CHECKER), comment="情况属实，同意核销。"
    )
    return True


def _last_day(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


ERRANDS = (
    *(Errand(15, notify(key)) for key in NOTES),
    Errand(14, agree_parts),
    Errand(13, agree_offset),
    Errand(12, ask_write_off),
    Errand(10, receive(FIRST)),
    Errand(9, grant_write_off),
    Errand(4, receive(SECOND, mistyped=True)),
    Errand(3, ask_reversal),
    Errand(2, grant_reversal),
    Errand(1, receive(SECOND, again=True)),
)
