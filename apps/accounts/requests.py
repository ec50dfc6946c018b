"""What a request says about where it comes from."""

import ipaddress
import uuid

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The client's address, or None when it cannot be known (a Unix socket without a proxy)."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


def new_request_id() -> str:
    """An id that ties the trail of one request together; ours alone, never the client's."""
    return str(uuid.uuid4())


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def came_from(request: HttpRequest) -> str:
    """The page the person came from, when it is ours; else nothing."""
    referer = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    return referer[len(own) :] if referer.startswith(own + "/") else ""
