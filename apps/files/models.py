"""Stored files: attachments handed in, previews made of them, papers that were generated."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """A file under ``settings.FILES_ROOT``, never overwritten. Whose it is, an upper app says (``owners``).

    The row is append-only and holds the digest of the content, so a file cannot be exchanged for another: a
    paper that was issued is served again as it was, or not at all.
    """

    append_only = True
    unscoped = "reached only through its owner object, whose scope decides"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=40)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("字节数")
    content_type = models.CharField(max_length=100)
    storage_name = models.CharField(max_length=120, unique=True)
    original_name = models.CharField("文件名", max_length=200)
    pages = models.PositiveSmallIntegerField("页数", default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "文件"
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty")]

    def __str__(self) -> str:
        return self.original_name
