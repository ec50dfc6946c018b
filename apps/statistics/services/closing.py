"""Closing a month or a year: its figures, their split and the ids of the records behind them are frozen.

Money paid in a closed month cannot move any more (triggers of payments ask ``policy_is_closed``). Records stay
correctable; a closed period keeps what it said.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import connection, transaction

from apps.accounts.actor import Actor
from apps.audit.planning import refresh_statistics
from apps.audit.services import record
from apps.casework.models import Case
from apps.core import clock
from apps.core.declarations import Bounds, Indicator
from apps.core.errors import Forbidden, Refused
from apps.core.periods import add_months, day_label, last_day, month_label
from apps.payments.models import Coverage, Entitlement, EntitlementTerm, PaymentLine, Run, RunState, Transfer
from apps.payments.services.programmes import programme_label
from apps.payments.services.runs import run_title
from apps.policy.models import Period
from apps.policy.services import lock_period, mark_closed
from apps.regions.models import Region
from apps.statistics.models import FrozenFigure
from apps.statistics.services.computing import (
    AGGREGATES,
    WHOLE,
    Split,
    bounds_of,
    counted_rows,
    district,
    divide,
    has_split,
    value_now,
    with_parts,
)
from apps.statistics.services.values import Value

CLOSE = "statistics.close_period"
# What figures read by the hundred thousand rows. Closed right after a bulk load, plans for empty tables take minutes.
READ = (Case, Coverage, Entitlement, EntitlementTerm, PaymentLine, Transfer, Run)

# The district's row lists only what lies in no town; every other record is in the row of its town.
FREEZE = """
INSERT INTO statistics_frozenfigure (period_id, key, region_id, value, record_ids, definition)
WITH counted AS MATERIALIZED ({records}),
summed AS (SELECT grouping(town) AS whole, town, {aggregate} AS number
           FROM counted GROUP BY GROUPING SETS ((town), ())),
listed AS (SELECT town, array_agg(pk::text ORDER BY pk) AS ids FROM counted GROUP BY town),
place AS (SELECT unnest(%s::text[]) COLLATE "C" AS code UNION SELECT town FROM summed WHERE town IS NOT NULL)
SELECT %s::bigint, %s, %s, number, COALESCE((SELECT ids FROM listed WHERE town IS NULL), '{{}}'), %s
FROM summed WHERE whole = 1
UNION ALL
SELECT %s::bigint, %s, code, COALESCE(number, 0), COALESCE(ids, '{{}}'), ''
FROM place LEFT JOIN summed ON summed.town = code LEFT JOIN listed ON listed.town = code
"""


@dataclass(frozen=True)
class Check:
    """What to look at before closing: ``no`` stands in the way, ``opt`` is worth knowing, ``yes`` is in order.

    ``hint`` says what to do or what follows; ``run`` is the key of the run it is about.
    """

    state: Literal["yes", "opt", "no"]
    text: str
    hint: str = ""
    run: int | None = None


@transaction.atomic
def close_period(kind: str, start: date, *, actor: Actor) -> Period:
    """Freeze the figures of a period and close it; a closed one answers as it was.

    Closing a year closes its open months first, in order. Raises ``Forbidden``, or ``Refused``: the period is
    not over, or money that was sent in it has no result yet (its return could not be booked afterwards).
    """
    if not actor.has(CLOSE) or not (actor.is_system or actor.level == "district"):
        raise Forbidden("关账由业务科室办理。", hint="请切换到有关账权限的区级岗位。")
    period = lock_period(kind, start)
    if period.state == Period.State.CLOSED:
        return period
    blocking = [check for check in closing_checks(kind, period.start) if check.state == "no"]
    if blocking:
        raise Refused(f"{label_of(period)}不能关账：{blocking[0].text}。", hint=blocking[0].hint)
    refresh_statistics(READ)
    if kind == Period.Kind.YEAR:
        for count in range(12):
            close_period(Period.Kind.MONTH, add_months(period.start, count), actor=actor)
    frozen = freeze(period)
    mark_closed(period, actor=actor)
    record(
        CLOSE,
        f"关账：{label_of(period)}",
        actor=actor,
        subject=period,
        detail={"kind": kind, "start": period.start.isoformat(), "figures": frozen},
    )
    return period


def closing_checks(kind: str, start: date) -> list[Check]:
    """What speaks for and against closing a period now; one query for a month's runs, one for who is in force."""
    end = Period(kind=kind, start=start).end
    if clock.today() <= end:
        return [Check("no", "账期还没有结束", f"{day_label(end)}之后办理。")]
    checks = [Check("yes", "账期已结束", day_label(end))]
    waiting = Run.objects.filter(state=RunState.SENT, sent_on__lte=end).order_by("month", "programme")
    checks += [
        Check(
            "no",
            f"{run_title(run)}已送出，还没有回盘",
            "先导入银行回盘文件，关账后到账日期在本期的不能再登记。",
            run.pk,
        )
        for run in waiting
    ]
    if kind == Period.Kind.YEAR:
        return [*checks, _months(start)]
    return [*checks, *_runs_of(start)]


