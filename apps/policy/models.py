"""What is in force when: standards, parameters, the working calendar, periods, the demo's business date."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.core.fields import MonthField, month_constraint
from apps.core.periods import last_day
from apps.core.registries import parameter_words


class DatedQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date) -> "DatedQuerySet":
        return self.filter(effective_from__lte=day).filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=day)
        )


@tracked()
class Standard(models.Model):
    """A standard amount in yuan, in force from ``effective_from`` to ``effective_to`` (both inclusive)."""

    reference_data = True
    reference_key = "code"

    code = models.CharField("代码", max_length=40)
    label = models.CharField("名称", max_length=60)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    effective_from = models.DateField("起始日")
    effective_to = models.DateField("截止日", null=True, blank=True)
    document = models.CharField("文号", max_length=100, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "标准"
        ordering = ["code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="standard_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="standard_positive"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="standard_dates_order",
            ),
        ]


@tracked()
class Parameter(models.Model):
    """A parameter key with a JSON value (number, text, boolean, list) in force from a date.

    A limit is read at the acceptance date of the case it governs.
    """

    reference_data = True
    reference_key = "key"

    key = models.CharField("参数", max_length=60)
    label = models.CharField("含义", max_length=100)
    value = models.JSONField("值")
    effective_from = models.DateField("起始日")
    effective_to = models.DateField("截止日", null=True, blank=True)
    source = models.CharField("依据", max_length=120, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "参数"
        ordering = ["key", "effective_from"]
        constraints = [models.UniqueConstraint(fields=["key", "effective_from"], name="parameter_once")]

    @property
    def shown(self) -> str:
        """The value in words."""
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        declared = parameter_words.find(self.key)
        words = declared.words if declared else {}
        values = self.value if isinstance(self.value, list) else [self.value]
        return "、".join(words.get(str(value), str(value)) for value in values)


class CalendarYear(models.Model):
    """A year whose holiday order is loaded; working days of any other year are refused, never guessed."""

    reference_data = True

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("放假安排文号", max_length=120)

    class Meta:
        verbose_name = "工作日历年度"


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday: a holiday, or a weekend day worked in exchange (调休)."""

    reference_data = True

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    is_working = models.BooleanField("上班")
    label = models.CharField("说明", max_length=40)

    class Meta:
        verbose_name = "工作日历"
        ordering = ["day"]


class Period(models.Model):
    """A month or a year of account. Closed, it never opens again (trigger); corrections are adjustments."""

    class Kind(models.TextChoices):
        MONTH = "month", "月"
        YEAR = "year", "年"

    class State(models.TextChoices):
        OPEN = "open", "未关账"
        CLOSED = "closed", "已关账"

    unscoped = "a period is one for the whole district, and everybody may know whether it is closed"

    kind = models.CharField("类别", max_length=5, choices=Kind)
    start = MonthField("起始月")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField("关账时间", null=True, blank=True)
    closed_on = models.DateField("关账业务日期", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "账期"
        ordering = ["-start", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "start"], name="period_once"),
            month_constraint("start", name="period_month_start"),
            models.CheckConstraint(condition=Q(kind="month") | Q(start__month=1), name="period_year_start"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_on__isnull=True)
                | Q(state="closed", closed_at__isnull=False, closed_on__isnull=False),
                name="period_closed_known",
            ),
        ]

    @property
    def end(self) -> date:
        """The last day of the period."""
        return date(self.start.year, 12, 31) if self.kind == self.Kind.YEAR else last_day(self.start)


class BusinessDay(models.Model):
    """The movable business date of the demo and of tests; one row. Production has none."""

    unscoped = "one date for everybody"

    singleton = models.BooleanField(primary_key=True, default=True)
    today = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="business_day_single")]
