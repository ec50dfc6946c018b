"""The jobs of this app: the daily ticks, asked for by hand (a moved business date, a tick to repeat)."""

from datetime import date
from typing import Any

from apps.core.declarations import JobKind
from apps.core.errors import Refused
from apps.core.registries import job_kinds
from apps.jobs.context import JobContext
from apps.jobs.services.daily import run_ticks

DAILY_TICKS = "jobs.daily_ticks"


def run_daily_ticks(context: JobContext) -> dict[str, Any]:
    """Arguments: ``until`` and optionally ``after``, ISO dates."""
    after = context.arguments.get("after")
    ticked = run_ticks(
        date.fromisoformat(context.arguments["until"]),
        after=date.fromisoformat(after) if after else None,
        report=context.progress,
    )
    for label, day in ticked.ran:
        context.log(f"{day.isoformat()} {label}：已完成")
    if ticked.failed:
        names = "、".join(f"{label}（{day.isoformat()}）" for label, day in ticked.failed)
        raise Refused(f"以下日常任务没有完成：{names}。", hint="技术记录在“日常任务”中；排除原因后重新运行。")
    return {"ran": len(ticked.ran)}


job_kinds.register(
    JobKind(
        name=DAILY_TICKS, label="日常任务", run=run_daily_ticks, permission="jobs.run_ticks", max_attempts=1
    )
)
