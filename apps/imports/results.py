"""A batch as its pages show it: steps, numbers by data set, errors by what they have in common."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from django.db.models import Count, F, Func, Min, QuerySet, TextField, Value
from django.http import QueryDict

from apps.core import registries
from apps.imports.models import Batch, BatchFile, RowError
from apps.imports.reading import ERROR_COLUMN, LEFT_OUT
from apps.imports.services.batches import may_load_good
from apps.pages import formats

GROUPS_SHOWN: Final = 30
TONES: Final = {
    Batch.State.CHECKING: "now",
    Batch.State.ERRORS: "late",
    Batch.State.READY: "soon",
    Batch.State.LOADING: "now",
    Batch.State.DONE: "done",
    Batch.State.FAILED: "late",
    Batch.State.DISCARDED: "off",
    Batch.State.UNDOING: "now",
    Batch.State.UNDONE: "off",
}
# What differs from row to row within one sentence: numbers, dates, quoted names. One sentence stands for its kind.
_PARTICULAR: Final = "(“[^”]*”)|([0-9][0-9,.*-]*)"


@dataclass(frozen=True)
class SetLine:
    """What became of one file of a batch."""

    label: str
    file: BatchFile | None
    counts: dict[str, int]


class Result:
    """What the page of a batch says beside its errors."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.tone = TONES[Batch.State(batch.state)]
        job = batch.job
        at_work = batch.state in (Batch.State.CHECKING, Batch.State.LOADING, Batch.State.UNDOING)
        self.is_moving = at_work and job is not None and job.is_open
        # The job ended without an answer: a fault, not a refusal.
        self.is_stuck = at_work and not self.is_moving
        self.may_cancel = self.is_moving and batch.state != Batch.State.UNDOING
        self.may_discard = batch.is_unfinished and not (job is not None and job.state == "running")
        self.total = {
            what: batch.total(what)
            for what in ("rows", "new", "same", "different", "changed", "bad", "faults")
        }
        self.passed = max(self.total["rows"] - self.total["bad"], 0)
        self.to_load = self.total["new"] + self.total["changed"]
        self.may_load_good = batch.state == Batch.State.ERRORS and may_load_good(batch)
        # Rows that are there with other content, where the data set lets the user say what becomes of them.
        self.may_choose = batch.state in (Batch.State.ERRORS, Batch.State.READY) and any(
            counts.get("different") and getattr(registries.datasets.find(name), "update", ())
            for name, counts in batch.counts.items()
        )
        self.may_undo = batch.state == Batch.State.DONE and self.to_load > 0
        self.choices = Batch.Existing.choices
        self.changes = [
            {"label": label_of(name), "row": row, "header": header, "before": before, "after": after}
            for name, cells in batch.differences.items()
            for row, header, before, after in cells
        ]

    @property
    def lines(self) -> list[SetLine]:
        """The files in the order in which they are loaded."""
        files = {file.dataset: file for file in self.batch.files.all()}
        known = sorted(
            self.batch.datasets, key=lambda name: getattr(registries.datasets.find(name), "order", 0)
        )
        return [SetLine(label_of(name), files.get(name), self.batch.counts.get(name, {})) for name in known]

    @property
    def seconds(self) -> str:
        """How long the check took."""
        if self.batch.checked_at is None:
            return ""
        return f"{(self.batch.checked_at - self.batch.created_at).total_seconds():.1f}"

    @property
    def _to_load_words(self) -> str:
        words = [f"{formats.number(self.total['new'])} 行新增"] if self.total["new"] else []
        if self.total["changed"]:
            words.append(f"{formats.number(self.total['changed'])} 行更新")
        return "，".join(words) or "没有变动"

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Upload, check, what is to be done, load."""
        batch, state = self.batch, Batch.State(self.batch.state)
        checked = batch.checked_at is not None
        has_errors = state == Batch.State.ERRORS
        todo = f"{formats.number(self.total['bad'])} 行有误" if has_errors else self._to_load_words
        third = {"label": "处理错误" if has_errors else "核对结果", "when": todo if checked else ""}
        loaded = (Batch.State.DONE, Batch.State.UNDOING, Batch.State.UNDONE)
        past = state == Batch.State.LOADING or state in loaded
        open_third = state in (Batch.State.ERRORS, Batch.State.READY)
        return [
            {
                "label": "上传",
                "state": "done",
                "when": formats.moment(batch.created_at),
                "who": batch.created_by.name,
            },
            {
                "label": "校验（试运行）",
                "state": "done" if checked else "now" if state == Batch.State.CHECKING else "",
                "when": formats.moment(batch.checked_at) if checked else "",
                "who": "",
            },
            {**third, "state": "done" if past else "now" if open_third else "", "who": ""},
            {
                "label": "确认导入",
                "state": "done" if state in loaded else "now" if state == Batch.State.LOADING else "",
                "when": formats.moment(batch.loaded_at)
                if batch.loaded_at
                else "一次写入，全部成功或全部不写",
                "who": batch.loaded_by.name if batch.loaded_by else "",
            },
        ]


def columns_to_match(batch: Batch) -> list[dict[str, Any]]:
    """Headers of a single file that no declared column has, with what they were matched to; empty when all fit."""
    file = batch.files.first() if len(batch.datasets) == 1 and batch.state == Batch.State.ERRORS else None
    dataset = registries.datasets.find(batch.datasets[0]) if file else None
    if file is None or dataset is None:
        return []
    mapped = batch.mapping.get(dataset.name, {})
    unknown = [head for head in file.heads if head and head not in (*dataset.headers, ERROR_COLUMN)]
    free = [header for header in dataset.headers if header not in file.heads]
    found = []
    for head in unknown:
        near = get_close_matches(head, free, n=1, cutoff=0.3)
        chosen = (mapped[head] or LEFT_OUT) if head in mapped else (near[0] if near else "")
        found.append({"head": head, "choices": [*free, LEFT_OUT], "chosen": chosen})
    return found


def label_of(name: str) -> str:
    dataset = registries.datasets.find(name)
    return dataset.label if dataset else name


def row_of(batch: Batch) -> dict[str, Any]:
    """A line of the history."""
    return {
        "batch": batch,
        "tone": TONES[Batch.State(batch.state)],
        "kinds": "、".join(label_of(name) for name in batch.datasets),
        "total": {what: batch.total(what) for what in ("rows", "new", "changed", "same", "bad")},
    }


def chosen_errors(batch: Batch, params: QueryDict) -> QuerySet[RowError]:
    """The errors of a batch, of one file or column when the address says so."""
    errors = RowError.objects.filter(batch=batch)
    if params.get("dataset"):
        errors = errors.filter(dataset=params["dataset"])
    if params.get("column"):
        errors = errors.filter(column=params["column"])
    return errors


def groups(batch: Batch) -> list[dict[str, Any]]:
    """Errors by file, column and kind of reason, the most frequent first."""
    found = (
        RowError.objects.filter(batch=batch)
        .annotate(
            kind=Func(
                F("reason"),
                Value(_PARTICULAR),
                Value("…"),
                Value("g"),
                function="regexp_replace",
                output_field=TextField(),
            )
        )
        .values("dataset", "column", "kind")
        .annotate(count=Count("id"), first=Min("row"), reason=Min("reason"))
        .order_by("-count", "dataset", "first")[:GROUPS_SHOWN]
    )
    return [{**group, "label": label_of(group["dataset"])} for group in found]
