"""Join or start the embedded servers of this clone.

Everything that needs them takes a shared lock on ``users.lock`` for its lifetime; who finds no living keeper
starts one under ``start.lock``. Several starters at once end with one pair of servers.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from config.embedded import places as places_module
from config.embedded.places import Places
from config.embedded.probe import keeper_pid, postgres_answers, redis_answers, superuser

CLONE = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 30
OWNER, APP, DATABASE = "yz_owner", "yz_app", "yz"
POSTGRES_MAJOR = "18"


class EmbeddedError(RuntimeError):
    """The servers do not start; the message says where to look."""


@dataclass(frozen=True)
class Servers:
    """Addresses of a running pair."""

    socket_dir: str
    redis_socket: str

    def database_url(self, role: str) -> str:
        return f"postgres://{role}@/{DATABASE}?host={self.socket_dir}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.redis_socket}"


_lease: dict[Path, int] = {}


def ensure(clone: Path = CLONE) -> Servers:
    """Servers that answer, started if need be. The lease ends with this process (and its forks).

    Raises ``EmbeddedError`` when they do not come up within a minute.
    """
    places = places_module.of_clone(clone)
    try:
        places_module.create(places)
    except PermissionError as error:
        raise EmbeddedError(f"cannot use {places.home}: {error}") from error
    _take_lease(places)
    with _locked(places.start_lock):
        _start(places)
    return Servers(str(places.run), str(places.redis_socket))


def stop_when_unused(clone: Path = CLONE) -> None:
    """Give the lease back and wait until the servers are down, unless somebody else holds one."""
    places = places_module.of_clone(clone)
    handle = _lease.pop(places.home, None)
    if handle is not None:
        os.close(handle)
    deadline = time.monotonic() + STOP_SECONDS
    while (pid := keeper_pid(places)) and time.monotonic() < deadline:
        if _in_use(places):
            return
        try:
            os.kill(pid, signal.SIGUSR1)
        except ProcessLookupError:
            return
        time.sleep(0.1)


def _take_lease(places: Places) -> None:
    if places.home in _lease:
        return
    handle = os.open(places.users_lock, os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.flock(handle, fcntl.LOCK_SH)  # waits while a keeper is stopping
    os.utime(handle)
    _lease[places.home] = handle


def _in_use(places: Places) -> bool:
    """True when a process holds a lease. The keeper itself holds it exclusively only while it stops."""
    handle = os.open(places.users_lock, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _start(places: Places) -> None:
    if keeper_pid(places) is None:
        _wait_for_orphans(places)
        _check_version(places)
        _remove_abandoned(places)
        keeper = _spawn_keeper(places)
    else:
        keeper = None
    _wait_for_answers(places, keeper)
    if keeper is not None:
        # It outlives this process on purpose: nobody waits for it, and no warning is due.
        keeper.returncode = 0
    _prepare(places)


def _spawn_keeper(places: Places) -> subprocess.Popen[bytes]:
    with (places.logs / "keeper.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "config.embedded.keeper", str(places.clone)],
            cwd=CLONE,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_for_orphans(places: Places) -> None:
    """Servers whose keeper was killed are told to end by the kernel; they may still answer for a moment."""
    deadline = time.monotonic() + STOP_SECONDS
    while postgres_answers(places) or redis_answers(places):
        if time.monotonic() > deadline:
            raise EmbeddedError(f"servers without a keeper still answer in {places.run}; end them first")
        time.sleep(0.05)


def _check_version(places: Places) -> None:
    try:
        found = (places.pgdata / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return
    if found != POSTGRES_MAJOR:
        raise EmbeddedError(
            f"{places.pgdata} was made by PostgreSQL {found}, this is {POSTGRES_MAJOR}; "
            "move it away to begin with empty data"
        )


def _remove_abandoned(places: Places) -> None:
    for home in places_module.abandoned(places):
        with _locked(home / "start.lock"):
            if keeper_pid(Places(places.clone, home, home / "run", places.server_user)) is None:
                shutil.rmtree(home, ignore_errors=True)


def _wait_for_answers(places: Places, keeper: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (postgres_answers(places) and redis_answers(places)):
        ended = keeper is not None and keeper.poll() is not None
        if ended or time.monotonic() > deadline:
            raise EmbeddedError(f"the embedded servers do not answer; see the logs in {places.logs}")
        time.sleep(0.03)


def _prepare(places: Places) -> None:
    """Create roles and database. The owner migrates and makes test databases; the application owns nothing."""
    with superuser(places) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role, right in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            if role not in roles:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {}").format(
                        sql.Identifier(role), sql.SQL(right)
                    )
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
