"""The check (dry run) of a batch: read every file, stage it, find everything that is wrong. Changes no register."""

from collections.abc import Callable, Sequence

from django.utils import timezone

from apps.accounts.actor import Actor
from apps.core.errors import Forbidden, Refused
from apps.imports import staging
from apps.imports.checks import Checker
from apps.imports.models import Batch, BatchFile
from apps.imports.places import Places
from apps.imports.services.session import expect, widen_limits
from apps.imports.sources import WORKBOOK, Looked, Plan, Source, look

DIFFERENCES = 50  # cells that the page shows before they are changed

Progress = Callable[[int, int, str], None]


def check(batch: Batch, plan: Plan, *, actor: Actor, progress: Progress) -> None:
    """Stage and check ``plan`` as ``batch``; ends in 有错误 or 待确认. Call in a transaction.

    ``progress(done, total, stage)`` hears rows. Raises Unreadable for a file that is no CSV, Refused for one that was
    loaded before and may not be again, Forbidden when the actor may not import a data set.
    """
    for source in plan.sources:
        if not (actor.is_system or actor.has(source.dataset.permission)):
            raise Forbidden(f"本岗位不能导入“{source.dataset.label}”。", hint="请切换到有此权限的岗位。")
    widen_limits()
    batch.errors.all().delete()
    batch.files.all().delete()
    looked = [look(source.name, source.open) for source in plan.sources]
    for source, found in zip(plan.sources, looked, strict=True):
        _refuse_loaded_before(source, found)
    rows, is_whole = _stage(batch, plan.sources, looked, actor, progress)
    total = max(sum(rows.values()), 1)
    expect(total)
    checker = Checker(batch.pk, on_existing=batch.on_existing)
    datasets = [source.dataset for source in plan.sources]
    if is_whole:
        checker.run(datasets, lambda stage: progress(total, total, stage))
    batch.counts = checker.counts(datasets, rows)
    batch.differences = {
        dataset.name: checker.differences(dataset, DIFFERENCES)
        for dataset in datasets
        if is_whole and batch.counts[dataset.name]["changed"]
    }
    batch.state = Batch.State.ERRORS if batch.total("faults") else Batch.State.READY
    batch.checked_at = timezone.now()
    batch.message = "" if is_whole else "有文件没能读到底，各行之间的关系还没有校验。"
    batch.save(update_fields=["counts", "state", "checked_at", "message", "differences"])


def _stage(
    batch: Batch, sources: Sequence[Source], looked: Sequence[Looked], actor: Actor, progress: Progress
) -> tuple[dict[str, int], bool]:
    """Rows read by data set, and whether every file could be read to its end."""
    places = Places(actor)
    for dataset in staging.needed([source.dataset for source in sources]):
        staging.create(batch.pk, dataset, places)
    total = sum(found.lines for found in looked)
    rows: dict[str, int] = {}
    done, is_whole = 0, True
    for source, found in zip(sources, looked, strict=True):
        label = f"读取{source.dataset.label}"
        progress(done, total, label)

        def advance(count: int, label: str = label) -> None:
            nonlocal done
            done += count
            progress(done, total, label)

        staged = staging.fill(
            batch.pk, source, found, places, advance, batch.mapping.get(source.dataset.name)
        )
        rows[source.dataset.name] = staged.rows
        is_whole = is_whole and staged.whole
        BatchFile.objects.create(
            batch=batch,
            dataset=source.dataset.name,
            name=source.name[:200],
            sha256=found.sha256,
            size=found.size,
            encoding=WORKBOOK if source.book else found.encoding,
            rows=staged.rows,
            heads=[head[:60] for head in staged.heads[:200]],
            notes=[*source.notes, *staged.notes],
        )
    return rows, is_whole


def _refuse_loaded_before(source: Source, found: Looked) -> None:
    """The very same file again is a slip, unless rows that are there already are simply passed over."""
    if source.dataset.on_existing != "error":
        return
    earlier = BatchFile.objects.filter(
        sha256=found.sha256, dataset=source.dataset.name, batch__state=Batch.State.DONE
    )
    loaded = earlier.select_related("batch").first()
    if loaded is not None:
        raise Refused(
            f"“{source.name}”已随批次 {loaded.batch.number} 导入，不能重复导入。",
            hint="请核对是否选错了文件。",
            code="loaded_before",
        )
