"""Who looked at whose file, and at whose full numbers."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from apps.people.models.persons import Person, PersonScope


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


class FileViewQuerySet(models.QuerySet["FileView"]):
    def visible_to(self, actor: Any) -> "FileViewQuerySet":
        """Views of files in the actor's region, whoever looked; those of merged files too."""
        if actor.sees_everything:
            return self
        scopes = PersonScope.objects.visible_to(actor).filter(person=OuterRef("person"))
        return self.filter(Exists(scopes))


class FileView(models.Model):
    """Somebody who does not handle the person's affairs opened the file: one row a person, account and day.

    Append-only; the day is the business date, ``at`` the first look of that day.
    """

    append_only = True
    merge_keeps = ("person",)  # whose file was opened stays as it was

    person = models.ForeignKey(Person, models.PROTECT, related_name="views")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    day = models.DateField("日期")
    post_label = models.CharField("岗位", max_length=40)
    at = models.DateTimeField("首次打开", auto_now_add=True)

    objects = FileViewQuerySet.as_manager()

    class Meta:
        verbose_name = "档案查看"
        constraints = [models.UniqueConstraint(fields=["person", "user", "day"], name="file_view_once_a_day")]
        indexes = [models.Index(fields=["day", "id"], name="file_view_day")]
