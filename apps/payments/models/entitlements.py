"""Entitlements (待遇): who receives what, from which month, for whom, and how the amount was computed."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from apps.audit.history import tracked
from apps.casework.models import Case
from apps.core.fields import MonthField, month_constraint
from apps.people.models import BankAccount, Household, Person
from apps.regions.models import InRegion, ScopedQuerySet


class MonthSpan(Func):
    """``daterange(first, last, '[]')`` over two months held as first days; an open end is unbounded."""

    function = "DATERANGE"
    output_field = DateRangeField()


class EntitlementStatus(models.TextChoices):
    ACTIVE = "active", "在享"
    SUSPENDED = "suspended", "暂停"
    PHASE_OUT = "phase_out", "渐退"
    ENDED = "ended", "已终止"


class EntitlementQuerySet(ScopedQuerySet):
    def in_month(self, month: date) -> "EntitlementQuerySet":
        """Entitlements that run in ``month`` (first day); ``last_month`` is inclusive."""
        return self.filter(from_month__lte=month).filter(  # type: ignore[no-any-return]
            Q(last_month__isnull=True) | Q(last_month__gte=month)
        )

    def with_people(self) -> "EntitlementQuerySet":
        return self.select_related("payee", "region", "region__parent", "case")  # type: ignore[no-any-return]


@tracked()
class Entitlement(InRegion):
    """A benefit in force, opened by an approved case and running in whole months until ``last_month`` inclusive.

    What is due in a month (amount, town) is in its terms; the row's own region is the present one. ``case`` opened
    it, ``end_case`` decided its last month. A phase-out (渐退) knows its last month and its reason from the day it
    is decided; only the status follows with time.
    """

    number = models.CharField("待遇编号", max_length=40, unique=True)
    case = models.OneToOneField(Case, models.PROTECT, related_name="entitlement")
    programme = models.CharField("项目", max_length=40)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="entitlements"
    )
    payee = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="领款人")
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(
        "状态", max_length=12, choices=EntitlementStatus, default=EntitlementStatus.ACTIVE
    )
    from_month = MonthField("起始月")
    last_month = MonthField("最后月", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=30, blank=True)
    recheck_class = models.CharField("复核类别", max_length=1, blank=True)
    next_recheck_on = models.DateField("下次复核", null=True, blank=True)
    phase_out_from = MonthField("渐退起始月", null=True, blank=True)
    end_case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "待遇"
        constraints = [
            month_constraint("from_month", name="entitlement_from_month"),
            month_constraint("last_month", name="entitlement_last_month"),
            month_constraint("phase_out_from", name="entitlement_phase_out_from"),
            models.CheckConstraint(
                condition=Q(phase_out_from__isnull=True)
                | Q(last_month__isnull=False, end_case__isnull=False) & ~Q(end_reason=""),
                name="entitlement_phase_out_ends",
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("from_month")),
                name="entitlement_months",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", last_month__isnull=False) & ~Q(end_reason="")
                | ~Q(status="ended"),
                name="entitlement_end_known",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "from_month"], name="entitlement_programme"),
            models.Index(fields=["town_code", "programme", "id"], name="entitlement_town"),
            models.Index(fields=["community_code", "programme", "id"], name="entitlement_community"),
            models.Index(fields=["district_code", "programme", "id"], name="entitlement_district"),
            models.Index(
                fields=["end_case"], condition=Q(end_case__isnull=False), name="entitlement_end_case"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OfEntitlementQuerySet(ScopedQuerySet):
    scope_path = "entitlement__"

    def in_month(self, month: date) -> Any:
        """Rows whose months contain ``month``."""
        return self.filter(first_month__lte=month).filter(
            Q(last_month__isnull=True) | Q(last_month__gte=month)
        )


@tracked()
class EntitlementTerm(InRegion):
    """What an entitlement is, month by month: amount and place from ``first_month`` to ``last_month`` inclusive.

    A change of amount or a move of town ends one term and begins the next; terms of an entitlement never
    overlap. ``computation`` holds the numbered lines of the why-sheet, ``standard`` the yuan per head applied,
    ``case`` is the confirmed case that decided it (none for a change of standard and for rolls taken over).
    """

    class Cause(models.TextChoices):
        NEW = "new", "新增"
        STANDARD = "standard", "标准调整"
        CHANGE = "change", "情况变化"
        MOVE = "move", "区内迁移"
        RECHECK = "recheck", "定期复核"
        PHASE_OUT = "phase_out", "渐退"
        CORRECTION = "correction", "更正"

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="terms")
    first_month = MonthField("起始月")
    last_month = MonthField("最后月", null=True, blank=True)
    amount = models.DecimalField("月金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    standard = models.DecimalField("适用标准（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    cause = models.CharField("变动原因", max_length=10, choices=Cause)
    computation = models.JSONField("计算过程", default=list, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    objects = OfEntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "待遇期间"
        ordering = ["first_month"]
        constraints = [
            month_constraint("first_month", name="term_first_month"),
            month_constraint("last_month", name="term_last_month"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="term_amount_positive"
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("first_month")), name="term_months"
            ),
            ExclusionConstraint(
                name="term_no_overlap",
                expressions=[
                    ("entitlement", RangeOperators.EQUAL),
                    (MonthSpan("first_month", "last_month", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["first_month", "last_month"], name="term_span"),
            models.Index(fields=["case"], condition=Q(case__isnull=False), name="term_case"),
        ]


@tracked()
class Coverage(models.Model):
    """A person covered by an entitlement from ``first_month`` to ``last_month`` inclusive: 人数 counts these.

    Within an ``exclusive_group`` (programmes that exclude each other) a person has one coverage a month. ``case``
    and ``end_case`` decided that it begins and that it ends.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="coverages")
    person = models.ForeignKey(Person, models.PROTECT, related_name="coverages")
    exclusive_group = models.CharField(max_length=20)
    first_month = MonthField("起始月")
    last_month = MonthField("最后月", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=30, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    end_case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = OfEntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "保障人员"
        constraints = [
            month_constraint("first_month", name="coverage_first_month"),
            month_constraint("last_month", name="coverage_last_month"),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("first_month")),
                name="coverage_months",
            ),
            ExclusionConstraint(
                name="coverage_exclusive",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("exclusive_group", RangeOperators.EQUAL),
                    (MonthSpan("first_month", "last_month", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该人员同一月份已有互斥的待遇。",
            ),
        ]
        indexes = [
            models.Index(fields=["entitlement", "person"], name="coverage_entitlement"),
            models.Index(fields=["case"], condition=Q(case__isnull=False), name="coverage_case"),
            models.Index(fields=["end_case"], condition=Q(end_case__isnull=False), name="coverage_end_case"),
        ]


@tracked()
class Suspension(models.Model):
    """Months in which an entitlement is not paid (暂停), from ``first_month`` to ``last_month`` inclusive.

    While it goes on, ``last_month`` and ``pay_held`` are empty. Resuming says whether the months that were held are
    paid after all (True) or are forfeited (False).
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="suspensions")
    first_month = MonthField("暂停起始月")
    last_month = MonthField("暂停最后月", null=True, blank=True)
    reason = models.CharField("暂停原因", max_length=100)
    pay_held = models.BooleanField("补发暂停的月份", null=True, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    end_case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfEntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "待遇暂停"
        ordering = ["first_month"]
        constraints = [
            month_constraint("first_month", name="suspension_first_month"),
            month_constraint("last_month", name="suspension_last_month"),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True, pay_held__isnull=True)
                | Q(last_month__gte=F("first_month"), pay_held__isnull=False),
                name="suspension_resumed_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_reason_known"),
            ExclusionConstraint(
                name="suspension_no_overlap",
                expressions=[
                    ("entitlement", RangeOperators.EQUAL),
                    (MonthSpan("first_month", "last_month", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
