"""Opening, changing and ending entitlements. All of them run inside the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case
from apps.core.errors import Refused
from apps.core.periods import add_months, month_label
from apps.payments.models import Coverage, Entitlement, EntitlementStatus, EntitlementTerm
from apps.payments.services.programmes import programme_label
from apps.people.models import BankAccount, Household, Person, PersonScope
from apps.regions.models import Region


@dataclass(frozen=True)
class Conflict:
    """Somebody already receives something that excludes what is asked: what, where, since when."""

    person_id: int
    person_name: str
    programme: str
    town: str
    since: date

    @property
    def sentence(self) -> str:
        return (
            f"{self.person_name}已在{self.town}享受{programme_label(self.programme)}"
            f"（{self.since.year} 年 {self.since.month} 月起）"
        )


def entitlement_number(case_number: str) -> str:
    """The number of the entitlement that a case opens: the case's own, so that the family has one number."""
    return case_number


def conflicts(person_ids: Iterable[int], group: str, month: date) -> list[Conflict]:
    """Coverage of these persons in ``group`` that runs in ``month`` (first day) or later, wherever it is.

    Looks beyond the actor's region on purpose and tells no more than ``people.match``: the programme, the town
    and since when (assistance rulebook §7).
    """
    rows = (
        Coverage.objects.filter(person_id__in=list(person_ids), exclusive_group=group)
        .filter(Q(last_month__isnull=True) | Q(last_month__gte=month))
        .select_related("person", "entitlement")
        .order_by("person_id", "first_month")
    )
    found = list(rows)
    towns = Region.objects.in_bulk({row.entitlement.town_code for row in found})
    return [
        Conflict(
            row.person_id,
            row.person.name,
            row.entitlement.programme,
            towns[row.entitlement.town_code].name,
            row.first_month,
        )
        for row in found
    ]


def open_entitlement(
    *,
    case: Case,
    programme: str,
    payee: Person,
    household: Household | None,
    account: BankAccount | None,
    region_id: str,
    from_month: date,
    amount: Decimal | None,
    standard: Decimal | None,
    computation: Sequence[dict[str, Any]],
    persons: Sequence[Person | int],
    exclusive_group: str,
    recheck_class: str,
    next_recheck_on: date | None,
    actor: Actor,
) -> Entitlement:
    """Open what a confirmed case grants: entitlement, first term, coverage of ``persons`` (or their ids), scope.

    ``from_month`` is the first benefit month (first day), ``amount`` yuan a month (None: a status without
    money), ``standard`` yuan a head, ``computation`` the lines of the why-sheet. Raises ``Refused`` when the
    case has an entitlement already, nobody is covered, or one of the persons receives what excludes it.
    """
    _require_openable(case, persons)
    entitlement = Entitlement.objects.create(
        number=entitlement_number(case.number),
        case=case,
        programme=programme,
        household=household,
        payee=payee,
        account=account,
        region_id=region_id,
        from_month=from_month,
        recheck_class=recheck_class,
        next_recheck_on=next_recheck_on,
    )
    EntitlementTerm.objects.create(
        entitlement=entitlement,
        region_id=region_id,
        first_month=from_month,
        amount=amount,
        standard=standard,
        cause=EntitlementTerm.Cause.NEW,
        computation=list(computation),
    )
    _cover(entitlement, [p.pk if isinstance(p, Person) else p for p in persons], exclusive_group, from_month)
    _record_opening(entitlement, len(persons), amount, actor)
    return entitlement


def _require_openable(case: Case, persons: Sequence[Person | int]) -> None:
    if not persons:
        raise Refused("没有保障人员，不能开立待遇。", hint="请核对共同生活成员。", code="nobody")
    if Entitlement.objects.filter(case=case).exists():
        raise Refused("本件已开立待遇。", hint="请刷新本页查看最新情况。", code="opened")


def _record_opening(entitlement: Entitlement, persons: int, amount: Decimal | None, actor: Actor) -> None:
    record(
        "entitlement.open",
        "开立待遇",
        actor=actor,
        subject=entitlement,
        region_code=entitlement.region_id,
        detail={
            "case": entitlement.case.number,
            "from": entitlement.from_month.isoformat(),
            "persons": persons,
            "amount": str(amount) if amount is not None else None,
        },
    )


def _cover(entitlement: Entitlement, person_ids: Sequence[int], group: str, month: date) -> None:
    """Cover the persons. The constraint decides, not a look before: two may decide at the same moment."""
    rows = [
        Coverage(entitlement=entitlement, person_id=pk, exclusive_group=group, first_month=month)
        for pk in person_ids
    ]
    try:
        with transaction.atomic():
            Coverage.objects.bulk_create(rows)
    except IntegrityError as error:
        if _constraint(error) != "coverage_exclusive":
            raise
        found = conflicts(person_ids, group, month)
        who = "；".join(conflict.sentence for conflict in found) or "保障人员在同一月份已有互斥的待遇"
        raise Refused(
            f"{who}，不能重复享受。", hint="请先核实，待原待遇终止后再办理。", code="exclusive"
        ) from error
    scopes = [
        PersonScope(person_id=pk, region_id=entitlement.region_id, reason=PersonScope.Reason.BENEFIT)
        for pk in person_ids
    ]
    PersonScope.objects.bulk_create(scopes, ignore_conflicts=True)


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")


