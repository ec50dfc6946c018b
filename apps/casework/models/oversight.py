"""What the bureau does beside the steps of a case: sample checks of delegated decisions, complaints."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.casework.models.cases import Case
from apps.casework.models.steps import OfCaseQuerySet
from apps.core.fields import EncryptedTextField, MonthField, month_constraint
from apps.files.models import StoredFile
from apps.regions.models import InRegion, ScopedQuerySet


class SampleDraw(InRegion):
    """The draw of a month: so many of so many delegated decisions, by a seed that repeats it. Append-only."""

    append_only = True

    month = MonthField("决定月份")
    share = models.DecimalField("抽查比例", max_digits=5, decimal_places=4)
    seed = models.BigIntegerField("随机种子")
    population = models.PositiveIntegerField("下放决定件数")
    drawn_on = models.DateField("抽取日期")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "抽查"
        constraints = [
            models.UniqueConstraint(fields=["region", "month"], name="sample_draw_once"),
            month_constraint("month", name="sample_draw_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} 抽查"


@tracked()
class SampleCheck(models.Model):
    """One decision of a town that the bureau looks at again (抽查)."""

    class Outcome(models.TextChoices):
        PENDING = "", "待抽查"
        CONSISTENT = "consistent", "一致"
        CORRECTION = "correction", "责令更正"

    draw = models.ForeignKey(SampleDraw, models.PROTECT, related_name="checks")
    case = models.ForeignKey(Case, models.PROTECT, related_name="sample_checks")
    outcome = models.CharField("抽查结果", max_length=12, choices=Outcome, blank=True, default="")
    finding = models.TextField("抽查情况", blank=True)
    checked_on = models.DateField("抽查日期", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "抽查件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "case"], name="sample_check_once"),
            models.CheckConstraint(
                condition=Q(outcome="", checked_on__isnull=True, checked_by__isnull=True)
                | Q(outcome__in=["consistent", "correction"])
                & Q(checked_on__isnull=False, checked_by__isnull=False),
                name="sample_check_whole",
            ),
        ]


class ComplaintQuerySet(ScopedQuerySet):
    def visible_to(self, actor: Any) -> "ComplaintQuerySet":
        """The bureau's own; below it only what one has registered oneself, since it may be about one's town."""
        rows = super().visible_to(actor)
        if actor.level == "district" or actor.sees_everything:
            return rows  # type: ignore[no-any-return]
        return rows.filter(registered_by_id=actor.user_id)  # type: ignore[no-any-return]


@tracked()
class Complaint(InRegion):
    """投诉举报 about assistance work: about a case, a person or in general; answered within fifteen calendar days.

    浙江省社会救助条例 §58. Complaints under a name are all checked and answered (民发〔2021〕57号 §37). Who complained
    is shown to nobody but the one who handles it.
    """

    class Channel(models.TextChoices):
        VISIT = "visit", "来访"
        PHONE = "phone", "来电"
        LETTER = "letter", "来信"
        ONLINE = "online", "网络"
        FORWARDED = "forwarded", "转办"

    class Outcome(models.TextChoices):
        PENDING = "", "办理中"
        FOUNDED = "founded", "属实"
        PARTLY = "partly", "部分属实"
        UNFOUNDED = "unfounded", "不属实"

    number = models.CharField("编号", max_length=40, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="complaints")
    about = EncryptedTextField("被反映人或事项", blank=True, default="")
    channel = models.CharField("来源", max_length=12, choices=Channel)
    is_anonymous = models.BooleanField("匿名", default=False)
    name = EncryptedTextField("反映人", blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    content = models.TextField("反映内容")
    received_on = models.DateField("收到日期")
    due_on = models.DateField("答复期限")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField("办理结果", max_length=12, choices=Outcome, blank=True, default="")
    finding = models.TextField("调查情况", blank=True)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_number = models.CharField("答复文号", max_length=60, blank=True)
    answer_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "投诉举报"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=True, name="") | Q(is_anonymous=False) & ~Q(name=""),
                name="complaint_name_or_anonymous",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_on__isnull=True, answered_by__isnull=True)
                | Q(outcome__in=["founded", "partly", "unfounded"])
                & Q(answered_on__isnull=False, answered_by__isnull=False)
                & ~Q(finding=""),
                name="complaint_answered_whole",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="complaint_dates_order"),
        ]
        indexes = [models.Index(fields=["district_code", "-received_on", "-id"], name="complaint_district")]

    def __str__(self) -> str:
        return self.number
