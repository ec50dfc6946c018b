"""Checking, loading and undoing in the background."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from apps.core.declarations import JobKind
from apps.core.errors import DomainError
from apps.core.registries import job_kinds
from apps.imports.models import Batch, CancelRequest
from apps.imports.services import check, load, undo
from apps.imports.services.batches import close_cancelled, forget_file, plan_of_batch
from apps.jobs.context import JobContext


class Cancelled(DomainError):
    """Somebody asked for the work to stop."""


def run_check(context: JobContext) -> dict[str, Any] | None:
    """Check a batch; run again, it begins anew."""
    batch = Batch.objects.select_related("file").get(pk=context.arguments["batch"])
    if batch.state != Batch.State.CHECKING:
        return _result(batch)
    try:
        with transaction.atomic():
            check(batch, plan_of_batch(batch), actor=context.actor, progress=_watched(context, batch))
            context.finish(_result(batch))
    except Cancelled:
        return _cancelled(batch)
    except DomainError as error:
        return _failed(batch, error)
    return None


def run_load(context: JobContext) -> dict[str, Any] | None:
    """Load a confirmed batch, exactly once: the job ends in the same transaction."""
    batch = Batch.objects.get(pk=context.arguments["batch"])
    if batch.state != Batch.State.LOADING:
        return _result(batch)
    try:
        with transaction.atomic():
            batch = _locked(batch.pk)
            load(batch, actor=context.actor, progress=_watched(context, batch))
            if batch.state == Batch.State.DONE:
                forget_file(batch)
            context.finish(_result(batch))
    except Cancelled:
        return _cancelled(batch)
    except DomainError as error:
        return _failed(batch, error)
    return None


def run_undo(context: JobContext) -> dict[str, Any] | None:
    """Take a load back, exactly once; what stands in the way leaves the batch as it was."""
    batch = Batch.objects.get(pk=context.arguments["batch"])
    if batch.state != Batch.State.UNDOING:
        return _result(batch)
    try:
        with transaction.atomic():
            batch = _locked(batch.pk)
            undo(batch, actor=context.actor, progress=context.progress)
            context.finish(_result(batch))
    except DomainError as error:
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.DONE, message=error.message[:500])
        batch.refresh_from_db()
        return _result(batch)
    return None


def _locked(batch_id: int) -> Batch:
    """For writing; a request to cancel may still be put beside it."""
    return Batch.objects.select_for_update(of=["self"], no_key=True).select_related("file").get(pk=batch_id)


def _watched(context: JobContext, batch: Batch) -> Callable[[int, int, str], None]:
    """Progress that stops the work when somebody has asked for it."""

    def say(done: int, total: int, stage: str) -> None:
        context.progress(done, total, stage)
        if CancelRequest.objects.filter(batch_id=batch.pk).exists():
            raise Cancelled("已取消。")

    return say


def _cancelled(batch: Batch) -> dict[str, Any]:
    close_cancelled(batch.pk)
    batch.refresh_from_db()
    return _result(batch)


def _failed(batch: Batch, error: DomainError) -> dict[str, Any]:
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.FAILED, message=f"{error.message}{error.hint}"[:500]
    )
    batch.refresh_from_db()
    return _result(batch)


def _result(batch: Batch) -> dict[str, Any]:
    numbers = {what: batch.total(what) for what in ("rows", "new", "same", "bad")}
    return {"url": batch.get_absolute_url(), "state": batch.state, **numbers}


job_kinds.register(
    JobKind("imports.check", "校验导入文件", run_check, permission="imports.import_data", queue="default"),
    JobKind("imports.load", "写入导入数据", run_load, permission="imports.import_data", queue="default"),
    JobKind("imports.undo", "撤销导入", run_undo, permission="imports.import_data", queue="default"),
)
