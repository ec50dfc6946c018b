"""What the details of declared applications have in common; each line's models build on these."""

from typing import Any

from django.db import models
from django.db.models import Q

from apps.casework.models import Case
from apps.regions.models import ScopedQuerySet


class OfCase(ScopedQuerySet):
    scope_path = "case__"


class OfDetail(ScopedQuerySet):
    scope_path = "detail__case__"


class Detail(models.Model):
    """The detail of a case, one to one. ``proposed_*``, ``standard`` and ``computation`` are written by the review.

    Amounts in yuan (a month, or once, as the kind says); ``computation`` holds the lines of the why-sheet as frozen,
    each with label, value and source.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="%(class)s")
    is_by_proxy = models.BooleanField("由他人代为申请", default=False)
    proxy_name = models.CharField("受托人", max_length=50, blank=True)
    duplicate_note = models.CharField("关联记录核实说明", max_length=300, blank=True)
    proposed_amount = models.DecimalField(
        "拟定金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    proposed_heads = models.PositiveSmallIntegerField("拟定人数", null=True, blank=True)
    standard = models.DecimalField("适用标准（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    computation = models.JSONField("计算过程", default=list, blank=True)

    objects = OfCase.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(is_by_proxy=False) | ~Q(proxy_name=""),
                name="%(class)s_proxy_named",
                violation_error_message="委托办理须填写受托人。",
            ),
            models.CheckConstraint(
                condition=Q(proposed_amount__isnull=True) | Q(proposed_amount__gte=0),
                name="%(class)s_amount_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @classmethod
    def of(cls, case: Case) -> Any:
        """The detail of ``case``; raises DoesNotExist when it has none of this kind."""
        return cls.objects.get(case=case)


class DetailRow(models.Model):
    """A row of a table of an application. A line's model adds ``detail`` (its foreign key) and the columns.

    In a table of persons it adds ``person`` as well.
    """

    key = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()

    objects = OfDetail.as_manager()

    class Meta:
        abstract = True
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["detail", "key"], name="%(class)s_key_once"),
        ]
