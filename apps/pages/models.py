"""How somebody looks at a list: the queries he keeps and the columns he wants."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SavedQueryQuerySet(models.QuerySet["SavedQuery"]):
    def visible_to(self, actor: Any) -> "SavedQueryQuerySet":
        """One's own, and those shared with one's post by somebody of the same or a higher region."""
        code = actor.region_code
        shared = Q(post=actor.post_code, region_code__in=[code[:6], code[:9], code[:12]])
        return self.filter(Q(owner=actor.user_id) | shared)


class SavedQuery(models.Model):
    """A query of a register list under a name (常用查询): the conditions, order and view of its address.

    ``post`` shares it with everybody of that post within ``region_code``. The default one opens with the list.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=60)
    name = models.CharField("名称", max_length=20)
    params = models.CharField(max_length=1000)
    is_default = models.BooleanField("默认打开", default=False)
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, blank=True, related_name="+")
    region_code = models.CharField(max_length=12, blank=True, db_collation="C")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = "常用查询"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "register", "name"],
                name="query_name_once",
                violation_error_message="已有同名的常用查询，请换一个名称。",
            ),
            models.UniqueConstraint(
                fields=["owner", "register"], condition=Q(is_default=True), name="query_one_default"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="query_has_a_name"),
            models.CheckConstraint(
                condition=Q(post__isnull=True) | ~Q(region_code=""), name="query_shared_in_a_region"
            ),
        ]
        indexes = [
            models.Index(fields=["register", "post"], condition=Q(post__isnull=False), name="query_shared")
        ]

    def __str__(self) -> str:
        return self.name


class TableSettingQuerySet(models.QuerySet["TableSetting"]):
    def visible_to(self, actor: Any) -> "TableSettingQuerySet":
        """One's own."""
        return self.filter(owner=actor.user_id)


class TableSetting(models.Model):
    """Which columns somebody sees in a register list, in which order, and how many rows a page has."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=60)
    columns = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    size = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = TableSettingQuerySet.as_manager()

    class Meta:
        verbose_name = "列表设置"
        constraints = [
            models.UniqueConstraint(fields=["owner", "register"], name="table_setting_once"),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__in=[20, 50, 100]), name="table_size_offered"
            ),
        ]
