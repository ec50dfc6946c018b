"""Background work as rows: the queue of record. Celery only wakes workers; what is to be done stands here."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from apps.accounts.models import Grant, User
from apps.core import registries

if TYPE_CHECKING:
    from apps.accounts.actor import Actor


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: "Actor") -> "JobQuerySet":
        """The actor's own jobs, or all for those who watch over the system (``jobs.view_all``)."""
        if actor.has("jobs.view_all"):
            return self
        if actor.user_id is None:
            return self.none()
        return self.filter(user_id=actor.user_id)

    def open(self) -> "JobQuerySet":
        """Not at an end yet: waiting or running."""
        return self.filter(state__in=Job.OPEN)

    def ready(self) -> "JobQuerySet":
        """Waiting, and not put off by a retry that is still to come."""
        return self.filter(Q(run_after__isnull=True) | Q(run_after__lte=Now()), state=Job.State.WAITING)

    def abandoned(self) -> "JobQuerySet":
        """Running by a worker that has not been heard of since its lease ran out."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=Now())

    def held_by(self, token: Any) -> "JobQuerySet":
        """The job that is running under this lease; nothing once the lease has gone to somebody else."""
        return self.filter(state=Job.State.RUNNING, lease_token=token)

    def with_people(self) -> "JobQuerySet":
        return self.select_related("user", "grant__post", "grant__region")


class Job(models.Model):
    """One piece of background work: who asked for what, who is on it, how far it is, how it ended.

    ``arguments`` and ``result`` hold ids, counts and codes, never personal data. All times are wall time of
    the database server, so that leases agree between machines; ``business_date`` is the day the work is for.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待中"
        RUNNING = "running", "运行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"
        CANCELLED = "cancelled", "已取消"

    OPEN = (State.WAITING, State.RUNNING)
    LOG_LINES = 200

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField("任务", max_length=60)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, related_name="+", verbose_name="岗位")
    arguments = models.JSONField("参数", default=dict)
    key = models.CharField("幂等键", max_length=120, null=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)

    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField("已运行次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多运行次数", default=3)
    run_after = models.DateTimeField("不早于", null=True)
    woken_at = models.DateTimeField("已通知", null=True)

    done = models.PositiveBigIntegerField("已办", default=0)
    total = models.PositiveBigIntegerField("总数", default=0)
    stage = models.CharField("步骤", max_length=100, blank=True)
    log = models.JSONField("日志", default=list)
    error = models.CharField("原因", max_length=500, blank=True)
    hint = models.CharField("怎么办", max_length=500, blank=True)
    trace = models.TextField("技术记录", blank=True)
    result = models.JSONField("结果", null=True)
    result_url = models.CharField("结果页", max_length=300, blank=True)

    business_date = models.DateField("业务日期")
    created_at = models.DateTimeField("提交时间", db_default=Now())
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_asked_once"),
            models.CheckConstraint(
                condition=Q(state="running", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="job_failure_has_sentence"
            ),
            models.CheckConstraint(condition=Q(attempts__lte=F("max_attempts")), name="job_attempts_bounded"),
        ]
        indexes = [
            # The sweeper and "what is going on" read only open rows, however many have been finished.
            models.Index(
                fields=["state", "id"], name="job_open", condition=Q(state__in=["waiting", "running"])
            ),
            models.Index(fields=["user", "-id"], name="job_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.pk])

    @property
    def label(self) -> str:
        """The kind in words; a kind that is no longer declared keeps its jobs readable."""
        kind = registries.job_kinds.find(self.kind)
        return kind.label if kind else "已停用的任务"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def percent(self) -> int | None:
        """0 to 100, or None while the amount of work is not known. 100 only when all is done."""
        if self.state == self.State.DONE:
            return 100
        return min(self.done * 100 // self.total, 100) if self.total else None


class TickRun(models.Model):
    """That a daily tick ran for a business day. One row a tick and day: the same day never runs twice."""

    unscoped = "one for the whole installation; read on a page that only the data admin opens"

    class State(models.TextChoices):
        RUNNING = "running", "运行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"

    id = models.BigAutoField(primary_key=True)
    name = models.CharField("日常任务", max_length=60)
    day = models.DateField("业务日期")
    state = models.CharField("状态", max_length=10, choices=State, default=State.RUNNING)
    attempts = models.PositiveSmallIntegerField("已运行次数", default=0)
    result = models.JSONField("结果", null=True)
    error = models.CharField("原因", max_length=500, blank=True)
    trace = models.TextField("技术记录", blank=True)
    started_at = models.DateTimeField("开始时间", db_default=Now())
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "日常任务记录"
        ordering = ["-day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "day"], name="tick_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="running", finished_at__isnull=True)
                | (~Q(state="running") & Q(finished_at__isnull=False)),
                name="tick_end_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.day}"

    @property
    def label(self) -> str:
        tick = registries.ticks.find(self.name)
        return tick.label if tick else "已停用的日常任务"
