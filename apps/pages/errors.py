"""Error pages: what happened, what is safe, where to go. Handlers of config/urls.py and a middleware."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from apps.accounts.requests import came_from
from apps.core.errors import DomainError, Forbidden, NotVisible, StaleVersion
from apps.pages import formats
from apps.pages.returning import back_url

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    context.setdefault("back", back_url(request) or came_from(request))
    if request.headers.get("HX-Request") == "true":
        template = "errors/part.html"
    return render(request, template, {"status": status, **context}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, "errors/404.html", title="没有找到这个页面")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = getattr(exception, "message", "") or "当前岗位不能办理这一步。"
    return _page(request, 403, "errors/403.html", title=message, hint=getattr(exception, "hint", ""))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, "errors/422.html", title="没有收到完整的内容", hint="请返回后重新提交。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page stood open longer than the session."""
    return _page(request, 419, "errors/419.html", title="登录已超时")


def server_error(request: HttpRequest) -> HttpResponse:
    """500 must not need the database, a context processor or a working request."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def stale(request: HttpRequest, error: StaleVersion) -> HttpResponse:
    """409: somebody else was faster; both values side by side."""
    changes = [(label, formats.plain(shown), formats.plain(now)) for label, shown, now in error.changes]
    return _page(request, 409, "errors/409.html", title=error.message, hint=error.hint, changes=changes)


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return _page(request, error.status_code, "errors/422.html", title=error.message, hint=error.hint)


class MaintenanceMiddleware:
    """503 for every page while the file ``MAINTENANCE_FILE`` exists; what stands in it is said (until when).

    Stands before everything that needs the database: that may be what is being worked on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.notice = Path(settings.MAINTENANCE_FILE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            said = self.notice.read_text(encoding="utf-8").strip()
        except OSError:
            return self.get_response(request)
        page = render_to_string("errors/maintenance.html", {"said": said[:200]})
        return HttpResponse(page, status=503, headers={"Retry-After": "600", "Cache-Control": "no-store"})


class DomainErrorMiddleware:
    """Turns errors that a person can act on into pages, wherever a view lets them through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, (NotVisible, Http404)):
            return not_found(request, error)
        if isinstance(error, StaleVersion):
            return stale(request, error)
        if isinstance(error, (Forbidden, PermissionDenied)):
            return forbidden(request, error)
        if isinstance(error, DomainError):
            return refused(request, error)
        return None
