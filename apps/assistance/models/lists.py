"""Entitlement lists (幸福清单): what a household receives, in one paper that is brought to its door."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from apps.audit.history import tracked
from apps.core.fields import MonthField, month_constraint
from apps.files.models import StoredFile
from apps.pages.records import Kept
from apps.payments.models import Entitlement
from apps.people.models import Household
from apps.regions.models import ScopedQuerySet


class EntitlementListQuerySet(ScopedQuerySet):
    def newest(self) -> Any:
        """The newest edition of each household: earlier ones have been replaced."""
        later = EntitlementList.objects.filter(household=OuterRef("household")).filter(
            Q(year__gt=OuterRef("year")) | Q(year=OuterRef("year"), edition__gt=OuterRef("edition"))
        )
        return self.filter(~Exists(later))

    def waiting(self) -> Any:
        """Newest editions that nobody has brought yet."""
        return self.newest().filter(delivered_on__isnull=True)


@tracked()
class EntitlementList(Kept):
    """The list of one household, by year and edition (assistance rulebook 6.12).

    Its lines are what was in force in the month of ``issued_on`` and stay as printed; whatever changes is in the
    next edition. ``region`` is where the household lived when it was issued. ``delivered_by`` brought it.
    """

    class Cause(models.TextChoices):
        YEARLY = "yearly", "年度出具"
        CHANGE = "change", "待遇变动"

    class Receipt(models.TextChoices):
        SIGNED = "signed", "本人签收"
        FAMILY = "family", "家属代签"
        WITNESS = "witness", "留置送达，见证人签字"

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="entitlement_lists", verbose_name="家庭"
    )
    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次")
    cause = models.CharField("出具原因", max_length=8, choices=Cause)
    issued_on = models.DateField("出具日期")
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivered_by = models.CharField("送达人", max_length=100, blank=True)
    receipt = models.CharField("签收方式", max_length=8, choices=Receipt, blank=True)
    signer = models.CharField("签收人", max_length=50, blank=True)
    receipt_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收单"
    )

    objects = EntitlementListQuerySet.as_manager()

    class Meta:
        verbose_name = "幸福清单"
        constraints = [
            models.UniqueConstraint(fields=["household", "year", "edition"], name="list_edition_once"),
            models.CheckConstraint(
                condition=Q(
                    delivered_on__isnull=True,
                    delivered_by="",
                    receipt="",
                    signer="",
                    receipt_file__isnull=True,
                )
                | Q(delivered_on__isnull=False)
                & ~Q(delivered_by="")
                & Q(receipt__in=["signed", "family", "witness"])
                & ~Q(signer=""),
                name="list_delivered_whole",
                violation_error_message="送达须写明日期、送达人、签收方式和签收人。",
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("issued_on")),
                name="list_delivered_after_issue",
                violation_error_message="送达日期不能早于出具日期，请核对。",
            ),
        ]
        indexes = [
            models.Index(fields=["district_code", "issued_on", "id"], name="list_district"),
            models.Index(fields=["town_code", "issued_on", "id"], name="list_town"),
            models.Index(fields=["community_code", "issued_on", "id"], name="list_community"),
            models.Index(fields=["issued_on"], name="list_issued"),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年第 {self.edition} 版"


class OfListQuerySet(ScopedQuerySet):
    scope_path = "list__"


class EntitlementListLine(models.Model):
    """One benefit on a list: its programme, since when, for how many persons, how much a month (yuan)."""

    list = models.ForeignKey(EntitlementList, models.CASCADE, related_name="lines")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="+")
    programme = models.CharField("项目", max_length=40)
    from_month = MonthField("起始月")
    heads = models.PositiveSmallIntegerField("保障人数")
    amount = models.DecimalField("月金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)

    objects = OfListQuerySet.as_manager()

    class Meta:
        verbose_name = "幸福清单明细"
        constraints = [
            models.UniqueConstraint(fields=["list", "entitlement"], name="list_line_once"),
            month_constraint("from_month", name="list_line_month"),
        ]
