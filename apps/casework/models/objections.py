"""Objections to a public notice (公示期异议)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.audit.history import tracked
from apps.casework.models.cases import Case
from apps.casework.models.steps import OfCaseQuerySet, PublicNotice
from apps.core.fields import EncryptedTextField
from apps.files.models import StoredFile


@tracked()
class Objection(models.Model):
    """What somebody brings forward against a proposed confirmation while it is on show (民发〔2021〕57号 §19).

    It counts when it was received up to the last minute of the notice's last day (trigger); later it is a
    complaint. Who objects is kept from everybody but those who review it (浙江省社会救助条例 §58).
    """

    class Outcome(models.TextChoices):
        PENDING = "", "复查中"
        UPHELD = "upheld", "异议成立"
        NOT_UPHELD = "not_upheld", "异议不成立"

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    received_on = models.DateField("收到日期")
    received_time = models.TimeField("收到时间", null=True, blank=True)
    name = EncryptedTextField("反映人", blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    content = models.TextField("反映内容")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_on = models.DateField("登记日期")
    outcome = models.CharField("复查结果", max_length=12, choices=Outcome, blank=True, default="")
    finding = models.TextField("复查情况", blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "异议"
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", concluded_on__isnull=True)
                | Q(outcome__in=["upheld", "not_upheld"], concluded_on__isnull=False) & ~Q(finding=""),
                name="objection_concluded_whole",
            ),
        ]
