"""Errors that a person can act on. Each carries a sentence in Chinese: what is wrong, and what to do."""

from typing import Any


class DomainError(Exception):
    """A request that the rules refuse.

    ``message`` says what is wrong, ``hint`` what to do next; both are shown to the user as they are.
    """

    status_code = 422

    def __init__(self, message: str, *, hint: str = "", code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


class Refused(DomainError):
    """The action is not allowed now: wrong state, a guard that does not hold, a conflict with other data."""


class Forbidden(DomainError):
    """The actor may see the object but not take this step (permission, four eyes)."""

    status_code = 403


class NotVisible(DomainError):
    """Not there or not yours: always answered with the same 404."""

    status_code = 404


class StaleVersion(DomainError):
    """Somebody changed the object after it was shown. ``changes`` lists (label, shown, now) for the page."""

    status_code = 409

    def __init__(self, message: str, *, changes: list[tuple[str, Any, Any]] | None = None) -> None:
        super().__init__(message, hint="请查看差异后再办理。", code="stale")
        self.changes = changes or []


class PeriodClosed(DomainError):
    """The month or year is closed; a correction must be an adjustment."""
