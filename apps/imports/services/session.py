"""What an import asks of its database session, for its transaction only."""

from django.db import connection

# An import may work for minutes in one statement; a page may not.
_LIMITS = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "60s",
    "work_mem": "128MB",
}
_LOADING = 0x696D706F  # "impo": one load at a time in the whole database


def widen_limits() -> None:
    """Raise the limits until the transaction ends. Needs one."""
    with connection.cursor() as cursor:
        for name, value in _LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def alone() -> None:
    """Wait for the load that is under way; two loads at once would each see the database without the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
