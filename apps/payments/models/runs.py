"""Runs (发放批次), what they owe (lines) and the money that left (transfers)."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.core.fields import MonthField, month_constraint
from apps.files.models import StoredFile
from apps.payments.models.entitlements import Entitlement
from apps.payments.models.once import Stage
from apps.payments.models.overpayments import Overpayment
from apps.people.models import BankAccount
from apps.regions.models import InRegion, ScopedQuerySet

# Why an earlier month is paid only now. Stored in words, as it is printed: a further back-pay for the same
# month (a raised standard) brings its own sentence.
CAUSE_LATE = "确认较晚"
CAUSE_HELD = "前期缓发"
BASE_CAUSES = ("", CAUSE_LATE, CAUSE_HELD)


class RunState(models.TextChoices):
    DRAFT = "draft", "草稿"
    CHECKED = "checked", "已复核"
    SENT = "sent", "已送出"
    DONE = "done", "已完成"
    VOID = "void", "已作废"


@tracked()
class Run(InRegion):
    """A month's payment of one programme for the district: 草稿 → 已复核 (second person) → 已送出 → 已完成.

    ``maker_key`` and ``checker_key`` are person digests: a constraint keeps them apart. Lines and transfers are
    added and taken away in 草稿 only; triggers hold the states (``payments/guards.py``). A run of ``migration``
    carries money paid before this system: it is filled as a draft and goes straight to 已完成.

    A programme that ``pays_once`` has as many runs a month as are needed, told apart by their ``sequence``; one that
    pays every month has one.
    """

    programme = models.CharField("项目", max_length=40)
    month = MonthField("发放月")
    state = models.CharField("状态", max_length=10, choices=RunState, default=RunState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="生成人"
    )
    maker_key = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_on = models.DateField("生成日期", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
    )
    checker_key = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_on = models.DateField("复核日期", null=True, blank=True)
    sent_on = models.DateField("送出日期", null=True, blank=True)
    completed_on = models.DateField("完成日期", null=True, blank=True)
    comment = models.CharField("复核意见", max_length=300, blank=True)
    origin = models.CharField(
        max_length=10, default="entered", choices=[("entered", "系统办理"), ("migration", "历史数据")]
    )
    version = models.PositiveIntegerField(default=1)
    pays_once = models.BooleanField("一次性发放", default=False, db_default=False)
    sequence = models.PositiveSmallIntegerField("当月第几批", default=1, db_default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "发放批次"
        ordering = ["-month", "programme"]
        constraints = [
            month_constraint("month", name="run_month"),
            models.UniqueConstraint(
                fields=["programme", "month", "region", "sequence"],
                condition=~Q(state="void"),
                name="run_once",
            ),
            models.CheckConstraint(
                condition=Q(pays_once=True, sequence__gte=1) | Q(sequence=1), name="run_one_a_month"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | ~Q(maker_key=F("checker_key")) & ~Q(made_by=F("checked_by")),
                name="run_four_eyes",
                violation_error_message="生成人和复核人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"])
                | Q(checked_by__isnull=False)
                | Q(origin="migration"),
                name="run_checked_before_sent",
            ),
            models.CheckConstraint(
                condition=Q(
                    checked_by__isnull=True, checked_at__isnull=True, checked_on__isnull=True, checker_key=""
                )
                | Q(checked_by__isnull=False, checked_at__isnull=False, checked_on__isnull=False)
                & ~Q(checker_key=""),
                name="run_check_whole",
            ),
            models.CheckConstraint(
                condition=Q(origin="migration") | Q(made_on__isnull=False) & ~Q(maker_key=""),
                name="run_maker_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "done"]) | Q(sent_on__isnull=False), name="run_sent_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.programme}"

    @property
    def next_one(self) -> str:
        """With what money that did not arrive is tried again."""
        return "下一批" if self.pays_once else "下个月批次"


class PaymentLine(InRegion):
    """What is owed: one amount of one entitlement for one benefit month, of a kind and a cause. Append-only
    once its run is checked (trigger).

    Unique on all but the amount, so nothing is owed twice; a second back-pay carries its own cause. The amount
    of a benefit month itself (current or paid late) is owed once whatever it is called (``line_base_once``).
    A back-pay with a cause of its own is an ``Arrear`` of the same key; an offset names its ``overpayment``. What is
    given once is the line of a ``stage``, booked once; in cash or as goods it belongs to no run.
    ``region`` is the place as of the benefit month, and what a line is visible by. ``run_month`` is in the row
    so that the table can be partitioned by month without a rewrite of its users.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", "当月"
        BACK_PAY = "back_pay", "补发"
        OFFSET = "offset", "冲抵"
        ONE_OFF = "one_off", "一次性"

    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="lines")
    run_month = MonthField()
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="lines")
    benefit_month = MonthField("所属月")
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.REGULAR)
    cause = models.CharField("事由", max_length=60, blank=True, default="")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    head_count = models.PositiveSmallIntegerField("人数")
    overpayment = models.ForeignKey(
        Overpayment, models.PROTECT, null=True, blank=True, related_name="offsets", db_index=False
    )
    stage = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="lines", db_index=False
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "发放明细"
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "benefit_month", "kind", "cause"], name="line_once"
            ),
            models.UniqueConstraint(
                fields=["entitlement", "benefit_month"],
                condition=Q(kind__in=["regular", "back_pay"], cause__in=BASE_CAUSES),
                name="line_base_once",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="line_amount_nonzero"),
            models.CheckConstraint(
                condition=~Q(kind="regular") | Q(cause=""),
                name="line_regular_without_cause",
                violation_error_message="当月发放不写事由。",
            ),
            models.CheckConstraint(condition=Q(benefit_month__lte=F("run_month")), name="line_not_ahead"),
            models.CheckConstraint(
                condition=Q(overpayment__isnull=True) | Q(kind="offset", amount__lt=0),
                name="line_offset_negative",
            ),
            models.UniqueConstraint(
                fields=["stage"], condition=Q(stage__isnull=False), name="line_stage_once"
            ),
            models.CheckConstraint(
                condition=Q(stage__isnull=True) | Q(kind="one_off", amount__gt=0), name="line_of_stage"
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False) | Q(stage__isnull=False), name="line_run_or_by_hand"
            ),
            month_constraint("benefit_month", name="line_benefit_month"),
            month_constraint("run_month", name="line_run_month"),
        ]
        indexes = [
            models.Index(fields=["run", "id"], name="line_run"),
            models.Index(fields=["run", "town_code", "id"], name="line_run_town"),
            models.Index(
                fields=["overpayment"], condition=Q(overpayment__isnull=False), name="line_overpayment"
            ),
        ]


