"""What the programmes of this line share beside their rules: who is barred, and the entitlement of a confirmed case."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from apps.assistance.rules.deadlines import first_benefit_month
from apps.casework.models import Case
from apps.casework.services.submission import extend_scope
from apps.casework.workflow import Step
from apps.core import clock
from apps.core.declarations import Verdict
from apps.core.errors import Refused
from apps.core.periods import same_day_after
from apps.payments.services.compatibility import clashes
from apps.payments.services.entitlements import open_entitlement
from apps.people.models import BankAccount, Person, PersonScope
from apps.policy.services import parameter

BASIC_LIVING = "basic_living"  # one basic-living programme a person and month (rulebook 7)
CHILD_CASH = "child_cash"  # one rate a child (rulebook 6.7.2)


def barred_by(programme: str) -> Callable[[int, str], Iterable[str]]:
    """The ``conflicts`` of an entry: what a person receives from the first month on that excludes the programme."""

    def found(person_id: int, who: str) -> Iterable[str]:
        month = first_benefit_month(clock.today())
        for clash in clashes([person_id], programme, month):
            if clash.forbids:
                told = clash.sentence.replace(clash.person_name, who, 1)
                yield f"{told.replace('不能重复享受', '不能重复申请')}。"

    return found


def require_compatible(person_ids: Iterable[int], programme: str, day: date) -> None:
    """``Refused`` where one of the persons receives what excludes the programme, from the month after ``day`` on."""
    found = clashes(person_ids, programme, first_benefit_month(day))
    told = [clash.sentence for clash in found if clash.forbids]
    if told:
        raise Refused(f"{'；'.join(told)}。", hint="请先核实，待原待遇终止后再办理。", code="conflict")


def open_monthly(
    step: Step,
    detail: Any,
    verdict: Verdict,
    *,
    programme: str,
    group: str,
    persons: Sequence[Person],
    payee: Person,
    recheck_months: str,
    from_month: date | None = None,
    recheck_by: date | None = None,
) -> None:
    """Open what is paid every month from the one after the decision (浙江省社会救助条例 §56), or from ``from_month``.

    ``recheck_months`` is the key of the parameter that says how often it is looked at again; ``recheck_by`` is the
    last day on which the ground is known to hold, if it is known.
    """
    case: Case = step.case
    account = BankAccount.objects.filter(person=payee, valid_to__isnull=True).first()
    entitlement = open_entitlement(
        case=case,
        programme=programme,
        payee=payee,
        household=case.household,
        account=account,
        region_id=case.region_id,
        from_month=from_month or first_benefit_month(step.day),
        amount=verdict.amount,
        standard=verdict.standard,
        computation=detail.computation,
        persons=persons,
        exclusive_group=group,
        recheck_class="",
        next_recheck_on=min(_recheck(step.day, recheck_months), recheck_by or date.max),
        actor=step.actor,
    )
    for person in persons:
        extend_scope(person, case.region_id, PersonScope.Reason.BENEFIT)
    step.detail |= {"entitlement": entitlement.pk}


def _recheck(day: date, key: str) -> date:
    return same_day_after(day, int(parameter(key, day)))