def _lock(entitlement: Entitlement) -> Entitlement:
    """The row as it is now, locked; what has ended stays ended."""
    locked: Entitlement = Entitlement.objects.select_for_update(of=("self",)).get(pk=entitlement.pk)
    if locked.status == EntitlementStatus.ENDED:
        raise Refused("这项待遇已终止，不能再变更。", hint="需要恢复的，请重新申请。", code="ended")
    return locked


def end_entitlement(entitlement: Entitlement, last_month: date, reason: str, actor: Actor) -> Entitlement:
    """End an entitlement with ``last_month`` as its last benefit month, inclusive, for a written ``reason``.

    Terms and coverage end with it. What was paid for later months stays booked; the months are named in the
    event, for recovery (assistance rulebook §5.8). Raises ``Refused``.
    """
    locked = _lock(entitlement)
    if not reason.strip():
        raise Refused("请写明终止原因。", code="reason")
    if last_month < locked.from_month:
        raise Refused(
            f"最后月不能早于起始月（{month_label(locked.from_month)}）。",
            hint="从未发放的，请更正原决定。",
            code="months",
        )
    for model in (EntitlementTerm, Coverage):
        rows = model.objects.filter(entitlement=locked)
        rows.filter(first_month__gt=last_month).delete()
        rows.filter(Q(last_month__isnull=True) | Q(last_month__gt=last_month)).update(last_month=last_month)
    Coverage.objects.filter(entitlement=locked, last_month=last_month, end_reason="").update(
        end_reason=reason
    )
    locked.last_month, locked.status, locked.end_reason = last_month, EntitlementStatus.ENDED, reason
    locked.next_recheck_on, locked.version = None, locked.version + 1
    locked.save(update_fields=["last_month", "status", "end_reason", "next_recheck_on", "version"])
    beyond = locked.lines.filter(benefit_month__gt=last_month).order_by("benefit_month")
    months = sorted({month.isoformat()[:7] for month in beyond.values_list("benefit_month", flat=True)})
    record(
        "entitlement.end",
        "终止待遇",
        actor=actor,
        subject=locked,
        region_code=locked.region_id,
        reason=reason,
        detail={"last": last_month.isoformat(), "paid_beyond": months},
    )
    return locked


def change_amount(
    entitlement: Entitlement,
    *,
    from_month: date,
    amount: Decimal,
    standard: Decimal | None,
    cause: str,
    computation: Sequence[dict[str, Any]],
    actor: Actor,
    region_id: str = "",
) -> EntitlementTerm:
    """Begin a new term with ``amount`` (yuan a month) at ``from_month``; the term in force ends the month before.

    ``cause`` is one of ``EntitlementTerm.Cause``; ``region_id`` moves the household (§9.6: from the 1st of the
    next month). A month that is already owed keeps its amount: such a change is ``Refused``.
    """
    locked = _lock(entitlement)
    term = _term_to_change(locked, from_month)
    end, before = term.last_month, term.amount
    if term.first_month == from_month:
        term.delete()
    else:
        term.last_month = add_months(from_month, -1)
        term.save(update_fields=["last_month"])
    fresh = EntitlementTerm.objects.create(
        entitlement=locked,
        region_id=region_id or term.region_id,
        first_month=from_month,
        last_month=end,
        amount=amount,
        standard=standard,
        cause=cause,
        computation=list(computation),
    )
    changed = Entitlement.objects.filter(pk=locked.pk)
    changed.update(version=F("version") + 1, region_id=region_id or locked.region_id)
    record(
        "entitlement.change",
        "变更待遇金额",
        actor=actor,
        subject=locked,
        region_code=fresh.region_id,
        reason=EntitlementTerm.Cause(cause).label,
        detail={"from": from_month.isoformat(), "before": str(before), "after": str(amount)},
    )
    return fresh


def _term_to_change(entitlement: Entitlement, from_month: date) -> EntitlementTerm:
    """The term that runs in ``from_month``, locked, when no month from then on is owed yet; else ``Refused``."""
    term: EntitlementTerm | None = (
        entitlement.terms.in_month(from_month).select_for_update(of=("self",)).first()
    )
    if term is None:
        raise Refused(f"{month_label(from_month)}没有在享的待遇，不能变更。", code="months")
    owed = entitlement.lines.filter(benefit_month__gte=from_month).order_by("-benefit_month").first()
    if owed is not None:
        raise Refused(
            f"{month_label(owed.benefit_month)}已列入发放，金额不能再改。",
            hint=f"请从 {month_label(add_months(owed.benefit_month, 1))}起变更。",
            code="owed",
        )
    return term
