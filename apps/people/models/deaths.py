"""Deaths as they were reported: by whom, when, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.people.models.persons import OfPersonQuerySet, Person


class DeathRecord(models.Model):
    """A report that a person died on ``day``. One in force a person; an erroneous one is revoked and stays on file.

    ``followed_on`` is the day on which what follows from it (a change of the benefit) was opened.
    """

    merge_keeps = ("person",)  # moved by the merge itself: both files may have one

    class Source(models.TextChoices):
        FAMILY = "family", "家属申报"
        COMMUNITY = "community", "村（社区）报告"
        POLICE = "police", "公安数据"
        FUNERAL = "funeral", "殡葬数据"
        HOSPITAL = "hospital", "医院证明"

    person = models.ForeignKey(Person, models.PROTECT, related_name="deaths")
    day = models.DateField("死亡日期")
    source = models.CharField("信息来源", max_length=10, choices=Source)
    certificate = models.CharField("证明编号", max_length=60, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_on = models.DateField("登记日期")
    followed_on = models.DateField("后续办理日期", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoke_reason = models.CharField("撤销理由", max_length=200, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "死亡登记"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_on__isnull=True),
                name="death_once",
                violation_error_message="已登记死亡。",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_by=None)
                | Q(revoked_on__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason=""),
                name="death_revoked_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(revoked_on__isnull=True, followed_on__isnull=True),
                name="death_to_follow",
            )
        ]
