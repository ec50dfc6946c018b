"""Keeping standards: a new amount from a month on, by a document; once used a standard is only followed by another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.money import format_standard
from apps.core.periods import first_of, month_label
from apps.policy.models import Standard

MANAGE = "policy.manage_standard"
USED = "这个标准已经使用，不能更正或撤下。"


@dataclass(frozen=True)
class StandardData:
    """Yuan a head a month from a month (first day) on, by the document of this number."""

    amount: Decimal
    from_month: date
    document: str


@transaction.atomic
def enter_standard(code: str, data: StandardData, *, actor: Actor) -> Standard:
    """A new standard of ``code`` after the last one, which ends the day before (社会救助暂行办法 §10).

    It may begin in a month that has passed: what is owed then is paid by the change of standard. Raises Refused for a
    month that is not after the one of the last standard, or an amount that is the same.
    """
    _must_manage(actor)
    last = _rows(code).first()
    if last is None:
        raise NotVisible("没有找到这项标准。")
    _check(data, last)
    last.effective_to = data.from_month - timedelta(days=1)
    last.save(update_fields=["effective_to"])
    made = Standard.objects.create(
        code=code,
        label=last.label,
        amount=data.amount,
        effective_from=data.from_month,
        document=data.document,
    )
    _note("policy.standard_entered", made, actor, before=str(last.amount))
    return made


@transaction.atomic
def correct_standard(standard_id: int, data: StandardData, *, actor: Actor) -> Standard:
    """Put a slip right before the standard is used. Raises Refused when it is used (the database says so), and as
    ``enter_standard``."""
    _must_manage(actor)
    row, before = _last(standard_id)
    _check(data, before)
    was = str(row.amount)
    row.amount, row.effective_from, row.document = data.amount, data.from_month, data.document
    _guarded(row.save)
    before.effective_to = data.from_month - timedelta(days=1)
    before.save(update_fields=["effective_to"])
    _note("policy.standard_corrected", row, actor, before=was)
    return row


@transaction.atomic
def withdraw_standard(standard_id: int, *, reason: str, actor: Actor) -> None:
    """Take back a standard that was not used; the one before lasts on. Raises Refused when it is used."""
    _must_manage(actor)
    row, before = _last(standard_id)
    if not reason.strip():
        raise Refused("请写明撤下的理由。", code="reason")
    _note("policy.standard_withdrawn", row, actor, reason=reason)
    _guarded(row.delete)
    before.effective_to = None
    before.save(update_fields=["effective_to"])


def _rows(code: str) -> Any:
    return Standard.objects.select_for_update().filter(code=code).order_by("-effective_from")


def _last(standard_id: int) -> tuple[Standard, Standard]:
    """The standard and the one before it; only the last one of its code is ever corrected."""
    row = Standard.objects.filter(pk=standard_id).first()
    if row is None:
        raise NotVisible("没有找到这个标准。")
    rows = list(_rows(row.code))
    if len(rows) < 2 or rows[0].pk != row.pk:
        raise Refused(USED, hint="标准有变动的，请录入新的标准。", code="used")
    return rows[0], rows[1]


def _check(data: StandardData, before: Standard) -> None:
    if data.from_month != first_of(data.from_month):
        raise Refused("标准从月初起执行。", code="from_month")
    if data.from_month <= before.effective_from:
        label = month_label(before.effective_from)
        raise Refused(f"起始月要晚于上一个标准的起始月（{label}）。", hint="请核对文件。", code="from_month")
    if data.amount <= 0:
        raise Refused("标准应大于 0。", code="amount")
    if data.amount == before.amount:
        amount = format_standard(before.amount)
        raise Refused(f"和上一个标准一样（{amount} 元）。", hint="没有变动时不用录入。", code="amount")
    if not data.document.strip():
        raise Refused("请填写文号。", hint="标准以公布的文件为准。", code="document")


def _guarded(write: Callable[[], Any]) -> None:
    """The database knows whether a standard is used; its refusal is told in words."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        raise Refused(USED, hint="标准有变动的，请录入新的标准。", code="used") from error


def _must_manage(actor: Actor) -> None:
    if not actor.has(MANAGE):
        raise Forbidden("当前岗位不能录入标准。", hint="请由业务科室办理。", code="permission")


def _note(action: str, row: Standard, actor: Actor, *, reason: str = "", before: str = "") -> None:
    words = {"entered": "录入标准", "corrected": "更正标准", "withdrawn": "撤下标准"}[
        action.rsplit("_", 1)[1]
    ]
    record(
        action,
        f"{words}：{format_standard(row.amount)} 元，{month_label(row.effective_from)}起",
        actor=actor,
        subject=row,
        reason=reason or row.document,
        detail={"amount": str(row.amount), "from": row.effective_from.isoformat(), "before": before},
    )
