"""Who is covered and who is paid: members join and leave, the payee changes, and the entitlement ends."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.casework.models import Case
from apps.core.errors import Refused
from apps.core.periods import add_months, month_label
from apps.payments.models import (
    Coverage,
    Entitlement,
    EntitlementStatus,
    EntitlementTerm,
    Overpayment,
    Suspension,
)
from apps.payments.services import once, settlement
from apps.payments.services.entitlements import cover, make_visible
from apps.payments.services.locking import booked_until, lock, note, touch
from apps.people.models import BankAccount, Person


@dataclass(frozen=True)
class Ended:
    """An ended entitlement, and what was booked beyond its last month in yuan."""

    entitlement: Entitlement
    overpaid: Decimal
    overpayment: Overpayment | None


def join(
    entitlement: Entitlement, *, person: Person, from_month: date, actor: Actor, case: Case | None = None
) -> Coverage:
    """Cover ``person`` from ``from_month`` on; the amount is changed by ``change_amount``."""
    locked = lock(entitlement)
    if from_month < locked.from_month or (locked.last_month and from_month > locked.last_month):
        raise Refused(f"{month_label(from_month)}不在待遇期内，不能加入保障。", code="months")
    group = locked.coverages.values_list("exclusive_group", flat=True).first() or ""
    (coverage,) = cover(locked, [person.pk], group, from_month, case=case, last_month=locked.last_month)
    if locked.last_month:
        Coverage.objects.filter(pk=coverage.pk).update(
            end_case_id=locked.end_case_id, end_reason=locked.end_reason
        )
    touch(locked)
    note(
        locked, "entitlement.join", "增加保障人员", actor, case, person=person.pk, **{"from": str(from_month)}
    )
    return coverage


def leave(
    entitlement: Entitlement,
    *,
    person: Person,
    last_month: date,
    reason: str,
    actor: Actor,
    case: Case | None = None,
) -> Coverage:
    """End the coverage of ``person`` with ``last_month``, the last month that still counts.

    Coverage that would begin after it is taken out. Raises ``Refused`` when nobody else stays covered (the
    entitlement ends then), or the person is not covered.
    """
    locked = lock(entitlement)
    if not reason.strip():
        raise Refused("请写明停保原因。", code="reason")
    row: Coverage | None = (
        locked.coverages.filter(person=person)
        .filter(Q(last_month__isnull=True) | Q(last_month__gt=last_month))
        .order_by("first_month")
        .first()
    )
    if row is None:
        raise Refused(f"{person.name}在{month_label(last_month)}之后没有保障，不用停保。", code="months")
    goes_on = locked.last_month is None or locked.last_month > last_month
    others = locked.coverages.exclude(person=person)
    if goes_on and not others.filter(Q(last_month__isnull=True) | Q(last_month__gt=last_month)).exists():
        raise Refused("没有其他保障人员，不能只停保一人。", hint="请办理终止待遇。", code="nobody")
    _stop(locked, row, last_month, reason, case)
    touch(locked)
    note(
        locked,
        "entitlement.leave",
        "停保",
        actor,
        case,
        reason,
        person=person.pk,
        last=last_month.isoformat(),
    )
    return row


def _stop(entitlement: Entitlement, row: Coverage, last_month: date, reason: str, case: Case | None) -> None:
    """End the coverage, or take it out when it would begin later; what was owed is not taken out (``Refused``)."""
    if row.first_month > last_month:
        owed = booked_until(entitlement)
        if owed is not None and owed >= row.first_month:
            raise Refused(
                f"{row.person.name}自{month_label(row.first_month)}起的保障已列入发放，不能当作没有开始。",
                hint=f"请以 {month_label(row.first_month)}为最后月，多发的另行追回。",
                code="owed",
            )
        Coverage.objects.filter(pk=row.pk).delete()
    else:
        row.last_month, row.end_reason, row.end_case = last_month, reason, case
        row.save(update_fields=["last_month", "end_reason", "end_case"])


def set_payee(
    entitlement: Entitlement,
    *,
    payee: Person,
    account: BankAccount | None,
    actor: Actor,
    case: Case | None = None,
) -> Entitlement:
    """Pay to ``payee`` from the next run on, into ``account`` (None: his present account, whatever it is)."""
    locked = lock(entitlement, once_too=True)
    if account is not None and account.person_id != payee.pk:
        raise Refused("发放账户不是领款人本人的账户。", hint="请登记领款人本人的账户。", code="account")
    before = locked.payee_id
    touch(locked, payee=payee, account=account)
    make_visible([payee.pk], locked.region_id)
    note(locked, "entitlement.payee", "变更领款人", actor, case, before=before, after=payee.pk)
    return locked


def end(
    entitlement: Entitlement,
    *,
    last_month: date,
    reason: str,
    actor: Actor,
    case: Case | None = None,
    overpaid_cause: str = "",
) -> Ended:
    """End an entitlement with ``last_month`` as its last benefit month, inclusive, for a written ``reason``.

    Terms, coverage and suspensions end with it. What was booked for later months becomes an ``Overpayment``, but for
    money that the bank has sent back: that is not tried again (assistance rulebook 5.8). Of what is given once, the
    stages that are not booked yet are stopped.
    """
    locked = lock(entitlement, once_too=True)
    if not reason.strip():
        raise Refused("请写明终止原因。", code="reason")
    if last_month < locked.from_month:
        raise Refused(
            f"最后月不能早于起始月（{month_label(locked.from_month)}）。",
            hint="从未发放的，请更正原决定。",
            code="months",
        )
    if locked.last_month and last_month > locked.last_month:
        raise Refused(f"这项待遇到{month_label(locked.last_month)}为止，不能延后。", code="months")
    beyond = add_months(last_month, 1)
    before = settlement.booked([locked.pk], beyond)
    _cut(locked, last_month, reason, case)
    once.stop_rest(locked, actor=actor)
    locked.last_month, locked.status, locked.end_reason = last_month, EntitlementStatus.ENDED, reason
    locked.end_case, locked.next_recheck_on, locked.version = case, None, locked.version + 1
    if case is None or (locked.phase_out_from and locked.phase_out_from > last_month):
        locked.phase_out_from = None
    locked.save()
    context = settlement.Context(actor, reason, case.pk if case else None, overpaid_cause, note=reason)
    settled = settlement.settle(before, [locked.pk], beyond, context)[locked.pk]
    note(
        locked,
        "entitlement.end",
        "终止待遇",
        actor,
        case,
        reason,
        last=last_month.isoformat(),
        overpaid=str(settled.overpaid),
    )
    return Ended(locked, settled.overpaid, settled.overpayment)


def _cut(entitlement: Entitlement, last_month: date, reason: str, case: Case | None) -> None:
    """End terms, coverage and suspensions with ``last_month``."""
    for model in (EntitlementTerm, Coverage, Suspension):
        model.objects.filter(entitlement=entitlement, first_month__gt=last_month).delete()
    late = Q(last_month__isnull=True) | Q(last_month__gt=last_month)
    EntitlementTerm.objects.filter(late, entitlement=entitlement).update(last_month=last_month)
    Suspension.objects.filter(late, entitlement=entitlement).update(
        last_month=last_month, pay_held=False, end_case=case
    )
    # Whose coverage was to end with the entitlement anyway (phase-out) keeps its reason.
    rows = Coverage.objects.filter(late, entitlement=entitlement)
    rows.update(last_month=last_month, end_reason=reason, end_case=case)
