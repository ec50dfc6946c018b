"""Households and who belongs to them when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from apps.audit.history import tracked
from apps.people.models.persons import Person
from apps.regions.models import InRegion, ScopedQuerySet


class DayRange(Func):
    """``daterange(from, to, '[]')``, for exclusion constraints over inclusive dates."""

    function = "DATERANGE"
    output_field = DateRangeField()


@tracked()
class Household(InRegion):
    """Persons who live together and apply together."""

    head = models.ForeignKey(Person, models.PROTECT, related_name="headed_households", verbose_name="户主")
    opened_on = models.DateField("建档日期")
    closed_on = models.DateField("销档日期", null=True, blank=True)
    address = models.CharField("住址", max_length=200, blank=True)
    # The number in the files it was taken over from; later files name the household by it.
    source_number = models.CharField(
        "家庭编号", max_length=40, null=True, blank=True, unique=True, editable=False
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭"
        indexes = [
            models.Index(fields=["town_code", "id"], name="household_town"),
            models.Index(fields=["community_code", "id"], name="household_community"),
            models.Index(fields=["opened_on", "id"], name="household_opened"),
        ]


class HouseholdMemberQuerySet(ScopedQuerySet):
    scope_path = "household__"


@tracked()
class HouseholdMember(models.Model):
    """Membership in a household, dated; a person is in one household at a time."""

    class Relation(models.TextChoices):
        SELF = "self", "本人"
        SPOUSE = "spouse", "配偶"
        SON = "son", "儿子"
        DAUGHTER = "daughter", "女儿"
        FATHER = "father", "父亲"
        MOTHER = "mother", "母亲"
        GRANDCHILD = "grandchild", "孙子女、外孙子女"
        GRANDPARENT = "grandparent", "祖父母、外祖父母"
        SIBLING = "sibling", "兄弟姐妹"
        OTHER = "other", "其他"

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField("与户主关系", max_length=12, choices=Relation)
    joined_on = models.DateField("加入日期")
    left_on = models.DateField("离开日期", null=True, blank=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭成员"
        constraints = [
            ExclusionConstraint(
                name="member_one_household",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DayRange("joined_on", "left_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该人员同一时间只能属于一个家庭。",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="member_dates_order"
            ),
        ]
