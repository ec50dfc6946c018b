"""Drafts: half-typed forms, saved as they are typed."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from apps.core.fields import EncryptedTextField
from apps.regions.models import Region


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, actor: Any) -> "DraftQuerySet":
        """Only one's own drafts."""
        return self.filter(owner_id=actor.user_id)


class Draft(models.Model):
    """A form in the making: its fields as typed (encrypted), and the token that makes its submission unique.

    ``revision`` guards against an older window overwriting newer typing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    label = models.CharField(max_length=60, blank=True)  # masked name, for the list of drafts
    fields = EncryptedTextField(default="{}")
    submit_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "草稿"
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["owner", "-updated_at"], name="draft_owner")]
