"""Where an actor's day begins: the first page of the menu that its post may open."""

from django.urls import NoReverseMatch, reverse

from apps.accounts.actor import Actor
from apps.core.registries import menu_entries, menu_groups

LAST_RESORT = "accounts:password"


def home_url(actor: Actor) -> str:
    """The address of the first menu entry the actor may open; without any, the page of one's own password."""
    place = {group.code: group.order for group in menu_groups}
    allowed = [e for e in menu_entries if e.group in place and actor.has(e.permission)]
    for entry in sorted(allowed, key=lambda e: (place[e.group], e.order, e.label)):
        try:
            return reverse(entry.url, kwargs=dict(entry.url_kwargs) or None)
        except NoReverseMatch:
            continue
    return reverse(LAST_RESORT)
