"""Which kind of deployment this is, and what production refuses to start with."""

from collections.abc import Callable, Mapping

from django.core.exceptions import ImproperlyConfigured

KINDS = ("production", "demo", "test")
SECRETS = ("SECRET_KEY", "DATA_KEY", "DIGEST_KEY")
MIN_SECRET_LENGTH = 32
# Parts of the placeholders that people copy from guides and forget to replace.
PLACEHOLDERS = ("django-insecure", "changeme", "change-me", "secret-key", "your-", "example", "default")


def kind(environment: Mapping[str, str]) -> str:
    """``production``, ``demo`` or ``test``; a database given without a word about it is production."""
    chosen = environment.get("DEPLOYMENT") or ("production" if environment.get("DATABASE_URL") else "demo")
    if chosen not in KINDS:
        raise ImproperlyConfigured(f"DEPLOYMENT is '{chosen}'; it must be one of {', '.join(KINDS)}.")
    return chosen


def refuse_unsafe_production(environment: Mapping[str, str], *, debug: bool) -> None:
    """Raise ``ImproperlyConfigured`` with one sentence for each thing that production must not start with."""
    checks: tuple[Callable[[Mapping[str, str]], list[str]], ...] = (_servers, _secrets, _hosts)
    problems = [problem for check in checks for problem in check(environment)]
    if debug:
        problems.append("DEBUG is on; production runs without it.")
    if environment.get("BUSINESS_DATE"):
        problems.append(
            "BUSINESS_DATE is set; it is for demo and tests only, production follows the calendar."
        )
    if problems:
        raise ImproperlyConfigured("Production refuses to start. " + " ".join(problems))


def _servers(environment: Mapping[str, str]) -> list[str]:
    return [f"{name} is missing." for name in ("DATABASE_URL", "REDIS_URL") if not environment.get(name)]


def _secrets(environment: Mapping[str, str]) -> list[str]:
    problems = []
    values = [environment.get(name, "") for name in SECRETS]
    for name, value in zip(SECRETS, values, strict=True):
        if not value:
            problems.append(f"{name} is missing.")
        elif len(value) < MIN_SECRET_LENGTH:
            problems.append(f"{name} is shorter than {MIN_SECRET_LENGTH} characters.")
        elif len(set(value)) < 8 or any(part in value.lower() for part in PLACEHOLDERS):
            problems.append(f"{name} is a placeholder; generate a random one.")
    if len(set(filter(None, values))) < len([value for value in values if value]):
        problems.append("SECRET_KEY, DATA_KEY and DIGEST_KEY must differ from each other.")
    return problems


def _hosts(environment: Mapping[str, str]) -> list[str]:
    hosts = [host.strip() for host in environment.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        return ["ALLOWED_HOSTS is missing; name the hosts this site answers to."]
    return ["ALLOWED_HOSTS contains '*'; name the hosts."] if "*" in hosts else []
