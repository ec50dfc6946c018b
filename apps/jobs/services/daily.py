"""The daily tick: what time alone does, once for every business day, in the order of days."""

import logging
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic, sleep
from typing import Any

from django.db import connection
from django.db.models import F, Max, Q
from django.db.models.functions import Now

from apps.core import clock, registries
from apps.core.declarations import Tick
from apps.core.errors import Refused
from apps.jobs.faults import describe
from apps.jobs.models import TickRun

logger = logging.getLogger(__name__)

LOCK = 0x7469636B  # "tick"; one runner of ticks in the whole database
PATIENCE = 20.0  # seconds to wait for another runner
LONGEST_ABSENCE = 400  # days that are caught up at most

Report = Callable[[int, int, str], None]


@dataclass
class Ticked:
    """What a call of ``run_ticks`` did: (label, day) of each tick that ran, and of each that went wrong."""

    ran: list[tuple[str, date]] = field(default_factory=list)
    failed: list[tuple[str, date]] = field(default_factory=list)


def run_ticks(
    until_day: date, *, after: date | None = None, report: Report | None = None, leave: Container[str] = ()
) -> Ticked:
    """Run every declared tick for every day up to ``until_day`` that it has not been run for.

    Day by day, within a day in the declared order, each under its own business date. A tick that never ran
    begins with the day after ``after``, or with ``until_day``. One that raises keeps its later days waiting
    (they may build on the missing one) and is tried again by the next call; the others go on. A tick must
    bear being run again for the day in which it was interrupted. ``report(done, total, words)`` hears the
    progress. ``leave`` names ticks that this call does not run. Raises Refused when another runner stays busy for 20 s.
    """
    done = Ticked()
    with _alone():
        pending = [(day, tick) for day, tick in _pending(until_day, after) if tick.name not in leave]
        blocked: set[str] = set()
        for number, (day, tick) in enumerate(pending):
            if tick.name in blocked:
                continue
            if report:
                report(number, len(pending), f"{day.isoformat()} {tick.label}")
            if _run(tick, day):
                done.ran.append((tick.label, day))
            else:
                done.failed.append((tick.label, day))
                blocked.add(tick.name)
    return done


def _pending(until_day: date, after: date | None) -> Iterator[tuple[date, Tick]]:
    """(day, tick) still to run, by day and declared order. One query."""
    finished = Q(state=TickRun.State.DONE)
    rows = (
        TickRun.objects.order_by().values("name").annotate(last=Max("day", filter=finished), asked=Max("day"))
    )
    last = {row["name"]: row["last"] for row in rows}
    broken = {row["name"]: row["asked"] for row in rows if row["last"] is None}
    first = {}
    for tick in registries.ticks:
        if last.get(tick.name):
            begin = last[tick.name] + timedelta(days=1)
        elif tick.name in broken:  # tried, never with success: not a day of it may be lost
            begin = broken[tick.name]
        else:
            begin = after + timedelta(days=1) if after else until_day
        first[tick.name] = max(begin, until_day - timedelta(days=LONGEST_ABSENCE))
    ordered = sorted(registries.ticks, key=lambda tick: (tick.order, tick.name))
    day = min(first.values(), default=until_day + timedelta(days=1))
    while day <= until_day:
        yield from ((day, tick) for tick in ordered if first[tick.name] <= day)
        day += timedelta(days=1)


def _run(tick: Tick, day: date) -> bool:
    """Run one tick for one day and keep what became of it."""
    row, _ = TickRun.objects.get_or_create(name=tick.name, day=day)
    if row.state == TickRun.State.DONE:
        return True
    this = TickRun.objects.filter(pk=row.pk)
    this.update(
        state=TickRun.State.RUNNING,
        attempts=F("attempts") + 1,
        started_at=Now(),
        finished_at=None,
        error="",
        trace="",
    )
    try:
        with clock.held(day):
            result: dict[str, Any] | None = tick.run(day)
    except Exception as error:
        fault = describe(error)
        logger.error("tick %s of %s did not succeed\n%s", tick.name, day, fault.trace or fault.sentence)
        this.update(state=TickRun.State.FAILED, error=fault.sentence, trace=fault.trace, finished_at=Now())
        return False
    this.update(state=TickRun.State.DONE, result=result, finished_at=Now())
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """One runner at a time, by a lock of the database that ends with its connection, even by ``kill -9``.

    On a connection of its own: a tick is free to commit, to roll back and to lose the other one.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            _take(cursor)
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        own.close()


def _take(cursor: Any) -> None:
    deadline = monotonic() + PATIENCE
    while True:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone()[0]:
            return
        if monotonic() > deadline:
            raise Refused("日常任务正在运行。", hint="请稍后再试。")
        sleep(0.1)
