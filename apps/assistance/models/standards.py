"""A change of standard (提标) over the whole roll: what was worked out for each benefit, and who decided it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.core.fields import MonthField, month_constraint
from apps.payments.models import Entitlement
from apps.policy.models import Standard
from apps.regions.models import InRegion, ScopedQuerySet

BASES = {
    "income": "按原核定收入",
    "facts": "按申报信息重新测算",
    "derived": "收入按现金额反推",
}
LEFT_OUT = {
    "phase_out": "渐退期间，金额不随标准调整",
    "ended": "待遇已终止",
    "nobody": "当期没有保障人员",
    "no_amount": "当期没有登记金额",
    "income_over": "可计收入不低于新标准，须另行复核",
}


@tracked()
class StandardChange(models.Model):
    """One batch decision by which running benefits follow a new standard: 待决定 → 已决定 / 未通过 / 已撤回.

    Made by one person of the bureau, decided by another (constraint and trigger). The rows are the frozen preview;
    they are worked out anew while it is pending and the roll has changed, and never after the decision (trigger).
    Benefits that were missed are taken by another change of the same standard; one is pending at a time.
    """

    class State(models.TextChoices):
        PENDING = "pending", "待决定"
        DECIDED = "decided", "已决定"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"

    unscoped = "the standard is one for the whole district; whose benefit changes is in the rows"

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+", verbose_name="新标准")
    district_code = models.CharField(max_length=6)
    from_month = MonthField("起始月")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    maker_key = models.CharField(max_length=64)
    made_on = models.DateField("提出日期")
    previewed_at = models.DateTimeField("试算时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decider_key = models.CharField(max_length=64, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    comment = models.CharField("意见", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "标准调整"
        ordering = ["-id"]
        constraints = [
            month_constraint("from_month", name="standard_change_from_month"),
            models.UniqueConstraint(
                fields=["district_code"], condition=Q(state="pending"), name="standard_change_pending_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(maker_key=F("decider_key")) & ~Q(made_by=F("decided_by")),
                name="standard_change_four_eyes",
                violation_error_message="提出人和决定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["pending", "withdrawn"],
                    decided_by__isnull=True,
                    decided_on__isnull=True,
                    decider_key="",
                )
                | Q(state__in=["decided", "refused"], decided_by__isnull=False, decided_on__isnull=False)
                & ~Q(decider_key=""),
                name="standard_change_decided_whole",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        """Whether it can still be decided."""
        return self.state == self.State.PENDING


class StandardChangeRow(InRegion):
    """What the change makes of some months of one benefit (``first_month`` to ``last_month``; None: open end).

    A benefit whose members or amount changed since the first month has a row for each stretch, with the heads that
    were covered then. Either ``after`` (yuan a month, with its why-sheet) or the reason why it is ``left_out``.
    ``booked_months`` of the stretch are owed already: their difference is back-pay.
    """

    change = models.ForeignKey(StandardChange, models.PROTECT, related_name="rows")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="+")
    first_month = MonthField("起始月")
    last_month = MonthField("最后月", null=True, blank=True)
    heads = models.PositiveSmallIntegerField("保障人数")
    standard_before = models.DecimalField("原标准（元）", max_digits=14, decimal_places=2)
    before = models.DecimalField("原金额（元/月）", max_digits=14, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("新金额（元/月）", max_digits=14, decimal_places=2, null=True, blank=True)
    income = models.DecimalField("可计收入（元/月）", max_digits=14, decimal_places=2, null=True, blank=True)
    basis = models.CharField("收入依据", max_length=10, choices=list(BASES.items()), blank=True)
    left_out = models.CharField("不调整原因", max_length=12, choices=list(LEFT_OUT.items()), blank=True)
    is_suspended = models.BooleanField("暂停", default=False)
    is_minimum = models.BooleanField("按最低发放额", default=False)
    booked_months = models.PositiveSmallIntegerField("已列入发放的月数", default=0)
    computation = models.JSONField("计算过程", default=list, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "标准调整明细"
        ordering = ["id"]
        constraints = [
            month_constraint("first_month", name="standard_row_first_month"),
            month_constraint("last_month", name="standard_row_last_month"),
            models.UniqueConstraint(
                fields=["change", "entitlement", "first_month"], name="standard_row_once"
            ),
            models.CheckConstraint(
                condition=Q(left_out="", before__gt=0, after__gt=0, income__isnull=False) & ~Q(basis="")
                | ~Q(left_out="") & Q(after__isnull=True),
                name="standard_row_changed_or_left_out",
            ),
        ]
        indexes = [
            models.Index(fields=["change", "town_code", "id"], name="standard_row_town"),
            models.Index(fields=["entitlement"], name="standard_row_entitlement"),
        ]
