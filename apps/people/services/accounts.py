"""The bank account to which a person's money is paid, and who keeps its card."""

import re
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Custody:
    """Who keeps the card, and the agreement with the family (最低生活保障审核确认办法 §26); empty: the family itself."""

    keeper: str = ""
    agreement: str = ""
    agreed_on: date | None = None
    filed_on: date | None = None


@transaction.atomic
def set_custody(person: Person, custody: Custody, *, actor: Actor) -> BankAccount:
    """Write down who keeps the card of the present account, or that the family keeps it again.

    ``Refused`` without an account, with a part of the agreement missing, or when the keeper is the person himself.
    """
    account = BankAccount.objects.select_for_update().filter(person=person, valid_to=None).first()
    if account is None:
        raise Refused("没有使用中的银行账户。", hint="请先登记银行账户。", code="account")
    keeper, agreement = custody.keeper.strip(), custody.agreement.strip()
    if keeper and keeper == person.name:
        raise Refused("本人保管的不登记代管。", hint="请填写代管人的单位和姓名。", code="keeper")
    if keeper and not (agreement and custody.agreed_on):
        raise Refused(
            "请填写代管协议编号和签订日期。", hint="代管银行卡须与家庭签订书面协议。", code="agreement"
        )
    if not keeper and (agreement or custody.agreed_on or custody.filed_on):
        raise Refused("请填写代管人。", hint="收回自管的，各项都不填。", code="keeper")
    if custody.filed_on and custody.agreed_on and custody.filed_on < custody.agreed_on:
        raise Refused("报备日期不能早于协议签订日期。", code="filed")
    account.keeper, account.keeper_agreement = keeper, agreement
    account.agreed_on, account.filed_on = custody.agreed_on, custody.filed_on
    account.save(update_fields=["keeper", "keeper_agreement", "agreed_on", "filed_on"])
    record(
        "people.set_custody",
        "登记银行卡代管" if keeper else "银行卡收回自管",
        actor=actor,
        subject=person,
        region_code=person.home_region_id,
        detail={"account": account.pk, "agreement": agreement, "filed": custody.filed_on is not None},
    )
    return account
