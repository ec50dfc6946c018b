"""Every request: one business date, one actor, and the permission that its route declares.

Deny by default. A route without a declared permission is a fault of ours and raises; the rest is answered
before the view runs: to the sign-in page, or with a page that says which post may.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from apps.accounts import sessions
from apps.accounts.actors import ANONYMOUS, actor_for
from apps.accounts.factors import is_needed
from apps.accounts.home import home_url
from apps.accounts.models import Post
from apps.accounts.requests import address_of, came_from, is_htmx, new_request_id
from apps.accounts.routes import declared_permission
from apps.core import clock
from apps.core.permissions import PUBLIC, SIGNED_IN

# What somebody may do who still has to choose a password of his own.
BEFORE_PASSWORD = {"accounts:password", "accounts:logout", "accounts:keepalive"}
# What a post that needs a second factor may do before one was given.
BEFORE_FACTOR = {"accounts:factor", "accounts:logout", "accounts:keepalive", "accounts:switch"}


def history_of(request: Any) -> AbstractContextManager[Any]:
    """Put person and request to every row version that this request leaves behind; reading leaves none."""
    if request.method in ("GET", "HEAD") or not request.user.is_authenticated:
        return nullcontext()
    return pghistory.context(user=request.user.pk, request=request.request_id)  # type: ignore[no-any-return]


class ActorMiddleware:
    """Stands after the session and authentication middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        with clock.held():
            request.request_id = new_request_id()
            request.address = address_of(request)
            self._resolve(request)
            with history_of(request):
                response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def _resolve(self, request: Any) -> None:
        request.actor, request.grants, request.session_ending = ANONYMOUS, [], ""
        if request.user.is_authenticated:
            grants = sessions.grants_of(request.user)
            request.session_ending = sessions.ending(request, grants)
            if request.session_ending:
                sessions.end(request)
            else:
                sessions.touch(request)
                request.grants = sessions.in_force(grants)
                request.actor = actor_for(request.user, sessions.acting_grant(request, grants), request)
                if grants:
                    request.actor.extra[sessions.UNREAD] = str(grants[0].unread or 0)  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            request.actor = replace(ANONYMOUS, request_id=request.request_id, address=request.address)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        needed = declared_permission(view)
        if needed is None:
            raise ImproperlyConfigured(f"the route {request.path} declares no permission")
        if needed == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return sign_in_first(request)
        if request.user.must_change_password and request.resolver_match.view_name not in BEFORE_PASSWORD:
            return _go(request, reverse("accounts:password"))
        if (
            is_needed(request.actor.post_code)
            and not sessions.has_second_step(request)
            and request.resolver_match.view_name not in BEFORE_FACTOR
        ):
            return _go(request, reverse("accounts:factor"))
        if needed == SIGNED_IN or request.actor.has(needed):
            return None
        # The front page is the inbox; a post without one begins its day elsewhere.
        if request.path == "/" and request.method == "GET" and request.grants:
            return _go(request, home_url(request.actor))
        return refuse(request, needed)


def sign_in_first(request: Any) -> HttpResponse:
    """To the sign-in page; what has been typed on the present page stays there.

    A partial request gets 401 and a sentence with a link that signs in in a new window; a submitted form a page from
    which one comes back to it: sending either away would throw the form's content away.
    """
    if is_htmx(request) or request.method not in ("GET", "HEAD"):
        name = "accounts/expired_part.html" if is_htmx(request) else "errors/419.html"
        context = {"again": reverse("accounts:again"), "back": came_from(request)}
        return render(request, name, context, status=401)
    query = {"next": request.get_full_path()}
    if request.session_ending:
        query["ended"] = request.session_ending
    return redirect(f"{reverse('accounts:sign_in')}?{urlencode(query)}")


def refuse(request: Any, permission: str) -> HttpResponse:
    """403: says which posts may, so that the person knows whom to ask."""
    labels = list(Post.objects.that_may(permission).order_by("label").values_list("label", flat=True))
    return render(request, "errors/403.html", {"posts": labels, "has_post": bool(request.grants)}, status=403)


def _go(request: Any, url: str) -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
