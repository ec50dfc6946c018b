"""The life of a session: how it starts, under which grant it acts, and what ends it at once.

Times are wall time in whole seconds. A session remembers a print of all grants of its user; when a grant is
given, changed or taken, the print differs and the session ends with the next request.
"""

import hashlib
import time
from typing import Any, Literal

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest

from apps.accounts.held import grants_of
from apps.accounts.models import Grant, User
from apps.core import clock

UNREAD = "accounts.unread"  # of Actor.extra: how many messages wait
GRANT, PRINT, STARTED, SEEN = "grant", "grants_print", "started_at", "seen_at"
PENDING, SECOND = "pending", "second_step"
PENDING_SECONDS = 300  # from the right password to the code
# Writing the session with every request would cost a write a page for nothing.
SEEN_STEP_SECONDS = 30
# Sent by what a page asks on its own (progress, counts): it must not keep an abandoned session alive.
BACKGROUND_HEADER = "X-Background"

Ending = Literal["", "idle", "ended", "changed"]
ENDINGS: dict[str, str] = {
    "idle": "离开的时间较长，已自动退出。请重新登录。",
    "ended": "本次登录已满规定时长，已自动退出。请重新登录。",
    "changed": "账号或岗位有变动，已自动退出。请重新登录。",
}


def print_of(grants: list[Grant]) -> str:
    """A short digest that changes when any grant does."""
    parts = [
        (g.pk, g.post_id, g.region_id, sorted(g.lines), str(g.valid_from), str(g.valid_to), g.substitutes_id)
        for g in grants
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def in_force(grants: list[Grant]) -> list[Grant]:
    """Those that hold on the business date."""
    day = clock.today()
    return [g for g in grants if g.valid_from <= day and (g.valid_to is None or g.valid_to >= day)]


def start(request: HttpRequest, user: User) -> None:
    """Sign ``user`` in: a new session key, acting under the first grant in force."""
    login(request, user)
    grants = grants_of(user)
    acting = in_force(grants)
    now = int(time.time())
    request.session.update(
        {STARTED: now, SEEN: now, PRINT: print_of(grants), GRANT: acting[0].pk if acting else None}
    )


def await_code(request: HttpRequest, user: User) -> None:
    """Remember that ``user`` gave the right password and owes a code; nobody is signed in yet."""
    request.session.cycle_key()
    backend = user.backend  # type: ignore[attr-defined]
    request.session[PENDING] = {"user": user.pk, "at": int(time.time()), "backend": backend}


def pending(request: HttpRequest) -> User | None:
    """Who owes a code in this browser, within five minutes of the password."""
    waits = request.session.get(PENDING)
    if not waits or time.time() - waits["at"] > PENDING_SECONDS:
        return None
    user: Any = User.objects.people().filter(pk=waits["user"], is_active=True).first()
    if user is not None:
        user.backend = waits["backend"]
    return user  # type: ignore[no-any-return]


def forget_pending(request: HttpRequest) -> None:
    request.session.pop(PENDING, None)


def mark_second_step(request: HttpRequest) -> None:
    request.session[SECOND] = True


def has_second_step(request: HttpRequest) -> bool:
    """Whether this session gave a code, when it began or since."""
    return bool(request.session.get(SECOND))


def end(request: HttpRequest) -> None:
    """Sign out: the session's row goes, and with it everything in it."""
    logout(request)


def ending(request: HttpRequest, grants: list[Grant]) -> Ending:
    """Why the session must end now, or an empty string. Any session without our marks ends as changed."""
    session, now = request.session, time.time()
    if session.get(PRINT) != print_of(grants):
        return "changed"
    if now - session.get(STARTED, 0) > settings.SESSION_ABSOLUTE_SECONDS:
        return "ended"
    if now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS:
        return "idle"
    return ""


def touch(request: HttpRequest) -> None:
    """Note that the person is there, unless the page asked by itself."""
    now = int(time.time())
    if BACKGROUND_HEADER not in request.headers and now - request.session.get(SEEN, 0) >= SEEN_STEP_SECONDS:
        request.session[SEEN] = now


def acting_grant(request: HttpRequest, grants: list[Grant]) -> Grant | None:
    """The grant the session acts under: the chosen one while it is in force, else the first in force."""
    acting = in_force(grants)
    chosen = request.session.get(GRANT)
    return next((g for g in acting if g.pk == chosen), acting[0] if acting else None)


def choose(request: HttpRequest, grant_id: int) -> Grant | None:
    """Act under another grant of one's own from now on; None when there is no such grant in force."""
    grants: list[Grant] = request.grants  # type: ignore[attr-defined]
    found = next((g for g in in_force(grants) if g.pk == grant_id), None)
    if found is not None:
        request.session[GRANT] = found.pk
    return found


def seconds_left(request: HttpRequest) -> dict[str, Any]:
    """How long the session lasts without another request, and at most."""
    session, now = request.session, int(time.time())
    return {
        "idle": max(settings.SESSION_IDLE_SECONDS - (now - session.get(SEEN, now)), 0),
        "absolute": max(settings.SESSION_ABSOLUTE_SECONDS - (now - session.get(STARTED, now)), 0),
    }
