"""Frozen figures of closed periods with the records behind them, what was corrected since, and targets."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.fields import MonthField, month_constraint
from apps.policy.models import Period
from apps.regions.models import Region


class FrozenFigure(models.Model):
    """A figure of a closed period, for the district or one town. Append-only.

    ``value`` is in base units (yuan, persons …) before dividing and rounding for print; a rate keeps numerator
    and denominator. ``record_ids`` are the primary keys of the records counted (district rows leave them to
    the town rows when the figure has a town split).
    """

    append_only = True
    unscoped = "figures are read by bureau posts only; the split is filtered by region in the service"

    period = models.ForeignKey(Period, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    record_ids = ArrayField(models.CharField(max_length=60), default=list)
    definition = models.TextField(blank=True)

    class Meta:
        verbose_name = "关账数据"
        constraints = [models.UniqueConstraint(fields=["period", "key", "region"], name="frozen_once")]


class Adjustment(models.Model):
    """更正: by how much a figure of a closed period is another one now, for the district or one town. Append-only.

    Frozen value and all adjustments together are what the records say (base units). ``added_ids`` and
    ``removed_ids`` are the records that count now and did not, or the other way round; ``cause`` says in words
    what happened to them. ``found_on`` is the business date, and ``found_month`` the open month that tells of it.
    """

    append_only = True
    unscoped = "figures are read by bureau posts only; the split is filtered by region in the service"

    period = models.ForeignKey(Period, models.PROTECT, related_name="adjustments")
    key = models.CharField(max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    delta = models.DecimalField(max_digits=20, decimal_places=6)
    added_ids = ArrayField(models.CharField(max_length=60), default=list)
    removed_ids = ArrayField(models.CharField(max_length=60), default=list)
    cause = models.CharField("原因", max_length=300)
    found_on = models.DateField("登记日期")
    found_month = MonthField("登记月")
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "关账后更正"
        ordering = ["found_at", "id"]
        constraints = [
            month_constraint("found_month", name="adjustment_found_month"),
            models.CheckConstraint(
                condition=~Q(delta=0) | ~Q(added_ids=[]) | ~Q(removed_ids=[]),
                name="adjustment_says_something",
            ),
        ]
        indexes = [
            models.Index(fields=["period", "key", "region"], name="adjustment_figure"),
            models.Index(fields=["found_month"], name="adjustment_month"),
        ]


class Target(models.Model):
    """A target of a year for an indicator, with its source text and owner. Reference data."""

    reference_data = True

    class Comparator(models.TextChoices):
        AT_LEAST = ">=", "不低于"
        AT_MOST = "<=", "不高于"
        EQUAL = "=", "等于"

    key = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    comparator = models.CharField(max_length=2, choices=Comparator)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    source = models.CharField("来源", max_length=200)
    owner = models.CharField("责任科室", max_length=40)

    class Meta:
        verbose_name = "目标"
        constraints = [
            models.UniqueConstraint(fields=["key", "year"], name="target_once"),
            models.CheckConstraint(condition=Q(year__gte=2000), name="target_year"),
        ]
