"""Work items: everything that waits for somebody. The inbox reads only this table."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.casework.models.cases import Case
from apps.regions.models import InRegion, ScopedQuerySet


class WorkItemQuerySet(ScopedQuerySet):
    def open(self) -> "WorkItemQuerySet":
        return self.filter(closed_at__isnull=True)  # type: ignore[no-any-return]

    def for_actor(self, actor: Any) -> "WorkItemQuerySet":
        """Open items this actor could take: queued at its level, in its region, with a permission it holds.

        Those of the person the actor stands in for are among them.

        Equality on the column of the level plus the level itself is what makes the partial index apply.
        """
        items = (
            self.open().visible_to(actor).filter(level=actor.level, permission__in=sorted(actor.permissions))
        )
        items = items.filter(Q(holder__isnull=True) | Q(holder_id__in=actor.may_hold_for))
        return items.filter(line__in=actor.lines) if actor.lines else items  # type: ignore[no-any-return]


class WorkItem(InRegion):
    """A task on a case or another subject, queued at one level until claimed, with its due date."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="work_items")
    subject_type = models.CharField(max_length=60, default="casework.case")
    subject_id = models.CharField(max_length=60)
    task = models.CharField(max_length=40)
    label = models.CharField("环节", max_length=60)
    permission = models.CharField(max_length=80)
    level = models.CharField(max_length=10)
    line = models.CharField(max_length=20)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办人",
    )
    opened_on = models.DateField("送达日期")
    due_on = models.DateField("环节期限")
    warned_on = models.DateField(null=True, blank=True)
    overdue_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=40, blank=True)
    # The versions of the case whose actions opened and closed the item: a recall puts exactly these back.
    opened_version = models.PositiveIntegerField(null=True, blank=True)
    closed_version = models.PositiveIntegerField(null=True, blank=True)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "待办"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "task"],
                condition=Q(closed_at__isnull=True),
                name="work_item_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=[f"{level}_code", "due_on", "id"],
                condition=Q(closed_at__isnull=True, level=level),
                name=f"work_{level}",
            )
            for level in ("community", "town", "district")
        ] + [models.Index(fields=["closed_by", "-closed_on", "-id"], name="work_closed_by")]
