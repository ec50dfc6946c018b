"""Which programmes go together for one person in one month (assistance rulebook §7)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from apps.audit.history import tracked
from apps.core.fields import MonthField, month_constraint
from apps.payments.models.entitlements import MonthSpan


class Verdict(models.TextChoices):
    ALLOW = "allow", "可同时享受"
    FORBID = "forbid", "不能同时享受"
    CHOOSE_HIGHER = "choose_higher", "就高享受一项"
    TOP_UP = "top_up", "补足差额"


class CompatibilityQuerySet(models.QuerySet["Compatibility"]):
    def of(self, programme: str) -> "CompatibilityQuerySet":
        """The rules that concern ``programme``, whichever side of the pair it is."""
        return self.filter(Q(first=programme) | Q(second=programme))


@tracked()
class Compatibility(models.Model):
    """What holds when one person is covered by both programmes in the months from ``effective_from`` on.

    Months are inclusive; an open end is unbounded. A pair stands once, its codes in order, so that there is one
    answer to one question; a pair that is not listed goes together.
    """

    reference_data = True

    first = models.CharField("项目", max_length=40, db_collation="C")
    second = models.CharField("另一项目", max_length=40, db_collation="C")
    verdict = models.CharField("规则", max_length=16, choices=Verdict)
    effective_from = MonthField("起始月")
    effective_to = MonthField("截止月", null=True, blank=True)
    basis = models.CharField("依据", max_length=120)

    objects = CompatibilityQuerySet.as_manager()

    class Meta:
        verbose_name = "项目兼容规则"
        ordering = ["first", "second", "effective_from"]
        constraints = [
            month_constraint("effective_from", name="compatibility_from"),
            month_constraint("effective_to", name="compatibility_to"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="compatibility_months",
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="compatibility_in_order"),
            ExclusionConstraint(
                name="compatibility_one_answer",
                expressions=[
                    ("first", RangeOperators.EQUAL),
                    ("second", RangeOperators.EQUAL),
                    (MonthSpan("effective_from", "effective_to", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.second}: {self.verdict}"

    def other(self, programme: str) -> str:
        """The programme on the other side of the pair."""
        return self.second if programme == self.first else self.first
