"""The address of the person at the browser, when requests come through our own reverse proxies."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Put the browser's address into REMOTE_ADDR.

    Of X-Forwarded-For only the last ``PROXY_COUNT`` entries were written by our proxies; anything before them is
    what the browser claims, and is ignored. With PROXY_COUNT 0 the header is not looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        count = settings.PROXY_COUNT
        if count and len(hops) >= count:
            request.META["REMOTE_ADDR"] = hops[-count]
        return self.get_response(request)


def client_address(request: HttpRequest | None) -> str | None:
    """What the sign-in guard counts failures by."""
    return request.META.get("REMOTE_ADDR") if request is not None else None
