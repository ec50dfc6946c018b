"""The left menu and background work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True)
class MenuEntry:
    """A line of the left menu, of the top bar (``top``) or of the account's own menu (``own``). ``url`` is a URL name, shown only to actors that hold ``permission``.

    ``count`` (optional) takes the actor and returns the number shown at the right, or None.
    """

    section: Literal["top", "own", "work", "line", "shared", "system"]
    label: str
    url: str
    permission: str
    icon: str
    order: int = 100
    parent: str = ""
    count: Callable[[Any], int | None] | None = None
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JobKind:
    """A kind of background work. ``run`` gets a ``jobs.context.JobContext``; it must bear being run again."""

    name: str
    label: str
    run: Callable[[Any], dict[str, Any] | None]
    permission: str
    queue: str = "default"
    max_attempts: int = 3


@dataclass(frozen=True)
class Tick:
    """What time alone does on a business day: ``run(day)`` is called once for every day, in order."""

    name: str
    label: str
    run: Callable[[date], dict[str, Any] | None]
    order: int = 100
