"""Job kinds of these tests. Worker processes import them too, so every run leaves its mark in a file."""

import os
import time
from pathlib import Path

from apps.core.declarations import JobKind
from apps.core.errors import Refused
from apps.core.registries import job_kinds


def note(context) -> None:
    """Leave a mark for every run: its process and its attempt."""
    with Path(context.arguments["marks"]).open("a") as file:
        file.write(f"{os.getpid()} {context.job.attempts}\n")


def count(context):
    total = context.arguments.get("total", 3)
    for number in range(1, total + 1):
        context.progress(number, total, "清点")
        time.sleep(context.arguments.get("pause", 0))
    context.log(f"{context.actor.name}清点完毕")
    return {"counted": total, "summary": f"共 {total} 件。", "url": "/jobs/"}


def linger(context):
    """The first attempt never ends by itself; the next one does. Only the one that ends leaves ``ended``."""
    note(context)
    if context.job.attempts == 1:
        context.progress(40, 100, "计算")
        time.sleep(600)
    Path(context.arguments["marks"]).with_suffix(".ended").open("a").write("x")
    return {"attempt": context.job.attempts}


def slow(context):
    note(context)
    time.sleep(context.arguments.get("seconds", 0.5))


def refuse(context):
    note(context)
    raise Refused("本月已关账，不能再生成。", hint="请改用调整。")


def crash(context):
    note(context)
    raise ValueError("resident 330299194302304127 broke it")


def recover(context):
    note(context)
    if context.job.attempts < 3:
        raise ConnectionError("gone for a moment")


def leave(context):
    note(context)
    if context.job.attempts == 1 and not Path(context.arguments["marks"] + ".left").exists():
        Path(context.arguments["marks"] + ".left").touch()
        raise SystemExit


RUNS = {
    "count": count,
    "linger": linger,
    "slow": slow,
    "refuse": refuse,
    "crash": crash,
    "recover": recover,
    "leave": leave,
}
KINDS = [
    JobKind(name=f"test.{name}", label=f"试验 {name}", run=run, permission="jobs.view_job")
    for name, run in RUNS.items()
]


def declare() -> None:
    job_kinds.register(*KINDS)


def withdraw() -> None:
    for kind in KINDS:
        job_kinds._items.pop(kind.name, None)
