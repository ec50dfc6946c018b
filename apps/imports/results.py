"""A batch as its pages show it: steps, numbers by data set, errors by what they have in common."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Func, Min, QuerySet, TextField, Value
from django.http import QueryDict

from apps.core import registries
from apps.imports.models import Batch, BatchFile, RowError
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
        self.is_moving = (
            batch.state in (Batch.State.CHECKING, Batch.State.LOADING) and job is not None and job.is_open
        )
        # The job ended without an answer: a fault, not a refusal.
        self.is_stuck = batch.state in (Batch.State.CHECKING, Batch.State.LOADING) and not self.is_moving
        self.may_discard = batch.is_unfinished and not (job is not None and job.state == "running")
        self.total = {
            what: batch.total(what) for what in ("rows", "new", "same", "different", "bad", "faults")
        }
        self.passed = self.total["rows"] - self.total["bad"]

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
    def steps(self) -> list[dict[str, Any]]:
        """Upload, check, what is to be done, load."""
        batch, state = self.batch, Batch.State(self.batch.state)
        checked = batch.checked_at is not None
        todo = "bad" if state == Batch.State.ERRORS else "new"
        third = {
            "label": "处理错误" if todo == "bad" else "核对结果",
            "when": f"{formats.number(self.total[todo])} 行{'待处理' if todo == 'bad' else '新增'}"
            if checked
            else "",
        }
        past = state in (Batch.State.LOADING, Batch.State.DONE)
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
                "state": {Batch.State.DONE: "done", Batch.State.LOADING: "now"}.get(state, ""),
                "when": formats.moment(batch.loaded_at)
                if batch.loaded_at
                else "一次写入，全部成功或全部不写",
                "who": batch.loaded_by.name if batch.loaded_by else "",
            },
        ]


def label_of(name: str) -> str:
    dataset = registries.datasets.find(name)
    return dataset.label if dataset else name


def row_of(batch: Batch) -> dict[str, Any]:
    """A line of the history."""
    return {
        "batch": batch,
        "tone": TONES[Batch.State(batch.state)],
        "kinds": "、".join(label_of(name) for name in batch.datasets),
        "total": {what: batch.total(what) for what in ("rows", "new", "same", "bad")},
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
