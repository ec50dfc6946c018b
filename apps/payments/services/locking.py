"""What every change of an entitlement does: lock it, count its version, and tell the trail."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case
from apps.core.errors import Refused
from apps.payments.models import (
    Entitlement,
    EntitlementStatus,
    EntitlementTerm,
    Overpayment,
    PaymentLine,
    RunState,
)
from apps.payments.services import settlement
from apps.payments.services.entitlements import make_visible


@dataclass(frozen=True)
class Change:
    """A change of amount: the new term, and what it means for booked months in yuan."""

    term: EntitlementTerm
    arrears: Decimal
    overpaid: Decimal
    overpayment: Overpayment | None


def lock(entitlement: Entitlement, *, once_too: bool = False) -> Entitlement:
    """The row as it is now, locked; what has ended stays ended. Drafts of its run wait with their check.

    What is given once has no months to change (``Refused``) but for what may be done to it as well (``once_too``).
    """
    locked: Entitlement = Entitlement.objects.select_for_update(of=("self",), no_key=True).get(
        pk=entitlement.pk
    )
    if locked.status == EntitlementStatus.ENDED:
        raise Refused("这项待遇已终止，不能再变更。", hint="需要恢复的，请重新申请。", code="ended")
    if not once_too and locked.stages.exists():
        raise Refused("一次性发放的待遇不按月变更。", hint="需要更正的，请终止后重新申请。", code="once")
    settlement.hold_drafts(locked.programme, locked.district_code)
    return locked


def booked_until(entitlement: Entitlement) -> date | None:
    """The last month that a checked run owes; None when there is none."""
    lines = PaymentLine.objects.filter(entitlement=entitlement).exclude(run__state=RunState.DRAFT)
    month: date | None = lines.order_by("-benefit_month").values_list("benefit_month", flat=True).first()
    return month


def follow(entitlement: Entitlement, region_id: str) -> None:
    """The new town sees whom it has now."""
    month = entitlement.from_month
    rows = entitlement.coverages.filter(Q(last_month__isnull=True) | Q(last_month__gte=month))
    make_visible(set(rows.values_list("person_id", flat=True)) | {entitlement.payee_id}, region_id)


def touch(entitlement: Entitlement, **values: Any) -> None:
    """Write ``values`` and count the version; the object says the same."""
    Entitlement.objects.filter(pk=entitlement.pk).update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(entitlement, name, value)
    entitlement.version += 1


def note(
    entitlement: Entitlement,
    kind: str,
    label: str,
    actor: Actor,
    case: Case | None,
    reason: str = "",
    **detail: Any,
) -> None:
    record(
        kind,
        label,
        actor=actor,
        subject=entitlement,
        region_code=entitlement.region_id,
        reason=reason,
        detail={"case": case.number if case else None, **detail},
    )
