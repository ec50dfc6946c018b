"""Getting back what was paid too much (rulebook 5.8): told, agreed, received, or written off by a second person.

What has come back is never stored: it is the sum of repayments and returned money (``Recovery``) and of offset lines
that were paid. Triggers keep it from exceeding what was too much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Sum

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused, StaleVersion
from apps.core.money import ZERO, format_money
from apps.core.periods import first_of
from apps.payments.models import (
    Instalment,
    Overpayment,
    PaymentLine,
    Recovery,
    Reversal,
    Run,
    Transfer,
    TransferState,
    WriteOff,
)
from apps.payments.services import inbox
from apps.policy import services as policy

MANAGE, APPROVE = "payments.manage_overpayment", "payments.approve_write_off"
State = Overpayment.State


@dataclass(frozen=True)
class Balance:
    """Of an overpayment in yuan: all of it, received, taken by offset, on its way by offset, written off."""

    total: Decimal
    received: Decimal
    offset: Decimal
    on_its_way: Decimal
    written_off: Decimal

    @property
    def rest(self) -> Decimal:
        """What is still to come back, money on its way included."""
        return self.total - self.received - self.offset - self.written_off


def balance(overpayment: Overpayment) -> Balance:
    """The sums of one overpayment."""
    return balances([overpayment.pk])[overpayment.pk]


BALANCES = """
SELECT o.id, COALESCE((SELECT sum(m.amount) FROM payments_overpaymentmonth m WHERE m.overpayment_id = o.id), 0),
       COALESCE((SELECT sum(r.amount) FROM payments_recovery r WHERE r.overpayment_id = o.id), 0),
       offsets.paid, offsets.coming,
       COALESCE((SELECT sum(w.amount) FROM payments_writeoff w
                 WHERE w.overpayment_id = o.id AND w.state = 'approved'), 0)
FROM payments_overpayment o CROSS JOIN LATERAL payments_offsets(o.id) offsets WHERE o.id = ANY(%s)
"""


def balances(keys: Sequence[int]) -> dict[int, Balance]:
    """The sums of several overpayments by their key, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES, [list(keys)])
        return {pk: Balance(*amounts) for pk, *amounts in cursor.fetchall()}


def lock(
    overpayment: Overpayment,
    version: int,
    actor: Actor,
    permission: str,
    what: str,
    *,
    also_recovered: bool = False,
) -> Overpayment:
    """The row, locked. Raises ``NotVisible``, ``Forbidden``, ``StaleVersion`` or, when it is closed, ``Refused``.

    ``also_recovered`` takes one that is closed because all has come back.
    """
    rows = Overpayment.objects.visible_to(actor).select_for_update(of=("self",))
    found: Overpayment | None = rows.select_related("entitlement").filter(pk=overpayment.pk).first()
    if found is None:
        raise NotVisible("没有找到这笔多发追回。")
    if not actor.has(permission):
        raise Forbidden(f"当前岗位不能{what}。", hint="请由有此权限的岗位办理。", code="permission")
    if found.closed_on is not None and not (also_recovered and found.state == State.RECOVERED):
        raise Refused(f"这笔多发{State(found.state).label}，不再办理。", code="closed")
    if version != found.version:
        raise StaleVersion("本页打开之后，这笔多发有了变化。")
    return found


@transaction.atomic
def notify(overpayment: Overpayment, *, version: int, cause: str, note: str, actor: Actor) -> Overpayment:
    """Tell the family: the cause is settled, and the notice is asked for. Raises ``Refused`` without a cause."""
    row = lock(overpayment, version, actor, MANAGE, "告知")
    if row.state != State.FOUND:
        raise Refused("这笔多发已经告知过。", code="state")
    if cause not in Overpayment.Cause.values:
        raise Refused("请选择多发原因。", code="cause")
    row.cause, row.note, row.state, row.notified_on = cause, note.strip()[:300], State.NOTIFIED, clock.today()
    save(row, "notify", "告知多发追回", actor, Overpayment.Cause(cause).label)
    return row


