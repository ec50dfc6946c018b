"""Finding what was left behind: by a dead worker, an emptied Redis, a commit without a message."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.jobs.faults import HINT, LOST_SENTENCE
from apps.jobs.models import Job
from apps.jobs.services.waking import forget_failures, wake

UNHEARD_AFTER = timedelta(seconds=10)  # a job of which no worker was told
UNTAKEN_AFTER = timedelta(seconds=40)  # a job of which one was told: busy, or the message is lost
BATCH = 500


@dataclass
class Swept:
    """How many jobs a sweep took from dead workers, gave up, and told the workers about."""

    recovered: int = 0
    given_up: int = 0
    woken: int = 0


def sweep() -> dict[str, int]:
    """Put abandoned jobs back, give up those that keep dying, and wake workers for what waits too long.

    Safe to run at any time and by several at once.
    """
    forget_failures()
    swept = Swept()
    _recover(swept)
    for job_id, kind in _overdue():
        if not wake(job_id, kind):
            break  # no broker: the next sweep goes on
        swept.woken += 1
    return asdict(swept)


def _recover(swept: Swept) -> None:
    with transaction.atomic():
        # A row locked by somebody (its worker, at the last moment) is left for the next sweep.
        for job in Job.objects.abandoned().select_for_update(skip_locked=True).order_by("pk")[:BATCH]:
            last = job.attempts >= job.max_attempts
            line = {
                "at": timezone.now().isoformat(timespec="seconds"),
                "text": "运行程序中断，系统已收回任务。",
            }
            job.log = [*job.log, line][-Job.LOG_LINES :]
            job.lease_token = job.lease_until = job.woken_at = None
            job.state = Job.State.FAILED if last else Job.State.WAITING
            columns = ["log", "lease_token", "lease_until", "woken_at", "state"]
            if last:
                job.error, job.hint, job.finished_at = LOST_SENTENCE, HINT, timezone.now()
                columns += ["error", "hint", "finished_at"]
            job.save(update_fields=columns)
            swept.given_up += last
            swept.recovered += not last


def _overdue() -> list[tuple[int, str]]:
    untold = Q(woken_at__isnull=True) & (Q(created_at__lt=Now() - UNHEARD_AFTER) | Q(attempts__gt=0))
    untaken = Q(woken_at__lt=Now() - UNTAKEN_AFTER)
    found = Job.objects.ready().filter(untold | untaken).order_by(F("id")).values_list("pk", "kind")
    return list(found[:BATCH])
