"""Children's homes (儿童之家) and the communities that they serve."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from apps.audit.history import tracked
from apps.core import numbers
from apps.core.fields import EncryptedTextField
from apps.pages.records import Dated
from apps.regions.models import Region, ScopedQuerySet


@tracked()
class ChildHome(Dated):
    """A place for children near their homes, in the community ``region`` where it lies (assistance rulebook 6.11).

    It may serve several communities, and a community may have several homes: ``served``. ``upgraded_on`` is the day
    on which its upgrade (提升建设) was accepted.
    """

    class Rating(models.TextChoices):
        NONE = "", "未评定"
        THREE = "three", "三星"
        FOUR = "four", "四星"
        FIVE = "five", "五星"

    class Service(models.TextChoices):
        PLAY = "play", "游戏活动"
        STUDY = "study", "课业辅导"
        CARE = "care", "临时照料"
        MIND = "mind", "心理关爱"
        PARENTS = "parents", "家庭教育指导"
        SAFETY = "safety", "安全教育"

    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=200)
    area = models.DecimalField("面积（平方米）", max_digits=7, decimal_places=1)
    in_charge = models.CharField("负责人", max_length=50)
    phone = EncryptedTextField("联系电话")
    phone_hint = models.CharField("联系电话", max_length=20, editable=False)
    hours = models.CharField("开放时间", max_length=100)
    services = ArrayField(
        models.CharField(max_length=10, choices=Service), verbose_name="服务内容", default=list
    )
    rating = models.CharField("星级", max_length=10, choices=Rating, blank=True, default="")
    upgraded_on = models.DateField("提升建设完成日期", null=True, blank=True)

    class Meta:
        verbose_name = "儿童之家"
        constraints = [
            *Dated.rules("home"),
            models.UniqueConstraint(
                fields=["region", "name"],
                condition=Q(closed_on__isnull=True),
                name="home_name_once",
                violation_error_message="这个村（社区）已有同名的儿童之家，请查看已有的那一条。",
            ),
            models.CheckConstraint(
                condition=Q(area__gt=0, area__lt=100_000),
                name="home_area",
                violation_error_message="面积应大于 0 平方米，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(upgraded_on__isnull=True) | Q(upgraded_on__gte=F("opened_on")),
                name="home_upgraded_in_its_life",
                violation_error_message="提升建设完成日期不能早于启用日期，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(services__contained_by=["play", "study", "care", "mind", "parents", "safety"]),
                name="home_services_known",
            ),
        ]
        indexes = [
            models.Index(fields=["district_code", "opened_on", "id"], name="home_district"),
            models.Index(fields=["town_code", "opened_on", "id"], name="home_town"),
            models.Index(fields=["community_code", "id"], name="home_community"),
            models.Index(fields=["upgraded_on"], name="home_upgraded"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_words(self) -> str:
        """`80.5 平方米`."""
        return f"{self.area:.1f} 平方米"

    @property
    def services_words(self) -> list[str]:
        """What it offers, in words."""
        return [str(self.Service(code).label) for code in self.services]

    def save(self, *args: object, **kwargs: object) -> None:
        self.phone_hint = numbers.mask_phone(self.phone) if self.phone else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class OfHomeQuerySet(ScopedQuerySet):
    scope_path = "home__"


@tracked()
class ServedCommunity(models.Model):
    """A community served by a home, from ``first_day`` until the end of ``last_day``."""

    home = models.ForeignKey(ChildHome, models.PROTECT, related_name="served")
    community = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="服务的村（社区）")
    first_day = models.DateField("起始日期")
    last_day = models.DateField("截止日期", null=True, blank=True)

    objects = OfHomeQuerySet.as_manager()

    class Meta:
        verbose_name = "服务的村（社区）"
        constraints = [
            models.UniqueConstraint(
                fields=["home", "community"], condition=Q(last_day__isnull=True), name="served_once"
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="served_dates_order",
            ),
            models.CheckConstraint(condition=Exact(Length("community_id"), 12), name="served_is_a_community"),
        ]
        indexes = [models.Index(fields=["community", "first_day"], name="served_community")]
