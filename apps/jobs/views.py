"""The face of background work: what I asked for, how far it is, what went wrong, run it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.errors import DomainError, NotVisible
from apps.core.permissions import permission
from apps.jobs import services
from apps.jobs.models import Job, TickRun
from apps.jobs.narrowing import Bar
from apps.jobs.services.alarms import raised

PAGE_SIZE = 30
STOP_POLLING = 286  # htmx ends "every 2s" on this status

TONES = {
    Job.State.WAITING: "plain",
    Job.State.RUNNING: "now",
    Job.State.DONE: "done",
    Job.State.FAILED: "late",
    Job.State.CANCELLED: "off",
}


@require_safe
@permission("jobs.view_job")
def job_list(request: HttpRequest) -> HttpResponse:
    """Newest first, 30 a page, going on after the last number shown."""
    actor = actor_of(request)
    bar = Bar(request.GET, actor)
    jobs = bar.apply(Job.objects.visible_to(actor).with_people().order_by("-id"))
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        jobs = jobs.filter(id__lt=int(before))
    shown = list(jobs[: PAGE_SIZE + 1])
    rows = [_row(job) for job in shown[:PAGE_SIZE]]
    context = {
        "rows": rows,
        "bar": bar,
        "newest": bar.address(),
        "older": bar.address(before=rows[-1]["job"].pk) if len(shown) > PAGE_SIZE else "",
        "paged": bool(before),
        "sees_all": bar.sees_all,
        "alarms": raised(clock.today(), actor) if bar.sees_all else [],
    }
    return render(request, "jobs/list.html", context)


@require_safe
@permission("jobs.view_job")
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job; its status part asks for itself every 2 s until the job has ended."""
    return render(request, "jobs/detail.html", _detail(request, job_id))


@require_safe
@permission("jobs.view_job")
def job_status(request: HttpRequest, job_id: int) -> HttpResponse:
    """The part of the page that moves. 286 at the end, so that the page stops asking."""
    context = _detail(request, job_id)
    return render(
        request, "jobs/status.html", context, status=200 if context["job"].is_open else STOP_POLLING
    )


@require_POST
@permission("jobs.view_job")
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    return _steer(request, job_id, services.retry, "已重新提交，任务将从头运行。")


@require_POST
@permission("jobs.view_job")
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    return _steer(request, job_id, services.cancel, "任务已取消，没有改动数据。")


@require_safe
@permission("jobs.view_all")
def tick_list(request: HttpRequest) -> HttpResponse:
    """What ran by itself on the last business days."""
    rows = [
        {"tick": run, "tone": TONES[Job.State(run.state)], "took": _took(run.started_at, run.finished_at)}
        for run in TickRun.objects.order_by("-day", "id")[:PAGE_SIZE]
    ]
    return render(request, "jobs/ticks.html", {"rows": rows})


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _detail(request: HttpRequest, job_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    job = Job.objects.visible_to(actor).with_people().filter(pk=job_id).first()
    if job is None:
        raise Http404
    steers = services.may_steer(actor, job)
    return _row(job) | {
        "lines": [
            {"at": datetime.fromisoformat(line["at"]), "text": line["text"]} for line in reversed(job.log)
        ],
        "facts": _facts(job),
        "summary": (job.result or {}).get("summary", ""),
        "may_retry": steers and job.state in (Job.State.FAILED, Job.State.CANCELLED),
        "may_cancel": steers and job.state == Job.State.WAITING,
        "trace": job.trace if actor.has("jobs.view_all") else "",
    }


def _facts(job: Job) -> list[tuple[str, Any, str]]:
    post = f"{job.grant.region.name} {job.grant.post.label}" if job.grant else ""
    return [
        ("任务编号", str(job.pk), "no"),
        ("提交人", f"{job.user.name}（{post}）" if post else job.user.name, ""),
        ("业务日期", job.business_date.isoformat(), "no"),
        ("运行次数", f"{job.attempts} 次，最多 {job.max_attempts} 次", ""),
    ]


def _row(job: Job) -> dict[str, Any]:
    return {"job": job, "tone": TONES[Job.State(job.state)], "took": _took(job.started_at, job.finished_at)}


def _took(start: datetime | None, end: datetime | None) -> str:
    """Wall time between two moments in words; nothing while one of them is missing."""
    if start is None or end is None:
        return ""
    seconds = max(end - start, timedelta()).total_seconds()
    if seconds < 1:
        return "不到 1 秒"
    if seconds < 60:
        return f"{seconds:.1f} 秒"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒"


def _steer(request: HttpRequest, job_id: int, service: Callable[..., Job], said: str) -> HttpResponse:
    try:
        service(job_id, actor=actor_of(request))
    except NotVisible as error:
        raise Http404 from error
    except DomainError as error:
        messages.error(request, error.message + error.hint)
    else:
        messages.success(request, said)
    return redirect(reverse("jobs:detail", args=[job_id]))
