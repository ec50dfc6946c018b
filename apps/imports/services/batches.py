"""What people do with batches in the browser: upload, check again, confirm, cancel, discard, undo."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock, registries
from apps.core.errors import NotVisible, Refused
from apps.core.importing import Dataset
from apps.files import storage
from apps.files.models import StoredFile
from apps.files.services import store_stream
from apps.imports import staging
from apps.imports.models import Batch, CancelRequest, ColumnMapping
from apps.imports.paths import recognised
from apps.imports.services.undoing import hindrances
from apps.imports.sources import Plan, is_set, plan_of_file, plan_of_zip
from apps.jobs.models import Job
from apps.jobs.services import cancel, enqueue

FILE_KIND = "imports.batch"
KEPT_DAYS = 14  # an unfinished batch waits this long for somebody to go on with it


@transaction.atomic
def start(
    chunks: Iterable[bytes],
    name: str,
    *,
    dataset: Dataset | None,
    token: uuid.UUID,
    actor: Actor,
    on_existing: str = Batch.Existing.ADD,
) -> Batch:
    """Store an upload and ask for its check. ``dataset`` None: known by the header of the file.

    A ZIP that is no workbook is a set whatever ``dataset`` says. The same token twice is one batch. Raises Refused when a ZIP cannot
    be understood, or a file cannot be recognised.
    """
    existing = Batch.objects.visible_to(actor).filter(submit_token=token).first()
    if existing is not None:
        return existing
    stored = store_stream(
        chunks, kind=FILE_KIND, name=name, content_type="application/octet-stream", actor=actor
    )
    plan, whole_set = _understood(stored, dataset)
    datasets = [source.dataset.name for source in plan.sources]
    batch = Batch.objects.create(
        name=plan.name,
        datasets=datasets,
        on_existing=on_existing,
        mapping=_remembered(datasets, actor),
        is_set=whole_set,
        file=stored,
        business_date=clock.today(),
        created_by_id=actor.account,
        submit_token=token,
    )
    batch.job = enqueue("imports.check", actor=actor, arguments={"batch": batch.pk}, key=f"check-{batch.pk}")
    batch.save(update_fields=["job"])
    record("imports.upload", f"上传导入文件：{batch.name}", actor=actor, subject=batch)
    return batch


def plan_of(stored: StoredFile, dataset: Dataset | None) -> tuple[Plan, bool]:
    """What the stored upload holds, and whether it is a set: a ZIP by its manifest. Raises Refused."""
    opener = partial(storage.open_blob, stored.storage_name)
    if is_set(opener):
        return plan_of_zip(opener), True
    return plan_of_file(recognised(stored.original_name, opener, dataset)), False


def plan_of_batch(batch: Batch) -> Plan:
    """The plan of an uploaded batch whose file is still there. Raises Refused."""
    if batch.file is None or not storage.blob_path(batch.file.storage_name).exists():
        raise Refused("上传的文件已清除。", hint="请重新上传文件。", code="file_gone")
    plan, _ = plan_of(batch.file, None if batch.is_set else registries.datasets.get(batch.datasets[0]))
    return plan


def _understood(stored: StoredFile, dataset: Dataset | None) -> tuple[Plan, bool]:
    """``plan_of``; bytes that are no import file are not kept: they may name people in clear."""
    try:
        return plan_of(stored, dataset)
    except Refused:
        storage.blob_path(stored.storage_name).unlink(missing_ok=True)
        raise


@transaction.atomic
def request_load(batch_id: int, *, actor: Actor, only_good: bool = False) -> Batch:
    """Confirm a batch in 待确认; a second confirmation finds the first. Raises NotVisible or Refused.

    ``only_good`` confirms the rows without errors of a batch in 有错误, where its data set lets them be loaded alone.
    """
    batch = _locked(batch_id, actor)
    if batch.state in (Batch.State.LOADING, Batch.State.DONE):
        return batch
    batch.only_good = only_good and batch.state == Batch.State.ERRORS and may_load_good(batch)
    if batch.state != Batch.State.READY and not batch.only_good:
        raise Refused(f"本批{batch.get_state_display()}，不能导入。", hint="请先处理错误并重新上传。")
    batch.state = Batch.State.LOADING
    batch.job = enqueue(
        "imports.load", actor=actor, arguments={"batch": batch.pk}, key=f"load-{batch.pk}-{batch.checks}"
    )
    batch.save(update_fields=["state", "job", "only_good"])
    return batch


def may_load_good(batch: Batch) -> bool:
    """Whether the rows without errors may be loaded alone: read to the end, and of a data set that says so."""
    dataset = registries.datasets.find(batch.datasets[0]) if len(batch.datasets) == 1 else None
    sound = batch.total("new") + batch.total("changed")
    return dataset is not None and dataset.partial and sound > 0 and not batch.message


@transaction.atomic
def recheck(
    batch_id: int,
    *,
    actor: Actor,
    on_existing: str | None = None,
    mapping: dict[str, dict[str, str]] | None = None,
) -> Batch:
    """Check the uploaded file of a batch again with another choice for rows that are there, or other columns.

    Raises NotVisible, or Refused when the batch is not waiting for a decision.
    """
    batch = _locked(batch_id, actor)
    if batch.state not in (Batch.State.ERRORS, Batch.State.READY) or batch.file is None:
        raise Refused(f"本批{batch.get_state_display()}，不能重新校验。", hint="请重新上传文件。")
    if on_existing is not None:
        batch.on_existing = on_existing
    if mapping is not None:
        batch.mapping = mapping
        _remember(batch, actor)
    batch.checks += 1
    batch.state, batch.counts, batch.differences, batch.checked_at = Batch.State.CHECKING, {}, {}, None
    key = f"check-{batch.pk}-{batch.checks}"
    batch.job = enqueue("imports.check", actor=actor, arguments={"batch": batch.pk}, key=key)
    batch.save()
    return batch


def _remember(batch: Batch, actor: Actor) -> None:
    for dataset, heads in batch.mapping.items():
        ColumnMapping.objects.update_or_create(
            user_id=actor.account, dataset=dataset, defaults={"heads": heads}
        )


def _remembered(datasets: Iterable[str], actor: Actor) -> dict[str, dict[str, str]]:
    """How this account's earlier files of these data sets named their columns."""
    known = ColumnMapping.objects.filter(user_id=actor.account, dataset__in=list(datasets))
    return dict(known.values_list("dataset", "heads"))


