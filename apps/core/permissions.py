"""Route permissions. A route declares one of these; a test walks the resolver and fails where none is."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"  # no sign-in
SIGNED_IN = "signed_in"  # any signed-in account, whatever its post


def permission(name: str) -> Callable[[View], View]:
    """Declare the permission (``app.verb_noun``, PUBLIC or SIGNED_IN) a function view needs.

    Only the declaration: ``accounts.middleware`` enforces it for every route before the view runs.
    """

    def declare(view: View) -> View:
        view.permission = name  # type: ignore[attr-defined]
        return view

    return declare
