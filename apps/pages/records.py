"""What rows of registers and logs have in common. A model of either extends one of these::

    @tracked()
    class ChildHome(Dated): ...      # a register: opened, later closed, sometimes opened again

    @tracked()
    class CareVisit(LogEntry): ...   # a log: happened on a day; an entry made in error is voided, never deleted

Its ``Meta.constraints`` start with ``*Dated.rules("home")`` or ``*LogEntry.rules("visit")``.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.regions.models import InRegion, ScopedQuerySet


class Kept(InRegion):
    """A row that is entered and changed in a register form: one submission is one row, one version one author."""

    submit_token = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True, editable=False)
    recorded_on = models.DateField("登记日期", editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class Dated(Kept):
    """Something with a life: in being from ``opened_on`` on, until the end of the day before ``closed_on``."""

    opened_on = models.DateField("启用日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)
    close_reason = models.CharField("停用原因", max_length=200, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def rules(name: str) -> list[models.BaseConstraint]:
        """The constraints of a dated row, named after it."""
        return [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name=f"{name}_dates_order",
                violation_error_message="停用日期应晚于启用日期，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, close_reason="")
                | Q(closed_on__isnull=False) & ~Q(close_reason=""),
                name=f"{name}_closed_for_a_reason",
                violation_error_message="停用须写明日期和原因。",
            ),
        ]


class LogEntry(Kept):
    """Something that happened on a day. An entry made in error is voided with a reason and counts no more."""

    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="作废人",
    )
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def rules(name: str) -> list[models.BaseConstraint]:
        """The constraints of a log entry, named after it."""
        return [
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(voided_on__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name=f"{name}_voided_by_somebody",
                violation_error_message="作废须写明原因。",
            )
        ]