class RunExclusion(InRegion):
    """A month's amount that a run left out, and why: shown with the run, and paid later as 前期缓发."""

    class Reason(models.TextChoices):
        PAYEE_DEAD = "payee_dead", "领款人已去世"
        MEMBER_DEAD = "member_dead", "保障人员已去世，待变更"
        NOBODY = "nobody", "当月没有保障人员"
        SUSPENDED = "suspended", "待遇暂停"
        CLASH = "clash", "同月已有不能同享的待遇"
        NO_NUMBER = "no_number", "没有身份证号已满期限"
        NO_ACCOUNT = "no_account", "没有发放账户"
        ACCOUNT_CLOSED = "account_closed", "发放账户已停用"

    run = models.ForeignKey(Run, models.PROTECT, related_name="exclusions")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="exclusions")
    benefit_month = MonthField("所属月")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    reason = models.CharField("原因", max_length=20, choices=Reason)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "未发明细"
        constraints = [
            models.UniqueConstraint(fields=["run", "entitlement", "benefit_month"], name="exclusion_once"),
            month_constraint("benefit_month", name="exclusion_benefit_month"),
        ]
        indexes = [models.Index(fields=["entitlement", "benefit_month"], name="exclusion_entitlement")]


class TransferState(models.TextChoices):
    OPEN = "open", "待送出"
    SENT = "sent", "已送出"
    PAID = "paid", "已发放"
    FAILED = "failed", "发放失败"


class TransferQuerySet(ScopedQuerySet):
    scope_path = "line__"

    def paid_between(self, start: date, end: date) -> "TransferQuerySet":
        return self.filter(state=TransferState.PAID, paid_on__range=(start, end))  # type: ignore[no-any-return]


class Transfer(models.Model):
    """Money on its way: one attempt to pay a line. One open, sent or paid transfer per line, so nothing is paid
    twice; a failed one is reissued as the next attempt, with the line's benefit month unchanged.

    ``account`` is fixed when the run is made, so that the second person checks where the money goes, too. What was
    given in cash or as goods is paid from the start, and belongs to no run.
    """

    line = models.ForeignKey(PaymentLine, models.PROTECT, related_name="transfers")
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="transfers")
    attempt = models.PositiveSmallIntegerField("次数", default=1)
    state = models.CharField("状态", max_length=8, choices=TransferState, default=TransferState.OPEN)
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, blank=True, related_name="+")
    account_hint = models.CharField("账号", max_length=24, blank=True)
    paid_on = models.DateField("到账日期", null=True, blank=True)
    failure = models.CharField("失败原因", max_length=100, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "转账"
        constraints = [
            models.UniqueConstraint(fields=["line", "attempt"], name="transfer_attempt_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(state__in=["open", "sent", "paid"]), name="transfer_one_live"
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | ~Q(state="paid") & Q(paid_on__isnull=True),
                name="transfer_paid_known",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False) | Q(state="paid", attempt=1, account__isnull=True),
                name="transfer_by_hand",
            ),
        ]
        indexes = [
            models.Index(fields=["paid_on"], condition=Q(state="paid"), name="transfer_paid_on"),
            models.Index(fields=["run", "state"], name="transfer_run"),
            models.Index(fields=["line"], condition=Q(state="failed"), name="transfer_failed"),
        ]


class BankFile(models.Model):
    """A file sent to the bank or received from it, with its control totals."""

    append_only = True

    class Direction(models.TextChoices):
        OUT = "out", "送出"
        RETURN = "return", "回盘"

    run = models.ForeignKey(Run, models.PROTECT, related_name="bank_files")
    direction = models.CharField("方向", max_length=6, choices=Direction)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField("笔数")
    total = models.DecimalField("合计（元）", max_digits=14, decimal_places=2)
    notes = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class BankFileQuerySet(ScopedQuerySet):
        scope_path = "run__"

    objects = BankFileQuerySet.as_manager()

    class Meta:
        verbose_name = "银行文件"
        ordering = ["-made_at"]
