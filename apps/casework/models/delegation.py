"""Delegation of the authority to confirm, by town, programme and dates."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from apps.audit.history import tracked
from apps.people.models import DayRange
from apps.regions.models import InRegion, ScopedQuerySet


class DelegationQuerySet(ScopedQuerySet):
    def in_force(self, day: object) -> "DelegationQuerySet":
        return self.filter(valid_from__lte=day).filter(  # type: ignore[no-any-return]
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


@tracked()
class Delegation(InRegion):
    """审批权下放: the town in ``region`` confirms cases of ``programme`` accepted between the dates (inclusive)."""

    programme = models.CharField("项目", max_length=40)
    valid_from = models.DateField("起始日")
    valid_to = models.DateField("截止日", null=True, blank=True)
    document = models.CharField("文号", max_length=100)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "审批权下放"
        constraints = [
            ExclusionConstraint(
                name="delegation_no_overlap",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("programme", RangeOperators.EQUAL),
                    (DayRange("valid_from", "valid_to", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="delegation_dates_order",
            ),
        ]
