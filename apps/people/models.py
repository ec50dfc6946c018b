"""Persons and households. Numbers, phones and accounts are encrypted; exact values are found by digest."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from apps.audit.history import tracked
from apps.core import crypto, names, numbers
from apps.core.fields import EncryptedTextField
from apps.regions.models import InRegion, Region, ScopedQuerySet


class DayRange(Func):
    """``daterange(from, to, '[]')``, for exclusion constraints over inclusive dates."""

    function = "DATERANGE"
    output_field = DateRangeField()


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Any) -> "PersonQuerySet":
        """Persons whose home, household or cases lie in the actor's region: one semi-join on the scope rows."""
        if actor.sees_everything:
            return self
        return self.filter(Exists(PersonScope.objects.visible_to(actor).filter(person=OuterRef("pk"))))

    def named(self, text: str) -> "PersonQuerySet":
        """Persons whose name holds what is typed, or whose pinyin or initials begin with it (ljs, lijianshe)."""
        typed = names.normalise_query(text)
        if not typed:
            return self.none()
        # Pinyin is looked for from its beginning: an initial in the middle of a syllable is nobody's name.
        return self.filter(name_search__contains=f" {typed}" if typed.isascii() else typed)

    def alive_on(self, day: date) -> "PersonQuerySet":
        return self.filter(Q(death_date__isnull=True) | Q(death_date__gt=day))


@tracked()
class Person(models.Model):
    """A natural person. The resident number wins: birth date and sex follow from it and are checked against it."""

    class Sex(models.TextChoices):
        MALE = "M", "男"
        FEMALE = "F", "女"

    class NumberKind(models.TextChoices):
        RESIDENT = "resident_id", "居民身份证"
        TEMPORARY = "temporary_code", "临时编号"

    number_kind = models.CharField("证件类型", max_length=20, choices=NumberKind, default=NumberKind.RESIDENT)
    number = EncryptedTextField("证件号码", blank=True, default="")
    number_digest = models.BinaryField(max_length=32, unique=True, null=True, editable=False)
    number_hint = models.CharField("证件号码", max_length=24, editable=False, blank=True)
    name = models.CharField("姓名", max_length=50)
    name_sort = models.CharField(max_length=200, editable=False, db_collation="C")
    name_search = models.CharField(max_length=400, editable=False)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    birth_date = models.DateField("出生日期")
    death_date = models.DateField("死亡日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=20, default="汉族", blank=True)
    phone = EncryptedTextField("联系电话", blank=True, default="")
    phone_hint = models.CharField("联系电话", max_length=20, editable=False, blank=True)
    home_region = models.ForeignKey(Region, models.PROTECT, verbose_name="户籍地", related_name="+")
    address = models.CharField("住址", max_length=200, blank=True)
    disability = models.CharField("残疾类别和等级", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        constraints = [
            models.CheckConstraint(
                condition=Q(death_date__isnull=True) | Q(death_date__gte=F("birth_date")),
                name="person_dates_order",
                violation_error_message="死亡日期不能早于出生日期。",
            ),
            models.CheckConstraint(
                condition=Q(number_digest__isnull=True, number_kind="temporary_code")
                | Q(number_digest__isnull=False),
                name="person_number_known",
            ),
        ]
        indexes = [
            GinIndex(fields=["name_search"], name="person_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name_sort", "id"], name="person_name_sort"),
            models.Index(fields=["birth_date", "name"], name="person_birth_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derived columns (digest, masks, sort and search keys) follow the values they are made of."""
        for name, value in derived_columns(name=self.name, number=self.number, phone=self.phone).items():
            setattr(self, name, value)
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {
                *kwargs["update_fields"],
                *derived_columns(name="", number="", phone=""),
            }
        super().save(*args, **kwargs)

    def age_on(self, day: date) -> int:
        return numbers.age_on(self.birth_date, day)

    @property
    def masked_name(self) -> str:
        return numbers.mask_name(self.name)


def derived_columns(*, name: str, number: str, phone: str) -> dict[str, Any]:
    """The columns of a person that follow from name, number and phone; also used by the importer."""
    return {
        "number_digest": crypto.digest(number) if number else None,
        "number_hint": numbers.mask_resident_number(number) if number else "",
        "name_sort": names.sort_key(name),
        "name_search": names.search_text(name),
        "phone_hint": numbers.mask_phone(phone) if phone else "",
    }


class PersonScope(InRegion):
    """Where a person is somebody's business: the home community and the towns of its cases.

    Rows are unique; ``visible_to`` of a person is one semi-join on them.
    """

    class Reason(models.TextChoices):
        HOME = "home", "户籍"
        CASE = "case", "办件"
        BENEFIT = "benefit", "待遇"

    person = models.ForeignKey(Person, models.CASCADE, related_name="scopes")
    reason = models.CharField(max_length=10, choices=Reason)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "人员范围"
        constraints = [
            models.UniqueConstraint(fields=["person", "region", "reason"], name="person_scope_once")
        ]
        indexes = [
            models.Index(fields=["community_code", "person"], name="person_scope_community"),
            models.Index(fields=["town_code", "person"], name="person_scope_town"),
            models.Index(fields=["district_code", "person"], name="person_scope_district"),
        ]


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


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def visible_to(self, actor: Any) -> "BankAccountQuerySet":
        """Accounts of visible persons."""
        return self.filter(person__in=Person.objects.visible_to(actor))


@tracked()
class BankAccount(models.Model):
    """A bank account to which money of a person is paid, from ``valid_from`` on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    bank = models.CharField("开户行", max_length=60)
    account = EncryptedTextField("账号")
    account_digest = models.BinaryField(max_length=32, editable=False)
    account_hint = models.CharField("账号", max_length=24, editable=False)
    holder_name = models.CharField("户名", max_length=50)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "银行账户"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="account_one_current"
            )
        ]
        indexes = [models.Index(fields=["account_digest"], name="account_digest")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.account_digest = crypto.digest(self.account)
        self.account_hint = numbers.mask_account(self.account)
        super().save(*args, **kwargs)


class Reveal(models.Model):
    """A logged look at full numbers: by whom, of which subject, why, until when. Append-only."""

    append_only = True
    unscoped = "own rows only: read by user and subject in one service"

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    reason = models.CharField("理由", max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()

    class Meta:
        verbose_name = "证件查看"
        indexes = [models.Index(fields=["user", "subject_type", "subject_id", "until"], name="reveal_lookup")]
