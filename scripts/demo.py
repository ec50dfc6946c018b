"""Start the product for a look: servers, database, demo year, web, worker, beat. Ctrl-C ends all of it.

Run by ``make demo``. The children live in process groups of their own, so that Ctrl-C reaches only this
supervisor, which stops them in order; the kernel ends them if the supervisor is killed.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGS = VAR / "log"
sys.path.insert(0, str(ROOT))

from config.embedded.keeper import die_with_parent  # noqa: E402

DEFAULT_PORT = 8000
READY_SECONDS = 60
GROUP_SECONDS = 3
STOP_SECONDS = 5  # a job that is cut off goes on at the next start: its row is the queue


class DemoError(Exception):
    """One sentence that says why the demo cannot start."""


class Process:
    """A child of the supervisor, in its own process group."""

    def __init__(self, name: str, *command: str) -> None:
        self.name = name
        self.log = LOGS / f"{name}.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end, then end what is left of its group."""
        if not self.ended():
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        # Until the last of them is gone: whoever still dies holds a lease, and the servers would wait out its grace.
        deadline = time.monotonic() + GROUP_SECONDS
        while time.monotonic() < deadline:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                break
            self.process.poll()
            time.sleep(0.05)
        self.process.wait()


def only_one() -> int:
    """Hold the lock of this clone's demo; a second start says where the first one is."""
    VAR.mkdir(exist_ok=True)
    LOGS.mkdir(exist_ok=True)
    handle = os.open(VAR / "demo.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        where = os.pread(handle, 100, 0).decode() or "a moment from now"
        raise DemoError(f"The demo of this clone is running already: {where}") from None
    os.ftruncate(handle, 0)
    return handle


def free_port() -> int:
    """PORT when it is given, else the first free one from 8000 on: two clones must not disturb each other."""
    wanted = os.environ.get("PORT")
    for port in [int(wanted)] if wanted else range(DEFAULT_PORT, DEFAULT_PORT + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise DemoError(f"Port {wanted or DEFAULT_PORT} is in use. Choose another: PORT=8100 make demo")


def step(text: str, work: Callable[[], object]) -> None:
    start = time.monotonic()
    print(f"  {text} … ", end="", flush=True)
    work()
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def prepare(processes: list[Process]) -> None:
    """Servers, tables, reference data, demo year, static files: each does nothing when it is done already.

    ``processes`` holds the child that collects the static files for as long as it runs.
    """
    import django
    from django.core.management import CommandError, call_command

    # Settings start the embedded servers, and the lease of this process keeps them.
    step("starting PostgreSQL and Redis", django.setup)
    state, static = static_state(), begin_static()
    processes += [static] if static else []
    try:
        step("migrating", lambda: call_command("migrate", verbosity=0, interactive=False))
        with (LOGS / "prepare.log").open("a") as log:
            step("loading reference data", lambda: call_command("load_reference", stdout=log))
            step("making demo accounts", lambda: call_command("create_demo_accounts", stdout=log))
            step("loading the demo year", lambda: call_command("seed_demo", stdout=Indented()))
    except CommandError as error:
        raise DemoError(str(error)) from error
    if static:
        step("collecting static files", lambda: finish_static(static, state))
        processes.remove(static)


class Indented:
    """Standard output for the lines of a part: half a minute without a sign of life looks like a fault."""

    def write(self, text: str) -> None:
        print(f"\n    {text.rstrip()} ", end="", flush=True)


def static_state() -> str:
    """What the collected files depend on: sources and locked packages, by time and size."""
    sources = [path for path in (ROOT / "static").rglob("*") if path.is_file()] + [ROOT / "uv.lock"]
    return json.dumps(
        sorted((str(p.relative_to(ROOT)), p.stat().st_mtime_ns, p.stat().st_size) for p in sources)
    )


def begin_static() -> Process | None:
    """Hash and compress beside the loading, which leaves a core idle; None when nothing has changed."""
    stamp = VAR / "static.stamp"
    if stamp.exists() and (VAR / "static").is_dir() and stamp.read_text() == static_state():
        return None
    stamp.unlink(missing_ok=True)
    return Process("static", "django", "collectstatic", "--noinput", "--clear", "--verbosity", "0")


def finish_static(child: Process, state: str) -> None:
    if child.process.wait():
        raise DemoError(f"The static files could not be collected; see {child.log}")
    (VAR / "static.stamp").write_text(state)


def start_web(port: int) -> Process:
    options = ["--workers", "2", "--threads", "4", "--access-logfile", "-", "--no-control-socket"]
    return Process("web", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options)


def start_background() -> list[Process]:
    """After the web: the letters of the first start would take the processors from it."""
    celery = ("celery", "-A", "config.celery", "--quiet")
    schedule = ("--schedule", str(VAR / "beat-schedule"), "--pidfile", "")
    return [
        Process("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip"),
        Process("beat", *celery, "beat", *schedule, "--loglevel", "INFO"),
    ]


def wait_until_ready(port: int, processes: list[Process]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        complain_about_ended(processes)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise DemoError(f"The site does not answer; see {LOGS / 'web.log'}")


def complain_about_ended(processes: list[Process]) -> None:
    for child in processes:
        if child.ended():
            tail = "\n".join(child.log.read_text(errors="replace").splitlines()[-15:])
            raise DemoError(
                f"{child.name} has ended ({child.process.returncode}). {child.log} ends with:\n{tail}"
            )


def announce(port: int, lock: int) -> None:
    from django.conf import settings

    from apps.accounts.demo import ACCOUNTS
    from apps.accounts.models import Post

    address = f"http://127.0.0.1:{port}/"
    os.pwrite(lock, address.encode(), 0)
    posts = dict(Post.objects.values_list("code", "label"))
    print(f"\n民政业务平台  {address}\n\n演示账号（密码都是 {settings.DEMO_PASSWORD}）：")
    for account in ACCOUNTS:
        place = " ".join(part for part in (account.town, account.community) if part) or settings.BUREAU_NAME
        print(f"  {account.username:<14}{account.name}\t{posts.get(account.post, '')}\t{place}")
    print("\nCtrl-C 结束。", flush=True)


def run() -> None:
    lock = only_one()
    port = free_port()
    processes: list[Process] = []
    try:
        prepare(processes)
        processes.append(start_web(port))
        step("starting the web", lambda: wait_until_ready(port, processes))
        processes += start_background()
        announce(port, lock)
        while True:
            complain_about_ended(processes)
            time.sleep(0.5)
    finally:
        # A second Ctrl-C must not leave half of them behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(processes)


def stop(processes: list[Process]) -> None:
    """The children all at once, the servers last, unless somebody else uses them."""
    for child in processes:
        if not child.ended():
            child.process.terminate()
    for child in processes:
        child.stop()
    from django.db import connections

    from config.embedded import stop_when_unused

    connections.close_all()
    stop_when_unused()


def interrupted(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    os.environ.setdefault("DEPLOYMENT", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, interrupted)
    try:
        run()
    except KeyboardInterrupt:
        print("\nended.")
        return 0
    except DemoError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
