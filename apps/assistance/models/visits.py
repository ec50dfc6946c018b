"""Care visits (探访关爱): who was seen, how they are, and when to come again."""

from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.files.models import StoredFile
from apps.pages.records import LogEntry
from apps.people.models import Household
from apps.regions.models import ScopedQuerySet


@tracked()
class CareVisit(LogEntry):
    """A visit to a household in need (assistance rulebook 6.12). One household counts once a day (户次).

    ``region`` is where the household lived on the day. A visit at which nobody was met is kept and does not count.
    """

    class Mode(models.TextChoices):
        HOME = "home", "上门"
        PHONE = "phone", "电话"
        VIDEO = "video", "视频"

    class Finding(models.TextChoices):
        WELL = "well", "情况平稳"
        NEED = "need", "有需求"
        URGENT = "urgent", "急需帮助"
        ABSENT = "absent", "未见到人"

    class Signature(models.TextChoices):
        SIGNED = "signed", "本人签字"
        FAMILY = "family", "家属代签"
        NONE = "none", "未签字"

    household = models.ForeignKey(Household, models.PROTECT, related_name="care_visits", verbose_name="家庭")
    visited_on = models.DateField("探访日期")
    mode = models.CharField("探访方式", max_length=6, choices=Mode)
    visitors = models.CharField("探访人员", max_length=100)
    finding = models.CharField("探访情况", max_length=8, choices=Finding)
    needs = models.CharField("需求和处理", max_length=300, blank=True)
    signature = models.CharField("签字", max_length=8, choices=Signature, default="none")
    next_visit_on = models.DateField("下次探访日期", null=True, blank=True)

    class Meta:
        verbose_name = "探访记录"
        constraints = [
            *LogEntry.rules("visit"),
            models.UniqueConstraint(
                fields=["household", "visited_on"],
                condition=Q(voided_on__isnull=True),
                name="visit_once_a_day",
                violation_error_message="这一户当天已有探访记录，一户一天记一次，请查看已有的那一条。",
            ),
            models.CheckConstraint(
                condition=~Q(finding__in=["need", "urgent"]) | ~Q(needs=""),
                name="visit_need_in_words",
                violation_error_message="有需求的，请写明需求和处理。",
            ),
            models.CheckConstraint(
                condition=~Q(finding="urgent") | Q(next_visit_on__isnull=False),
                name="visit_urgent_again",
                violation_error_message="急需帮助的，请填写下次探访日期。",
            ),
            models.CheckConstraint(
                condition=Q(next_visit_on__isnull=True) | Q(next_visit_on__gt=F("visited_on")),
                name="visit_next_later",
                violation_error_message="下次探访日期应晚于探访日期，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(mode="home") | Q(signature="none"),
                name="visit_signed_at_home",
                violation_error_message="电话和视频探访没有签字，请改为“未签字”。",
            ),
        ]
        indexes = [
            models.Index(fields=["district_code", "visited_on", "id"], name="visit_district"),
            models.Index(fields=["town_code", "visited_on", "id"], name="visit_town"),
            models.Index(fields=["community_code", "visited_on", "id"], name="visit_community"),
            models.Index(fields=["household", "visited_on"], name="visit_household"),
            models.Index(
                fields=["next_visit_on"],
                condition=Q(next_visit_on__isnull=False, voided_on__isnull=True),
                name="visit_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} {self.get_mode_display()}探访"


class OfVisitQuerySet(ScopedQuerySet):
    scope_path = "visit__"


class VisitPhoto(models.Model):
    """A photo or a signed sheet of a visit."""

    append_only = True

    visit = models.ForeignKey(CareVisit, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = "探访照片"
        constraints = [models.UniqueConstraint(fields=["visit", "file"], name="visit_photo_once")]
