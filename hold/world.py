"""Servers, workers and steps as processes, and the one who kills them."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded import ensure
from config.embedded.places import of_clone

ROOT = Path(__file__).resolve().parent.parent
VICTIMS = ("step", "worker", "postgres", "redis", "sweeper")


@dataclass
class World:
    """The processes of one campaign under ``home``, and a record of every kill."""

    home: Path
    chance: random.Random
    environment: dict[str, str] = field(default_factory=dict)
    kills: list[str] = field(default_factory=list)
    worker: subprocess.Popen[bytes] | None = None
    sweeper: subprocess.Popen[bytes] | None = None

    def start(self, archive: Path, day: str) -> None:
        """Servers and settings; nothing else runs yet."""
        (self.home / "var").mkdir(parents=True, exist_ok=True)
        servers = ensure(self.home)
        self.environment = {
            **{key: value for key, value in os.environ.items() if key not in ("TEST_DB_SUFFIX",)},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEPLOYMENT": "demo",
            "BUSINESS_DATE": day,
            "DATABASE_URL": servers.database_url("yz_app"),
            "DATABASE_OWNER_URL": servers.database_url("yz_owner"),
            "REDIS_URL": servers.redis_url,
            "FILES_ROOT": str(self.home / "files"),
            "JOBS_LEASE_SECONDS": "2",
            "HOLD_SET": str(archive),
        }

    def recover(self) -> None:
        """What a supervisor does: start again whatever has ended."""
        ensure(self.home)
        if self.worker is None or self.worker.poll() is not None:
            celery = ("celery", "-A", "config.celery", "--quiet", "worker", "-c", "1", "--without-gossip")
            self.worker = self._spawn("worker", *celery)
        if self.sweeper is None or self.sweeper.poll() is not None:
            self.sweeper = self._spawn("sweeper", "hold.steps", "sweep")

    def step(self, name: str) -> subprocess.Popen[bytes]:
        return self._spawn(f"step-{name}", "hold.steps", name)

    def said(self, name: str) -> str:
        """What a step has said last; what it said before is of an earlier try."""
        lines = (self.home / f"step-{name}.log").read_text(errors="replace").splitlines()
        return lines[-1] if lines else ""

    def kill_one(self, step: subprocess.Popen[bytes] | None) -> str:
        """SIGKILL to one of them, at random, with all its children."""
        victim = self.chance.choice(VICTIMS if step is not None else VICTIMS[1:])
        if victim in ("postgres", "redis"):
            pid = self._server(victim)
            if pid:
                os.kill(pid, signal.SIGKILL)
        else:
            process = {"step": step, "worker": self.worker, "sweeper": self.sweeper}[victim]
            if process is not None:
                end(process)
        self.kills.append(victim)
        return victim

    def stop(self) -> None:
        for process in (self.worker, self.sweeper):
            if process is not None:
                end(process)

    def _server(self, name: str) -> int | None:
        places = of_clone(self.home)
        if name == "postgres":
            try:
                return int((places.pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
            except (FileNotFoundError, ValueError):
                return None
        wanted = str(places.redis_socket)
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if wanted in entry.read_text(errors="replace") and "redis-server" in entry.read_text(
                    errors="replace"
                ):
                    return int(entry.parent.name)
            except OSError:
                continue
        return None

    def _spawn(self, log: str, *module: str) -> subprocess.Popen[bytes]:
        with (self.home / f"{log}.log").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *module],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def end(process: subprocess.Popen[bytes]) -> None:
    """As a machine that loses power would."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def campaign(world: World, plan: dict[str, int], *, wait: float, deadline: float) -> None:
    """Take the steps of ``plan`` in order, each with as many kills as it says; what is left over falls on the next.

    ``wait`` bounds the seconds between two kills, ``deadline`` the seconds of the whole.
    """
    until, left = time.monotonic() + deadline, 0
    for name, kills in plan.items():
        left += kills
        while True:
            if time.monotonic() > until:
                raise TimeoutError(f"{name} is not done after {len(world.kills)} kills: {world.said(name)}")
            world.recover()
            step = world.step(name)
            try:
                step.wait(world.chance.uniform(0.1, wait) if left else 60)
            except subprocess.TimeoutExpired:
                pass
            if step.poll() == 0 and world.said(name) == "done":
                break
            if step.poll() == 3:
                raise RuntimeError(world.said(name))
            if left:
                world.kill_one(step if step.poll() is None else None)
                left -= 1
            if step.poll() is None:
                step.wait(60)
    while left:
        world.recover()
        time.sleep(world.chance.uniform(0.1, 0.5))
        world.kill_one(None)
        left -= 1
    world.recover()
