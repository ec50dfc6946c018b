"""A change of a running dibao benefit: what it is about, and what it comes to as frozen at review."""

from django.db import models
from django.db.models import Q

from apps.assistance.models.dibao import OfCaseQuerySet
from apps.assistance.rules import changes
from apps.audit.history import tracked
from apps.casework.models import Case
from apps.core.fields import EncryptedTextField, MonthField, month_constraint
from apps.payments.models import Entitlement
from apps.people.models import BankAccount, Person
from apps.regions.models import Region


@tracked()
class DibaoChange(models.Model):
    """What a change case (变更办件) is about, one to one with the case; its facts are the case's ``dibao``.

    The entitlement keeps its number and the case that opened it. ``outcome``, ``effective_month``, amounts (yuan a
    month) and heads before and after are written by the review and are what is decided. ``months`` holds a row for
    each month from which the amount is another (``month``, ``amount``, ``standard``, ``computation``): more than one
    when the standard has changed since. ``chosen_month`` is a first month that was named. ``other`` is the
    entitlement that is merged into this one. One change of an entitlement is open at a time (trigger).
    """

    merge_keeps = ("payee",)  # what was decided stays; while a change is open its payee is not merged away

    case = models.OneToOneField(Case, models.PROTECT, related_name="change")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="changes")
    ground = models.CharField("变更事由", max_length=20, choices=list(changes.GROUND_LABELS.items()))
    event_on = models.DateField("发生日期", null=True, blank=True)
    chosen_month = MonthField("指定起始月", null=True, blank=True)
    leave_reason = models.CharField(
        "减少原因", max_length=20, choices=list(changes.LEAVE_REASONS.items()), blank=True
    )
    end_reason = models.CharField(
        "终止原因", max_length=20, choices=list(changes.END_REASONS.items()), blank=True
    )
    reason_text = models.CharField("情况说明", max_length=300, blank=True)
    payee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, blank=True, related_name="+")
    # An account that is new is kept here until the decision: nobody is paid into it before.
    new_bank = models.CharField("新开户行", max_length=60, blank=True)
    new_account = EncryptedTextField("新账号", blank=True, default="")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="迁入村（社区）"
    )
    address = models.CharField("新住址", max_length=200, blank=True)
    other = models.ForeignKey(
        Entitlement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_by",
        verbose_name="并入的待遇",
    )
    pay_held = models.BooleanField("补发暂停的月份", null=True, blank=True)
    has_facts = models.BooleanField("家庭情况已填", default=True)
    outcome = models.CharField("变更结果", max_length=12, choices=list(changes.OUTCOMES.items()), blank=True)
    effective_month = MonthField("变更起始月", null=True, blank=True)
    last_month = MonthField("最后月", null=True, blank=True)
    amount_before = models.DecimalField(
        "原金额（元/月）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_after = models.DecimalField(
        "现金额（元/月）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    heads_before = models.PositiveSmallIntegerField("原保障人数", null=True, blank=True)
    heads_after = models.PositiveSmallIntegerField("现保障人数", null=True, blank=True)
    computation_before = models.JSONField("原计算过程", default=list, blank=True)
    months = models.JSONField("各月金额", default=list, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "低保变更"
        constraints = [
            month_constraint("chosen_month", name="dibao_change_chosen_month"),
            month_constraint("effective_month", name="dibao_change_effective_month"),
            month_constraint("last_month", name="dibao_change_last_month"),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(effective_month__isnull=False, amount_before__isnull=False, heads_before__isnull=False),
                name="dibao_change_frozen_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["increase", "decrease", "unchanged", "phase_out"])
                | Q(amount_after__gt=0, heads_after__gt=0),
                name="dibao_change_goes_on",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="stop") | ~Q(end_reason=""), name="dibao_change_stop_reason"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="phase_out") | Q(last_month__isnull=False), name="dibao_change_phase_out"
            ),
            models.CheckConstraint(
                condition=~Q(ground="move") | Q(region__isnull=False), name="dibao_change_move_where"
            ),
            models.CheckConstraint(
                condition=~Q(ground="merge") | Q(other__isnull=False), name="dibao_change_merge_with"
            ),
        ]

    @property
    def ground_rule(self) -> changes.Ground:
        """What the rules say of the ground."""
        return changes.GROUNDS[self.ground]
