"""Where an actor's day begins: the first page of the menu that its post may open."""

from django.urls import NoReverseMatch, reverse

from apps.accounts.actor import Actor
from apps.core.registries import menu_entries

SECTION_ORDER = ("work", "line", "shared", "system", "top", "own")
LAST_RESORT = "accounts:password"


def home_url(actor: Actor) -> str:
    """The address of the first menu entry the actor may open; without any, the page of one's own password."""
    allowed = [entry for entry in menu_entries if actor.has(entry.permission)]
    for entry in sorted(allowed, key=lambda e: (SECTION_ORDER.index(e.section), e.order, e.label)):
        try:
            return reverse(entry.url, kwargs=dict(entry.url_kwargs) or None)
        except NoReverseMatch:
            continue
    return reverse(LAST_RESORT)
