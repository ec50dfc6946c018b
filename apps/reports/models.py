"""Year and month reports: the officer's words, frozen with the figures, and the PDF as it was issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.audit.history import tracked
from apps.files.models import StoredFile
from apps.policy.models import Period


@tracked()
class Report(models.Model):
    """A report over a period. Drafted from section templates; frozen once with its PDF and the PDF's hash."""

    unscoped = "one report a period for the whole district, behind reports.view_year"

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        FROZEN = "frozen", "已定稿"

    period = models.OneToOneField(Period, models.PROTECT, related_name="report")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    narratives = models.JSONField("文字", default=dict)  # section code -> text with {figure.key} placeholders
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "报告"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(file__isnull=False, frozen_at__isnull=False),
                name="report_frozen_known",
            )
        ]
