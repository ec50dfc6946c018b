"""Frozen figures of closed periods, with the ids of the records behind them; targets beside actuals."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

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
