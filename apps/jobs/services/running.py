"""Running one job: claim it, hold it, call its handler, write its end."""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pghistory
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from apps.accounts.actors import actor_of_job
from apps.accounts.requests import new_request_id
from apps.core import clock, registries
from apps.core.errors import Refused
from apps.jobs.context import JobContext, done_columns
from apps.jobs.faults import Fault, describe
from apps.jobs.lease import Lease, LeaseLost, lease_length
from apps.jobs.models import Job
from apps.jobs.services.telling import tell_end

logger = logging.getLogger(__name__)

# A job may work through a year's rows in one statement; a page may not. Both are bounded.
LONGER_LIMITS = {
    "statement_timeout": "1h",
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "10min",
}
RETRY_PAUSES = (5, 30, 120)  # seconds before the second, third and later attempts


def run_job(job_id: int, *, direct: bool = False) -> bool:
    """Run the job if it waits and nobody else takes it; False when there was nothing to do.

    Any number of runners may be woken for one job: exactly one claims it. ``direct`` writes progress
    through this thread's own connection (same process as who asked: tests).
    """
    job = claim(job_id)
    if job is None:
        return False
    lease = Lease(job, direct=direct)
    with lease.kept(), _longer_limits(enabled=not direct):
        _work(job, lease)
    tell_end(job.pk)
    return True


def claim(job_id: int) -> Job | None:
    """Take the job with a fresh lease: one conditional UPDATE, so that of two runners one gets a row."""
    token = uuid.uuid4()
    taken = (
        Job.objects.ready()
        .filter(pk=job_id, attempts__lt=F("max_attempts"))
        .update(
            state=Job.State.RUNNING,
            lease_token=token,
            lease_until=Now() + lease_length(),
            attempts=F("attempts") + 1,
            started_at=Coalesce("started_at", Now()),
            run_after=None,
            done=0,
            total=0,
            stage="",
        )
    )
    return Job.objects.with_people().get(pk=job_id) if taken == 1 else None


def _work(job: Job, lease: Lease) -> None:
    with clock.held(job.business_date):
        try:
            context = _context(job, lease)
            with pghistory.context(user=job.user_id, request=context.actor.request_id):
                result = _handler(job)(context)
        except LeaseLost:
            logger.warning("job %s was taken over while it ran", job.pk)
        except Exception as error:
            fault = describe(error)
            # Not the error itself: its message may quote a person's row.
            logger.warning("job %s did not succeed\n%s", job.pk, fault.trace or type(error).__name__)
            fail(lease, job, fault)
        except BaseException:
            # The worker is told to stop: give the job back at once instead of letting the lease run out.
            _give_back(lease, job)
            raise
        else:
            if not context.finished:
                _end(lease, done_columns(lease.columns(), result, ""))


def _context(job: Job, lease: Lease) -> JobContext:
    """What a run changes and what it writes into the trail bear one id, as with a request."""
    return JobContext(job, replace(actor_of_job(job.user, job.grant), request_id=new_request_id()), lease)


def _handler(job: Job) -> Any:
    kind = registries.job_kinds.find(job.kind)
    if kind is None:
        raise Refused("系统已没有这种任务。", hint="请联系系统管理员。")
    return kind.run


def fail(lease: Lease, job: Job, fault: Fault) -> None:
    """Write the failure, or put the job back for another attempt if one is left and the fault may pass."""
    columns = lease.columns() | {"lease_token": None, "lease_until": None, "trace": fault.trace}
    if fault.final or job.attempts >= job.max_attempts:
        columns |= {
            "state": Job.State.FAILED,
            "error": fault.sentence,
            "hint": fault.hint,
            "finished_at": Now(),
        }
    else:
        pause = 0 if lease.direct else RETRY_PAUSES[min(job.attempts, len(RETRY_PAUSES)) - 1]
        columns |= {
            "state": Job.State.WAITING,
            "run_after": Now() + timedelta(seconds=pause),
            "woken_at": None,
        }
        lease.progress.add_line(f"第 {job.attempts} 次运行没有完成，{pause} 秒后自动再试。")
        columns["log"] = list(lease.progress.log)
    _end(lease, columns)


def _give_back(lease: Lease, job: Job) -> None:
    lease.progress.add_line("运行程序正在停止，任务稍后继续。")
    again = {"state": Job.State.WAITING, "attempts": F("attempts") - 1, "woken_at": None}
    _end(lease, lease.columns() | again | {"lease_token": None, "lease_until": None})


def _end(lease: Lease, columns: dict[str, Any]) -> None:
    """Write a job's last columns, only if its lease is still ours."""
    try:
        ended = Job.objects.held_by(lease.token).filter(pk=lease.job_id).update(**columns)
    except DatabaseError:
        # No database, no end: the lease runs out and the sweeper lets the job run again.
        logger.exception("job %s: its end could not be written", lease.job_id)
        connection.close_if_unusable_or_obsolete()
        return
    if not ended:
        logger.warning("job %s: the lease was lost; this run does not count", lease.job_id)


@contextmanager
def _longer_limits(*, enabled: bool) -> Iterator[None]:
    """Let statements of a job run longer than those of a page; the connection goes back as it came."""
    limits = getattr(settings, "JOBS_LIMITS", LONGER_LIMITS) if enabled else {}
    _set_limits(limits)
    try:
        yield
    finally:
        try:
            _set_limits(dict.fromkeys(limits))
        except DatabaseError:
            connection.close()


def _set_limits(limits: dict[str, str | None]) -> None:
    if not limits:
        return
    with connection.cursor() as cursor:
        for name, value in limits.items():
            if value is None:
                cursor.execute(f"RESET {name}")
            else:
                cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
