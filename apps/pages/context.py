"""The frame of every page: menu by rights, current post, business date, density. A context processor."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from apps.accounts.actor import Actor
from apps.accounts.home import home_url
from apps.accounts.models import Grant, User
from apps.core import clock
from apps.core.declarations import MenuEntry
from apps.core.permissions import PUBLIC, SIGNED_IN
from apps.core.registries import first_steps, menu_entries, menu_groups
from apps.policy.businessdate import is_movable

MENU_LINES = 7
GUIDE_LINES = 3
OPENED = "menu"  # cookie: codes of the groups that this person left open, joined by dots


@dataclass
class Entry:
    """A page in a menu, as shown."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None

    @property
    def entries(self) -> list["Entry"]:
        return []


@dataclass
class Group:
    """A line at the top of the menu with the pages below it; open where this page is, or as it was left."""

    code: str
    label: str
    icon: str
    entries: list[Entry]
    left_open: bool

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)

    @property
    def is_open(self) -> bool:
        return self.left_open or self.current

    @property
    def count(self) -> int | None:
        """What waits in it, while it is closed."""
        return sum(entry.count or 0 for entry in self.entries) or None


def url_or_nothing(name: str, **kwargs: Any) -> str:
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


class Frame:
    """What the layout asks for; each part is computed when it is first shown."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def actor(self) -> Actor | None:
        """Who is signed in; None for the public."""
        actor = getattr(self.request, "actor", None)
        return actor if actor is not None and actor.user_id else None

    @property
    def name(self) -> str:
        return self.actor.name if self.actor else ""

    @property
    def product(self) -> str:
        return str(getattr(settings, "PRODUCT_NAME", "民政业务平台"))

    @property
    def brand(self) -> str:
        return str(getattr(settings, "BRAND_NAME", "民政业务"))

    @property
    def bureau(self) -> str:
        return str(getattr(settings, "BUREAU_NAME", "民政局"))

    @property
    def may_search(self) -> bool:
        return self.actor is not None and self.actor.has("casework.view_case")

    @property
    def searched(self) -> str:
        return self.request.GET.get("q", "") if self.request.path == "/search/" else ""

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def densities(self) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in User.Density.choices]

    @property
    def density(self) -> str:
        return str(getattr(getattr(self.request, "user", None), "density", "") or "standard")

    @property
    def next_day_url(self) -> str:
        """Only where the business date may be moved: demo and tests."""
        return url_or_nothing("jobs:next_day") if is_movable() else ""

    @property
    def switch_url(self) -> str:
        return url_or_nothing("accounts:switch")

    @property
    def password_url(self) -> str:
        return url_or_nothing("accounts:password")

    @property
    def login_url(self) -> str:
        return resolve_url(settings.LOGIN_URL)

    @property
    def logout_url(self) -> str:
        return url_or_nothing("accounts:logout")

    @property
    def grants(self) -> list[Grant]:
        """The grants the signed-in person may act under today, as the accounts' middleware found them."""
        return list(getattr(self.request, "grants", []))

    @property
    def idle_seconds(self) -> int:
        return int(getattr(settings, "SESSION_IDLE_SECONDS", 0)) if self.actor else 0

    @cached_property
    def menu(self) -> list[Entry | Group]:
        """At most seven lines: the pages themselves where they are few, groups where they are many.

        Only pages whose permission the actor holds; a group of one page is that page.
        """
        codes = {group.code for group in menu_groups}
        pages = [entry for entry in self._allowed if entry.group in codes]
        left_open = self.request.COOKIES.get(OPENED, "").split(".")
        lines: list[Entry | Group] = []
        for group in sorted(menu_groups, key=lambda g: g.order):
            entries = [self._entry(e, self._current_url) for e in pages if e.group == group.code]
            if len(pages) <= MENU_LINES or len(entries) == 1:
                lines += entries
            elif entries:
                lines.append(
                    Group(group.code, group.label, group.icon, entries, left_open=group.code in left_open)
                )
        return lines

    @cached_property
    def guide(self) -> list[tuple[str, str]]:
        """First steps (text, address) for an account that has not closed them, on the first page of its post."""
        actor = self.actor
        if actor is None or self.request.user.guide_closed or self.request.path != home_url(actor):
            return []
        steps = [step for step in first_steps if _may(actor, step.permission)]
        shown = sorted(steps, key=lambda step: step.order)[:GUIDE_LINES]
        return [(step.text, url_or_nothing(step.url) if step.url else "") for step in shown]

    @cached_property
    def top_entries(self) -> list[Entry]:
        """Entries of the top bar (messages)."""
        return [self._entry(e, self._current_url) for e in self._allowed if e.group == "top"]

    @cached_property
    def own_entries(self) -> list[Entry]:
        """Entries of the account's own menu: what concerns the person, whatever the post."""
        return [self._entry(e, self._current_url) for e in self._allowed if e.group == "own"]

    @cached_property
    def _allowed(self) -> list[MenuEntry]:
        if self.actor is None:
            return []
        actor = self.actor
        entries = [e for e in menu_entries if _may(actor, e.permission) and self._url(e)]
        return sorted(entries, key=lambda e: (e.order, e.label))

    @cached_property
    def _current_url(self) -> str:
        """The longest entry address that begins the address of this page."""
        urls = (self._url(e) for e in self._allowed)
        fitting = [
            u for u in urls if self.request.path == u or (u != "/" and self.request.path.startswith(u))
        ]
        return max(fitting, key=len, default="")

    def _url(self, entry: MenuEntry) -> str:
        return url_or_nothing(entry.url, **entry.url_kwargs)

    def _entry(self, entry: MenuEntry, current: str) -> Entry:
        url = self._url(entry)
        return Entry(
            label=entry.label,
            url=url,
            icon=entry.icon or "point",
            current=url == current,
            count=entry.count(self.actor) if entry.count else None,
        )


def _may(actor: Actor, permission: str) -> bool:
    return permission in (PUBLIC, SIGNED_IN) or actor.has(permission)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` and ``actor`` for every template."""
    return {
        "frame": SimpleLazyObject(lambda: Frame(request)),
        "actor": getattr(request, "actor", None),
    }
