"""/healthz: this process answers. /readyz: it can do its work (database, Redis, migrations).

Answered by a middleware ahead of host checks, sessions and sign-in: whoever watches the service has none of them,
and must get an answer even when the database is away. Nothing about the reasons leaves the house but a word each.
"""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            found = readiness()
            return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)
        return self.get_response(request)


def readiness() -> dict[str, str]:
    """``ok`` or ``failed`` for each thing that requests depend on."""
    checks = {"database": _database, "migrations": _migrations, "redis": _redis}
    return {name: _outcome(name, check) for name, check in checks.items()}


def _outcome(name: str, check: Callable[[], bool]) -> str:
    try:
        return "ok" if check() else "failed"
    except (DatabaseError, RedisError, OSError) as error:
        logger.warning("not ready: %s: %s", name, error)
        return "failed"


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis() -> bool:
    cache.set("readyz", "1", 10)
    return cache.get("readyz") == "1"
