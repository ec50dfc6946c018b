"""Celery's side: workers are woken by number only; what is to be done stands in the table of jobs."""

from celery import shared_task

from apps.core import clock
from apps.core.errors import Refused
from apps.jobs import services


@shared_task(name="apps.jobs.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run the job with this number, unless somebody has taken it."""
    services.run_job(job_id)


@shared_task(name="apps.jobs.tasks.sweep")
def sweep() -> None:
    """Bring back what was left behind."""
    services.sweep()


@shared_task(name="apps.jobs.tasks.tick")
def tick() -> None:
    """Run the daily ticks of the business days that have come; nothing to do when they have run."""
    try:
        services.run_ticks(clock.today())
    except Refused:
        return  # another runner is at it
