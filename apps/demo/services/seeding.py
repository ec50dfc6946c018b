"""The whole seed, part by part: each leaves a mark in the trail and is never done twice."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from apps.accounts.actors import system_actor
from apps.audit.models import Event
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import DomainError, Refused
from apps.core.periods import add_months, first_of
from apps.demo.services.calls import take_calls
from apps.demo.services.cast import SYSTEM, Cast, workday_before
from apps.demo.services.drafts import BEGUN, begin_draft
from apps.demo.services.steps import take_late_turns, take_turns, turns
from apps.imports.models import Batch
from apps.imports.services.together import import_plans
from apps.imports.sources import Plan, plan_of_folder
from apps.payments.models import Transfer, TransferState
from apps.payments.services.runs import make_run
from apps.statistics.services.closing import close_period

ALLOWED_IN = ("demo", "test")
MARK, SUBJECT = "demo.seed", "demo.year"
IMPORTER, RUN_MAKER = "shuju", "keshi"
RUN_MADE_BEFORE = 2  # working days before the business date

Tell = Callable[[str], None]


class SetHasErrors(DomainError):
    """The set has bad rows; the message says how many, the hint the first of them."""


def seed(folder: Path, tell: Tell) -> None:
    """Fill the database from the fixture set in ``folder``; what is there already is left as it is.

    ``tell`` gets a line for every part. Raises Refused outside demo and tests, SetHasErrors, and LookupError
    without accounts.
    """
    if settings.DEPLOYMENT not in ALLOWED_IN:
        raise Refused("演示数据只能装入演示环境。")
    done = set(Event.objects.filter(subject_type=SUBJECT, action=MARK).values_list("subject_id", flat=True))
    cast, today = Cast(), clock.today()
    parts: tuple[tuple[str, str, str, Callable[[], Any]], ...] = (
        ("year", "导入演示年", "importing the demo year", partial(import_year, folder, cast)),
        ("closed", "往年关账", "closing the years before", partial(close_years, today)),
        ("cases", "在办办件", "opening cases", partial(take_turns, cast, today)),
        ("calls", "投诉和变更", "complaints and changes", partial(take_calls, cast)),
        ("drafts", "草稿", "leaving drafts", partial(leave_drafts, cast)),
        ("run", "当月发放批次", "making the run of the month", partial(make_the_run, cast, today)),
        ("late", "恢复发放", "deciding what the run left out", partial(take_late_turns, cast, today)),
    )
    for code, label, text, work in parts:
        if code in done:
            continue
        start = time.monotonic()
        result = work()
        record(
            MARK, f"装入演示数据：{label}", actor=system_actor(SYSTEM), subject_type=SUBJECT, subject_id=code
        )
        tell(f"{text}: {result} ({time.monotonic() - start:.1f} s)")


def import_year(folder: Path, cast: Cast) -> str:
    """The fixture set, by the importer, as the data admin; one that was loaded before the mark was set counts."""
    plan = plan_of_folder(folder)
    if Batch.objects.filter(name=plan.name, state=Batch.State.DONE).exists():
        return "was there"
    result = import_plans(
        [plan], actor=cast.of(IMPORTER), dry_run=False, progress=_quiet, witness=_not_needed, show=5
    )
    if result.faults:
        first = "；".join(str(error) for error in result.first_errors)
        raise SetHasErrors(f"数据集有 {result.faults} 处错误。", hint=first)
    gather_statistics()
    return f"{sum(counts['new'] for counts in result.counts.values())} rows"


def gather_statistics() -> None:
    """What the parts after the import read was empty a moment ago: plans for empty tables cost ten times as much."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def close_years(today: date) -> str:
    """Close, oldest first, every year before last year in which money was paid, each on its 2 January.

    Of last year the months that ended before the stories begin, each on the 1st after it; the ticks that run
    between the stories' days close the rest.
    """
    years = (
        Transfer.objects.filter(state=TransferState.PAID, paid_on__lt=date(today.year - 1, 1, 1))
        .order_by("paid_on__year")
        .values_list("paid_on__year", flat=True)
        .distinct()
    )
    closed = list(years)
    for year in closed:
        with clock.held(date(year + 1, 1, 2)):
            close_period("year", date(year, 1, 1), actor=system_actor(SYSTEM))
    begun = turns(today)[0].day
    for number in range(12):
        month = add_months(date(today.year - 1, 1, 1), number)
        after = add_months(month, 1)
        if closed and after < begun:
            with clock.held(after):
                close_period("month", month, actor=system_actor(SYSTEM))
    return ", ".join(map(str, closed)) or "none"


@transaction.atomic
def leave_drafts(cast: Cast) -> int:
    for username in BEGUN:
        begin_draft(cast.of(username))
    return len(BEGUN)


def make_the_run(cast: Cast, today: date) -> str:
    """This month's run, made and waiting for its check."""
    day = max(workday_before(today, RUN_MADE_BEFORE), first_of(today))
    with clock.held(day):
        run = make_run("dibao", first_of(today), actor=cast.of(RUN_MAKER))
    return f"{run.lines.count()} lines"


def _quiet(_done: int, _total: int, _words: str) -> None:
    """Progress is of no interest here."""


def _not_needed(_batch: Batch, _plan: Plan) -> None:
    """Errors come back in the result."""
