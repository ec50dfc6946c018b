"""Import batches, their staged rows and every error of every row."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.files.models import StoredFile
from apps.jobs.models import Job


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Any) -> "BatchQuerySet":
        """All batches, for those who hold the importers' permission."""
        return self if actor.has("imports.view_import") else self.none()


class Batch(models.Model):
    """One import: a file of one data set, or a fixture set of several, loaded all or nothing."""

    class State(models.TextChoices):
        CHECKING = "checking", "校验中"
        ERRORS = "errors", "有错误"
        READY = "ready", "待确认"
        LOADING = "loading", "导入中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"
        DISCARDED = "discarded", "已作废"

    name = models.CharField("名称", max_length=100)
    datasets = ArrayField(models.CharField(max_length=60), verbose_name="数据集")
    state = models.CharField("状态", max_length=10, choices=State, default=State.CHECKING)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="+")
    counts = models.JSONField("行数", default=dict, blank=True)  # data set -> {rows, new, existing, errors}
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    loaded_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入批次"
        ordering = ["-created_at", "-id"]


class RowErrorQuerySet(models.QuerySet["RowError"]):
    def visible_to(self, actor: Any) -> "RowErrorQuerySet":
        return self if actor.has("imports.view_import") else self.none()


class RowError(models.Model):
    """One thing wrong with one cell: row, column, the value (masked when secret) and what to do."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="errors")
    dataset = models.CharField("数据集", max_length=60)
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=60)
    value = models.CharField("值", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=200)

    objects = RowErrorQuerySet.as_manager()

    class Meta:
        verbose_name = "导入错误"
        ordering = ["dataset", "row", "id"]
        indexes = [models.Index(fields=["batch", "dataset", "row", "id"], name="row_error_batch")]
