"""What is owed beside the base amount of a month that is booked already."""

from django.db import models
from django.db.models import Q

from apps.audit.history import tracked
from apps.casework.models import Case
from apps.core.fields import MonthField, month_constraint
from apps.payments.models.entitlements import Entitlement, OfEntitlementQuerySet

# Longest sentence that fits into the cause of a line.
CAUSE_LENGTH = 60


@tracked()
class Arrear(models.Model):
    """Yuan still owed for one benefit month whose base amount is booked: a raise that takes effect backwards.

    The next run books it as a back-pay line of the same entitlement, month and ``cause``; whether it is booked
    says that line, not this row. ``cause`` is the sentence that is printed.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="arrears")
    benefit_month = MonthField("所属月")
    cause = models.CharField("事由", max_length=CAUSE_LENGTH)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    found_on = models.DateField("确定日期")

    objects = OfEntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "应补发"
        constraints = [
            month_constraint("benefit_month", name="arrear_benefit_month"),
            models.UniqueConstraint(fields=["entitlement", "benefit_month", "cause"], name="arrear_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="arrear_positive"),
            models.CheckConstraint(
                condition=~Q(cause__in=["", "确认较晚", "前期缓发"]), name="arrear_own_cause"
            ),
        ]
