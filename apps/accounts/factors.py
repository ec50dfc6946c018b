"""The second factor: six digits from an authenticator app (RFC 6238), or a recovery code, each good once."""

import re
import secrets
import time

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.models import Authenticator, RecoveryCode, User
from apps.accounts.services import MANAGE, is_same_person
from apps.audit.services import record
from apps.core import crypto
from apps.core.errors import DomainError, Forbidden, Refused

STEP_SECONDS = 30
DRIFT_STEPS = 1  # a telephone's clock may be half a minute off, either way
RECOVERY_CODES = 10
# No 0, o, 1, l, i: recovery codes are read from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = re.compile(r"\d{6}")


def is_needed(post_code: str) -> bool:
    """Whether this post may be used only with a second factor (setting ``SECOND_FACTOR_POSTS``)."""
    return post_code in settings.SECOND_FACTOR_POSTS


def has_factor(user: User) -> bool:
    """Whether the account asks for a code at sign-in."""
    return Authenticator.objects.filter(user=user, confirmed_at__isnull=False).exists()


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


@transaction.atomic
def begin(user: User) -> Authenticator:
    """The authenticator being set up: a new secret, or the one shown before and not confirmed yet.

    Raises Refused when one counts already.
    """
    found, _ = Authenticator.objects.select_for_update().get_or_create(
        user=user, defaults={"secret": pyotp.random_base32()}
    )
    if found.confirmed_at is not None:
        raise Refused("已经启用动态验证码。", code="confirmed")
    return found


def picture(authenticator: Authenticator) -> str:
    """The QR code that an authenticator app reads, as the address (data:) of an SVG picture."""
    uri = pyotp.TOTP(authenticator.secret).provisioning_uri(
        name=authenticator.user.username, issuer_name=str(settings.PRODUCT_NAME)
    )
    return str(segno.make(uri, micro=False).svg_data_uri(scale=5, border=2))


@transaction.atomic
def confirm(user: User, code: str, *, actor: Actor) -> list[str]:
    """Let the authenticator count from the first right code on; answers new recovery codes, shown once."""
    if not _take(user, code, confirmed=False):
        raise DomainError("验证码不对，请核对手机时间后重新输入。", code="code")
    Authenticator.objects.filter(user=user).update(confirmed_at=timezone.now())
    record("accounts.factor_set", "启用动态验证码", actor=actor, subject=user)
    return new_codes(user)


@transaction.atomic
def verify(user: User, typed: str) -> bool:
    """Whether ``typed`` is a code that has not been used: of the authenticator, else one of the recovery codes."""
    text = "".join(typed.split()).lower()
    if _CODE.fullmatch(text):
        return _take(user, text, confirmed=True)
    left = RecoveryCode.objects.filter(user=user, digest=_digest(text), used_at__isnull=True)
    return left.update(used_at=timezone.now()) == 1


@transaction.atomic
def remove(user: User, *, actor: Actor, reason: str = "") -> None:
    """Stop asking for codes: by the person, or by a security administrator when the telephone is gone."""
    is_own = user.pk == actor.user_id
    if not is_own and not actor.has(MANAGE):
        raise Forbidden("当前岗位不能管理账号。", hint="请安全管理员办理。")
    if not is_own and is_same_person(user, actor):
        raise Forbidden("不能办理本人的账号。", hint="请另一位安全管理员办理。")
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Refused("这个账号没有启用动态验证码。", code="none")
    RecoveryCode.objects.filter(user=user).delete()
    record("accounts.factor_removed", "停用动态验证码", actor=actor, subject=user, reason=reason)


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """New recovery codes in place of all before."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return [f"{code[:5]} {code[5:]}" for code in codes]


def _take(user: User, code: str, *, confirmed: bool) -> bool:
    """Use up a code: of two who send the same one, the UPDATE lets one through."""
    found = Authenticator.objects.filter(user=user, confirmed_at__isnull=not confirmed).first()
    if found is None:
        return False
    now = int(time.time()) // STEP_SECONDS
    totp = pyotp.TOTP(found.secret)
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        if secrets.compare_digest(totp.generate_otp(step), code):
            unused = Authenticator.objects.filter(Q(pk=found.pk), last_step__lt=step)
            return unused.update(last_step=step) == 1
    return False


def _digest(code: str) -> str:
    return crypto.digest(f"recovery:{code}").hex()
