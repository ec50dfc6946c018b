"""The frame of every page: menu by rights, current post, business date, density. A context processor."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from apps.accounts.actor import Actor
from apps.accounts.models import Grant, User
from apps.core import clock
from apps.core.declarations import MenuEntry
from apps.core.permissions import PUBLIC, SIGNED_IN
from apps.core.registries import menu_entries
from apps.policy.businessdate import is_movable

SECTIONS = (("work", "工作台"), ("line", "业务条线"), ("shared", "共用"), ("system", "系统"))


@dataclass
class Entry:
    """A line of the menu as shown: children only for the line of business that is open."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None
    children: list["Entry"] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """For aria-current: this page, or the line of business it belongs to."""
        return "page" if self.current else "true" if self.children else ""


@dataclass
class Section:
    label: str
    entries: list[Entry]


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
    def menu(self) -> list[Section]:
        """Sections with the entries whose permission the actor holds; an empty section is left out."""
        current = self._current_url
        sections = []
        for code, label in SECTIONS:
            tops = [e for e in self._allowed if e.section == code and not e.parent]
            if tops:
                sections.append(Section(label, [self._entry(e, current) for e in tops]))
        return sections

    @cached_property
    def top_entries(self) -> list[Entry]:
        """Entries of the top bar (messages)."""
        return [self._entry(e, self._current_url) for e in self._allowed if e.section == "top"]

    @cached_property
    def own_entries(self) -> list[Entry]:
        """Entries of the account's own menu: what concerns the person, whatever the post."""
        return [self._entry(e, self._current_url) for e in self._allowed if e.section == "own"]

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
        children = [e for e in self._allowed if e.parent == entry.label]
        is_open = url == current or any(self._url(c) == current for c in children)
        return Entry(
            label=entry.label,
            url=url,
            icon=entry.icon or "point",
            current=url == current,
            count=entry.count(self.actor) if entry.count else None,
            children=[self._entry(c, current) for c in children] if is_open else [],
        )


def _may(actor: Actor, permission: str) -> bool:
    return permission in (PUBLIC, SIGNED_IN) or actor.has(permission)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` and ``actor`` for every template."""
    return {
        "frame": SimpleLazyObject(lambda: Frame(request)),
        "actor": getattr(request, "actor", None),
    }
