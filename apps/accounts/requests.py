"""What a request says about where it comes from."""

import ipaddress
import uuid

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The client's address, or None when it cannot be known.

    ``PROXY_COUNT`` trusted proxies stand in front: the entry that the outermost of them wrote is taken, and
    nothing that a client could have put there.
    """
    proxies = int(getattr(settings, "PROXY_COUNT", 0))
    found = request.META.get("REMOTE_ADDR", "")
    if proxies:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        found = chain[-proxies] if len(chain) >= proxies else found
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return None


def new_request_id() -> str:
    """An id that ties the trail of one request together; ours alone, never the client's."""
    return str(uuid.uuid4())


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
