"""Taking back a mistyped receipt (冲正): asked for by one person of the bureau, decided by a second one.

The receipt stays in the books. A row of the opposite amount, dated the day of the decision, stands against it, so that
figures of closed months keep what they said. Triggers hold both persons and the pair.
"""

from django.db import transaction

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.errors import Forbidden, Refused
from apps.core.money import format_money
from apps.core.periods import first_of
from apps.payments.models import Overpayment, Recovery, Reversal, WriteOff
from apps.payments.services import inbox
from apps.payments.services.overpayments import MANAGE, lock, save
from apps.policy import services as policy

APPROVE = "payments.approve_reversal"
State = Overpayment.State


def waiting_of(overpayment: Overpayment) -> Reversal | None:
    """The reversal that waits for its decision."""
    rows = Reversal.objects.filter(recovery__overpayment=overpayment, state=Reversal.State.PROPOSED)
    return rows.select_related("recovery__made_by", "proposed_by").first()


def is_concerned(reversal: Reversal, actor: Actor) -> bool:
    """Whether the actor has asked for the reversal or entered the receipt, by whatever account."""
    made_by = reversal.recovery.made_by
    return actor.user_id in (reversal.proposed_by_id, made_by.pk) or actor.person_key in (
        reversal.proposer_key,
        made_by.person_key,
    )


@transaction.atomic(durable=True)
def propose_reversal(
    overpayment: Overpayment, *, version: int, recovery_id: int, reason: str, actor: Actor
) -> Reversal:
    """Ask for a receipt to be taken back, also when it was the last of it. Raises ``Refused`` when it cannot be."""
    row = lock(overpayment, version, actor, MANAGE, "提出冲正", also_recovered=True)
    receipt = row.recoveries.filter(pk=recovery_id, kind=Recovery.Kind.REPAYMENT).first()
    if receipt is None or Recovery.objects.filter(reverses=receipt).exists():
        raise Refused("请选择要冲正的缴款。", hint="已冲正的不能再次冲正。", code="receipt")
    if not reason.strip():
        raise Refused("请写明冲正理由。", code="reason")
    if waiting_of(row) is not None:
        raise Refused("已有一笔冲正待批准。", hint="请在办结后再提出。", code="proposed")
    if row.write_offs.filter(state=WriteOff.State.PROPOSED).exists():
        raise Refused("已提出核销，待批准。", hint="请先办结核销，再提出冲正。", code="write_off")
    proposal = Reversal.objects.create(
        recovery=receipt,
        reason=reason.strip()[:300],
        proposed_by_id=actor.account,
        proposer_key=actor.person_key,
        proposed_on=clock.today(),
    )
    inbox.open_decision(row, inbox.REVERSAL_TASK)
    label = f"提出冲正票据 {receipt.receipt_no}，{format_money(receipt.amount)} 元"
    save(row, "propose_reversal", label, actor, proposal.reason)
    return proposal


@transaction.atomic(durable=True)
def decide_reversal(
    overpayment: Overpayment, *, version: int, accept: bool, actor: Actor, comment: str = ""
) -> Overpayment:
    """The second person's decision. What was recovered by the receipt opens again, under the agreement it had.

    Raises ``Forbidden`` for whoever asked for it or entered the receipt.
    """
    row = lock(overpayment, version, actor, APPROVE, "批准冲正", also_recovered=True)
    proposal = waiting_of(row)
    if proposal is None:
        raise Refused("没有待批准的冲正。", code="state")
    if is_concerned(proposal, actor):
        raise Forbidden(
            "这笔缴款由本人登记或提出冲正，不能批准。", hint="请由其他有权限的人办理。", code="four_eyes"
        )
    if not accept and not comment.strip():
        raise Refused("请写明不批准的理由。", code="reason")
    proposal.state = Reversal.State.APPROVED if accept else Reversal.State.REFUSED
    proposal.decided_by_id, proposal.decider_key = actor.account, actor.person_key
    proposal.decided_on, proposal.comment = clock.today(), comment.strip()[:300]
    proposal.save()
    receipt = proposal.recovery
    if accept:
        _take_back(row, receipt, actor)
    outcome = "approved" if accept else "refused"
    inbox.close_decision(row, inbox.REVERSAL_TASK, actor=actor, outcome=outcome)
    label = (
        f"{'批准' if accept else '不批准'}冲正票据 {receipt.receipt_no}，{format_money(receipt.amount)} 元"
    )
    save(row, "decide_reversal", label, actor, comment)
    return row


def _take_back(row: Overpayment, receipt: Recovery, actor: Actor) -> None:
    policy.ensure_open(first_of(clock.today()))
    Recovery.objects.create(
        overpayment=row,
        kind=Recovery.Kind.REVERSAL,
        amount=-receipt.amount,
        received_on=clock.today(),
        reverses=receipt,
        made_by_id=actor.account,
    )
    if row.closed_on is not None:
        row.state = State.INSTALMENTS if row.planned_on else State.NOTIFIED
        row.closed_on = None
