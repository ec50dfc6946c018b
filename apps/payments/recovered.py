"""What stands on the page of an overpayment about money that came back: receipts with their reversals, offsets, plan."""

from decimal import Decimal
from typing import Any

from apps.core import clock
from apps.core.money import ZERO
from apps.payments.models import Overpayment, PaymentLine, Recovery, Reversal
from apps.payments.services.overpayments import Balance

Kind = Recovery.Kind


def received(row: Overpayment) -> list[dict[str, Any]]:
    """Everything that came back or is on its way, oldest first; a reversal stands under its receipt."""
    rows = list(row.recoveries.all())
    against = {each.reverses_id: each for each in rows if each.kind == Kind.REVERSAL}
    asked = {
        each.recovery_id: each
        for each in Reversal.objects.filter(recovery__overpayment=row).exclude(state=Reversal.State.REFUSED)
    }
    found = []
    for each in rows:
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


def reversible(row: Overpayment) -> list[Recovery]:
    """Receipts that stand."""
    return list(row.recoveries.filter(kind=Kind.REPAYMENT, reversed_by=None))


def instalments(row: Overpayment, sums: Balance) -> list[dict[str, Any]]:
    """The parts in order, each settled as far as money has come in since the agreement."""
    parts = list(row.instalments.all())
    planned = sum((part.amount for part in parts), ZERO)
    come_in: Decimal = planned - sums.rest
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
    return made


def plan_is_short(row: Overpayment, sums: Balance) -> bool:
    """Whether a receipt entered before the agreement was reversed after it, so that the parts do not come to the rest."""
    planned = sum((part.amount for part in row.instalments.all()), ZERO)
    return bool(planned) and row.closed_on is None and planned < sums.rest
