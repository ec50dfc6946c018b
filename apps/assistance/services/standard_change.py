"""A change of standard from the preview to its effect: made by one, decided by another, applied in one transaction."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.messages import holders_of, tell
from apps.assistance.models import StandardChange, StandardChangeRow
from apps.assistance.services.dibao_facts import STANDARD_CODE
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.assistance.services.standard_roll import fingerprint, rows_of
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, Refused, StaleVersion
from apps.core.money import format_standard
from apps.core.periods import first_of, month_label
from apps.payments.services.life import NewAmount, change_amounts
from apps.policy.models import Standard

MAKE, DECIDE, VIEW = (
    "assistance.make_standard_change",
    "assistance.decide_standard_change",
    "assistance.view_standard_change",
)


@dataclass(frozen=True)
class Decided:
    """What became of a decision: not ``is_applied`` when the roll had changed and the preview is shown again."""

    change: StandardChange
    is_applied: bool
    households: int = 0
    arrears: Decimal = Decimal(0)


@transaction.atomic
def begin_standard_change(standard: Standard, *, actor: Actor) -> StandardChange:
    """Work out what ``standard`` makes of the roll of the actor's district, to be decided by a second person.

    Raises Refused when another change is pending, nothing on the roll would change, or a lower standard reaches back
    into months that are owed already.
    """
    _must(actor, MAKE, "提出标准调整")
    _hold_roll(actor.region_code)
    if StandardChange.objects.filter(district_code=actor.region_code, state="pending").exists():
        raise Refused("还有一次标准调整没有决定。", hint="请先办结那一次。", code="pending")
    if standard.code != STANDARD_CODE:
        raise Refused("这项标准不按名册调整。", code="code")
    change = StandardChange(
        standard=standard,
        district_code=actor.region_code,
        from_month=first_of(standard.effective_from),
        made_by_id=actor.account,
        maker_key=actor.person_key,
        made_on=clock.today(),
        previewed_at=timezone.now(),
    )
    rows = rows_of(change)
    if not any(row.after is not None for row in rows):
        raise Refused("在享家庭都已按这个标准计算，没有要调整的。", code="empty")
    if any(_reaches_back(row) for row in rows):
        raise Refused(
            "新标准低于原标准，不能追溯到已列入发放的月份。", hint="请核对金额和起始月。", code="lower"
        )
    change.save()
    StandardChangeRow.objects.bulk_create(rows, batch_size=2000)
    _note("standard_change.make", "提出标准调整", change, actor)
    words = (
        f"低保标准调整为 {format_standard(standard.amount)} 元，{month_label(change.from_month)}起，待决定。"
    )
    tell(
        holders_of(DECIDE, change.district_code),
        words,
        link=_address(change),
        kind=f"standard:{change.pk}",
        actor=actor,
    )
    return change


@transaction.atomic
def renew_standard_change(change: StandardChange, *, version: int, actor: Actor) -> StandardChange:
    """Work out the rows of a pending change anew. Raises StaleVersion, Refused when it is not pending."""
    _must(actor, MAKE, "重新试算")
    locked = _locked(change, version)
    _renew(locked)
    _note("standard_change.renew", "重新试算标准调整", locked, actor)
    return locked


@transaction.atomic
def withdraw_standard_change(
    change: StandardChange, *, version: int, reason: str, actor: Actor
) -> StandardChange:
    """Take a pending change back. Raises Refused without a reason."""
    _must(actor, MAKE, "撤回标准调整")
    locked = _locked(change, version)
    locked.comment = _said(reason, "请写明撤回的理由。")
    locked.state, locked.version = StandardChange.State.WITHDRAWN, locked.version + 1
    locked.save()
    _note("standard_change.withdraw", "撤回标准调整", locked, actor, reason=reason)
    return locked


@transaction.atomic
def decide_standard_change(
    change: StandardChange, *, version: int, accept: bool, comment: str, actor: Actor
) -> Decided:
    """Decide a pending change as a second person; accepted, every benefit gets its new amount and back-pay.

    When the roll has changed since the preview, nothing is applied: the rows are worked out anew and shown again.
    Raises Forbidden for whoever made it, StaleVersion, Refused without a reason for refusing.
    """
    _must(actor, DECIDE, "决定标准调整")
    if actor.person_key == change.maker_key or actor.user_id == change.made_by_id:
        raise Forbidden("这次调整由本人提出，不能由本人决定。", hint="请由另一位领导决定。", code="four_eyes")
    _hold_roll(change.district_code)
    locked = _locked(change, version)
    if accept and fingerprint(rows_of(locked)) != fingerprint(locked.rows.all()):
        _renew(locked)
        _note("standard_change.renew", "名册有变化，重新试算标准调整", locked, actor)
        return Decided(locked, is_applied=False)
    locked.comment = comment.strip() if accept else _said(comment, "请写明不同意的理由。")
    locked.state = StandardChange.State.DECIDED if accept else StandardChange.State.REFUSED
    locked.decided_by_id, locked.decider_key = actor.account, actor.person_key
    locked.decided_on, locked.version = clock.today(), locked.version + 1
    locked.save()
    said = "已决定" if accept else "未通过"
    tell([locked.made_by_id], f"低保标准调整{said}。", link=_address(locked), actor=actor)
    if not accept:
        _note("standard_change.refuse", "不同意标准调整", locked, actor, reason=comment)
        return Decided(locked, is_applied=False)
    changed = change_amounts(
        _new_amounts(locked),
        from_month=locked.from_month,
        standard=locked.standard.amount,
        why=back_pay_cause(locked),
        actor=actor,
    )
    _note(
        "standard_change.decide",
        "决定标准调整",
        locked,
        actor,
        count=changed.count,
        arrears=str(changed.arrears),
    )
    return Decided(locked, is_applied=True, households=changed.count, arrears=changed.arrears)


def back_pay_cause(change: StandardChange) -> str:
    """The sentence printed as cause of the back-pay lines."""
    return f"低保标准自{month_label(change.from_month)}起调整为 {format_standard(change.standard.amount)} 元"


def pending_change(district: str) -> StandardChange | None:
    """The change that waits for its decision."""
    return StandardChange.objects.filter(district_code=district, state="pending").first()


def _address(change: StandardChange) -> str:
    return reverse("assistance:standard_change", args=[change.pk])


def _new_amounts(change: StandardChange) -> list[NewAmount]:
    rows = change.rows.filter(after__isnull=False).values_list(
        "entitlement_id", "after", "computation", "first_month", "last_month"
    )
    return [NewAmount(*row) for row in rows]


def _renew(change: StandardChange) -> None:
    rows = rows_of(change)
    change.rows.all().delete()
    StandardChangeRow.objects.bulk_create(rows, batch_size=2000)
    change.previewed_at, change.version = timezone.now(), change.version + 1
    change.save(update_fields=["previewed_at", "version"])


def _reaches_back(row: StandardChangeRow) -> bool:
    return bool(
        row.booked_months and row.after is not None and row.before is not None and row.after < row.before
    )


def _hold_roll(district: str) -> None:
    """One change of standard of a district at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"standard:{PROGRAMME}:{district}"]
        )


def _locked(change: StandardChange, version: int) -> StandardChange:
    locked = (
        StandardChange.objects.select_for_update(of=("self",)).select_related("standard").get(pk=change.pk)
    )
    if not locked.is_pending:
        raise Refused(f"这次标准调整{StandardChange.State(locked.state).label}，不能再办理。", code="state")
    if locked.version != version:
        raise StaleVersion("本页打开之后，这次调整重新试算过。")
    return locked


def _said(reason: str, what: str) -> str:
    if not reason.strip():
        raise Refused(what, code="reason")
    return reason.strip()


def _must(actor: Actor, permission: str, what: str) -> None:
    if not actor.has(permission) or actor.level != "district":
        raise Forbidden(f"当前岗位不能{what}。", hint="请由区民政局有此权限的岗位办理。", code="permission")


def _note(
    action: str, label: str, change: StandardChange, actor: Actor, *, reason: str = "", **detail: object
) -> None:
    record(
        action,
        label,
        actor=actor,
        subject=change,
        region_code=change.district_code,
        reason=reason,
        detail={"standard": str(change.standard.amount), "from": change.from_month.isoformat(), **detail},
    )
