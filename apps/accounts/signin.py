"""Signing in and out: the guard against guessing, and what the trail keeps of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from apps.accounts import sessions
from apps.accounts.actors import ANONYMOUS, actor_for
from apps.accounts.factors import has_factor, verify
from apps.accounts.models import User
from apps.audit.services import record

USERNAME_MAX, PASSWORD_MAX = 40, 128


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended. ``left`` tries remain; ``locked_until`` (local time) when there are none.

    ``owes_code``: the password was right, and the account asks for a second factor.
    """

    user: User | None = None
    owes_code: bool = False
    left: int = 0
    locked_until: datetime | None = None

    @property
    def sentence(self) -> tuple[str, str]:
        """What is wrong, and what to do; the same for a wrong password and a name that does not exist."""
        if self.locked_until is not None:
            until = f"{self.locked_until:%H:%M}"
            return (
                f"密码多次不对，该账号在本机暂停登录到 {until}。",
                f"请在 {until} 以后再试，或请安全管理员解除锁定。",
            )
        minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
        return (
            "用户名或密码不正确，请核对。",
            f"还可再试 {self.left} 次，之后该账号在本机暂停登录 {minutes} 分钟。",
        )

    @property
    def code_sentence(self) -> tuple[str, str]:
        """The same after a wrong code."""
        if self.locked_until is not None:
            return self.sentence
        return "验证码不对，或已经用过。", f"还可再试 {self.left} 次。"


def sign_in(request: Any, username: str, password: str) -> Outcome:
    """Try to sign in; on success the session is the person's. Every outcome leaves an event."""
    username = username.strip()[:USERNAME_MAX]
    was_locked = _locked_until(request, username)
    user = authenticate(request, username=username, password=password[:PASSWORD_MAX])
    if isinstance(user, User):
        if has_factor(user):
            sessions.await_code(request, user)
            return Outcome(owes_code=True)
        return _start(request, user, "登录")
    return _refused(request, username, was_locked=was_locked)


def second_step(request: Any, user: User, typed: str) -> Outcome:
    """Try the code of somebody whose password was right. A wrong code counts like a wrong password."""
    was_locked = _locked_until(request, user.username)
    if was_locked is None and verify(user, typed):
        sessions.forget_pending(request)
        started = _start(request, user, "登录（动态验证码）")
        sessions.mark_second_step(request)
        return started
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)
    return _refused(request, user.username, was_locked=was_locked)


def _start(request: Any, user: User, label: str) -> Outcome:
    sessions.start(request, user)
    record("accounts.signed_in", label, actor=_as(user, request), subject=user)
    return Outcome(user=user)


def _refused(request: Any, username: str, *, was_locked: datetime | None) -> Outcome:
    outcome = Outcome(
        left=max(
            settings.AXES_FAILURE_LIMIT - AxesProxyHandler.get_failures(request, {"username": username}), 0
        ),
        locked_until=_locked_until(request, username),
    )
    _record_failure(
        request, username, now_locked=outcome.locked_until is not None, was_locked=was_locked is not None
    )
    return outcome


def sign_out(request: Any) -> None:
    """End the session and say so in the trail."""
    if request.user.is_authenticated:
        record("accounts.signed_out", "退出", actor=request.actor, subject=request.user)
    sessions.end(request)


def keep_response(request: HttpRequest, response: HttpResponse, credentials: Any = None) -> HttpResponse:
    """The guard's answer to a locked account is our own sign-in page, which already says until when."""
    return response


def locked_accounts() -> dict[str, datetime]:
    """Username → until when (local time), for every name locked now, on whichever machine."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("last")
    )
    return {row["username"]: _shown(row["last"]) for row in rows}


def _locked_until(request: HttpRequest, username: str) -> datetime | None:
    address = request.address  # type: ignore[attr-defined]
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    found = AccessAttempt.objects.filter(
        username=username, ip_address=address, attempt_time__gte=since
    ).aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    return _shown(found["last"]) if (found["failures"] or 0) >= settings.AXES_FAILURE_LIMIT else None


def _shown(last_failure: datetime) -> datetime:
    """The end of the lock, rounded up to the minute, so that trying at the time said works."""
    ends = timezone.localtime(last_failure + settings.AXES_COOLOFF_TIME)
    return (ends + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)


def _as(user: User, request: HttpRequest) -> Any:
    grants = sessions.grants_of(user)
    return actor_for(user, sessions.acting_grant(request, grants), request)


def _record_failure(request: Any, username: str, *, now_locked: bool, was_locked: bool) -> None:
    known = User.objects.filter(username=username).first()
    # A name that nobody has is not kept: people type their password into that field.
    actor = replace(
        ANONYMOUS,
        name=known.name if known else "未知用户名",
        request_id=request.request_id,
        address=request.address,
    )
    action, label = "accounts.sign_in_failed", "登录未成功"
    if now_locked and not was_locked:
        action, label = "accounts.locked", "密码多次不对，暂停登录"
    elif was_locked:
        action, label = "accounts.sign_in_while_locked", "暂停登录期间再次尝试"
    record(
        action, label, actor=actor, subject_type="accounts.user", subject_id=known.pk if known else "",
        detail={"known": known is not None},
    )  # fmt: skip