def _months(start: date) -> Check:
    year = Period.objects.filter(kind=Period.Kind.MONTH, start__year=start.year, state=Period.State.CLOSED)
    missing = 12 - year.count()
    if missing:
        return Check("opt", f"还有 {missing} 个月没有关账", "随年度一并关账。")
    return Check("yes", "12 个月都已关账")


def _runs_of(month: date) -> list[Check]:
    """How far the payments of the month are, programme by programme."""
    # What is given once has runs when something is due, and a month without any is nothing to be told.
    in_force = Entitlement.objects.in_month(month).filter(terms__amount__isnull=False, stages=None)
    programmes = set(in_force.order_by().values_list("programme", flat=True).distinct())
    runs = list(
        Run.objects.filter(month=month).exclude(state=RunState.VOID).order_by("programme", "sequence")
    )
    checks = [
        Check("opt", f"{programme_label(programme)}没有本月发放批次", "以后补发的计入到账当月。")
        for programme in sorted(programmes - {run.programme for run in runs})
    ]
    for run in runs:
        if run.state == RunState.DONE:
            checks.append(Check("yes", f"{run_title(run)}已完成", run=run.pk))
        elif run.state != RunState.SENT:
            state = RunState(run.state).label
            checks.append(
                Check("opt", f"{run_title(run)}{state}，还没有送出", "以后发放的计入到账当月。", run.pk)
            )
    return checks


def freeze(period: Period) -> int:
    """Write the figures of a locked open period; a statement an indicator. Answers how many there are."""
    bounds = bounds_of(period.kind, period.start)
    own = district()
    open_towns = list(
        Region.objects.within(own.code).towns().open_on(bounds.end).values_list("code", flat=True)
    )
    wanted = with_parts(None)
    for indicator in wanted:
        if indicator.kind != "rate":
            _freeze(indicator, period, bounds, own.code, open_towns)
    _freeze_rates([indicator for indicator in wanted if indicator.kind == "rate"], period, own.code)
    return len(wanted)


def _freeze(indicator: Indicator, period: Period, bounds: Bounds, own: str, towns: list[str]) -> None:
    if indicator.measure == "value":
        FrozenFigure.objects.create(
            period=period,
            key=indicator.key,
            region_id=own,
            value=value_now(indicator, bounds),
            definition=indicator.definition,
        )
        return
    sql, params = counted_rows(indicator, bounds)
    statement = FREEZE.format(records=sql, aggregate=AGGREGATES[indicator.measure])
    places = towns if has_split(indicator) else []
    head: tuple[int, str] = (period.pk, indicator.key)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, places, *head, own, indicator.definition, *head])


def _freeze_rates(rates: list[Indicator], period: Period, own: str) -> None:
    """Rates come from their frozen parts, so that what is printed divides as printed."""
    splits: dict[str, Split] = {}
    for key, code, value in FrozenFigure.objects.filter(period=period).values_list(
        "key", "region_id", "value"
    ):
        splits.setdefault(key, {})[WHOLE if code == own else code] = Value(value)
    for rate in rates:
        FrozenFigure.objects.bulk_create(
            FrozenFigure(
                period=period,
                key=rate.key,
                region_id=code or own,
                value=share.value,
                numerator=share.numerator,
                denominator=share.denominator,
                definition=rate.definition if code == WHOLE else "",
            )
            for code, share in divide(rate, splits).items()
        )


def label_of(period: Period) -> str:
    """`2021 年 12 月`, `2021 年度`."""
    if period.kind == Period.Kind.YEAR:
        return f"{period.start.year} 年度"
    return month_label(period.start)


def due_periods(day: date) -> list[tuple[str, date]]:
    """The periods that time closes by ``day``: last month from the 1st, last year from 2 January, if still open.

    A month that could not be closed on the 1st is asked for again on every later day of the month.
    """
    month = add_months(day.replace(day=1), -1)
    wanted = [(str(Period.Kind.MONTH), month)]
    if day.month == 1 and day.day > 1:
        wanted.append((str(Period.Kind.YEAR), date(day.year - 1, 1, 1)))
    closed = set(
        Period.objects.filter(
            state=Period.State.CLOSED, start__in=[start for _, start in wanted]
        ).values_list("kind", "start")
    )
    return [due for due in wanted if due not in closed]


def ended_months(until: date, count: int) -> list[date]:
    """The last ``count`` months that are over on ``until``, newest first."""
    newest = until.replace(day=1) if last_day(until) < until else add_months(until.replace(day=1), -1)
    return [add_months(newest, -back) for back in range(count)]
