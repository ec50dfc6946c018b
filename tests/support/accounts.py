"""People with posts, and browsers in which they are signed in."""

import time
from datetime import date
from typing import Any

from django.test import Client

from apps.accounts import sessions
from apps.accounts.actor import Actor
from apps.accounts.actors import actor_for
from apps.accounts.models import Grant, User
from apps.core import crypto
from apps.core.numbers import check_digit

DISTRICT, TOWN, COMMUNITY = "330212", "330212009", "330212009007"
PASSWORD = "correct horse battery"
_sequence = iter(range(1, 1_000_000))


def resident_number() -> str:
    """A new valid number under the area code that nobody has."""
    number = next(_sequence)
    first17 = f"3302991970{1 + number // 28 % 12:02}{1 + number % 28:02}{number % 1000:03}"
    return first17 + check_digit(first17)


def account(
    post: str = "",
    region: str = TOWN,
    *,
    username: str = "",
    person: str = "",
    password: str | None = None,
    valid_from: date = date(2021, 1, 1),
    valid_to: date | None = None,
    **fields: Any,
) -> User:
    """An account, with one grant when ``post`` is named. ``person`` is a resident number to share."""
    username = username or f"account{next(_sequence)}"
    fields.setdefault("name", f"甲{username}")
    key = crypto.digest(person or resident_number()).hex()
    user = User.objects.create_user(username, password, person_key=key, **fields)
    if post:
        Grant.objects.create(
            user=user, post_id=post, region_id=region, valid_from=valid_from, valid_to=valid_to
        )
    return user


def actor_of(user: User) -> Actor:
    """The actor of the account's first grant."""
    return actor_for(user, user.grants.with_parts().first())


def actor(post: str, region: str = TOWN, **fields: Any) -> Actor:
    """Somebody new with a post."""
    return actor_of(account(post, region, **fields))


def browser(user: User) -> Client:
    """A browser in which ``user`` is signed in, without the cost of a password."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    grants = sessions.grants_of(user)
    now = int(time.time())
    session = client.session
    session.update({sessions.STARTED: now, sessions.SEEN: now, sessions.PRINT: sessions.print_of(grants)})
    session.save()
    return client
