"""Writing a checked batch into the registers: one transaction, all or nothing."""

from collections.abc import Callable, Sequence

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock, registries
from apps.core.errors import Refused
from apps.core.importing import Dataset
from apps.imports import staging
from apps.imports.checks import Checker
from apps.imports.models import Batch
from apps.imports.services.session import alone, expect, widen_limits
from apps.imports.written import Writer

Progress = Callable[[int, int, str], None]

# What the database says when it refuses rows that passed every check: somebody wrote in between, or a guard holds.
_BY_STATE = {
    "23505": "其中有记录在校验之后已由别人写入，整批没有导入。请重新上传校验。",
    "23P01": "其中有记录与库中的期间重叠，整批没有导入。请核对起止时间。",
    "23503": "其中有记录所指的对象已不在库中，整批没有导入。请重新上传校验。",
    "23001": "其中有记录属于已关账或不可更改的期间，整批没有导入。请核对日期。",
}
_OTHERWISE = "其中有记录不符合库中的规则，整批没有导入。请核对文件内容，仍有问题请联系系统管理员。"


class NotLoaded(Refused):
    """The whole batch was rolled back; the message says why."""


def load(batch: Batch, *, actor: Actor, progress: Progress, recheck: bool = True) -> None:
    """Load a batch in 待确认 (or 导入中). Call in a transaction.

    With ``recheck`` the set-wise checks run again, since the database may have changed since the check; findings
    put the batch back to 有错误. Raises NotLoaded when the database refuses a row: nothing is written then.
    """
    widen_limits()
    expect(batch.total("rows"))
    alone()
    datasets = sorted(
        (registries.datasets.get(name) for name in batch.datasets),
        key=lambda dataset: (dataset.order, dataset.name),
    )
    if recheck and not _is_still_good(batch, datasets, progress):
        return
    try:
        with transaction.atomic():
            _write(batch, datasets, actor, progress)
    except DatabaseError as error:
        sentence = sentence_of(error)
        if sentence is None:
            raise
        raise NotLoaded(sentence, code="not_loaded") from error
    batch.state = Batch.State.DONE
    batch.loaded_at = timezone.now()
    batch.loaded_by_id = actor.user_id
    batch.message = _outcome(batch)
    batch.differences = {}
    batch.save(update_fields=["state", "loaded_at", "loaded_by", "message", "counts", "differences"])
    record(
        "imports.load",
        f"导入{batch.name}，新增 {batch.total('new'):,} 行",
        actor=actor,
        subject=batch,
        region_code=actor.region_code,
        detail={name: counts["new"] for name, counts in batch.counts.items()},
    )
    staging.drop(batch.pk)


def _outcome(batch: Batch) -> str:
    """What the load did, in words."""
    parts = []
    if batch.total("new"):
        parts.append(f"新增 {batch.total('new'):,} 行")
    if batch.total("changed"):
        parts.append(f"更新 {batch.total('changed'):,} 行")
    if not parts:
        parts.append("各行与库内相同，没有新增")
    if batch.only_good and batch.total("bad"):
        parts.append(f"有误的 {batch.total('bad'):,} 行没有导入")
    return "，".join(parts) + "。"


def _is_still_good(batch: Batch, datasets: Sequence[Dataset], progress: Progress) -> bool:
    """Check the stages against the database of now. Raises Refused when they are gone."""
    if not staging.exists(batch.pk):
        raise Refused("暂存的数据已清除。", hint="请重新上传文件。", code="stage_gone")
    checker = Checker(batch.pk, on_existing=batch.on_existing)
    before = batch.counts
    checker.run(datasets, lambda stage: progress(0, 0, stage))
    counts = checker.counts(datasets, {name: int(counts["rows"]) for name, counts in before.items()})
    # Unlogged tables are emptied by a crash.
    if any(counts[name]["staged"] != before[name]["staged"] for name in before):
        raise Refused("暂存的数据已清除。", hint="请重新上传文件。", code="stage_gone")
    batch.counts = counts
    if not batch.total("faults"):
        return True
    if batch.only_good and batch.total("bad") == sum(int(c["bad"]) for c in before.values()):
        checker.set_bad_aside(datasets)
        return True
    batch.state = Batch.State.ERRORS
    batch.message = "校验之后库中的数据有变化，请按下列错误改正后重新上传。"
    batch.save(update_fields=["state", "counts", "message"])
    return False


def _write(batch: Batch, datasets: Sequence[Dataset], actor: Actor, progress: Progress) -> None:
    writer = Writer(
        batch.pk,
        {
            "batch_id": batch.pk,
            "today": clock.today(),
            "user_id": actor.user_id,
        },
    )
    changes = batch.on_existing == Batch.Existing.UPDATE
    statements = [
        (dataset, statement, statement in dataset.update)
        for dataset in datasets
        for statement in (*dataset.load, *(dataset.update if changes else ()))
    ]
    touched: set[str] = set()
    for number, (dataset, statement, is_change) in enumerate(statements):
        progress(number, len(statements), f"写入{dataset.label}")
        if is_change and dataset.name not in touched:
            touched.add(dataset.name)
            writer.touch(dataset)
        writer.write(dataset, statement)
    for dataset in datasets:
        if dataset.after is not None:
            dataset.after()
    with connection.cursor() as cursor:
        # Foreign keys and deferred guards speak now, where the batch can still say why it was refused.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    progress(len(statements), len(statements), "写入完成")


def sentence_of(error: DatabaseError) -> str | None:
    """Why the database refused, in words; None when it is no refusal but a fault."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None) or ""
    if not state.startswith("23"):
        return None
    name = getattr(getattr(cause, "diag", None), "constraint_name", None)
    words = _constraint_words().get(name or "")
    if words:
        return f"{words}整批没有导入，请改正后重新上传。"
    return _BY_STATE.get(state, _OTHERWISE)


def _constraint_words() -> dict[str, str]:
    """The sentences that models give with their constraints."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
