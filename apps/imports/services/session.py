"""What an import asks of its database session, for its transaction only."""

from django.db import OperationalError, connection

from apps.core.errors import Refused

# An import may work for minutes in one statement; a page may not.
_LIMITS = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "60s",
    "work_mem": "128MB",
}
_MANY = 2_000
_NOT_AVAILABLE = "55P03"
_LOADING = 0x696D706F  # "impo": one load at a time in the whole database


def widen_limits() -> None:
    """Raise the limits until the transaction ends. Needs one."""
    with connection.cursor() as cursor:
        for name, value in _LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def expect(rows: int) -> None:
    """Plan for ``rows`` rows until the transaction ends, whatever the statistics say.

    A table that is filled in this transaction, or whose last filling was rolled back, counts as empty; a nested
    loop over it would take hours. A few rows against a large register are found by its indexes as ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', %s, true)", ["off" if rows > _MANY else "on"])


def alone() -> None:
    """Wait for the load that is under way; two loads at once would each see the database without the other.

    Raises Refused when it takes longer than the lock timeout.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _NOT_AVAILABLE:
            raise
        raise Refused("另一批数据正在导入。", hint="请等它结束后再试。", code="loading") from error
