"""Money that is given once: granted inside a decision, paid in stages by runs, or given by hand against a signature."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.periods import first_of
from apps.payments.models import (
    Entitlement,
    EntitlementTerm,
    PaymentLine,
    RunState,
    Stage,
    Transfer,
    TransferState,
    Way,
)
from apps.payments.services import inbox
from apps.payments.services.entitlements import (
    cover,
    entitlement_number,
    keys_of,
    require_openable,
)
from apps.payments.services.inbox import GIVE
from apps.payments.services.programmes import pays_once
from apps.people.models import BankAccount, Household, Person
from apps.policy import services as policy

ALL_GIVEN = "已发放完毕"

# Ended by payment: every stage has arrived, was given, or is not given any more.
FINISH = """
UPDATE payments_entitlement e SET status = 'ended', end_reason = %(reason)s, version = e.version + 1
WHERE e.id = ANY(%(ids)s) AND e.status <> 'ended'
  AND EXISTS (SELECT 1 FROM payments_stage s WHERE s.entitlement_id = e.id)
  AND NOT EXISTS (
    SELECT 1 FROM payments_stage s WHERE s.entitlement_id = e.id AND s.stopped_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM payments_paymentline l JOIN payments_transfer t ON t.line_id = l.id AND t.state = 'paid'
        WHERE l.stage_id = s.id))
