"""What people do with batches in the browser: upload, confirm, discard."""

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
from apps.imports.models import Batch
from apps.imports.paths import recognise
from apps.imports.sources import Plan, is_zip, plan_of_csv, plan_of_zip
from apps.jobs.models import Job
from apps.jobs.services import cancel, enqueue

FILE_KIND = "imports.batch"
KEPT_DAYS = 14  # an unfinished batch waits this long for somebody to go on with it


@transaction.atomic
def start(
    chunks: Iterable[bytes], name: str, *, dataset: Dataset | None, token: uuid.UUID, actor: Actor
) -> Batch:
    """Store an upload and ask for its check. ``dataset`` None: known by the header of the CSV file.

    A ZIP is a set whatever ``dataset`` says. The same token twice is one batch. Raises Refused when a ZIP cannot
    be understood, or a file cannot be recognised.
    """
    existing = Batch.objects.visible_to(actor).filter(submit_token=token).first()
    if existing is not None:
        return existing
    stored = store_stream(
        chunks, kind=FILE_KIND, name=name, content_type="application/octet-stream", actor=actor
    )
    plan = _understood(stored, dataset)
    batch = Batch.objects.create(
        name=plan.name,
        datasets=[source.dataset.name for source in plan.sources],
        is_set=_is_archive(stored),
        file=stored,
        business_date=clock.today(),
        created_by_id=actor.account,
        submit_token=token,
    )
    batch.job = enqueue("imports.check", actor=actor, arguments={"batch": batch.pk}, key=f"check-{batch.pk}")
    batch.save(update_fields=["job"])
    record("imports.upload", f"上传导入文件：{batch.name}", actor=actor, subject=batch)
    return batch


def plan_of(stored: StoredFile, dataset: Dataset | None) -> Plan:
    """What the stored upload holds: a ZIP by its manifest, else one CSV file. Raises Refused."""
    opener = partial(storage.open_blob, stored.storage_name)
    if _is_archive(stored):
        return plan_of_zip(opener)
    name = stored.original_name
    return plan_of_csv(name, opener, dataset or recognise(name, opener))


def plan_of_batch(batch: Batch) -> Plan:
    """The plan of an uploaded batch whose file is still there. Raises Refused."""
    if batch.file is None or not storage.blob_path(batch.file.storage_name).exists():
        raise Refused("上传的文件已清除。", hint="请重新上传文件。", code="file_gone")
    return plan_of(batch.file, None if batch.is_set else registries.datasets.get(batch.datasets[0]))


def _is_archive(stored: StoredFile) -> bool:
    with storage.open_blob(stored.storage_name) as stream:
        return is_zip(stream.read(4))


def _understood(stored: StoredFile, dataset: Dataset | None) -> Plan:
    """``plan_of``; bytes that are no import file are not kept: they may name people in clear."""
    try:
        return plan_of(stored, dataset)
    except Refused:
        storage.blob_path(stored.storage_name).unlink(missing_ok=True)
        raise


@transaction.atomic
def request_load(batch_id: int, *, actor: Actor) -> Batch:
    """Confirm a batch in 待确认; a second confirmation finds the first. Raises NotVisible or Refused."""
    batch = _locked(batch_id, actor)
    if batch.state in (Batch.State.LOADING, Batch.State.DONE):
        return batch
    if batch.state != Batch.State.READY:
        raise Refused(f"本批{batch.get_state_display()}，不能导入。", hint="请先处理错误并重新上传。")
    batch.state = Batch.State.LOADING
    batch.job = enqueue("imports.load", actor=actor, arguments={"batch": batch.pk}, key=f"load-{batch.pk}")
    batch.save(update_fields=["state", "job"])
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


def _close(batch: Batch) -> None:
    staging.drop(batch.pk)
    batch.state = Batch.State.DISCARDED
    batch.save(update_fields=["state"])
    forget_file(batch)


def _locked(batch_id: int, actor: Actor) -> Batch:
    batch = Batch.objects.visible_to(actor).select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotVisible("没有这个导入批次。")
    return batch


def _is_running(batch: Batch) -> bool:
    return batch.job is not None and batch.job.state == Job.State.RUNNING