@transaction.atomic
def request_undo(batch_id: int, *, actor: Actor) -> Batch:
    """Ask for a load to be taken back; asked twice is asked once. Raises NotVisible or Refused."""
    batch = _locked(batch_id, actor)
    if batch.state in (Batch.State.UNDOING, Batch.State.UNDONE):
        return batch
    if batch.state != Batch.State.DONE:
        raise Refused(f"本批{batch.get_state_display()}，没有可撤销的。", hint="请核对批次。")
    found = hindrances(batch)
    if found:
        raise Refused(f"不能撤销：{found[0]}", hint="请在系统中逐项办理更正。", code="not_undone")
    batch.state = Batch.State.UNDOING
    batch.checks += 1
    key = f"undo-{batch.pk}-{batch.checks}"
    batch.job = enqueue("imports.undo", actor=actor, arguments={"batch": batch.pk}, key=key)
    batch.save(update_fields=["state", "checks", "job"])
    return batch


@transaction.atomic
def ask_cancel(batch_id: int, *, actor: Actor) -> Batch:
    """Let the work on a batch stop at its next chunk or statement; what it did is rolled back."""
    batch = Batch.objects.visible_to(actor).filter(pk=batch_id).first()
    if batch is None:
        raise NotVisible("没有这个导入批次。")
    if batch.state not in (Batch.State.CHECKING, Batch.State.LOADING):
        raise Refused(f"本批{batch.get_state_display()}，没有可取消的。", hint="请刷新页面。")
    if batch.job is not None and batch.job.state == Job.State.WAITING:
        cancel(batch.job.pk, actor=actor)
        _close(batch, "在开始之前取消，没有改动任何数据。")
    else:
        CancelRequest.objects.get_or_create(batch=batch, defaults={"asked_by_id": actor.account})
    record("imports.cancel", f"取消导入批次：{batch.name}", actor=actor, subject=batch)
    return batch


@transaction.atomic
def discard(batch_id: int, *, actor: Actor) -> Batch:
    """Give up a batch that has not been loaded; its stage and its file go. Raises NotVisible or Refused."""
    batch = _locked(batch_id, actor)
    if batch.state == Batch.State.DISCARDED:
        return batch
    if batch.state == Batch.State.DONE or _is_running(batch):
        raise Refused(f"本批{batch.get_state_display()}，不能作废。", hint="请等任务结束后再办理。")
    if batch.job is not None and batch.job.state == Job.State.WAITING:
        cancel(batch.job.pk, actor=actor)
    _close(batch)
    record("imports.discard", f"作废导入批次：{batch.name}", actor=actor, subject=batch)
    return batch


def clean(day: date) -> int:
    """Discard what nobody went on with for two weeks; answers how many batches."""
    stale = Batch.objects.filter(
        state__in=Batch.UNFINISHED, business_date__lt=day - timedelta(days=KEPT_DAYS)
    )
    closed = 0
    for batch_id in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            batch = Batch.objects.select_for_update().select_related(None).get(pk=batch_id)
            if not _is_running(batch):
                _close(batch)
                closed += 1
    return closed


def forget_file(batch: Batch) -> None:
    """Delete the uploaded bytes once they are of no more use: they name people in clear. The digest stays."""
    if batch.file is not None:
        path = storage.blob_path(batch.file.storage_name)
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def _close(batch: Batch, message: str = "") -> None:
    staging.drop(batch.pk)
    batch.state, batch.differences = Batch.State.DISCARDED, {}
    batch.message = message
    batch.save(update_fields=["state", "differences", "message"])
    forget_file(batch)


def close_cancelled(batch_id: int) -> None:
    """End a batch whose work was stopped on request."""
    with transaction.atomic():
        batch = (
            Batch.objects.select_for_update(of=["self"], no_key=True).select_related("file").get(pk=batch_id)
        )
        _close(batch, "已按要求取消，没有改动任何数据。")


def _locked(batch_id: int, actor: Actor) -> Batch:
    batch = Batch.objects.visible_to(actor).select_for_update(no_key=True).filter(pk=batch_id).first()
    if batch is None:
        raise NotVisible("没有这个导入批次。")
    return batch


def _is_running(batch: Batch) -> bool:
    return batch.job is not None and batch.job.state == Job.State.RUNNING
