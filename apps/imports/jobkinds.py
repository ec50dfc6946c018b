"""Checking and loading in the background."""

from typing import Any

from django.db import transaction

from apps.core.declarations import JobKind
from apps.core.errors import DomainError
from apps.core.registries import job_kinds
from apps.imports.models import Batch
from apps.imports.services import check, load
from apps.imports.services.batches import forget_file, plan_of_batch
from apps.jobs.context import JobContext


def run_check(context: JobContext) -> dict[str, Any] | None:
    """Check a batch; run again, it begins anew."""
    batch = Batch.objects.select_related("file").get(pk=context.arguments["batch"])
    if batch.state != Batch.State.CHECKING:
        return _result(batch)
    try:
        with transaction.atomic():
            check(batch, plan_of_batch(batch), actor=context.actor, progress=context.progress)
            context.finish(_result(batch))
    except DomainError as error:
        return _failed(batch, error)
    return None


def run_load(context: JobContext) -> dict[str, Any] | None:
    """Load a confirmed batch, exactly once: the job ends in the same transaction."""
    batch = Batch.objects.select_related("file").get(pk=context.arguments["batch"])
    if batch.state != Batch.State.LOADING:
        return _result(batch)
    try:
        with transaction.atomic():
            batch = Batch.objects.select_for_update(of=["self"]).select_related("file").get(pk=batch.pk)
            load(batch, actor=context.actor, progress=context.progress)
            if batch.state == Batch.State.DONE:
                forget_file(batch)
            context.finish(_result(batch))
    except DomainError as error:
        return _failed(batch, error)
    return None


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
)
