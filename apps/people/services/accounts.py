"""The bank account to which a person's money is paid."""

import re
from datetime import date, timedelta

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import crypto
from apps.core.errors import Refused
from apps.people.models import BankAccount, Person

ACCOUNT = re.compile(r"[0-9]{8,30}")


@transaction.atomic
def set_account(
    person: Person, bank: str, account: str, holder_name: str, day: date, *, actor: Actor
) -> BankAccount:
    """Pay ``person`` to this account from ``day`` on; an earlier one ends the day before and stays on file.

    The same account, bank and holder as now changes nothing. ``Refused`` when the account is no number or a
    part is missing.
    """
    number, bank, holder = "".join(account.split()), bank.strip(), holder_name.strip()
    if not bank or not holder:
        raise Refused("请填写开户行和户名。", code="account")
    if not ACCOUNT.fullmatch(number):
        raise Refused("银行账号应为 8 至 30 位数字，请核对。", code="account")
    Person.objects.select_for_update().get(pk=person.pk)
    current = BankAccount.objects.filter(person=person, valid_to=None).first()
    if current is not None:
        same = (bytes(current.account_digest), current.bank, current.holder_name)
        if same == (crypto.digest(number), bank, holder):
            return current
        current.valid_to = max(current.valid_from, day - timedelta(days=1))
        current.save(update_fields=["valid_to"])
    fresh = BankAccount.objects.create(
        person=person, bank=bank, account=number, holder_name=holder, valid_from=day
    )
    record(
        "people.set_account",
        "变更银行账户" if current else "登记银行账户",
        actor=actor,
        subject=person,
        region_code=person.home_region_id,
        detail={"account": fresh.pk, "before": current.pk if current else None},
    )
    return fresh
