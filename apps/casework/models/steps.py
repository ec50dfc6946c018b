"""What the steps of a case produce: the verification report, the home visit, the public notice."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.casework.models.cases import Case
from apps.regions.models import Region, ScopedQuerySet


class OfCaseQuerySet(ScopedQuerySet):
    scope_path = "case__"


class StepQuerySet(OfCaseQuerySet):
    def standing(self) -> "StepQuerySet":
        """Those that were not recalled."""
        return self.filter(withdrawn_on__isnull=True)  # type: ignore[no-any-return]


@tracked()
class Verification(models.Model):
    """信息核对: the bureau's dated report on a case; one older than its validity cannot support a decision."""

    class Result(models.TextChoices):
        CONSISTENT = "consistent", "与申报一致"
        DIFFERS = "differs", "与申报不一致"

    case = models.ForeignKey(Case, models.PROTECT, related_name="verifications")
    number = models.CharField("报告编号", max_length=40, unique=True)
    reported_on = models.DateField("报告日期")
    valid_until = models.DateField("有效期至")
    result = models.CharField("核对结果", max_length=12, choices=Result)
    sources = ArrayField(models.CharField(max_length=40), verbose_name="数据来源")
    differences = models.TextField("不一致说明", blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)  # recalled before the next step

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "信息核对"
        ordering = ["-reported_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="consistent") | ~Q(differences=""), name="verification_differences_told"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("reported_on")), name="verification_dates_order"
            ),
        ]


@tracked()
class Visit(models.Model):
    """入户调查 by two investigators; valid once both have signed (民发〔2021〕57号 §16)."""

    class Finding(models.TextChoices):
        CONSISTENT = "consistent", "与申报一致"
        DIFFERS = "differs", "与申报不一致"

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="调查人"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="调查人"
    )
    assigned_on = models.DateField("指派日期")
    visited_on = models.DateField("入户日期", null=True, blank=True)
    finding = models.CharField("调查结果", max_length=12, choices=Finding, blank=True)
    present_text = models.CharField("在场人员", max_length=200, blank=True)
    living_text = models.TextField("居住和生活情况", blank=True)
    neighbour_count = models.PositiveSmallIntegerField("邻里访问户数", default=0)
    neighbour_text = models.TextField("邻里访问情况", blank=True)
    lead_signed_at = models.DateTimeField(null=True, blank=True)
    second_signed_at = models.DateTimeField(null=True, blank=True)
    second_comment = models.CharField("复核意见", max_length=200, blank=True)
    by_bureau = models.BooleanField("区民政局入户", default=False)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)  # recalled before anybody went

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = "入户调查"
        ordering = ["-assigned_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(lead=F("second")),
                name="visit_two_investigators",
                violation_error_message="入户调查须由两名不同的调查人进行。",
            ),
            models.CheckConstraint(
                condition=Q(lead_signed_at__isnull=True)
                | Q(visited_on__isnull=False) & ~Q(finding="") & ~Q(living_text=""),
                name="visit_signed_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(second_signed_at__isnull=True) | Q(lead_signed_at__isnull=False),
                name="visit_lead_first",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(lead_signed_at__isnull=True),
                name="visit_signed_not_withdrawn",
            ),
        ]


class NoticeQuerySet(OfCaseQuerySet):
    def public_on(self, day: object) -> "NoticeQuerySet":
        """Notices on show on ``day``: what anyone may read without signing in."""
        return self.filter(posted_on__lte=day, ends_on__gte=day, taken_down_on__isnull=True)  # type: ignore[no-any-return]


@tracked()
class PublicNotice(models.Model):
    """公示: seven calendar days in the village or community; name, head count and amount, nothing else."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    place = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="公示地点")
    posted_on = models.DateField("公示起始日")
    ends_on = models.DateField("公示截止日")
    head_count = models.PositiveSmallIntegerField("人数")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    suppress_name = models.BooleanField(
        "隐去姓名", default=False
    )  # a minor applicant (浙江省社会救助条例 §55)
    taken_down_on = models.DateField("撤下日期", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "公示"
        ordering = ["-posted_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("posted_on")), name="notice_dates_order"),
            models.CheckConstraint(condition=Q(head_count__gte=1), name="notice_head_count"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(taken_down_on__isnull=True), name="notice_one_standing"
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="notice_ends_on")]
