"""The way back to a list: links to a row carry ``?from=<signed address>``, 返回 restores conditions and page."""

from django.core import signing
from django.http import HttpRequest

SALT = "pages.from"


def from_here(request: HttpRequest, place: str = "") -> str:
    """The signed address of this page, for ``?from=`` of its links; ``place`` is the id of an element to return to."""
    address = request.get_full_path() + (f"#{place}" if place else "")
    return signing.dumps(address, salt=SALT, compress=True)


def back_url(request: HttpRequest) -> str:
    """Where the person came from; empty when the address does not say or was tampered with."""
    try:
        return str(signing.loads(request.GET.get("from", ""), salt=SALT))
    except signing.BadSignature:
        return ""
