"""Sums over a run: by kind, by town, against the month before, what was left out. One statement each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Q, Sum, Value, When

from apps.core.money import ZERO
from apps.core.periods import add_months
from apps.payments.models import Run, RunExclusion, RunState, Transfer
from apps.regions.models import Region


@dataclass(frozen=True)
class Totals:
    """Payments of a run as the bank gets them, one a family: how many, how much (yuan), and of them paid and failed.

    ``lines`` are the amounts they are made of.
    """

    count: int
    lines: int
    amount: Decimal
    paid_count: int
    paid_amount: Decimal
    failed_count: int
    failed_amount: Decimal


def totals(run: Run) -> Totals:
    """What the run sends to the bank, and what came of it."""
    return _totals(run.transfers.aggregate(**_sums()))


def totals_of(runs: Iterable[Run]) -> dict[int, Totals]:
    """The totals of several runs by their key; a run that sends nothing has none."""
    rows = Transfer.objects.filter(run__in=[run.pk for run in runs]).order_by().values("run_id")
    return {row.pop("run_id"): _totals(row) for row in rows.annotate(**_sums())}


def _sums() -> dict[str, Any]:
    paid, failed = Q(state="paid"), Q(state="failed")
    families = partial(Count, "line__entitlement", distinct=True)
    return {
        "count": families(),
        "lines": Count("pk"),
        "amount": Sum("line__amount"),
        "paid_count": families(filter=paid),
        "paid_amount": Sum("line__amount", filter=paid),
        "failed_count": families(filter=failed),
        "failed_amount": Sum("line__amount", filter=failed),
    }


def _totals(row: dict[str, Any]) -> Totals:
    known: dict[str, Any] = {name: value if value is not None else ZERO for name, value in row.items()}
    return Totals(**known)


@dataclass(frozen=True)
class Part:
    """One line of a split: households, persons, payments, yuan."""

    label: str
    households: int
    persons: int
    count: int
    amount: Decimal
    code: str = ""


# What goes to the bank in few words, in the order in which it is told.
SENT_LABELS = {
    "regular": "当月",
    "back_pay": "补发",
    "one_off": "一次性",
    "again": "上次没有到账的重发",
    "offset": "冲抵多发款",
}


def by_kind(run: Run) -> list[Part]:
    """Payments by what they are: current month, back-pay by cause, reissue of what failed before, offsets as one."""
    cause = Case(When(line__kind="offset", then=Value("")), default=F("line__cause"))
    rows = (
        run.transfers.order_by()
        .values("line__kind", cause=cause, again=Q(line__run=F("run")))
        .annotate(
            households=Count("line__entitlement", distinct=True),
            persons=Sum("line__head_count"),
            count=Count("pk"),
            amount=Sum("line__amount"),
        )
    )
    order = list(SENT_LABELS)
    found = sorted(rows, key=lambda r: (not r["again"], order.index(r["line__kind"]), r["cause"]))
    return [
        Part(
            _kind_label(r["line__kind"], r["cause"], r["again"]),
            r["households"],
            r["persons"],
            r["count"],
            r["amount"],
        )
        for r in found
    ]


def _kind_label(kind: str, cause: str, is_own: bool) -> str:
    label = SENT_LABELS[kind]
    words = f"{label}（{cause}）" if cause else label
    return words if is_own else f"{SENT_LABELS['again']}：{words}"


def composition(run: Run) -> list[Part]:
    """What the run sends to the bank: the month itself, back-pay, reissues whatever they are, less what is offset."""
    what = Case(When(line__run=F("run"), then=F("line__kind")), default=Value("again"))
    rows = (
        run.transfers.order_by()
        .values(what=what)
        .annotate(
            households=Count("line__entitlement", distinct=True),
            persons=Sum("line__head_count"),
            count=Count("pk"),
            amount=Sum("line__amount"),
        )
    )
    found = {row.pop("what"): row for row in rows}
    return [Part(label, code=code, **found[code]) for code, label in SENT_LABELS.items() if code in found]


def by_town(run: Run) -> list[Part]:
    """Payments by town of the benefit month, in the order of the codes."""
    rows = (
        run.transfers.values("line__town_code")
        .annotate(
            households=Count("line__entitlement", distinct=True),
            persons=Sum("line__head_count", filter=Q(line__kind="regular", line__run=F("run"))),
            count=Count("pk"),
            amount=Sum("line__amount"),
        )
        .order_by("line__town_code")
    )
    names = Region.objects.in_bulk([row["line__town_code"] for row in rows])
    return [
        Part(
            names[r["line__town_code"]].name,
            r["households"],
            r["persons"] or 0,
            r["count"],
            r["amount"],
            r["line__town_code"],
        )
        for r in rows
    ]


def left_out(run: Run) -> list[Part]:
    """What could not be paid, by reason."""
    rows = (
        run.exclusions.values("reason")
        .annotate(households=Count("entitlement", distinct=True), count=Count("pk"), amount=Sum("amount"))
        .order_by("reason")
    )
    return [
        Part(
            str(RunExclusion.Reason(r["reason"]).label),
            r["households"],
            0,
            r["count"],
            r["amount"],
            r["reason"],
        )
        for r in rows
    ]


@dataclass(frozen=True)
class Change:
    """Difference to the month before for one cause: households and yuan."""

    cause: str
    label: str
    households: int
    amount: Decimal


CHANGE_LABELS = {
    "new": "新增",
    "ended": "停发",
    "held": "本月缓发",
    "raised": "金额增加",
    "lowered": "金额减少",
    "same": "没有变化",
    "back_pay": "补发",
    "back_pay_before": "上月的补发",
    "one_off": "一次性",
    "one_off_before": "上月的一次性",
    "again": "上次没有到账的重发",
    "again_before": "上月的重发",
    "offset": "冲抵多发款",
    "offset_before": "上月的冲抵",
}
# What goes beside the month is told for either month by itself: 'back-pay of nobody, minus 4,000' says nothing.
CHANGES = """
WITH now AS (
    SELECT entitlement_id, amount FROM payments_paymentline WHERE run_id = %(run)s AND kind = 'regular'
), before AS (
    SELECT entitlement_id, amount FROM payments_paymentline WHERE run_id = %(previous)s AND kind = 'regular'
)
SELECT CASE WHEN b.entitlement_id IS NULL THEN 'new'
            WHEN n.entitlement_id IS NULL AND EXISTS (
                SELECT 1 FROM payments_runexclusion x WHERE x.run_id = %(run)s
                AND x.entitlement_id = b.entitlement_id) THEN 'held'
            WHEN n.entitlement_id IS NULL THEN 'ended'
            WHEN n.amount > b.amount THEN 'raised'
            WHEN n.amount < b.amount THEN 'lowered'
            ELSE 'same' END AS cause,
       count(*), sum(COALESCE(n.amount, 0) - COALESCE(b.amount, 0))
