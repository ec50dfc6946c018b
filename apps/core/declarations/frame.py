"""The left menu and background work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class MenuGroup:
    """A line at the top of the left menu that opens its entries. At most seven are shown to anyone."""

    code: str
    label: str
    icon: str
    order: int


@dataclass(frozen=True)
class MenuEntry:
    """A page in the left menu, in the top bar (group ``top``) or in the account's own menu (``own``).

    ``group`` is the code of a ``MenuGroup``; ``url`` a URL name, shown only to actors that hold ``permission``.
    ``count`` (optional) takes the actor and returns the number shown at the right, or None.
    """

    group: str
    label: str
    url: str
    permission: str
    icon: str
    order: int = 100
    count: Callable[[Any], int | None] | None = None
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FirstStep:
    """A line of the card that a new account finds on its first page: what to do, and where. ``url`` is a URL name."""

    permission: str
    text: str
    url: str = ""
    order: int = 100


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
