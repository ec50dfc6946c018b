"""Persons: numbers and phones are encrypted; exact values are found by digest."""

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from apps.audit.history import tracked
from apps.core import crypto, names, numbers
from apps.core.fields import EncryptedTextField
from apps.regions.models import InRegion, Region, ScopedQuerySet


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Any) -> "PersonQuerySet":
        """Persons whose home, household or cases lie in the actor's region: one semi-join on the scope rows.

        A file that was merged into another is not among them: ``merged_visible_to`` finds where it leads.
        """
        return self.filter(merged_into__isnull=True)._in_scope_of(actor)

    def merged_visible_to(self, actor: Any) -> "PersonQuerySet":
        """Files in the actor's scope that live on in another file."""
        return self.filter(merged_into__isnull=False)._in_scope_of(actor)

    def _in_scope_of(self, actor: Any) -> "PersonQuerySet":
        if actor.sees_everything:
            return self
        return self.filter(Exists(PersonScope.objects.visible_to(actor).filter(person=OuterRef("pk"))))

    def with_digest(self, digest: bytes) -> "PersonQuerySet":
        """Who has the number of this digest now, or had it by an entry that was corrected; the former come last.

        A former number may belong to somebody else, who was never entered: compare the name before you rely on it.
        """
        formerly = PersonAlias.objects.filter(number_digest=digest).values("person")
        present = Case(When(number_digest=digest, then=0), default=1, output_field=models.IntegerField())
        return (
            self.filter(merged_into__isnull=True)
            .filter(Q(number_digest=digest) | Q(pk__in=formerly))
            .order_by(present, "pk")
        )

    def without_number_since(self, day: date) -> "PersonQuerySet":
        """Persons who still live under a temporary code that they were given before ``day``."""
        return self.filter(number_digest__isnull=True, merged_into__isnull=True, temporary_since__lt=day)

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
    name_search = models.CharField(max_length=1000, editable=False)
    sex = models.CharField("性别", max_length=1, choices=Sex)
    birth_date = models.DateField("出生日期")
    # Names by which older papers know the person, parted by 、; searched like the present one.
    former_names = models.CharField("曾用名", max_length=200, blank=True, default="", db_default="")
    # Given by trigger to whoever has no number, and kept when the number comes: papers bear it.
    temporary_code = models.CharField("临时编号", max_length=16, null=True, unique=True, editable=False)
    temporary_since = models.DateField("临时编号日期", null=True, editable=False)
    death_date = models.DateField("死亡日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=20, default="汉族", blank=True)
    phone = EncryptedTextField("联系电话", blank=True, default="")
    phone_hint = models.CharField("联系电话", max_length=20, editable=False, blank=True)
    home_region = models.ForeignKey(Region, models.PROTECT, verbose_name="户籍地", related_name="+")
    address = models.CharField("住址", max_length=200, blank=True)
    disability = models.CharField("残疾类别和等级", max_length=40, blank=True)
    # A file that turned out to be the second one of a person leads to the first.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    merge_keeps = ("merged_into",)  # repointed by the merge itself

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
                | Q(number_digest__isnull=False)
                | Q(merged_into__isnull=False),
                name="person_number_known",
            ),
            # A merged file holds no number: whoever looks for the number finds the file that is kept.
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(number_digest__isnull=True, number=""),
                name="person_merged_without_number",
            ),
        ]
        indexes = [
            GinIndex(fields=["name_search"], name="person_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name_sort", "id"], name="person_name_sort"),
            models.Index(fields=["birth_date", "name"], name="person_birth_name"),
            # Few, and asked for at every change of a row that names a person.
            models.Index(fields=["id"], condition=Q(merged_into__isnull=False), name="person_merged"),
            models.Index(fields=["id"], condition=Q(death_date__isnull=False), name="person_dead"),
            models.Index(
                fields=["temporary_since"], condition=Q(number_digest__isnull=True), name="person_temporary"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derived columns (digest, masks, sort and search keys) follow the values they are made of."""
        derived = derived_columns(
            name=self.name, number=self.number, phone=self.phone, former_names=self.former_names
        )
        for name, value in derived.items():
            setattr(self, name, value)
        self.number_hint = self.number_hint or self.temporary_code or ""
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], *derived}
        super().save(*args, **kwargs)

    def age_on(self, day: date) -> int:
        return numbers.age_on(self.birth_date, day)

    @property
    def masked_name(self) -> str:
        return numbers.mask_name(self.name)

    @property
    def all_names(self) -> set[str]:
        """The name and the former ones."""
        return {self.name, *filter(None, self.former_names.split("、"))}


def derived_columns(*, name: str, number: str, phone: str, former_names: str = "") -> dict[str, Any]:
    """The columns of a person that follow from names, number and phone."""
    earlier = "".join(names.search_text(former) for former in former_names.split("、") if former)
    return {
        "number_digest": crypto.digest(number) if number else None,
        "number_hint": numbers.mask_resident_number(number) if number else "",
        "name_sort": names.sort_key(name),
        "name_search": f"{names.search_text(name)}{earlier}"[:1000],
        "phone_hint": numbers.mask_phone(phone) if phone else "",
    }


class OfPersonQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Any) -> "OfPersonQuerySet":
        """Rows of visible persons."""
        return self.filter(person__in=Person.objects.visible_to(actor))


class PersonAlias(models.Model):
    """A name or number under which older papers and lists know a person: corrected, or of a merged file."""

    class Cause(models.TextChoices):
        CORRECTION = "correction", "更正"
        MERGE = "merge", "合并档案"

    person = models.ForeignKey(Person, models.PROTECT, related_name="aliases")
    name = models.CharField("姓名", max_length=50)
    number = EncryptedTextField("证件号码", blank=True, default="")
    number_digest = models.BinaryField(max_length=32, null=True, editable=False)
    number_hint = models.CharField("证件号码", max_length=24, editable=False, blank=True)
    cause = models.CharField("原因", max_length=12, choices=Cause)
    until = models.DateField("停用日期")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "曾用身份信息"
        indexes = [models.Index(fields=["number_digest"], name="alias_digest")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_digest = crypto.digest(self.number) if self.number else None
        self.number_hint = numbers.mask_resident_number(self.number) if self.number else ""
        super().save(*args, **kwargs)


class PersonScope(InRegion):
    """Where a person is somebody's business: the home community and the towns of its cases.

    Rows are unique; ``visible_to`` of a person is one semi-join on them.
    """

    merge_keeps = ("person",)  # copied by the merge: a row may be there already

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
