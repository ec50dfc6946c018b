"""Money paid that was not due (多发): found, told to the family, and got back or written off (rulebook 5.8)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.casework.models import Case
from apps.core.fields import MonthField, month_constraint
from apps.files.models import StoredFile
from apps.payments.models.entitlements import Entitlement
from apps.regions.models import ScopedQuerySet

CLOSED_STATES = ("recovered", "written_off", "cancelled")


class OverpaymentQuerySet(ScopedQuerySet):
    scope_path = "entitlement__"

    def open(self) -> "OverpaymentQuerySet":
        return self.exclude(state__in=CLOSED_STATES)  # type: ignore[no-any-return]


@tracked()
class Overpayment(models.Model):
    """Money of past months that one decision has shown not to be due; the months and yuan are in ``months``.

    待告知 → 已告知 → 分期追回 → 已追回, or 已核销 by a second person. What has come back is computed: repayments,
    money that the bank returned, and offset lines that were paid. ``by_offset`` takes it from later months.
    """

    class Cause(models.TextChoices):
        LATE_DEATH_REPORT = "late_death_report", "去世迟报"
        UNREPORTED_INCOME = "unreported_income", "收入变化未报"
        UNREPORTED_MEMBER = "unreported_member_change", "成员变化未报"
        FRAUD = "fraud", "骗取待遇"
        OFFICE_ERROR = "office_error", "工作差错"

    class State(models.TextChoices):
        FOUND = "found", "待告知"
        NOTIFIED = "notified", "已告知"
        INSTALMENTS = "instalments", "分期追回"
        RECOVERED = "recovered", "已追回"
        WRITTEN_OFF = "written_off", "已核销"
        CANCELLED = "cancelled", "已撤销"

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="overpayments")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.CharField("多发原因", max_length=30, choices=Cause, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.FOUND)
    found_on = models.DateField("发现日期")
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField("说明", max_length=300, blank=True)
    notified_on = models.DateField("告知日期", null=True, blank=True)
    notice = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    planned_on = models.DateField("约定日期", null=True, blank=True)
    by_offset = models.BooleanField("从以后月份冲抵", default=False)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OverpaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "多发追回"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["found", "cancelled"]) | Q(notified_on__isnull=False) & ~Q(cause=""),
                name="overpayment_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="instalments") | Q(planned_on__isnull=False), name="overpayment_planned"
            ),
            models.CheckConstraint(
                condition=Q(by_offset=False) | Q(planned_on__isnull=False), name="overpayment_offset_agreed"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_STATES, closed_on__isnull=False)
                | ~Q(state__in=CLOSED_STATES) & Q(closed_on__isnull=True),
                name="overpayment_closed_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entitlement"],
                condition=Q(by_offset=True, closed_on__isnull=True),
                name="overpayment_offsetting",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """`DF202201-3`, as printed on the notice and in the cause of an offset."""
        return f"DF{self.found_on:%Y%m}-{self.pk}"

    @property
    def state_words(self) -> str:
        """The state as it is told: what is taken from later months is not paid in instalments."""
        is_offset = self.state == self.State.INSTALMENTS and self.by_offset
        return "按月冲抵" if is_offset else self.State(self.state).label


class OfOverpaymentQuerySet(ScopedQuerySet):
    scope_path = "overpayment__entitlement__"


@tracked()
class OverpaymentMonth(models.Model):
    """Yuan too much for one benefit month."""

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="months")
    benefit_month = MonthField("所属月")
    amount = models.DecimalField("多发金额（元）", max_digits=14, decimal_places=2)

    objects = OfOverpaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "多发月份"
        ordering = ["benefit_month"]
        constraints = [
            month_constraint("benefit_month", name="overpayment_month_first_day"),
            models.UniqueConstraint(fields=["overpayment", "benefit_month"], name="overpayment_month_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="overpayment_month_positive"),
        ]


@tracked()
class Instalment(models.Model):
    """One part of what the family has agreed to pay back, and by when."""

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="instalments")
    due_on = models.DateField("约定日期")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)

    objects = OfOverpaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "分期"
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["overpayment", "due_on"], name="instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_positive"),
        ]


class Recovery(models.Model):
    """Money that came back: paid by the family with a receipt, or returned by the bank before it arrived.

    A receipt that was mistyped stays; a reversal of the opposite amount stands against it, and the receipt may be
    entered again (``entry`` 2, 3, …). Offsets are not here: they are payment lines.
    """

    class Kind(models.TextChoices):
        REPAYMENT = "repayment", "缴回"
        RETURNED = "returned", "银行退回"
        REVERSAL = "reversal", "冲正"

    append_only = True

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="recoveries")
    kind = models.CharField("方式", max_length=12, choices=Kind)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    received_on = models.DateField("收款日期")
    receipt_no = models.CharField("票据号", max_length=40, blank=True)
    entry = models.PositiveSmallIntegerField("登记次数", default=1, db_default=1)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    transfer = models.ForeignKey("payments.Transfer", models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfOverpaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "追回款"
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="reversal", amount__lt=0) | ~Q(kind="reversal") & Q(amount__gt=0),
                name="recovery_positive",
            ),
            models.CheckConstraint(
                condition=Q(kind="repayment", transfer__isnull=True, reverses__isnull=True)
                & ~Q(receipt_no="")
                | Q(kind="returned", transfer__isnull=False, reverses__isnull=True)
                | Q(kind="reversal", transfer__isnull=True, reverses__isnull=False, receipt_no=""),
                name="recovery_proved",
            ),
            models.UniqueConstraint(
                fields=["receipt_no", "entry"],
                condition=~Q(receipt_no=""),
                name="recovery_receipt_once",
                violation_error_message="这个票据号已经登记过。",
            ),
            models.UniqueConstraint(fields=["overpayment", "transfer"], name="recovery_transfer_once"),
        ]


class Proposal(models.Model):
    """What one person of the bureau asks for and a second one decides."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        APPROVED = "approved", "已批准"
        REFUSED = "refused", "未批准"

    state = models.CharField("状态", max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer_key = models.CharField(max_length=64)
    proposed_on = models.DateField("提出日期")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decider_key = models.CharField(max_length=64, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    comment = models.CharField("决定意见", max_length=300, blank=True)

    class Meta:
        abstract = True


def _second_person(name: str) -> list[models.CheckConstraint]:
    """The constraints of a proposal: decided by somebody else, and decided as a whole."""
    return [
        models.CheckConstraint(
            condition=Q(decided_by__isnull=True)
            | ~Q(proposer_key=F("decider_key")) & ~Q(proposed_by=F("decided_by")),
            name=f"{name}_four_eyes",
            violation_error_message="提出人和批准人不能是同一人。",
        ),
        models.CheckConstraint(
            condition=Q(state="proposed", decided_by__isnull=True, decided_on__isnull=True, decider_key="")
            | ~Q(state="proposed")
            & Q(decided_by__isnull=False, decided_on__isnull=False)
            & ~Q(decider_key=""),
            name=f"{name}_decided_whole",
        ),
    ]


@tracked()
class WriteOff(Proposal):
    """The rest of an overpayment given up."""

    overpayment = models.ForeignKey(Overpayment, models.PROTECT, related_name="write_offs")
    amount = models.DecimalField("核销金额（元）", max_digits=14, decimal_places=2)
    reason = models.CharField("核销理由", max_length=300)

    objects = OfOverpaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "核销"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(reason=""), name="write_off_stated"),
            *_second_person("write_off"),
            models.UniqueConstraint(
                fields=["overpayment"], condition=~Q(state="refused"), name="write_off_once"
            ),
        ]


class OfRecoveryQuerySet(ScopedQuerySet):
    scope_path = "recovery__overpayment__entitlement__"


@tracked()
class Reversal(Proposal):
    """A mistyped receipt taken back: the receipt stays, and a ``Recovery`` of the opposite amount stands against it."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="reversals")
    reason = models.CharField("冲正理由", max_length=300)

    objects = OfRecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = "缴款冲正"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reversal_stated"),
            *_second_person("reversal"),
            models.UniqueConstraint(
                fields=["recovery"],
                condition=~Q(state="refused"),
                name="reversal_once",
                violation_error_message="这笔缴款已提出冲正。",
            ),
        ]
