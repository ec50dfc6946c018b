"""What changes who a file is about: corrections of name and number, merges of two files of one person.

Both rest on evidence and, where a number is at stake, on a second person. The promise is held by triggers
(migration ``identity_guards``): the keys of who asked and who decided are those of their accounts and differ, and no
number of a person changes without such a decision in the same transaction.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from apps.core import crypto, numbers
from apps.core.fields import EncryptedTextField
from apps.files.models import StoredFile
from apps.people.models.persons import Person
from apps.regions.models import InRegion, ScopedQuerySet


class Proposal(InRegion):
    """Something asked by one person and, where ``needs_second``, decided by another."""

    class State(models.TextChoices):
        ASKED = "asked", "待复核"
        DONE = "done", "已生效"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤回"
        UNDONE = "undone", "已撤销"

    reason = models.CharField("理由", max_length=200)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="证明材料"
    )
    needs_second = models.BooleanField("须另一人复核")
    state = models.CharField("状态", max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    asked_key = models.CharField(max_length=64, editable=False)
    asked_on = models.DateField("提出日期")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="复核人",
    )
    decided_key = models.CharField(max_length=64, blank=True, editable=False)
    decided_on = models.DateField("复核日期", null=True, blank=True)
    answer = models.CharField("复核意见", max_length=200, blank=True)
    applied_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @staticmethod
    def rules(name: str) -> list[models.BaseConstraint]:
        """The constraints of a kind of proposal, named after it."""
        return [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, applied_at=None, needs_second=True)
                | ~Q(state="asked"),
                name=f"{name}_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(needs_second=False)
                | Q(decided_by__isnull=False) & ~Q(decided_key=""),
                name=f"{name}_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused"])
                | Q(decided_key="")
                | ~Q(decided_key=F("asked_key")),
                name=f"{name}_four_eyes",
                violation_error_message="提出和复核不能是同一人。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone"]) | Q(applied_at__isnull=False),
                name=f"{name}_applied",
            ),
        ]

    def apply_now(self) -> None:
        """Take effect: the transaction's own time, by which the guards know what it may change."""
        self.state, self.applied_at = self.State.DONE, TransactionNow()  # type: ignore[assignment]


class IdentityChange(Proposal):
    """A correction of name or number (更正身份信息), or the first number of a person under a temporary code."""

    merge_keeps = ("person",)  # what was asked of which file stays as it was

    person = models.ForeignKey(Person, models.PROTECT, related_name="identity_changes")
    old_name = models.CharField("原姓名", max_length=50)
    new_name = models.CharField("更正为姓名", max_length=50)
    old_hint = models.CharField("原证件号码", max_length=24, blank=True)
    new_number = EncryptedTextField("更正为证件号码", blank=True, default="")
    new_digest = models.BinaryField(max_length=32, null=True, editable=False)
    new_hint = models.CharField("更正为证件号码", max_length=24, blank=True, editable=False)

    class Meta:
        verbose_name = "身份信息更正"
        constraints = [
            *Proposal.rules("identity"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="asked"),
                name="identity_one_open",
                violation_error_message="这份档案已有一项待复核的更正。",
            ),
        ]
        indexes = [
            models.Index(fields=["town_code", "state", "id"], name="identity_town"),
            models.Index(fields=["district_code", "state", "id"], name="identity_district"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.new_digest = crypto.digest(self.new_number) if self.new_number else None
        self.new_hint = numbers.mask_resident_number(self.new_number) if self.new_number else ""
        super().save(*args, **kwargs)

    @property
    def words(self) -> str:
        """`姓名 王晓 → 王小；证件号码 330299… → 330299…`."""
        parts = []
        if self.new_name != self.old_name:
            parts.append(f"姓名 {self.old_name} → {self.new_name}")
        if self.new_hint:
            parts.append(f"证件号码 {self.old_hint or '无'} → {self.new_hint}")
        return "；".join(parts)


class PersonMerge(Proposal):
    """Two files of one person made one: what hangs on ``drop`` moves to ``keep``, and ``drop`` leads there."""

    merge_keeps = ("keep", "drop")

    class Ground(models.TextChoices):
        NUMBER = "number", "证件号码相同"
        EVIDENCE = "evidence", "凭证明材料"

    keep = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name="保留的档案")
    drop = models.ForeignKey(Person, models.PROTECT, related_name="merged_away", verbose_name="并入的档案")
    ground = models.CharField("依据", max_length=10, choices=Ground)
    # Ids of the rows that moved and of those that were there before, by table and column; what else was changed.
    # For undoing it, and for telling whether anything happened since. Ids and codes only.
    detail = models.JSONField(default=dict, blank=True)
    # What the merged file was found by; a tombstone holds no number.
    drop_number = EncryptedTextField("并入档案的证件号码", blank=True, default="")

    class Meta:
        verbose_name = "档案合并"
        constraints = [
            *Proposal.rules("merge"),
            models.CheckConstraint(
                condition=~Q(keep=F("drop")),
                name="merge_two_files",
                violation_error_message="同一份档案不能与自己合并。",
            ),
            models.CheckConstraint(
                condition=Q(ground="number") | Q(needs_second=True, evidence__isnull=False),
                name="merge_needs_evidence",
                violation_error_message="没有相同的证件号码，合并须有证明材料并由另一人复核。",
            ),
            models.UniqueConstraint(
                fields=["drop"],
                condition=Q(state__in=["asked", "done"]),
                name="merge_once",
                violation_error_message="这份档案已合并或正在等待合并。",
            ),
        ]
        indexes = [
            models.Index(fields=["town_code", "state", "id"], name="merge_town"),
            models.Index(fields=["district_code", "state", "id"], name="merge_district"),
        ]
