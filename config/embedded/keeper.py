"""The keeper: parent of ``postgres`` and ``redis-server`` for as long as somebody holds a lease.

Run as ``python -m config.embedded.keeper <clone>`` by the launcher, in a session of its own so that Ctrl-C in a
terminal does not reach it. It needs no pid lists: every user holds ``users.lock`` shared, the kernel lets go of
it even on ``kill -9``, and whoever gets it exclusively knows that nobody is left.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from config.embedded import places as places_module
from config.embedded.places import Places
from config.embedded.probe import is_running

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.25
GRACE_SECONDS = float(os.environ.get("EMBEDDED_GRACE_SECONDS", "20"))
STOP_SECONDS = 30
RESTARTS = 5
RESTART_WINDOW_SECONDS = 60
TIME_ZONE = "Asia/Shanghai"

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": TIME_ZONE,
    "log_timezone": TIME_ZONE,
    "log_checkpoints": "off",
    "client_min_messages": "warning",
}

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(with_signal: int) -> Callable[[], None]:
    """What a child calls before exec: the kernel sends it ``with_signal`` when its parent is gone."""

    def arrange() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, with_signal)

    return arrange


class Child:
    """One server process, restarted when it dies while somebody needs it."""

    def __init__(self, places: Places, name: str, command: list[str], cwd: Path, stop_signal: int) -> None:
        self.places, self.name, self.command, self.cwd, self.stop_signal = (
            places,
            name,
            command,
            cwd,
            stop_signal,
        )
        self.starts: list[float] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.name == "postgres":
            clear_stale_postgres_files(self.places)
        uid, gid = self.places.server_ids()
        identity = {"user": uid, "group": gid, "extra_groups": []} if self.places.server_user else {}
        self.starts.append(time.monotonic())
        with open_log(self.places, self.name) as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                umask=0o077,
                # After the change of user: the kernel forgets the wish when credentials change.
                preexec_fn=die_with_parent(self.stop_signal),
                **identity,  # type: ignore[call-overload]
            )

    def keep_alive(self) -> bool:
        """Restart the server if it died. False when it died too often to go on."""
        if self.process is None or self.process.poll() is None:
            return True
        recent = [moment for moment in self.starts if time.monotonic() - moment < RESTART_WINDOW_SECONDS]
        if len(recent) >= RESTARTS:
            return False
        time.sleep(POLL_SECONDS * len(recent))
        self.start()
        return True

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def open_log(places: Places, name: str):  # type: ignore[no-untyped-def]
    """The server's log, opened to append; a long one is put aside once."""
    path = places.logs / f"{name}.log"
    if path.exists() and path.stat().st_size > 10_000_000:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def clear_stale_postgres_files(places: Places) -> None:
    """Remove lock files whose process is gone or a zombie: PostgreSQL takes a zombie for a running server."""
    pid_file = places.pgdata / "postmaster.pid"
    for path in (pid_file, places.run / ".s.PGSQL.5432.lock"):
        try:
            pid = int(path.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            continue
        if not is_running(pid, "postgres"):
            path.unlink(missing_ok=True)


def initialise(places: Places, bin_dir: Path) -> None:
    """Create the PostgreSQL cluster when there is none."""
    if (places.pgdata / "PG_VERSION").exists():
        return
    uid, gid = places.server_ids()
    identity = {"user": uid, "group": gid, "extra_groups": []} if places.server_user else {}
    command = [str(bin_dir / "initdb"), "-D", str(places.pgdata), "-U", "postgres", "-E", "UTF8"]
    command += [
        "--auth=trust",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
    ]
    with open_log(places, "initdb") as log:
        subprocess.run(command, check=True, cwd=places.pgdata, stdout=log, stderr=log, **identity)


def servers(places: Places) -> list[Child]:
    bin_dir, redis_server = places_module.binaries(places)
    initialise(places, bin_dir)
    postgres = [str(bin_dir / "postgres"), "-D", str(places.pgdata), "-k", str(places.run)]
    for name, value in POSTGRES_SETTINGS.items():
        postgres += ["-c", f"{name}={value}"]
    redis = [str(redis_server), "--port", "0", "--unixsocket", str(places.redis_socket)]
    redis += ["--unixsocketperm", "700", "--dir", str(places.redis_data), "--save", "", "--appendonly", "yes"]
    # Nothing of record is in it: a busy disk must not hold up whoever asks, so the system decides when to flush.
    redis += ["--appendfsync", "no"]
    return [
        Child(places, "postgres", postgres, places.pgdata, signal.SIGINT),
        Child(places, "redis-server", redis, places.redis_data, signal.SIGTERM),
    ]


class Keeper:
    """Watches the lease and the children until nobody needs them."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.grace = GRACE_SECONDS
        self.ending = False
        self.unused_since: float | None = None
        self.users = os.open(places.users_lock, os.O_RDWR | os.O_CREAT, 0o644)

    def hurry(self, _signal: int, _frame: FrameType | None) -> None:
        """SIGUSR1: do not wait out the grace once nobody is left."""
        self.grace = 0.0

    def end(self, _signal: int, _frame: FrameType | None) -> None:
        """SIGTERM: stop now."""
        self.ending = True

    def unused(self) -> bool:
        """True, and the lease held exclusively, when nobody has needed the servers for the grace."""
        try:
            fcntl.flock(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.unused_since = None
            self.grace = GRACE_SECONDS
            return False
        now = time.time()
        if self.unused_since is None:
            self.unused_since = now
        # Users touch the lock file: a short one may have come and gone between two looks.
        last_use = max(self.unused_since, os.fstat(self.users).st_mtime) if self.grace else self.unused_since
        if now - last_use >= self.grace:
            return True
        fcntl.flock(self.users, fcntl.LOCK_UN)  # a newcomer in the grace must not wait for its end
        return False

    def run(self) -> None:
        children = servers(self.places)
        for child in children:
            child.start()
        while not self.ending and not self.unused():
            if not all(child.keep_alive() for child in children):
                break
            time.sleep(POLL_SECONDS)
        for child in reversed(children):
            child.stop()


def main(clone: str) -> int:
    places = places_module.of_clone(Path(clone))
    lock = os.open(places.keeper_lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0  # another keeper lives
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    keeper = Keeper(places)
    signal.signal(signal.SIGUSR1, keeper.hurry)
    signal.signal(signal.SIGTERM, keeper.end)
    signal.signal(signal.SIGINT, keeper.end)
    keeper.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