"""


def grant_once(
    *,
    case: Case,
    programme: str,
    payee: Person,
    household: Household | None,
    account: BankAccount | None,
    region_id: str,
    amount: Decimal,
    persons: Sequence[Person | int],
    computation: Sequence[dict[str, Any]],
    stages: Sequence[tuple[date, Decimal]] = (),
    way: str = Way.TRANSFER,
    actor: Actor,
) -> Entitlement:
    """Open what a confirmed case grants once: ``amount`` yuan for ``persons``, inside the decision's transaction.

    Its only month is that of the decision. ``stages`` are (day, yuan) and come to ``amount``; without them all of it
    is due today. ``way`` is one of ``Way`` (goods: their worth). Transfers go out by runs, cash and goods are registered
    by ``give``. Raises ``Refused`` when the case has an entitlement already,
    nobody is covered, or the stages do not come to the amount.
    """
    if not pays_once(programme):
        raise ValueError(f"{programme} does not pay once")
    require_openable(case, persons)
    parts = _parts(stages, amount)
    month = first_of(clock.today())
    entitlement = Entitlement.objects.create(
        number=entitlement_number(case.number),
        case=case,
        programme=programme,
        household=household,
        payee=payee,
        account=account,
        region_id=region_id,
        from_month=month,
        last_month=month,
    )
    _write_stages(entitlement, amount, computation, parts, way)
    # A group of its own: two grants of one month, for two emergencies, do not exclude each other.
    cover(entitlement, keys_of(persons), f"once:{case.pk}", month, case=case, last_month=month)
    record(
        "entitlement.open",
        "开立一次性待遇",
        actor=actor,
        subject=entitlement,
        region_code=region_id,
        detail={"case": case.number, "persons": len(persons), "granted": str(amount), "stages": len(parts)},
    )
    return entitlement


def _write_stages(
    entitlement: Entitlement,
    amount: Decimal,
    computation: Sequence[dict[str, Any]],
    parts: Sequence[tuple[date, Decimal]],
    way: str,
) -> None:
    """The only term of the grant, and what it is given in."""
    EntitlementTerm.objects.create(
        entitlement=entitlement,
        region_id=entitlement.region_id,
        first_month=entitlement.from_month,
        last_month=entitlement.last_month,
        amount=amount,
        cause=EntitlementTerm.Cause.NEW,
        computation=list(computation),
        case_id=entitlement.case_id,
    )
    made = Stage.objects.bulk_create(
        Stage(entitlement=entitlement, position=position, due_on=due_on, amount=part, way=way)
        for position, (due_on, part) in enumerate(parts, start=1)
    )
    inbox.open_gifts(made, entitlement)


def _parts(stages: Sequence[tuple[date, Decimal]], amount: Decimal) -> list[tuple[date, Decimal]]:
    """The stages in order; one of today without any. ``Refused`` when they do not come to the amount."""
    parts = sorted(stages) or [(clock.today(), amount)]
    total = sum((part for _, part in parts), Decimal(0))
    if any(part <= 0 for _, part in parts):
        raise Refused("每一期的金额都要大于 0。", hint="请核对各期金额。", code="stages")
    if total != amount:
        raise Refused(
            f"各期合计 {total:.2f} 元，与救助金额 {amount:.2f} 元不一致。",
            hint="请核对各期金额。",
            code="stages",
        )
    return parts


@transaction.atomic(durable=True)
def give(stage: Stage, *, given_on: date, signed_by: str, goods: str = "", actor: Actor) -> Stage:
    """Register cash or ``goods`` as given on ``given_on`` by the actor, signed for by ``signed_by``.

    It counts as paid on that day, which may lie before the decision (help comes first in an emergency). Raises
    ``NotVisible``, ``Forbidden``, ``PeriodClosed`` for a day in a closed month, or ``Refused``.
    """
    rows = Stage.objects.visible_to(actor).select_for_update(of=("self",)).select_related("entitlement__case")
    found: Stage | None = rows.filter(pk=stage.pk).first()
    if found is None:
        raise NotVisible("没有找到这一期发放。")
    if not actor.has(GIVE):
        raise Forbidden("当前岗位不能登记发放。", hint="请由有此权限的岗位办理。", code="permission")
    _require_givable(found, given_on, signed_by, goods)
    policy.ensure_open(first_of(given_on))
    found.given_on, found.given_by_id, found.giver_key = given_on, actor.account, actor.person_key
    found.signed_by, found.goods = signed_by.strip(), goods.strip() if found.way == Way.GOODS else ""
    found.save(update_fields=["given_on", "given_by", "giver_key", "signed_by", "goods"])
    _book(found, given_on)
    inbox.close_gifts([found.pk], actor=actor, outcome="given")
    finish([found.entitlement_id])
    record(
        "entitlement.give",
        f"登记发放{found.get_way_display()}",
        actor=actor,
        subject=found.entitlement,
        region_code=found.entitlement.region_id,
        detail={"given": given_on.isoformat(), "granted": str(found.amount), "signed_by": found.signed_by},
    )
    return found


def _require_givable(stage: Stage, given_on: date, signed_by: str, goods: str) -> None:
    if stage.way == Way.TRANSFER:
        raise Refused("这一期通过银行转账，不登记当面发放。", hint="列入发放批次后由银行发放。", code="way")
    if stage.given_on or stage.stopped_on:
        word = "已登记发放" if stage.given_on else "已停发"
        raise Refused(f"这一期{word}。", hint="请刷新本页查看最新情况。", code="state")
    if given_on > clock.today():
        raise Refused("发放日期不能晚于今天。", hint="请填写实际发放的日期。", code="ahead")
    if given_on < stage.entitlement.case.submitted_on:
        raise Refused("发放日期早于提交日期。", hint="请填写实际发放的日期。", code="before")
    if not signed_by.strip():
        raise Refused("请填写签收人。", hint="签收人是实际领取的人。", code="signed")
    if stage.way == Way.GOODS and not goods.strip():
        raise Refused("发放实物的要写明物品。", hint="写明品名和数量。", code="goods")


def _book(stage: Stage, given_on: date) -> None:
    """The line that the stage owes, paid on the day it was given."""
    entitlement = stage.entitlement
    term = entitlement.terms.get()
    line = PaymentLine.objects.create(
        region_id=term.region_id,
        run_month=first_of(clock.today()),
        entitlement=entitlement,
        benefit_month=entitlement.from_month,
        kind=PaymentLine.Kind.ONE_OFF,
        cause=f"第 {stage.position} 期" if entitlement.stages.count() > 1 else "",
        amount=stage.amount,
        head_count=entitlement.coverages.count(),
        stage=stage,
    )
    Transfer.objects.create(line=line, state=TransferState.PAID, paid_on=given_on)


def finish(entitlement_ids: Collection[int]) -> None:
    """End those of the entitlements of which everything has been given."""
    with connection.cursor() as cursor:
        cursor.execute(FINISH, {"ids": list(entitlement_ids), "reason": ALL_GIVEN})


def stop_rest(entitlement: Entitlement, *, actor: Actor) -> int:
    """Stop what no checked run has booked and nobody has given; how many stages these are."""
    rows = Stage.objects.filter(entitlement=entitlement, given_on=None, stopped_on=None)
    booked = PaymentLine.objects.filter(entitlement=entitlement, stage__isnull=False)
    booked = booked.exclude(run__state=RunState.DRAFT)
    stopped = list(rows.exclude(pk__in=booked.values("stage")).values_list("pk", flat=True))
    inbox.close_gifts(stopped, actor=actor, outcome="stopped")
    return Stage.objects.filter(pk__in=stopped).update(stopped_on=clock.today())
