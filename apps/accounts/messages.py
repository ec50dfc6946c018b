"""Telling people things: messages for /messages/, written in the transaction of what they are about."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.models import Grant, Message, User
from apps.core import clock


@transaction.atomic
def tell(
    user_ids: Iterable[int | None], text: str, *, link: str = "", kind: str = "", actor: Actor | None = None
) -> int:
    """Tell each of the accounts ``text`` once; answers how many were told.

    ``text`` (at most 300 characters, longer is cut) holds no personal number. ``link`` is an address of ours.
    ``kind`` names what is told: who has it unread is not told again. ``actor`` did it, so he is the sender and is
    not told himself. Disabled accounts and those of the system are left out. Two statements.
    """
    wanted = {user for user in user_ids if user} - {actor.user_id if actor else None}
    people = User.objects.people().filter(pk__in=wanted, is_active=True)
    if kind:
        people = people.exclude(pk__in=Message.objects.unread().filter(kind=kind).values("user_id"))
    sender = actor.user_id if actor and not actor.is_system else None
    rows = [
        Message(
            user_id=user, text=text[:300], link=link, kind=kind, sender_id=sender, business_date=clock.today()
        )
        for user in people.order_by("pk").values_list("pk", flat=True)
    ]
    # Of two who tell the same at once, the second finds the first one's row.
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def holders_of(permission: str, region_code: str = "", *, day: date | None = None) -> list[int]:
    """The accounts that hold ``permission`` on ``day`` (today) where ``region_code`` lies; everywhere if empty."""
    grants = Grant.objects.in_force(day or clock.today()).filter(
        post__permissions__contains=[permission], user__is_active=True, user__is_system=False
    )
    if region_code:
        above = Q(region_id__in={region_code[:length] for length in (6, 9, 12)})
        grants = grants.filter(above)
    return list(grants.order_by("user_id").values_list("user_id", flat=True).distinct())


@transaction.atomic
def mark_read(ids: Iterable[int] | None, *, actor: Actor) -> int:
    """Mark the actor's messages ``ids`` (all when None) as read; answers how many were unread."""
    rows = Message.objects.visible_to(actor).unread()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=timezone.now())
