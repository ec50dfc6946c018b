"""The grants that a user holds, as every request asks for them.

The statement is composed once a process: composing it anew took three times as long as running it, with each page.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from apps.accounts.models import Grant, Message, Post, User
from apps.regions.models import Region

# What an Actor and the top bar show of somebody stood in for; the rest of the account is not read.
STOOD_IN_FOR = ("id", "name")


def grants_of(user: User) -> list[Grant]:
    """All grants of a user, past and future too, with what an Actor needs.

    Each carries ``unread``, the number of messages of the user: every page shows it, and asks nothing for it.
    """
    statement, parts = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [user.pk])
        return [_grant(row, parts) for row in cursor.fetchall()]


Part = tuple[type[Model], tuple[str, ...]]


@cache
def _statement() -> tuple[str, tuple[Part, ...]]:
    """The SQL, and which model and fields its columns are of, in order; ``unread`` comes last."""
    parts: tuple[Part, ...] = (
        (Grant, _fields(Grant)),
        (Post, _fields(Post)),
        (Region, _fields(Region)),
        (Region, _fields(Region)),
        (User, STOOD_IN_FOR),
    )
    columns = ", ".join(
        f'{alias}."{name}"'
        for alias, (_, names) in zip(("g", "post", "place", "above", "other"), parts, strict=True)
        for name in names
    )
    statement = f"""
        SELECT {columns},
            (SELECT count(*) FROM {_table(Message)} AS m WHERE m.user_id = g.user_id AND m.read_at IS NULL)
        FROM {_table(Grant)} AS g
        JOIN {_table(Post)} AS post ON post.code = g.post_id
        JOIN {_table(Region)} AS place ON place.code = g.region_id
        LEFT JOIN {_table(Region)} AS above ON above.code = place.parent_id
        LEFT JOIN {_table(User)} AS other ON other.id = g.substitutes_id
        WHERE g.user_id = %s ORDER BY g.valid_from, g.id
    """
    return statement, parts


def _fields(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


def _grant(row: tuple[Any, ...], parts: tuple[Part, ...]) -> Grant:
    made, start = [], 0
    for model, names in parts:
        values = row[start : start + len(names)]
        # What a LEFT JOIN did not find has no key.
        made.append(None if values[0] is None else model.from_db(connection.alias, names, values))
        start += len(names)
    grant, post, place, above, other = made
    assert isinstance(grant, Grant) and isinstance(place, Region)
    grant.post, grant.region, place.parent = post, place, above  # type: ignore[assignment]
    if other is not None:
        grant.substitutes = other  # type: ignore[assignment]
    grant.unread = row[-1]  # type: ignore[attr-defined]
    return grant
