"""New amounts of one entitlement, or of the whole roll when the standard changes; moves inside the district."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case
from apps.core.errors import Refused
from apps.core.money import ZERO
from apps.core.periods import add_months, month_label
from apps.payments.models import Entitlement, EntitlementStatus, EntitlementTerm
from apps.payments.services import settlement
from apps.payments.services.locking import Change, booked_until, follow, lock, note, touch
from apps.payments.services.terms import Replacement, replace_terms


@dataclass(frozen=True)
class NewAmount:
    """What a change of standard makes of an entitlement: yuan a month, and the lines of its why-sheet.

    ``first_month`` and ``last_month`` narrow it to some months of the change (a family whose members or income
    changed since then has one for each of its terms); None: from the month of the change, to the end.
    """

    entitlement_id: int
    amount: Decimal
    computation: Sequence[dict[str, Any]]
    first_month: date | None = None
    last_month: date | None = None


@dataclass(frozen=True)
class ChangedAmounts:
    """A change of many amounts: how many entitlements, how much is owed in addition and was too much, in yuan."""

    count: int
    arrears: Decimal
    overpaid: Decimal


def change_amount(
    entitlement: Entitlement,
    *,
    from_month: date,
    amount: Decimal,
    standard: Decimal | None,
    cause: str,
    computation: Sequence[dict[str, Any]],
    actor: Actor,
    case: Case | None = None,
    region_id: str = "",
    why: str = "",
    overpaid_cause: str = "",
) -> Change:
    """``amount`` yuan a month from ``from_month`` on, whatever the terms said from there on before.

    ``cause`` is one of ``EntitlementTerm.Cause``; ``region_id`` moves the household as well; ``why`` (at most 60
    characters) is printed as the cause of back-pay. Booked months get an ``Arrear`` where the amount is higher, and
    one ``Overpayment`` where it is lower.
    """
    locked = lock(entitlement)
    before = settlement.booked([locked.pk], from_month)
    old = locked.terms.in_month(from_month).first()
    label = EntitlementTerm.Cause(cause).label
    case_id = case.pk if case else None
    replacement = Replacement(
        locked.pk, from_month, amount, standard, cause, computation, case_id=case_id, region_id=region_id
    )
    made = replace_terms([replacement])
    context = settlement.Context(actor, why or label, case_id, overpaid_cause, note=why)
    settled = settlement.settle(before, [locked.pk], from_month, context)[locked.pk]
    touch(locked, **({"region_id": region_id} if region_id else {}))
    if region_id:
        follow(locked, region_id)
    said = {"before": _text(old.amount if old else None), "after": str(amount)}
    money = {"arrears": str(settled.arrears), "overpaid": str(settled.overpaid)}
    begins = {"from": from_month.isoformat()}
    note(locked, "entitlement.change", "变更待遇金额", actor, case, why or label, **begins, **said, **money)
    return Change(made[0], settled.arrears, settled.overpaid, settled.overpayment)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def move(
    entitlement: Entitlement,
    *,
    region_id: str,
    from_month: date,
    actor: Actor,
    case: Case | None = None,
) -> Entitlement:
    """Move inside the district from ``from_month`` on (§9.6): same number and amounts, other place.

    What is booked keeps the place it was booked for: such a month is ``Refused``.
    """
    locked = lock(entitlement)
    if not region_id.startswith(locked.district_code):
        raise Refused("迁出本区的，不能按区内迁移办理。", hint="请办理终止待遇。", code="district")
    owed = booked_until(locked)
    if owed is not None and owed >= from_month:
        raise Refused(
            f"{month_label(owed)}已列入发放，仍按原镇街统计。",
            hint=f"请从 {month_label(add_months(owed, 1))}起迁移。",
            code="owed",
        )
    terms = locked.terms.filter(Q(last_month__isnull=True) | Q(last_month__gte=from_month))
    replace_terms(
        Replacement(
            locked.pk,
            max(term.first_month, from_month),
            term.amount,
            term.standard,
            EntitlementTerm.Cause.MOVE,
            term.computation,
            last_month=term.last_month,
            case_id=case.pk if case else term.case_id,
            region_id=region_id,
        )
        for term in list(terms)
    )
    before = locked.region_id
    touch(locked, region_id=region_id)
    follow(locked, region_id)
    places = {"before": before, "after": region_id, "from": str(from_month)}
    note(locked, "entitlement.move", "区内迁移", actor, case, **places)
    return locked


def change_amounts(
    rows: Iterable[NewAmount], *, from_month: date, standard: Decimal, why: str, actor: Actor
) -> ChangedAmounts:
    """New amounts of many entitlements for one change of ``standard`` (yuan a head), set-based.

    Back-pay is the difference of each month that is booked (§9.14). ``why`` is its printed cause. Raises ``Refused``
    when one of the entitlements has ended meanwhile.
    """
    wanted = list(rows)
    ids = sorted({row.entitlement_id for row in wanted})
    _lock_all(ids)
    before = settlement.booked(ids, from_month)
    replace_terms(
        Replacement(
            row.entitlement_id,
            row.first_month or from_month,
            row.amount,
            standard,
            EntitlementTerm.Cause.STANDARD,
            row.computation,
            last_month=row.last_month,
        )
        for row in wanted
    )
    Entitlement.objects.filter(pk__in=ids).update(version=F("version") + 1)
    settled = settlement.settle(before, ids, from_month, settlement.Context(actor, why))
    arrears = sum((each.arrears for each in settled.values()), ZERO)
    overpaid = sum((each.overpaid for each in settled.values()), ZERO)
    record(
        "entitlement.change_standard",
        f"按标准调整待遇 {len(ids)} 户",
        actor=actor,
        reason=why,
        detail={
            "from": from_month.isoformat(),
            "standard": str(standard),
            "count": len(ids),
            "arrears": str(arrears),
            "overpaid": str(overpaid),
        },
    )
    return ChangedAmounts(len(ids), arrears, overpaid)


def _lock_all(ids: Sequence[int]) -> None:
    """Lock the entitlements in order, and keep the drafts of their runs; ``Refused`` when one has ended."""
    locked = list(
        Entitlement.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .exclude(status=EntitlementStatus.ENDED)
        .order_by("pk")
        .values_list("pk", "programme", "district_code")
    )
    if len(locked) < len(ids):
        raise Refused(
            f"有 {len(ids) - len(locked)} 户的待遇已终止，不能按这份清单调整。",
            hint="请重新试算后再办理。",
            code="ended",
        )
    for programme, district in sorted({(programme, district) for _, programme, district in locked}):
        settlement.hold_drafts(programme, district)
