"""Opening entitlements, inside the caller's transaction. What happens to them later is in ``life``."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case
from apps.core.errors import Refused
from apps.payments.models import Coverage, Entitlement, EntitlementTerm
from apps.payments.services.compatibility import clashes
from apps.people.models import BankAccount, Household, Person, PersonScope


def entitlement_number(case_number: str) -> str:
    """The number of the entitlement that a case opens: the case's own, so that the family has one number."""
    return case_number


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
    require_openable(case, persons)
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
        case=case,
    )
    cover(entitlement, keys_of(persons), exclusive_group, from_month, case=case)
    _record_opening(entitlement, len(persons), amount, actor)
    return entitlement


def keys_of(persons: Sequence[Person | int]) -> list[int]:
    """The keys of persons or of what are keys already."""
    return [person.pk if isinstance(person, Person) else person for person in persons]


def require_openable(case: Case, persons: Sequence[Person | int]) -> None:
    """Raise ``Refused`` when nobody is covered or the case has an entitlement already."""
    if not persons:
        raise Refused("没有保障人员，不能开立待遇。", hint="请核对共同生活成员。", code="nobody")
    if Entitlement.objects.filter(case=case).exists():
        raise Refused("本件已开立待遇。", hint="请刷新本页查看最新情况。", code="opened")


def _record_opening(entitlement: Entitlement, persons: int, amount: Decimal | None, actor: Actor) -> None:
    """Tell the trail: the months, persons and yuan of what was opened."""
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


def cover(
    entitlement: Entitlement,
    person_ids: Sequence[int],
    group: str,
    month: date,
    *,
    case: Case | None,
    last_month: date | None = None,
) -> list[Coverage]:
    """Cover the persons. The constraint decides, not a look before: two may decide at the same moment.

    They take the persons one after the other in the same order, so that the second waits for the first and is told
    what there is, instead of each waiting for the other.
    """
    person_ids = sorted(person_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('coverage', id)) FROM unnest(%s::bigint[]) AS id",
            [person_ids],
        )
    _refuse_excluded(entitlement, person_ids, month, last_month)
    rows = [
        Coverage(
            entitlement=entitlement,
            person_id=pk,
            exclusive_group=group,
            first_month=month,
            last_month=last_month,
            case=case,
        )
        for pk in person_ids
    ]
    try:
        with transaction.atomic():
            made = Coverage.objects.bulk_create(rows)
    except IntegrityError as error:
        if _constraint(error) != "coverage_exclusive":
            raise
        found = clashes(person_ids, entitlement.programme, month, last_month, besides=entitlement.pk)
        who = "；".join(clash.sentence for clash in found) or "保障人员在同一月份已有互斥的待遇"
        raise Refused(f"{who}。", hint="请先核实，待原待遇终止后再办理。", code="exclusive") from error
    make_visible(person_ids, entitlement.region_id)
    return made


def _refuse_excluded(
    entitlement: Entitlement, person_ids: Sequence[int], month: date, last_month: date | None
) -> None:
    """``Refused`` when one of them receives another programme that excludes this one; the trigger stands behind it."""
    found = clashes(person_ids, entitlement.programme, month, last_month, besides=entitlement.pk)
    excluded = [clash for clash in found if clash.forbids and clash.programme != entitlement.programme]
    if excluded:
        raise Refused(
            f"{'；'.join(clash.sentence for clash in excluded)}。",
            hint="请先核实，待原待遇终止后再办理。",
            code="exclusive",
        )


def make_visible(person_ids: Iterable[int], region_id: str) -> None:
    """Let the posts of ``region_id`` see the persons: they receive a benefit there."""
    reason = PersonScope.Reason.BENEFIT
    scopes = [PersonScope(person_id=pk, region_id=region_id, reason=reason) for pk in person_ids]
    PersonScope.objects.bulk_create(scopes, ignore_conflicts=True)


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")
