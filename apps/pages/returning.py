"""The way back to a list: links to a row carry ``?from=<signed address>``, 返回 restores conditions and page."""

from django.core import signing
from django.http import HttpRequest

SALT = "pages.from"


def from_here(request: HttpRequest) -> str:
    """The signed address of this page, for ``?from=`` of its links."""
    return signing.dumps(request.get_full_path(), salt=SALT, compress=True)


def back_url(request: HttpRequest) -> str:
    """Where the person came from; empty when the address does not say or was tampered with."""
    try:
        return str(signing.loads(request.GET.get("from", ""), salt=SALT))
    except signing.BadSignature:
        return ""
