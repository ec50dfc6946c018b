"""Papers of a case: documents handed in, letters sent out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.casework.models.cases import Case, CaseAction
from apps.casework.models.steps import OfCaseQuerySet
from apps.files.models import StoredFile
from apps.people.models import Person


class CaseDocument(models.Model):
    """A paper handed in for a slot of the kind's checklist, or a note that shared data answers for it.

    Before submission the row belongs to a draft (``draft_id``), afterwards to the case.
    """

    class Source(models.TextChoices):
        UPLOAD = "upload", "上传"
        SHARED = "shared", "数据共享"
        PAPER = "paper", "纸质已核"

    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="documents")
    draft_id = models.UUIDField(null=True, blank=True, db_index=True)
    slot = models.CharField("材料", max_length=40)
    label = models.CharField(max_length=100)
    member_key = models.CharField(max_length=40, blank=True)  # row of the form, until there is a person
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField("方式", max_length=10, choices=Source)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "材料"
        ordering = ["slot", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="upload") | Q(file__isnull=False), name="document_has_file"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(draft_id__isnull=False), name="document_belongs"
            ),
        ]


class Letter(models.Model):
    """A letter of a case (受理通知书, 确认通知书 …) as the PDF that was issued."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    action = models.ForeignKey(CaseAction, models.PROTECT, related_name="letters")
    kind = models.CharField("文书", max_length=40)
    label = models.CharField("名称", max_length=60)
    number = models.CharField("文号", max_length=60, unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    issued_on = models.DateField("出具日期")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "文书"
        ordering = ["issued_on", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "kind", "action"], name="letter_once")]
