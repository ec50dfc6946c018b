"""Database and Redis addresses: those of the environment, else the embedded servers.

Two connections lead to the same database: ``default`` is the application, which owns nothing, and ``owner``
migrates. Their separation is what keeps append-only tables append-only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import environ

APP_ROLE = "yz_app"
STATEMENT_TIMEOUT, LOCK_TIMEOUT, IDLE_IN_TRANSACTION_TIMEOUT = "30s", "5s", "60s"


@dataclass(frozen=True)
class Addresses:
    """Where the servers are. ``owner`` is None where this process has no business migrating."""

    application: str
    owner: str | None
    redis: str
    # The application signs in as the owner and puts the application's role on: one URL for a demo or a test.
    assume_role: bool


def addresses(environment: Mapping[str, str], *, deployment: str) -> Addresses:
    """Read the addresses; starts the embedded servers when the environment names none."""
    database, redis = environment.get("DATABASE_URL"), environment.get("REDIS_URL")
    owner = environment.get("DATABASE_OWNER_URL")
    if deployment == "production":
        return Addresses(environment["DATABASE_URL"], owner, environment["REDIS_URL"], assume_role=False)
    embedded = None if database and redis else _embedded(environment)
    redis = redis or embedded.redis_url
    if not database:
        return Addresses(
            embedded.database_url(APP_ROLE), embedded.database_url("yz_owner"), redis, assume_role=False
        )
    return Addresses(database, owner or database, redis, assume_role=owner is None)


def _embedded(environment: Mapping[str, str]) -> Any:
    from config.embedded import ensure
    from config.embedded.launcher import CLONE, Servers
    from config.embedded.places import of_clone

    if (
        environment.get("EMBEDDED_SERVERS") == "off"
    ):  # linters and type checkers load settings, and need no server
        places = of_clone(CLONE)
        return Servers(str(places.run), str(places.redis_socket))
    return ensure()


def configure(found: Addresses, *, deployment: str, pool_size: int) -> dict[str, dict[str, Any]]:
    """``DATABASES`` for the addresses."""
    web = {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_TIMEOUT,
    }
    default = _connection(found.application, web | ({"role": APP_ROLE} if found.assume_role else {}))
    if pool_size and deployment != "test":
        default["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 5}
    default["TEST"] = {"MIGRATE": False}
    if found.owner is None:
        return {"default": default}
    owner = _connection(found.owner, {})
    return {"default": default, "owner": owner}


def _connection(url: str, settings: Mapping[str, str]) -> dict[str, Any]:
    parsed: dict[str, Any] = environ.Env.db_url_config(url)
    host = parsed.setdefault("OPTIONS", {}).pop("host", None)
    if host:
        parsed["HOST"] = host
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    if options:
        parsed["OPTIONS"]["options"] = options
    parsed.update(ENGINE="django.db.backends.postgresql", CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
    return parsed


def application_role(found: Addresses) -> str:
    """The role that the application works as; ``migrate`` grants it its rights."""
    if found.assume_role:
        return APP_ROLE
    return str(environ.Env.db_url_config(found.application)["USER"])


def broker_url(redis_url: str) -> str:
    """Celery spells a Unix socket in its own way."""
    if redis_url.startswith("unix://"):
        return f"redis+socket://{redis_url.removeprefix('unix://').partition('?')[0]}?virtual_host=0"
    return redis_url
