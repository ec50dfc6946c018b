"""Administrative divisions: district, town or street, village or community, each with its dates."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left

from apps.core import clock

LEVEL_BY_LENGTH = {6: "district", 9: "town", 12: "community"}


class RegionQuerySet(models.QuerySet["Region"]):
    def open_on(self, day: date) -> "RegionQuerySet":
        """Regions that exist at the end of ``day``: "all towns" in a rate means these, never a constant."""
        return self.filter(opened_on__lte=day).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def towns(self) -> "RegionQuerySet":
        return self.filter(level="town")

    def communities(self) -> "RegionQuerySet":
        return self.filter(level="community")

    def within(self, code: str) -> "RegionQuerySet":
        """The region ``code`` and all below it."""
        return self.filter(code__startswith=code)

    def visible_to(self, actor: Any) -> "RegionQuerySet":
        """Regions are public; what an actor may *choose* is its own region and what lies below."""
        return self.within(actor.region_code).open_on(clock.today())


class Region(models.Model):
    """A division: ``code`` has 6 digits (district), 9 (town) or 12 (community); a child extends its parent's."""

    class Kind(models.TextChoices):
        DISTRICT = "district", "区"
        STREET = "street", "街道"
        TOWN = "town", "镇"
        VILLAGE = "village", "村"
        COMMUNITY = "community", "社区"

    class Level(models.TextChoices):
        DISTRICT = "district", "区"
        TOWN = "town", "镇（街道）"
        COMMUNITY = "community", "村（社区）"

    reference_data = True

    code = models.CharField("区划代码", max_length=12, primary_key=True, db_collation="C")
    name = models.CharField("名称", max_length=50)
    level = models.CharField("层级", max_length=10, choices=Level)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"), name="region_code_form"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=models.F("opened_on")),
                name="region_dates_order",
            ),
            models.CheckConstraint(
                condition=Q(level="district", parent__isnull=True)
                | ~Q(level="district") & Q(parent__isnull=False),
                name="region_parent_by_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """A community with its town, since names of communities repeat; others as they are."""
        if self.level == self.Level.COMMUNITY and self.parent is not None:
            return f"{self.parent.name}{self.name}"
        return self.name


def _generated(length: int) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Left("region_id", length),
        output_field=models.CharField(max_length=length, db_collation="C"),
        db_persist=True,
    )


class InRegion(models.Model):
    """Something that lies in a region: the code once, and one stored generated column per level.

    Queues and lists are read by *equality* on the column of the actor's level (0.1 ms at 10^7 rows); a range
    over the code would read every open row of the scope before sorting.
    """

    region = models.ForeignKey(Region, models.PROTECT, verbose_name="区划", related_name="+", db_index=False)
    community_code = _generated(12)
    town_code = _generated(9)
    district_code = _generated(6)

    class Meta:
        abstract = True


class ScopedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """The one access path to rows that lie in a region: ``visible_to(actor)``.

    ``scope_path`` leads from the model to the row that carries the level columns (``"case__"`` for a detail of
    a case). ``actor`` is an ``accounts.actor.Actor``; only its ``region_code`` and ``sees_everything`` are read.
    """

    scope_path = ""

    def visible_to(self, actor: Any) -> Any:
        """Rows inside the actor's region, by equality on the column of its level."""
        if actor.sees_everything:
            return self
        level = {6: "district_code", 9: "town_code", 12: "community_code"}.get(len(actor.region_code))
        return self.filter(**{self.scope_path + level: actor.region_code}) if level else self.none()
