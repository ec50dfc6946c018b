"""Money that is given once, or in stages of one grant (一次性发放): when each part is due, and how it reaches the family."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.audit.history import tracked
from apps.payments.models.entitlements import Entitlement
from apps.regions.models import ScopedQuerySet


class Way(models.TextChoices):
    TRANSFER = "transfer", "转账"
    CASH = "cash", "现金"
    GOODS = "goods", "实物"


class StageQuerySet(ScopedQuerySet):
    scope_path = "entitlement__"

    def by_hand(self) -> "StageQuerySet":
        """Cash and goods that are still to be given."""
        waiting: Any = self.filter(given_on__isnull=True, stopped_on__isnull=True)
        return waiting.exclude(way=Way.TRANSFER)  # type: ignore[no-any-return]


@tracked()
class Stage(models.Model):
    """A part of what was granted once: ``amount`` yuan, due on ``due_on``, by bank, in cash or as goods worth it.

    A grant paid at once has one. The stages of an entitlement come to what its case decided (trigger), and each is
    booked by one line. A transfer waits for a run; cash and goods are registered when they are given: on which day,
    by whom, and who signed for them. ``stopped_on``: not given any more, since the grant was ended before.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField("期次")
    due_on = models.DateField("应发日期")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    way = models.CharField("发放方式", max_length=10, choices=Way, default=Way.TRANSFER)
    given_on = models.DateField("发放日期", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发放人",
    )
    giver_key = models.CharField(max_length=64, blank=True)
    signed_by = models.CharField("签收人", max_length=50, blank=True)
    goods = models.CharField("物品清单", max_length=300, blank=True)
    stopped_on = models.DateField("停发日期", null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "一次性发放"
        ordering = ["entitlement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "position"], name="stage_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, position__gte=1), name="stage_positive"),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, given_by__isnull=True, giver_key="", signed_by="")
                | Q(given_on__isnull=False, given_by__isnull=False)
                & ~Q(way="transfer")
                & ~Q(giver_key="")
                & ~Q(signed_by=""),
                name="stage_given_whole",
            ),
            models.CheckConstraint(
                condition=~Q(way="goods") | Q(given_on__isnull=True) | ~Q(goods=""),
                name="stage_goods_listed",
                violation_error_message="发放实物的要写明物品。",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(stopped_on__isnull=True), name="stage_given_or_stopped"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(given_on__isnull=True, stopped_on__isnull=True),
                name="stage_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entitlement_id}-{self.position}"
