"""Telling who asked how a job ended."""

import logging

from django.db import DatabaseError

from apps.accounts.messages import holders_of, tell
from apps.jobs.models import Job

logger = logging.getLogger(__name__)
WATCH = "jobs.view_all"


def tell_end(job_id: int) -> None:
    """Tell who asked that the job is done, when it has a page to show, or that it was not, with the reason.

    Of the system's own jobs those who watch over it are told. Beside the job: what cannot be told ends nothing.
    """
    try:
        job = Job.objects.select_related("user").filter(pk=job_id).first()
        if job is None:
            return
        people = holders_of(WATCH) if job.user.is_system else [job.user_id]
        if job.state == Job.State.FAILED:
            text = f"{job.label}没有办成：{job.error}{job.hint}"
            tell(people, text, link=job.get_absolute_url(), kind=f"jobs.failed:{job.pk}")
        elif job.state == Job.State.DONE and job.result_url and not job.user.is_system:
            tell(people, f"{job.label}已完成。", link=job.result_url, kind=f"jobs.done:{job.pk}")
    except DatabaseError:
        logger.exception("job %s: its end could not be told", job_id)
