"""Holding a job: extend the lease and carry progress to the row while the handler works.

A handler may sit in one long transaction, so neither may go over its connection: progress would stay
invisible and the row locked until commit. A thread with a connection of its own does both, once a second at
most. It dies with the process; then the lease runs out and the sweeper gives the job to somebody else.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.models import Job

logger = logging.getLogger(__name__)

DEFAULT_LEASE_SECONDS = 30.0
BEATS_PER_LEASE = 4  # three beats may fail before the lease is lost
WRITE_EVERY = 1.0  # seconds between two writes of progress
LINE_LENGTH = 500


class LeaseLost(Exception):
    """Somebody else has the job now (or it was ended); what this runner does must not count."""


def lease_length() -> timedelta:
    """How long a silent worker keeps a job (setting ``JOBS_LEASE_SECONDS``)."""
    return timedelta(seconds=float(getattr(settings, "JOBS_LEASE_SECONDS", DEFAULT_LEASE_SECONDS)))


@dataclass
class Progress:
    """What the page shows of a running job; within a stage ``done`` never goes back."""

    done: int = 0
    total: int = 0
    stage: str = ""
    log: list[dict[str, str]] = field(default_factory=list)

    def advance(self, done: int, total: int | None, stage: str | None) -> None:
        stage = self.stage if stage is None else stage[:100]
        same_stage = stage == self.stage
        self.done = max(done, self.done if same_stage else 0)
        self.total = max(total if total is not None else (self.total if same_stage else 0), self.done)
        self.stage = stage

    def add_line(self, text: str) -> None:
        self.log.append({"at": timezone.now().isoformat(timespec="seconds"), "text": text[:LINE_LENGTH]})
        del self.log[: -Job.LOG_LINES]  # the last lines are the ones that explain

    def as_columns(self) -> dict[str, Any]:
        return {"done": self.done, "total": self.total, "stage": self.stage, "log": list(self.log)}


class Lease:
    """The right to run one job, as long as it is renewed. ``lost`` turns true once and for all."""

    def __init__(self, job: Job, *, direct: bool) -> None:
        assert job.lease_token is not None
        self.job_id: int = job.pk
        self.token: uuid.UUID = job.lease_token
        self.progress = Progress(log=list(job.log))
        self.lost = False
        self.direct = direct
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._lock = threading.Lock()

    def change(self, edit: Callable[[Progress], None]) -> None:
        """Edit the progress. LeaseLost when the job has gone to somebody else."""
        if self.lost:
            raise LeaseLost(f"job {self.job_id}")
        with self._lock:
            edit(self.progress)
        self._changed.set()
        if self.direct:
            self._write()

    def columns(self) -> dict[str, Any]:
        with self._lock:
            return self.progress.as_columns()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew in the background until the block ends. In direct mode (tests) there is nothing to renew."""
        if self.direct:
            yield
            return
        thread = threading.Thread(target=self._keep, name=f"lease-{self.job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join(timeout=10)

    def _keep(self) -> None:
        renew_every = lease_length().total_seconds() / BEATS_PER_LEASE
        pause = min(WRITE_EVERY, renew_every)
        renewed = monotonic()
        try:
            while not self._stopped.wait(pause):
                if self._changed.is_set() or monotonic() - renewed >= renew_every:
                    self._write()
                    renewed = monotonic()
                if self.lost:
                    return
        finally:
            connection.close()  # this thread's own

    def _write(self) -> None:
        self._changed.clear()
        try:
            kept = (
                Job.objects.held_by(self.token)
                .filter(pk=self.job_id)
                .update(lease_until=Now() + lease_length(), **self.columns())
            )
        except DatabaseError:
            # The next beat tries again; if the database stays away, the lease runs out by itself.
            logger.warning("job %s: the lease could not be renewed", self.job_id, exc_info=True)
            connection.close_if_unusable_or_obsolete()
            return
        if not kept and not self._stopped.is_set():
            self.lost = True
