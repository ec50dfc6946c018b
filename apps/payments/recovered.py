"""What stands on the page of an overpayment about money that came back: receipts with their reversals, offsets, plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.core import clock
from apps.core.money import ZERO
from apps.payments.models import Overpayment, PaymentLine, Recovery, Reversal
from apps.payments.services.overpayments import Balance

Kind = Recovery.Kind


@dataclass(frozen=True)
class Book:
    """What was entered for an overpayment: money that came back, and what was asked to be taken back, newest first."""

    rows: Sequence[Recovery]
    reversals: Sequence[Reversal]

    @property
    def waiting(self) -> Reversal | None:
        return next((each for each in self.reversals if each.state == Reversal.State.PROPOSED), None)

    @property
    def refused(self) -> Reversal | None:
        """The last one, when it was not approved."""
        last = next(iter(self.reversals), None)
        return last if last is not None and last.state == Reversal.State.REFUSED else None

    @property
    def standing(self) -> list[Recovery]:
        """Receipts that are not taken back."""
        gone = {each.reverses_id for each in self.rows}
        return [each for each in self.rows if each.kind == Kind.REPAYMENT and each.pk not in gone]


def book_of(row: Overpayment) -> Book:
    """In two statements."""
    asked = Reversal.objects.filter(recovery__overpayment=row)
    return Book(list(row.recoveries.all()), list(asked.select_related("recovery__made_by", "proposed_by")))


def received(row: Overpayment, book: Book) -> list[dict[str, Any]]:
    """Everything that came back or is on its way, oldest first; a reversal stands under its receipt."""
    against = {each.reverses_id: each for each in book.rows if each.kind == Kind.REVERSAL}
    asked = {each.recovery_id: each for each in book.reversals if each.state != Reversal.State.REFUSED}
    found = []
    for each in book.rows:
        if each.kind == Kind.REVERSAL:
            continue
        back, proposal = against.get(each.pk), asked.get(each.pk)
        tone, state = ("done", "已收到")
        if back is not None:
            tone, state = ("off", "已冲正")
        elif proposal is not None:
            tone, state = ("soon", "冲正待批准")
        found.append(_line(each, each.receipt_no, tone, state))
        if back is not None and proposal is not None:
            found.append({**_line(back, each.receipt_no, "off", "冲正"), "note": proposal.reason})
    return found + _offsets(row)


def _line(row: Recovery, proof: str, tone: str, state: str) -> dict[str, Any]:
    return {
        "on": row.received_on,
        "way": row.get_kind_display(),
        "proof": proof,
        "amount": row.amount,
        "tone": tone,
        "state": state,
        "note": "",
    }


def _offsets(row: Overpayment) -> list[dict[str, Any]]:
    lines = (
        PaymentLine.objects.filter(overpayment=row).prefetch_related("transfers").order_by("benefit_month")
    )
    found = []
    for line in lines:
        paid = next((each for each in line.transfers.all() if each.state == "paid"), None)
        found.append(
            {
                "on": paid.paid_on if paid else None,
                "way": "冲抵",
                "proof": f"{line.run_month:%Y-%m} 批次",
                "amount": -line.amount,
                "tone": "done" if paid else "now",
                "state": "已冲抵" if paid else "发放中",
            }
        )
    return found


def instalments(row: Overpayment, sums: Balance) -> tuple[list[dict[str, Any]], bool]:
    """The parts in order, each settled as far as money has come in since the agreement, and whether they fall short.

    They do when a receipt that was entered before the agreement was reversed after it.
    """
    parts = list(row.instalments.all())
    planned = sum((part.amount for part in parts), ZERO)
    come_in: Decimal = planned - sums.rest
    is_short = bool(parts) and row.closed_on is None and come_in < 0
    made, today = [], clock.today()
    for part in parts:
        is_settled = come_in >= part.amount
        come_in -= part.amount
        late = not is_settled and part.due_on < today and row.closed_on is None
        made.append(
            {
                "part": part,
                "tone": "done" if is_settled else "late" if late else "plain",
                "state": "已缴清" if is_settled else "已超期" if late else "待缴",
            }
        )
    return made, is_short
