"""Check and load in one go, in one transaction: the command line's way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from apps.accounts.actor import Actor
from apps.core import clock
from apps.imports.models import Batch, RowError
from apps.imports.services.checking import check
from apps.imports.services.loading import load
from apps.imports.services.session import alone, widen_limits
from apps.imports.sources import Plan

Progress = Callable[[int, int, str], None]
# Called with each batch and its plan while the errors are still there, before everything is rolled back.
Witness = Callable[[Batch, Plan], None]


@dataclass
class Result:
    """What an import did, or would have done: counts by data set, and how many errors there are."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: int = 0
    first_errors: list[RowError] = field(default_factory=list)
    loaded: bool = False


class _RolledBack(Exception):
    """Leaves the transaction without a trace."""


def import_plans(
    plans: Sequence[Plan],
    *,
    actor: Actor,
    dry_run: bool,
    progress: Progress,
    witness: Witness,
    show: int = 100,
) -> Result:
    """Import ``plans`` one after the other; either all of them or none, and with ``dry_run`` none.

    An error in any row, as well as a dry run, leaves no trace at all: no batch, no stage. ``show`` bounds the errors
    in the result. Raises what ``check`` and ``load`` raise.
    """
    result = Result()
    try:
        with transaction.atomic():
            widen_limits()
            if not dry_run:
                alone()  # what another import is writing is looked at once it is there
            for plan in plans:
                _import(plan, result, actor, progress, witness, show)
            if result.faults or dry_run:
                raise _RolledBack
    except _RolledBack:
        return result
    result.loaded = True
    return result


def _import(
    plan: Plan, result: Result, actor: Actor, progress: Progress, witness: Witness, show: int
) -> None:
    batch = Batch.objects.create(
        name=plan.name,
        datasets=[source.dataset.name for source in plan.sources],
        is_set=len(plan.sources) > 1,
        business_date=clock.today(),
        created_by_id=actor.account,
    )
    check(batch, plan, actor=actor, progress=progress)
    for name, counts in batch.counts.items():
        so_far = result.counts.setdefault(name, dict.fromkeys(counts, 0))
        for key, value in counts.items():
            so_far[key] += value
    faults = batch.total("faults")
    result.faults += faults
    if faults:
        result.first_errors += batch.errors.all()[: max(show - len(result.first_errors), 0)]
        witness(batch, plan)
    elif not result.faults:
        load(batch, actor=actor, progress=progress, recheck=False)
