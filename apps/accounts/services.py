"""Use cases of accounts: appointing, ending, disabling, unlocking, passwords."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.crypto import get_random_string

from apps.accounts.actor import Actor
from apps.accounts.models import Grant, Post, User
from apps.audit.services import record
from apps.core import clock, crypto
from apps.core.errors import DomainError, Forbidden, Refused
from apps.core.numbers import NumberError, parse_resident_number
from apps.regions.models import Region

MANAGE = "accounts.manage_account"
# No 0, O, 1, l, I: a first password is read out or copied from paper.
PASSWORD_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
FIRST_PASSWORD_LENGTH = 16


@dataclass(frozen=True)
class Appointment:
    """A post to give: to whom, where, from when to when (both inclusive), for whom he stands in."""

    user: User
    post: Post
    region: Region
    valid_from: date
    valid_to: date | None = None
    lines: tuple[str, ...] = ()
    substitutes: User | None = None


def person_key_of(resident_number: str) -> str:
    """The digest (hex) by which two accounts of one person are told to be his. Raises DomainError."""
    try:
        number = parse_resident_number(resident_number)
    except NumberError as error:
        raise DomainError(str(error), code="resident_number") from error
    return crypto.digest(number.value).hex()


@transaction.atomic
def create_account(username: str, name: str, resident_number: str, *, actor: Actor) -> tuple[User, str]:
    """Open an account and answer it with its first password, which is shown once and must be changed."""
    _must_manage(actor)
    key = person_key_of(resident_number)
    if User.objects.filter(username=username).exists():
        raise Refused(f"用户名“{username}”已有人用，请换一个。", code="username_taken")
    password = get_random_string(FIRST_PASSWORD_LENGTH, PASSWORD_ALPHABET)
    user = User.objects.create_user(username, password, name=name, person_key=key, must_change_password=True)
    record("accounts.created", f"开设账号 {username}", actor=actor, subject=user)
    return user, password


@transaction.atomic
def give_grant(appointment: Appointment, *, actor: Actor) -> Grant:
    """Give a post. Raises Refused when the level does not fit or the duties of one person would mix."""
    _must_manage(actor)
    _must_not_be_self(appointment.user, actor)
    _check_level(appointment.post, appointment.region)
    if appointment.valid_to is not None and appointment.valid_to < appointment.valid_from:
        raise Refused("截止日早于起始日，请核对。", code="dates")
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=appointment.user,
                post=appointment.post,
                region=appointment.region,
                lines=list(appointment.lines),
                valid_from=appointment.valid_from,
                valid_to=appointment.valid_to,
                substitutes=appointment.substitutes,
                given_by_id=actor.user_id,
            )
    except IntegrityError as error:
        raise _sentence(error) from error
    record(
        "accounts.granted", f"授予 {appointment.region} {appointment.post}", actor=actor, subject=appointment.user,
        region_code=appointment.region.pk, detail={"grant": grant.pk, "post": appointment.post.pk},
    )  # fmt: skip
    return grant


@transaction.atomic
def end_grant(grant: Grant, *, reason: str, actor: Actor) -> Grant:
    """End a grant as of yesterday (business date).

    One that began today or has not begun goes altogether (its history stays); only when work done under it
    today refers to it, it lasts until the end of the day.
    """
    _must_manage(actor)
    _must_not_be_self(grant.user, actor)
    grant = Grant.objects.select_for_update(of=("self",)).with_parts().get(pk=grant.pk)
    yesterday = clock.today() - timedelta(days=1)
    if grant.valid_to is not None and grant.valid_to <= yesterday:
        raise Refused("这项授权已经结束。", code="grant_ended")
    label = f"结束 {grant.region} {grant.post}"
    record("accounts.grant_ended", label, actor=actor, subject_type="accounts.user", subject_id=grant.user_id,
           region_code=grant.region_id, reason=reason, detail={"grant": grant.pk, "post": grant.post_id})  # fmt: skip
    if grant.valid_from > yesterday and _deleted(grant):
        return grant
    grant.valid_to = max(yesterday, grant.valid_from)
    grant.save(update_fields=["valid_to"])
    return grant


def _deleted(grant: Grant) -> bool:
    try:
        with transaction.atomic():
            grant.delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


@transaction.atomic
def disable_account(user: User, *, reason: str, actor: Actor) -> None:
    """Disable an account; its sessions end with their next request."""
    _must_manage(actor)
    _must_not_be_self(user, actor)
    _set_active(user, False)
    record("accounts.disabled", "停用账号", actor=actor, subject=user, reason=reason)


@transaction.atomic
def enable_account(user: User, *, reason: str, actor: Actor) -> None:
    """Let a disabled account in again."""
    _must_manage(actor)
    _must_not_be_self(user, actor)
    _set_active(user, True)
    record("accounts.enabled", "启用账号", actor=actor, subject=user, reason=reason)


@transaction.atomic
def unlock_account(user: User, *, actor: Actor) -> None:
    """Forget the failed sign-ins of an account, on all machines."""
    _must_manage(actor)
    AccessAttempt.objects.filter(username=user.username).delete()
    record("accounts.unlocked", "解除登录锁定", actor=actor, subject=user)


@transaction.atomic
def reset_password(user: User, *, actor: Actor) -> str:
    """Give a new first password, shown once and to be changed; whoever is signed in as ``user`` is out."""
    _must_manage(actor)
    _must_not_be_self(user, actor)
    password = get_random_string(FIRST_PASSWORD_LENGTH, PASSWORD_ALPHABET)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record("accounts.password_reset", "重置密码", actor=actor, subject=user)
    return password


@transaction.atomic
def change_password(user: User, old: str, new: str, *, actor: Actor) -> None:
    """Change one's own password. Raises DomainError with ``code`` naming the field that is wrong."""
    if not user.check_password(old):
        raise DomainError("现用密码不对，请核对。", code="old")
    if old == new:
        raise DomainError("新密码和现用密码一样，请换一个。", code="new")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise DomainError(password_sentence(error), code="new") from error
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("accounts.password_changed", "修改密码", actor=actor, subject=user)