@transaction.atomic(durable=True)
def agree(
    overpayment: Overpayment,
    *,
    version: int,
    instalments: Sequence[tuple[date, Decimal]],
    by_offset: bool,
    actor: Actor,
) -> Overpayment:
    """Write down how the family pays back: instalments that come to the rest, or offset from later months.

    A new agreement replaces the one before. Raises ``Refused`` when the instalments do not add up to the cent, or
    when there is no later month to take it from.
    """
    row = lock(overpayment, version, actor, MANAGE, "约定追回方式")
    if row.state == State.FOUND:
        raise Refused("请先告知家庭，再约定追回方式。", code="state")
    sums = _settled_rest(row)
    planned = sum((amount for _, amount in instalments), ZERO)
    rest = sums.rest
    if by_offset and row.entitlement.last_month is not None:
        raise Refused("这项待遇已终止，没有以后月份可以冲抵。", hint="请约定分期缴回。", code="ended")
    if not by_offset and planned != rest:
        raise Refused(
            f"各期合计 {format_money(planned)} 元，应等于未追回的 {format_money(rest)} 元。",
            hint="请调整各期金额。",
            code="sum",
        )
    row.instalments.all().delete()
    if not by_offset:
        Instalment.objects.bulk_create(
            Instalment(overpayment=row, due_on=day, amount=amount) for day, amount in instalments
        )
    row.state, row.planned_on, row.by_offset = State.INSTALMENTS, clock.today(), by_offset
    save(row, "agree", "约定按月冲抵" if by_offset else f"约定分 {len(instalments)} 期缴回", actor)
    return row


@transaction.atomic(durable=True)
def repay(
    overpayment: Overpayment,
    *,
    version: int,
    amount: Decimal,
    received_on: date,
    receipt_no: str,
    actor: Actor,
) -> Overpayment:
    """Enter money that the family paid, with the number of its receipt. The last of it closes the overpayment."""
    row = lock(overpayment, version, actor, MANAGE, "登记缴款")
    if row.state == State.FOUND:
        raise Refused("请先告知家庭，再登记缴款。", code="state")
    if received_on > clock.today() or received_on < row.found_on:
        raise Refused("收款日期应在发现之后、今天之前，请核对。", code="day")
    if not receipt_no.strip():
        raise Refused("请填写票据号。", code="receipt")
    entries = Recovery.objects.filter(receipt_no=receipt_no.strip())
    if entries.filter(reversed_by=None).exists():
        raise Refused("这个票据号已经登记过。", hint="请核对票据。", code="receipt")
    policy.ensure_open(first_of(received_on))
    sums = balance(row)
    if amount > sums.rest - sums.on_its_way:
        most = format_money(sums.rest - sums.on_its_way)
        raise Refused(f"最多还可登记 {most} 元。", hint="请核对金额；冲抵中的不能重复缴回。", code="sum")
    Recovery.objects.create(
        overpayment=row,
        kind=Recovery.Kind.REPAYMENT,
        amount=amount,
        received_on=received_on,
        receipt_no=receipt_no.strip(),
        entry=entries.count() + 1,
        made_by_id=actor.account,
    )
    if amount == sums.rest:
        row.state, row.closed_on = State.RECOVERED, clock.today()
    save(row, "repay", f"登记缴回 {format_money(amount)} 元", actor, receipt_no.strip())
    return row


@transaction.atomic(durable=True)
def propose_write_off(overpayment: Overpayment, *, version: int, reason: str, actor: Actor) -> WriteOff:
    """Propose to give up the rest; a second person of the bureau decides."""
    row = lock(overpayment, version, actor, MANAGE, "提出核销")
    if row.state == State.FOUND:
        raise Refused("请先告知家庭，再提出核销。", code="state")
    if not reason.strip():
        raise Refused("请写明核销理由。", code="reason")
    if row.write_offs.filter(state=WriteOff.State.PROPOSED).exists():
        raise Refused("已提出核销，待批准。", code="proposed")
    sums = _settled_rest(row)
    proposal = WriteOff.objects.create(
        overpayment=row,
        amount=sums.rest,
        reason=reason.strip()[:300],
        proposed_by_id=actor.account,
        proposer_key=actor.person_key,
        proposed_on=clock.today(),
    )
    inbox.open_decision(row, inbox.WRITE_OFF_TASK)
    save(row, "propose_write_off", f"提出核销 {format_money(sums.rest)} 元", actor, proposal.reason)
    return proposal