FROM now n FULL JOIN before b USING (entitlement_id)
GROUP BY 1
UNION ALL
SELECT CASE WHEN is_now THEN cause ELSE cause || '_before' END, count(DISTINCT entitlement_id),
       sum(CASE WHEN is_now THEN amount ELSE -amount END)
FROM (SELECT t.run_id = %(run)s AS is_now, l.entitlement_id, l.amount,
             CASE WHEN l.run_id <> t.run_id THEN 'again' ELSE l.kind END AS cause
      FROM payments_transfer t JOIN payments_paymentline l ON l.id = t.line_id
      WHERE t.run_id IN (%(run)s, %(previous)s) AND (l.kind <> 'regular' OR l.run_id <> t.run_id)) beside
GROUP BY 1
"""


def previous_run(run: Run) -> Run | None:
    """The run of the month before, of the same programme and district; what is given once is compared with nothing."""
    if run.pays_once:
        return None
    return (
        Run.objects.exclude(state=RunState.VOID)
        .filter(programme=run.programme, region_id=run.region_id, month=add_months(run.month, -1))
        .first()
    )


def changes(run: Run, previous: Run | None = None) -> list[Change]:
    """Why what is sent differs from the month before; the differences add up. Empty when there is no such run.

    ``previous`` is that run when it is known already.
    """
    previous = previous or previous_run(run)
    if previous is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, {"run": run.pk, "previous": previous.pk})
        found = {cause: (count, amount) for cause, count, amount in cursor.fetchall()}
    return [Change(cause, label, *found[cause]) for cause, label in CHANGE_LABELS.items() if cause in found]


@dataclass(frozen=True)
class Roll:
    """Entitlements that run in a month: how many, for how many persons, with what monthly sum."""

    households: int
    persons: int
    amount: Decimal


ROLL = """
SELECT count(*), COALESCE(sum(c.heads), 0), COALESCE(sum(t.amount), 0)
FROM payments_entitlement e
JOIN payments_entitlementterm t ON t.entitlement_id = e.id AND t.amount IS NOT NULL
     AND t.first_month <= %(month)s AND (t.last_month IS NULL OR t.last_month >= %(month)s)
CROSS JOIN LATERAL (
    SELECT count(*) AS heads FROM payments_coverage c WHERE c.entitlement_id = e.id
    AND c.first_month <= %(month)s AND (c.last_month IS NULL OR c.last_month >= %(month)s)) c
WHERE e.programme = %(programme)s AND e.district_code = %(district)s
"""


def roll(programme: str, district: str, month: date) -> Roll:
    """What a run of ``month`` starts from."""
    return Roll(*_one_row(ROLL, {"programme": programme, "district": district, "month": month}))


def _one_row(sql: str, values: dict[str, Any]) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: Sequence[Any] = cursor.fetchone()
    return row