PASSWORD_SENTENCES = {
    "password_too_short": "密码至少 12 位，请加长。",
    "password_too_similar": "密码和用户名或姓名太像，请换一个。",
    "password_too_common": "这个密码太常见，容易被猜到，请换一个。",
    "password_entirely_numeric": "密码不能全是数字，请加上字母或符号。",
}


def password_sentence(error: ValidationError) -> str:
    """The first objection to a password, in our words."""
    first: Any = error.error_list[0]
    return PASSWORD_SENTENCES.get(first.code, "".join(first.messages))


def _must_manage(actor: Actor) -> None:
    if not actor.has(MANAGE):
        raise Forbidden("当前岗位不能管理账号。", hint="请安全管理员办理。")


def is_same_person(user: User, actor: Actor) -> bool:
    """Whether the account is the actor's own, or another one of the same person."""
    return user.pk == actor.user_id or (bool(user.person_key) and user.person_key == actor.person_key)


def _must_not_be_self(user: User, actor: Actor) -> None:
    if is_same_person(user, actor):
        raise Forbidden("不能办理本人的账号。", hint="请另一位安全管理员办理。")


def _check_level(post: Post, region: Region) -> None:
    if post.family == Post.Family.MACHINE:
        raise Refused("这个岗位只属于系统。", code="machine_post")
    if post.level not in ("any", region.level):
        raise Refused(
            f"“{post.label}”是{post.get_level_display()}的岗位，不能授予 {region.name}。",
            hint="请换区划。",
            code="level",
        )


def _set_active(user: User, active: bool) -> None:
    changed = User.objects.filter(pk=user.pk, is_active=not active, is_system=False).update(is_active=active)
    if not changed:
        raise Refused("账号已是这个状态。", code="same_state")
    user.is_active = active


def _sentence(error: IntegrityError) -> Refused:
    diagnostics = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnostics, "constraint_name", "")
    if constraint == "grant_separated_duties":
        return Refused(
            "安全管理、审计管理、系统管理与其他岗位不能由同一人担任。", hint="请改由他人担任，或先结束其现有岗位。",
            code="separated_duties",
        )  # fmt: skip
    if constraint == "grant_no_double":
        return Refused(
            "这个人在这里已有同一岗位，时间重叠。", hint="请先结束原来的授权。", code="grant_double"
        )
    raise error
