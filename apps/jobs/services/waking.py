"""Telling a worker that a job waits. Only a hint: when it cannot be given, the sweeper gives it later."""

import logging
from time import monotonic

from celery import current_app
from django.conf import settings
from django.db.models.functions import Now
from kombu.pools import producers

from apps.core import registries
from apps.jobs.models import Job
from apps.jobs.services.running import run_job

logger = logging.getLogger(__name__)

RUN_TASK = "apps.jobs.tasks.run_job"
PAUSE_AFTER_FAILURE = 10.0  # seconds without another attempt: each one at a stalled broker costs its time-out
# Who publishes has a user waiting. Left to itself the library tries for ever, with two seconds each time.
IMPATIENT = {"socket_timeout": 0.8, "socket_connect_timeout": 0.8, "max_retries": 0}

_silent_until = 0.0


def wake(job_id: int, kind_name: str) -> bool:
    """Send the job's id to the workers; False when the broker did not take it. Never raises, never takes 2 s.

    With ``JOBS_EAGER`` (tests) the job is run here and now instead, all its attempts without a pause.
    """
    if getattr(settings, "JOBS_EAGER", False):
        while run_job(job_id, direct=True):
            pass
        return True
    kind = registries.job_kinds.find(kind_name)
    queue = kind.queue if kind and kind.queue != "default" else None
    if not _publish(job_id, queue):
        return False
    Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(woken_at=Now())
    return True


def _publish(job_id: int, queue: str | None) -> bool:
    global _silent_until
    if monotonic() < _silent_until:
        return False
    try:
        broker = current_app.connection_for_write()
        broker.transport_options = {**broker.transport_options, **IMPATIENT}
        with producers[broker].acquire(block=True, timeout=0.5) as producer:
            current_app.send_task(RUN_TASK, args=[job_id], queue=queue, producer=producer, retry=False)
    except Exception:  # whatever a broken broker raises: the job is written, and that is what counts
        _silent_until = monotonic() + PAUSE_AFTER_FAILURE
        logger.warning(
            "job %s: the broker does not answer; the sweeper will try again", job_id, exc_info=True
        )
        return False
    return True


def forget_failures() -> None:
    """Try the broker again at once (the sweeper does, whose task has just come through it)."""
    global _silent_until
    _silent_until = 0.0
