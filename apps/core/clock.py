"""The business date: the one source of "today" for rules, deadlines, runs and closing.

Wall time (``django.utils.timezone.now``) is only for audit, sessions and leases. Upper apps install a
provider at start-up (``policy`` keeps the demo's movable date in the database); without one, today is the
calendar date in the project's time zone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.utils import timezone

Provider = Callable[[], date]

_provider: Provider = timezone.localdate
_held: ContextVar[list[date | None] | None] = ContextVar("business_date", default=None)


def set_provider(provider: Provider) -> None:
    """Install what answers ``today()``; called once at start-up."""
    global _provider
    _provider = provider


def today() -> date:
    """The business date. Inside ``held()`` it is read once and stays, so one request sees one day."""
    held = _held.get()
    if held is None:
        return _provider()
    day = held[0] or _provider()
    held[0] = day
    return day


@contextmanager
def held(day: date | None = None) -> Iterator[None]:
    """Keep one business date for a request or a job: ``day``, or the first one read."""
    token = _held.set([day])
    try:
        yield
    finally:
        _held.reset(token)
