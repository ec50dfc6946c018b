"""Suspension (暂停) and phase-out (渐退) of an entitlement; the status follows the months. See ``life``."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from apps.casework.models import Case
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import add_months, first_of, month_label
from apps.payments.models import Coverage, Entitlement, EntitlementStatus, EntitlementTerm, Suspension
from apps.payments.services import settlement
from apps.payments.services.locking import Change, booked_until, lock, note, touch
from apps.payments.services.terms import Replacement, replace_terms

PHASED_OUT = "渐退期满"


def suspend(
    entitlement: Entitlement, *, from_month: date, reason: str, actor: Actor, case: Case | None = None
) -> Suspension:
    """Pay nothing from ``from_month`` on until it is resumed. A month that is booked is ``Refused``."""
    locked = lock(entitlement)
    if not reason.strip():
        raise Refused("请写明暂停原因。", code="reason")
    if from_month < locked.from_month or (locked.last_month and from_month > locked.last_month):
        raise Refused(f"{month_label(from_month)}不在待遇期内，不能暂停。", code="months")
    if locked.suspensions.filter(Q(last_month__isnull=True) | Q(last_month__gte=from_month)).exists():
        raise Refused("这项待遇已经暂停。", hint="请先恢复。", code="suspended")
    owed = booked_until(locked)
    if owed is not None and owed >= from_month:
        raise Refused(
            f"{month_label(owed)}已列入发放，不能再暂停。",
            hint=f"请从 {month_label(add_months(owed, 1))}起暂停。",
            code="owed",
        )
    row = Suspension.objects.create(entitlement=locked, first_month=from_month, reason=reason, case=case)
    touch(locked, status=status_now(locked))
    note(locked, "entitlement.suspend", "暂停待遇", actor, case, reason, **{"from": from_month.isoformat()})
    return row


def resume(
    entitlement: Entitlement, *, from_month: date, pay_held: bool, actor: Actor, case: Case | None = None
) -> Entitlement:
    """Pay again from ``from_month`` on. ``pay_held``: the months held so far are paid with the next run, too."""
    locked = lock(entitlement)
    row = locked.suspensions.filter(last_month__isnull=True).select_for_update().first()
    if row is None:
        raise Refused("这项待遇没有暂停，不用恢复。", code="not_suspended")
    if from_month <= row.first_month:
        row.delete()
    else:
        row.last_month, row.pay_held, row.end_case = add_months(from_month, -1), pay_held, case
        row.save(update_fields=["last_month", "pay_held", "end_case"])
    touch(locked, status=status_now(locked))
    note(
        locked,
        "entitlement.resume",
        "恢复待遇",
        actor,
        case,
        pay_held=pay_held,
        **{"from": from_month.isoformat()},
    )
    return locked


def begin_phase_out(
    entitlement: Entitlement,
    *,
    from_month: date,
    last_month: date,
    amount: Decimal,
    computation: Sequence[dict[str, Any]],
    actor: Actor,
    case: Case | None = None,
) -> Change:
    """Pay ``amount`` from ``from_month`` to ``last_month`` and then no more (渐退期). The roll keeps its persons so long.

    Terms and coverage get their last month at once; the daily tick turns the status when the months come.
    """
    locked = lock(entitlement)
    if last_month < from_month or from_month < locked.from_month:
        raise Refused("渐退的起止月不对，请核对。", code="months")
    if locked.last_month is not None and locked.last_month < last_month:
        raise Refused(f"这项待遇到{month_label(locked.last_month)}为止，不能延后。", code="months")
    before = settlement.booked([locked.pk], from_month)
    old = locked.terms.in_month(from_month).first()
    case_id = case.pk if case else None
    cause = EntitlementTerm.Cause.PHASE_OUT
    standard = old.standard if old else None
    replacement = Replacement(locked.pk, from_month, amount, standard, cause, computation, case_id=case_id)
    term = replace_terms([replacement])[0]
    _cut(locked, last_month, case)
    locked.phase_out_from, locked.last_month, locked.end_reason = from_month, last_month, PHASED_OUT
    locked.end_case, locked.next_recheck_on, locked.version = case, None, locked.version + 1
    locked.status = status_now(locked)
    locked.save()
    term.last_month = last_month
    settled = settlement.settle(
        before, [locked.pk], from_month, settlement.Context(actor, str(cause.label), case_id)
    )[locked.pk]
    note(
        locked, "entitlement.phase_out", "转入渐退", actor, case,
        last=last_month.isoformat(), after=str(amount), **{"from": from_month.isoformat()},
    )  # fmt: skip
    return Change(term, settled.arrears, settled.overpaid, settled.overpayment)


def _cut(locked: Entitlement, last_month: date, case: Case | None) -> None:
    """Let terms and coverage end with the last month of the phase-out."""
    late = Q(last_month__isnull=True) | Q(last_month__gt=last_month)
    EntitlementTerm.objects.filter(entitlement=locked, first_month__gt=last_month).delete()
    EntitlementTerm.objects.filter(late, entitlement=locked).update(last_month=last_month)
    Coverage.objects.filter(entitlement=locked, first_month__gt=last_month).delete()
    Coverage.objects.filter(late, entitlement=locked).update(
        last_month=last_month, end_reason=PHASED_OUT, end_case=case
    )


def status_now(entitlement: Entitlement) -> EntitlementStatus:
    """The status of the present month, as suspensions and phase-out say."""
    month = first_of(clock.today())
    if entitlement.suspensions.in_month(month).exists():
        return EntitlementStatus.SUSPENDED
    if entitlement.phase_out_from is not None and entitlement.phase_out_from <= month:
        return EntitlementStatus.PHASE_OUT
    return EntitlementStatus.ACTIVE


# What has a phase-out ends with its last month; everything else is as the present month says.
FOLLOW = """
WITH present AS (
    SELECT e.id, CASE
        WHEN e.phase_out_from IS NOT NULL AND e.last_month < %(month)s THEN 'ended'
        WHEN EXISTS (SELECT 1 FROM payments_suspension s WHERE s.entitlement_id = e.id AND s.first_month <= %(month)s
                     AND (s.last_month IS NULL OR s.last_month >= %(month)s)) THEN 'suspended'
        WHEN e.phase_out_from <= %(month)s THEN 'phase_out'
        ELSE 'active' END AS status
    FROM payments_entitlement e
    WHERE e.status <> 'ended'
      AND (e.phase_out_from IS NOT NULL OR e.status = 'suspended'
           OR EXISTS (SELECT 1 FROM payments_suspension s WHERE s.entitlement_id = e.id))
)
UPDATE payments_entitlement e SET status = p.status, version = e.version + 1
FROM present p WHERE p.id = e.id AND e.status <> p.status
RETURNING e.id, e.status
"""


def follow_months(day: date) -> dict[str, int]:
    """Turn the status of entitlements whose suspension or phase-out has begun or ended by the month of ``day``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FOLLOW, {"month": first_of(day)})
        turned = dict(cursor.fetchall())
        actor = system_actor("system_tick")
        for entitlement in Entitlement.objects.filter(pk__in=turned).select_related("case"):
            label = EntitlementStatus(entitlement.status).label
            note(entitlement, "entitlement.follow", f"状态转为{label}", actor, None)
    found = list(turned.values())
    return {str(status): found.count(status) for status in EntitlementStatus.values if status in found}
