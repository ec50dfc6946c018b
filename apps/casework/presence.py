"""Who else has the form of a case open: a courtesy among colleagues, not a lock.

Marks live in the cache for a while and belong to one version of the case: once somebody acts, they say nothing any
more. Without a cache nobody is seen, and nothing else changes.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from apps.accounts.actor import Actor
from apps.casework.models import Case, CaseAction

SECONDS = 15 * 60
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Onlooker:
    """``沈洁 10:21 打开了初审表单``."""

    name: str
    at: datetime
    step: str


def mark(case: Case, actor: Actor, step: str) -> None:
    """Note that ``actor`` has the form of ``step`` open."""
    found = _read(case)
    since = found.get(str(actor.user_id), {}).get("at") or timezone.now().isoformat()
    found[str(actor.user_id)] = {"name": actor.name, "step": step, "at": since}
    try:
        cache.set(_key(case), found, SECONDS)
    except RedisError:
        log.warning("nobody is told who has a case open: no cache")


def others(case: Case, actor: Actor) -> list[Onlooker]:
    """Everybody else who has a form of this version open, by time."""
    rows = [row for user, row in _read(case).items() if user != str(actor.user_id)]
    seen = [Onlooker(row["name"], _local(row["at"]), row["step"]) for row in rows]
    return sorted(seen, key=lambda row: row.at)


def acted_since(case: Case, version: int) -> list[CaseAction]:
    """What was done on a case after the page showed ``version``."""
    return list(CaseAction.objects.filter(case=case, version__gt=version).order_by("version"))


def _key(case: Case) -> str:
    return f"case-open:{case.pk}:{case.version}"


def _read(case: Case) -> dict[str, dict[str, Any]]:
    try:
        return dict(cache.get(_key(case)) or {})
    except RedisError:
        return {}


def _local(text: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(text))
