"""Telling a worker that a job waits. Only a hint: when it cannot be given, the sweeper gives it later."""

import logging
from time import monotonic

from celery import current_app
from django.conf import settings
from django.db.models.functions import Now

from apps.core import registries
from apps.jobs.models import Job
from apps.jobs.services.running import run_job

logger = logging.getLogger(__name__)

RUN_TASK = "apps.jobs.tasks.run_job"
PAUSE_AFTER_FAILURE = 10.0  # seconds without another attempt: each one at a stalled broker costs its time-out

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
    if not _publish(job_id, kind.queue if kind else "default"):
        return False
    Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(woken_at=Now())
    return True


def _publish(job_id: int, queue: str) -> bool:
    global _silent_until
    if monotonic() < _silent_until:
        return False
    try:
        current_app.send_task(RUN_TASK, args=[job_id], queue=queue, retry=False)
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
