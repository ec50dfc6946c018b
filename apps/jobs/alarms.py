"""Alarms about background work: what went wrong and waits for somebody, and what nobody works on."""

from datetime import date, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from apps.core.declarations import Alarm
from apps.core.registries import alarms
from apps.jobs.models import Job, TickRun

DAYS_TOLD = 7
SILENT = timedelta(minutes=10)


def failed_jobs(day: date) -> list[str]:
    """Kinds of work that ended in an error within a week."""
    since = timezone.now() - timedelta(days=DAYS_TOLD)
    rows = (
        Job.objects.filter(state=Job.State.FAILED, finished_at__gte=since)
        .values("kind")
        .annotate(count=Count("id"), last=Max("id"))
        .order_by("kind")
    )
    return [
        f"{Job(kind=row['kind']).label}有 {row['count']} 个没有办成，最近一个是第 {row['last']} 号"
        for row in rows
    ]


def waiting_jobs(day: date) -> list[str]:
    """Work that nobody has begun: no worker runs, or too few."""
    late = Job.objects.ready().filter(created_at__lt=timezone.now() - SILENT).count()
    return [f"{late} 个任务等待超过 10 分钟，后台进程可能没有运行"] if late else []


def failed_ticks(day: date) -> list[str]:
    """Daily ticks that did not get through: their later days wait behind them."""
    rows = TickRun.objects.filter(state=TickRun.State.FAILED).order_by("day", "name")
    return [f"{row.day:%Y-%m-%d} 的“{row.label}”没有完成，以后各天在等它" for row in rows[:10]]


alarms.register(
    Alarm("jobs.failed", "后台任务出错", failed_jobs, url="jobs:list", order=10),
    Alarm("jobs.waiting", "后台任务停滞", waiting_jobs, url="jobs:list", order=20),
    Alarm("jobs.ticks", "日常任务中断", failed_ticks, url="jobs:ticks", order=30),
)
