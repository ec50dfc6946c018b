"""Bank accounts to which money is paid."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from apps.audit.history import tracked
from apps.core import crypto, numbers
from apps.core.fields import EncryptedTextField
from apps.people.models.persons import Person


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def visible_to(self, actor: Any) -> "BankAccountQuerySet":
        """Accounts of visible persons."""
        return self.filter(person__in=Person.objects.visible_to(actor))


@tracked()
class BankAccount(models.Model):
    """A bank account to which money of a person is paid, from ``valid_from`` on.

    When somebody of the town or of a community committee keeps the card (代管), there is a written agreement with the
    family, filed with the bureau: 最低生活保障审核确认办法 §26. ``filed_on`` is empty until it is filed.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    bank = models.CharField("开户行", max_length=60)
    account = EncryptedTextField("账号")
    account_digest = models.BinaryField(max_length=32, editable=False)
    account_hint = models.CharField("账号", max_length=24, editable=False)
    holder_name = models.CharField("户名", max_length=50)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    keeper = models.CharField("代管人", max_length=60, blank=True, default="", db_default="")
    keeper_agreement = models.CharField("代管协议编号", max_length=40, blank=True, default="", db_default="")
    agreed_on = models.DateField("协议签订日期", null=True, blank=True)
    filed_on = models.DateField("报备日期", null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "银行账户"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="account_one_current"
            ),
            models.CheckConstraint(
                condition=Q(keeper="", keeper_agreement="", agreed_on__isnull=True, filed_on__isnull=True)
                | ~Q(keeper="") & ~Q(keeper_agreement="") & Q(agreed_on__isnull=False),
                name="account_kept_by_agreement",
                violation_error_message="银行卡由他人代管的，须有代管协议编号和签订日期。",
            ),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True) | Q(filed_on__gte=F("agreed_on")),
                name="account_agreement_filed_after",
                violation_error_message="报备日期不能早于协议签订日期。",
            ),
        ]
        indexes = [models.Index(fields=["account_digest"], name="account_digest")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.account_digest = crypto.digest(self.account)
        self.account_hint = numbers.mask_account(self.account)
        super().save(*args, **kwargs)

    @property
    def custody(self) -> str:
        """Who keeps the card and by which agreement, in words; empty when the person keeps it."""
        if not self.keeper:
            return ""
        filed = f"{self.filed_on:%Y-%m-%d} 报区民政局备案" if self.filed_on else "待报区民政局备案"
        return f"{self.keeper}代管，协议 {self.keeper_agreement}，{self.agreed_on:%Y-%m-%d} 签订，{filed}"