@transaction.atomic(durable=True)
def decide_write_off(
    overpayment: Overpayment, *, version: int, accept: bool, actor: Actor, comment: str = ""
) -> Overpayment:
    """The second person's decision: write the rest off, or not. Raises ``Forbidden`` for whoever proposed it."""
    row = lock(overpayment, version, actor, APPROVE, "批准核销")
    proposal = row.write_offs.filter(state=WriteOff.State.PROPOSED).select_for_update().first()
    if proposal is None:
        raise Refused("没有待批准的核销。", code="state")
    if actor.user_id == proposal.proposed_by_id or actor.person_key == proposal.proposer_key:
        raise Forbidden("这笔核销由本人提出，不能批准。", hint="请由其他有权限的人办理。", code="four_eyes")
    if not accept and not comment.strip():
        raise Refused("请写明不批准的理由。", code="reason")
    if accept and _settled_rest(row).rest != proposal.amount:
        raise Refused(
            "提出之后又有款项追回，金额已不同。", hint="请选择不批准，由经办人按余额重新提出。", code="sum"
        )
    proposal.state = WriteOff.State.APPROVED if accept else WriteOff.State.REFUSED
    proposal.decided_by_id, proposal.decider_key = actor.account, actor.person_key
    proposal.decided_on, proposal.comment = clock.today(), comment.strip()[:300]
    proposal.save()
    if accept:
        row.state, row.closed_on = State.WRITTEN_OFF, clock.today()
    inbox.close_decision(row, inbox.WRITE_OFF_TASK, actor=actor, outcome="approved" if accept else "refused")
    label = f"批准核销 {format_money(proposal.amount)} 元" if accept else "不批准核销"
    save(row, "decide_write_off", label, actor, comment)
    return row


def _settled_rest(row: Overpayment) -> Balance:
    """The balance when nothing is on its way or to be reversed; else ``Refused``: what will be left is not known."""
    sums = balance(row)
    if sums.on_its_way:
        raise Refused("还有冲抵款项没有发放结果，余额未定。", hint="请在回盘之后办理。", code="on_its_way")
    if Reversal.objects.filter(recovery__overpayment=row, state=Reversal.State.PROPOSED).exists():
        raise Refused("有缴款冲正待批准，余额未定。", hint="请在冲正办结后办理。", code="reversal")
    return sums


# --- what the bank's answer means ------------------------------------------------------------------------


def take_return(run: Run, *, actor: Actor) -> None:
    """Book what the answer to ``run`` means: money that came back unpaid, and overpayments that offsets completed.

    Part of taking the return over, in its transaction.
    """
    _take_back_unpaid(run, actor)
    lines = PaymentLine.objects.filter(overpayment__isnull=False, transfers__run=run).order_by()
    rows = Overpayment.objects.open().filter(pk__in=lines.values("overpayment"))
    found = {row.pk: row for row in rows.select_for_update().select_related(None)}
    for pk, sums in balances(list(found)).items():
        if sums.rest == ZERO:
            found[pk].state, found[pk].closed_on = State.RECOVERED, clock.today()
            save(found[pk], "recovered", "冲抵完毕", actor)


def _take_back_unpaid(run: Run, actor: Actor) -> None:
    """Money that was on its way when its month was taken out, and has come back: it need not be recovered."""
    failed = (
        Transfer.objects.filter(run=run, state=TransferState.FAILED)
        .filter(line__entitlement__last_month__lt=F("line__benefit_month"))
        .exclude(line__kind=PaymentLine.Kind.OFFSET)
        .select_related("line")
        .order_by("pk")
    )
    for transfer in failed:
        rows = Overpayment.objects.open().filter(
            entitlement=transfer.line.entitlement_id, months__benefit_month=transfer.line.benefit_month
        )
        for row in rows.select_for_update(of=("self",)):
            amount = min(
                transfer.line.amount, _open_month(row, transfer.line.benefit_month), balance(row).rest
            )
            if amount <= 0:
                continue
            Recovery.objects.create(
                overpayment=row,
                kind=Recovery.Kind.RETURNED,
                amount=amount,
                received_on=clock.today(),
                transfer=transfer,
                made_by_id=actor.account,
            )
            if balance(row).rest == ZERO and row.state != State.FOUND:
                row.state, row.closed_on = State.RECOVERED, clock.today()
            elif balance(row).rest == ZERO:
                row.state, row.closed_on = State.CANCELLED, clock.today()
            save(row, "returned", f"银行退回 {format_money(amount)} 元", actor)


def _open_month(row: Overpayment, month: date) -> Decimal:
    """What of the month is not known to have come back by the bank."""
    total = row.months.filter(benefit_month=month).aggregate(sum=Sum("amount"))["sum"] or ZERO
    back = row.recoveries.filter(transfer__line__benefit_month=month).aggregate(sum=Sum("amount"))["sum"]
    return Decimal(total - (back or ZERO))


def save(row: Overpayment, kind: str, label: str, actor: Actor, reason: str = "") -> None:
    """Count the version and tell the trail."""
    row.version += 1
    row.save()
    detail: dict[str, Any] = {"entitlement": row.entitlement_id, "state": str(row.state)}
    record(f"overpayment.{kind}", label, actor=actor, subject=row, reason=reason, detail=detail)
