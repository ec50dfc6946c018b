"""The trail: events that services write in the transaction of the change, never altered afterwards."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

SIGN_IN_ACTIONS = (
    "accounts.signed_in",
    "accounts.sign_in_failed",
    "accounts.locked",
    "accounts.sign_in_while_locked",
    "accounts.signed_out",
    "accounts.unlocked",
)


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject_type: str, subject_id: Any) -> "EventQuerySet":
        return self.filter(subject_type=subject_type, subject_id=str(subject_id))

    def sign_ins_of(self, user_id: int) -> "EventQuerySet":
        """How and from where an account was signed in, or was not; newest first. For who manages accounts."""
        return self.about("accounts.user", user_id).filter(action__in=SIGN_IN_ACTIONS).order_by("-at")

    def visible_to(self, actor: Any) -> "EventQuerySet":
        """The whole trail, for those who hold the auditor's permission; nothing for anyone else."""
        return self if actor.has("audit.view_event") else self.none()


class Event(models.Model):
    """Who did what to which object, when and why. Append-only: by trigger and by the application's rights.

    ``detail`` holds ids and codes, never personal data in clear.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField("时间", default=timezone.now)
    business_date = models.DateField("业务日期")
    # No foreign key: accounts lie above audit, and an account that has acted is never deleted.
    user_id = models.BigIntegerField("账号编号", null=True)
    actor_name = models.CharField("姓名", max_length=50)
    post_label = models.CharField("岗位", max_length=80, blank=True)
    action = models.CharField("动作", max_length=60)
    label = models.CharField("说明", max_length=200)
    subject_type = models.CharField("对象类型", max_length=60)
    subject_id = models.CharField("对象编号", max_length=60)
    region_code = models.CharField("区划代码", max_length=12, blank=True, db_collation="C")
    reason = models.CharField("理由", max_length=500, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    address = models.GenericIPAddressField("地址", null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "审计事件"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_subject"),
            models.Index(fields=["user_id", "at"], name="event_user"),
            models.Index(fields=["at", "id"], name="event_time"),
            models.Index(fields=["business_date"], name="event_day"),
        ]
