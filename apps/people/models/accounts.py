"""Bank accounts to which money is paid."""

from typing import Any

from django.db import models
from django.db.models import Q

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
    """A bank account to which money of a person is paid, from ``valid_from`` on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    bank = models.CharField("开户行", max_length=60)
    account = EncryptedTextField("账号")
    account_digest = models.BinaryField(max_length=32, editable=False)
    account_hint = models.CharField("账号", max_length=24, editable=False)
    holder_name = models.CharField("户名", max_length=50)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "银行账户"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="account_one_current"
            )
        ]
        indexes = [models.Index(fields=["account_digest"], name="account_digest")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.account_digest = crypto.digest(self.account)
        self.account_hint = numbers.mask_account(self.account)
        super().save(*args, **kwargs)
