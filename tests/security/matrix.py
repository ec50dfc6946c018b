"""Every address × every post × own, foreign and absent rows. Generated from the resolver: no route is forgotten.

What must hold for each request:

- without sign-in: only what is public, everything else leads to the sign-in page;
- without the permission: 403, whatever the row;
- with it: a row outside the scope answers exactly as one that is not there, 404;
- no answer holds a mark (name, number) of a place outside the scope of who asked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from apps.accounts.middleware import declared_permission
from apps.accounts.models import Post
from apps.core.permissions import PUBLIC, SIGNED_IN
from tests.architecture.test_closed_by_default import routes
from tests.factories import DISTRICT
from tests.security.words import strange
from tests.security.world import World
from tests.support.accounts import account, browser

Rows = Callable[[World], dict[str, dict[str, Any]]]
ABSENT_ID, ABSENT_NUMBER = 99_999_999, "DB-212009-20190101-9999"
ABSENT_UUID = "00000000-0000-4000-8000-000000000000"


def of_case(**more: Any) -> Rows:
    """Addresses of a case by number: one of each town, and none."""
    return lambda world: {
        "here": {"number": world.here.rows["case"].number, **more},
        "there": {"number": world.there.rows["case"].number, **more},
        "absent": {"number": ABSENT_NUMBER, **more},
    }


def by_pk(name: str, key: str = "pk", **more: Any) -> Rows:
    return lambda world: {
        "here": {key: world.here.rows[name].pk, **more},
        "there": {key: world.there.rows[name].pk, **more},
        "absent": {key: ABSENT_UUID if name in ("draft", "file") else ABSENT_ID, **more},
    }


def of_bureau(name: str, key: str = "pk", **more: Any) -> Rows:
    """Something of the bureau or of one account: no town has it."""
    return lambda world: {
        "bureau": {key: world.shared[name].pk, **more},
        "absent": {key: ABSENT_ID, **more},
    }


def fixed(**values: Any) -> Rows:
    """An address whose arguments name no row (a year, a figure)."""
    return lambda world: {"fixed": values}


@dataclass
class Asker:
    """Somebody with a post, and which towns he may read."""

    post: str
    label: str
    client: Client  # does not raise: a fault is an answer of 500
    permissions: frozenset[str]
    sees: tuple[str, ...]
    is_mirror: bool = False  # somebody of the same post has asked everything, in the other town

    def may(self, needed: str) -> bool:
        return needed in (PUBLIC, SIGNED_IN) or needed in self.permissions


def askers(world: World, *, posts: tuple[str, ...] = ()) -> Iterator[Asker]:
    """Every post (or ``posts``) at the bureau, or in both towns: where it can be, once in the town and once below."""
    for post in Post.objects.appointable().order_by("code"):
        if posts and post.code not in posts:
            continue
        if post.level == "district":
            yield _asker(post, DISTRICT, ("here", "there", "bureau"))
            continue
        yield _asker(post, world.here.town, ("here",))
        other = world.there.community if post.level == "any" else world.there.town
        yield _asker(post, other, ("there",), is_mirror=True)


def _asker(post: Post, region: str, sees: tuple[str, ...], *, is_mirror: bool = False) -> Asker:
    client = browser(account(post.code, region))
    client.raise_request_exception = False
    return Asker(post.code, f"{post.code}@{region}", client, frozenset(post.permissions), sees, is_mirror)


@dataclass
class Report:
    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)


def run(world: World, rows: dict[str, Rows], *, only: str = "", posts: tuple[str, ...] = ()) -> Report:
    """Ask everything; ``only`` narrows to names that begin with it, ``posts`` to some posts.

    A post that may not open an address at all is asked for one row of it, in one place; and so is a method that the
    address does not have: those answers are given before any row or place is looked at. The second of a post is asked
    for what differs: the rows of the other town, and every page that may show some of them.
    """
    report = Report()
    targets = list(_targets(world, rows, only))
    refused: set[tuple[str, str, str]] = set()
    absent: set[tuple[str, str]] = set()
    for asker in askers(world, posts=posts):
        foreign = _foreign_marks(world, asker)
        for name, needed, place, url in targets:
            for method in ("get", "post"):
                if (name, method) in absent or (asker.post, name, method) in refused:
                    continue
                if asker.is_mirror and not _differs(asker, place, method):
                    continue
                answer = _ask(asker, method, url)
                report.requests += 1
                if not asker.may(needed):
                    refused.add((asker.post, name, method))
                elif answer[0].status_code == 405:
                    absent.add((name, method))
                problem = _judge(asker, needed, place, method, answer, foreign)
                if problem:
                    report.leaks.append(f"{asker.label} {method} {name} [{place}]: {problem}")
                if name not in FOR_DEVELOPERS:
                    report.strange |= {f"{name}: {word}" for word in _strange(answer)}
    return report


def _differs(asker: Asker, place: str, method: str) -> bool:
    if place in ("none", "fixed"):
        return method == "get"
    return place in ("here", "there") and place not in asker.sees


def _targets(world: World, rows: dict[str, Rows], only: str) -> Iterator[tuple[str, str, str, str]]:
    for name, pattern in routes():
        needed = declared_permission(pattern.callback)
        if not name.startswith(only) or name in ENDS_THE_SESSION or needed is None:
            continue
        if not pattern.pattern.converters:
            yield name, needed, "none", reverse(name)
            continue
        if name not in rows:
            raise LookupError(f"{name} takes arguments: say in ROWS which rows of two towns it is asked for")
        for place, arguments in rows[name](world).items():
            yield name, needed, place, reverse(name, kwargs=arguments)


# Shows the components by their names, in demo and tests only.
FOR_DEVELOPERS = {"pages:components"}

# Signing out would end the session that asks the next question.
ENDS_THE_SESSION = {
    "accounts:logout",
    "accounts:sign_in",
    "accounts:again",
    "accounts:switch",
    "accounts:password",
    "jobs:next_day",
}


def _ask(asker: Asker, method: str, url: str) -> Any:
    response = getattr(asker.client, method)(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response, body.decode("utf-8", "replace")


def _strange(answer: Any) -> set[str]:
    """What a page or a part of one says that no page may say."""
    response, body = answer
    told = response.headers.get("Content-Type", "").startswith("text/html")
    return strange(body) if told and not response.streaming else set()


def _judge(asker: Asker, needed: str, place: str, method: str, answer: Any, foreign: set[str]) -> str:
    response, body = answer
    status = response.status_code
    if status >= 500:
        return f"{status}"
    found = sorted(mark for mark in foreign if mark in body)
    if found:
        return f"shows {found[0]}"
    if not asker.may(needed):
        # The front page leads each post to a page of its own.
        return (
            ""
            if status == 403 or (status == 302 and response.wsgi_request.path == "/")
            else f"{status} without permission"
        )
    if place in ("absent",) or (place in ("here", "there", "bureau") and place not in asker.sees):
        # A method that no row answers is refused before any row is looked for.
        return "" if status in (404, 405) else f"{status} for a row that is not his"
    return ""


def _foreign_marks(world: World, asker: Asker) -> set[str]:
    marks: set[str] = set()
    for name, place in (("here", world.here), ("there", world.there)):
        if name not in asker.sees:
            marks |= place.marks
    return marks
