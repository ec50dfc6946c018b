"""Import batches, the files they are made of, and every error of every row."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.core import registries
from apps.files.models import StoredFile
from apps.jobs.models import Job


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Any) -> "BatchQuerySet":
        """All batches, for those who hold the importers' permission."""
        return self if actor.has("imports.view_import") else self.none()

    def with_people(self) -> "BatchQuerySet":
        return self.select_related("created_by", "loaded_by", "undone_by", "job")


class Batch(models.Model):
    """One import: a file of one data set, or a fixture set of several, loaded all or nothing.

    ``counts`` holds per data set the numbers of rows, of new, same and different ones, of rows with errors and of
    errors. ``message`` is what became of it, in words for the user. ``mapping`` gives per data set the declared header
    for a header of the file ('' for a column that is left out), ``differences`` the first cells that would change, as
    (row, header, before, after). Both go when the batch is closed or loaded: they may name people.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "校验中"
        ERRORS = "errors", "有错误"
        READY = "ready", "待确认"
        LOADING = "loading", "导入中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        DISCARDED = "discarded", "已作废"
        UNDOING = "undoing", "撤销中"
        UNDONE = "undone", "已撤销"

    class Existing(models.TextChoices):
        """What is done with rows whose key is in the database with other content, where the data set lets choose."""

        ADD = "add", "不改动，列为错误"
        UPDATE = "update", "更新为文件中的内容"
        SKIP = "skip", "跳过，保留库中内容"

    UNFINISHED = (State.CHECKING, State.ERRORS, State.READY, State.LOADING)

    name = models.CharField("名称", max_length=100)
    datasets = ArrayField(models.CharField(max_length=60), verbose_name="数据集")
    is_set = models.BooleanField("数据包", default=False)
    state = models.CharField("状态", max_length=10, choices=State, default=State.CHECKING)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="+")
    counts = models.JSONField("行数", default=dict, blank=True)
    on_existing = models.CharField("库中已有的", max_length=10, choices=Existing, default=Existing.ADD)
    mapping = models.JSONField("列对应", default=dict, blank=True)
    differences = models.JSONField("变动", default=dict, blank=True)
    only_good = models.BooleanField("只导入正确的行", default=False)
    # The transaction that wrote the rows: one that was changed since carries another number (``xmin``).
    written_by = models.BigIntegerField(null=True, blank=True, editable=False)
    checks = models.PositiveSmallIntegerField("校验次数", default=1)
    message = models.CharField("结果", max_length=500, blank=True)
    business_date = models.DateField("业务日期")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人"
    )
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    checked_at = models.DateTimeField("校验时间", null=True, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    loaded_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    submit_token = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入批次"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(loaded_at__isnull=False, loaded_by__isnull=False),
                name="batch_load_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="batch_undo_known",
            ),
        ]

    def __str__(self) -> str:
        return f"批次 {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("imports:batch", args=[self.pk])

    @property
    def number(self) -> str:
        """`I20220112-003`."""
        return f"I{self.business_date:%Y%m%d}-{self.pk:03d}"

    def total(self, what: str) -> int:
        """A count over all data sets: rows, new, same, different, bad (rows) or faults."""
        return sum(int(counts.get(what, 0)) for counts in self.counts.values())

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED


class OfBatchQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Any) -> "OfBatchQuerySet":
        return self if actor.has("imports.view_import") else self.none()


class BatchFile(models.Model):
    """One file of a batch, by its digest: the same file is known again whatever its name."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    dataset = models.CharField("数据集", max_length=60)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("字节数")
    encoding = models.CharField("编码", max_length=20)
    rows = models.PositiveIntegerField("行数", default=0)
    heads = ArrayField(models.CharField(max_length=60), verbose_name="列名", default=list, blank=True)
    notes = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入文件"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "dataset"], name="batch_file_once")]


class RowError(models.Model):
    """One thing wrong with one cell: row, column (header), the value (masked when secret) and what to do."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="errors")
    dataset = models.CharField("数据集", max_length=60)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=60)
    value = models.CharField("值", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=200)

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入错误"
        ordering = ["dataset", "row", "id"]
        indexes = [models.Index(fields=["batch", "dataset", "row", "id"], name="row_error_batch")]

    @property
    def label(self) -> str:
        """What its file holds, in words."""
        dataset = registries.datasets.find(self.dataset)
        return dataset.label if dataset else self.dataset


class LoadedRows(models.Model):
    """The rows that one statement of a load added to one table: their ids as an ``int8multirange``."""

    append_only = True

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="loaded")
    position = models.PositiveSmallIntegerField("顺序")
    model_table = models.CharField("表", max_length=63)
    ids = models.TextField("行号区间")
    count = models.PositiveIntegerField("行数")

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入的行"
        ordering = ["batch", "position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="loaded_rows_once")]


class TouchedRow(models.Model):
    """A row that was there before a batch changed it, as it was."""

    append_only = True

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="touched")
    model_table = models.CharField("表", max_length=63)
    key = models.BigIntegerField("行号")
    before = models.JSONField("原值")

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入改动的行"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "model_table", "key"], name="touched_row_once")
        ]


class CancelRequest(models.Model):
    """Somebody wants the work on a batch to stop; it looks for this between chunks and statements."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="cancel_request")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "取消请求"


class ColumnMapping(models.Model):
    """How an account's files of one data set name their columns: file header to declared header, '' for none."""

    unscoped = "an account's own; read for that account only"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    dataset = models.CharField("数据集", max_length=60)
    heads = models.JSONField("列对应", default=dict)

    class Meta:
        verbose_name = "列对应"
        constraints = [models.UniqueConstraint(fields=["user", "dataset"], name="column_mapping_once")]
