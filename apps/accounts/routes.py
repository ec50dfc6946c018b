"""What a route declares."""

from typing import Any


def declared_permission(view: Any) -> str | None:
    """The permission a route's callable declares: on the callable, its ``as_view`` arguments, or its class."""
    own = getattr(view, "permission", None)
    if own is None:
        own = getattr(view, "view_initkwargs", {}).get("permission")
    if own is None:
        own = getattr(getattr(view, "view_class", None), "permission", None)
    return own or None
