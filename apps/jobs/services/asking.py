"""What people do with jobs: ask for one, run it again, call it off."""

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock, registries
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.jobs.models import Job
from apps.jobs.services.waking import wake


def enqueue(
    kind: str, *, actor: Actor, arguments: dict[str, Any] | None = None, key: str | None = None
) -> Job:
    """Write a job in the caller's transaction; workers are woken when it commits.

    ``arguments`` hold ids and codes only. With ``key`` the same job is asked for once: a second call answers
    the first job, whatever has become of it. Raises KeyError for a kind nobody declared, Forbidden when the
    actor lacks the kind's permission, ValueError for an actor without an account.
    """
    declared = registries.job_kinds.get(kind)
    if actor.user_id is None:
        raise ValueError("a job carries the account of who asked for it")
    if not may_ask(actor, kind):
        raise Forbidden(f"本岗位不能运行“{declared.label}”。", hint="请由有此权限的岗位提交。")
    job = Job(
        kind=kind,
        user_id=actor.user_id,
        grant_id=actor.grant_id,
        arguments=arguments or {},
        key=key,
        max_attempts=declared.max_attempts,
        business_date=clock.today(),
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        # Two submits at once: the second waits at the unique key for the first and then finds it here.
        existing = Job.objects.filter(kind=kind, key=key).first() if key is not None else None
        if existing is None:
            raise
        return existing
    _wake_on_commit(job)
    return job


def may_ask(actor: Actor, kind: str) -> bool:
    """Whether the actor may ask for (and run again, or call off) jobs of ``kind``."""
    declared = registries.job_kinds.find(kind)
    return declared is not None and (actor.is_system or actor.has(declared.permission))


@transaction.atomic
def retry(job_id: int, *, actor: Actor) -> Job:
    """Run a job again that failed or was cancelled, as a fresh set of attempts on today's business date.

    It runs with the rights of who asked first. Raises NotVisible, Forbidden or Refused.
    """
    job = _own_job(job_id, actor)
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise Refused(f"任务{job.get_state_display()}，不能重新运行。")
    job.state = Job.State.WAITING
    job.business_date = clock.today()
    job.attempts = job.done = job.total = 0
    job.error = job.hint = job.trace = job.stage = ""
    job.finished_at = job.started_at = job.run_after = job.woken_at = None
    job.save()
    Job.objects.filter(pk=job.pk).update(created_at=Now())  # the sweeper counts its patience from here
    record("jobs.retried", f"重新运行：{job.label}", actor=actor, subject=job)
    _wake_on_commit(job)
    return job


@transaction.atomic
def cancel(job_id: int, *, actor: Actor) -> Job:
    """Call off a job that no worker has taken yet. Raises NotVisible, Forbidden or Refused."""
    job = _own_job(job_id, actor)
    if job.state != Job.State.WAITING:
        raise Refused(f"任务{job.get_state_display()}，不能取消。")
    Job.objects.filter(pk=job.pk).update(state=Job.State.CANCELLED, finished_at=Now())
    record("jobs.cancelled", f"取消任务：{job.label}", actor=actor, subject=job)
    job.refresh_from_db()
    return job


def may_steer(actor: Actor, job: Job) -> bool:
    """Whether the actor may run the job again or call it off.

    Its owner may; a job that the system asked for has nobody to press the button, so whoever watches over all
    jobs may.
    """
    if job.user.is_system and actor.has("jobs.view_all"):
        return True
    return job.user_id == actor.user_id and may_ask(actor, job.kind)


def _own_job(job_id: int, actor: Actor) -> Job:
    """The job, locked; a worker that claims it at this moment comes before or after, never in between."""
    job = (
        Job.objects.visible_to(actor)
        .select_related("user")
        .select_for_update(of=("self",))
        .filter(pk=job_id)
        .first()
    )
    if job is None:
        raise NotVisible("没有这个任务。")
    if not may_steer(actor, job):
        raise Forbidden("这个任务不是本人提交的，不能改动。", hint="请由提交人办理。")
    return job


def _wake_on_commit(job: Job) -> None:
    transaction.on_commit(partial(wake, job.pk, job.kind), robust=True)
