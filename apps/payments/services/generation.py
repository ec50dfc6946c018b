"""What a run owes, computed by the database in one statement however many entitlements there are.

A benefit month is wanted when the entitlement runs in the month of the run; when it was confirmed after the runs
of its first months had been made (nothing booked yet); or when an earlier run had to leave it out. It is owed
once: what is booked already is passed over, and the unique constraints stand behind that. What cannot be paid
now is written down with its reason instead of being left out silently.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.payments.models.runs import BASE_CAUSES, CAUSE_HELD, CAUSE_LATE, Run
from apps.payments.services.owed import ACCOUNT, COVER, DUE, REASON, WANTED
from apps.policy import services as policy

# Lines are numbered before they are written: joining what an INSERT returns with ``due`` would compare each with
# every other, since the planner takes both for a handful of rows.
GENERATE = f"""
WITH {WANTED}, {COVER}, {DUE}, numbered AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('payments_paymentline', 'id')) AS line_id, d.*
    FROM due d WHERE d.reason IS NULL ORDER BY d.region_id, d.entitlement_id, d.benefit_month
), fresh AS (
    INSERT INTO payments_paymentline
        (id, region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause, amount, head_count)
    SELECT line_id, region_id, %(run)s, %(month)s, entitlement_id, benefit_month,
           CASE WHEN benefit_month = %(month)s THEN 'regular' ELSE 'back_pay' END,
           CASE WHEN benefit_month = %(month)s THEN '' WHEN held THEN %(cause_held)s ELSE %(cause_late)s END,
           amount, heads
    FROM numbered
), sent AS (
    INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)
    SELECT line_id, %(run)s, 1, 'open', account_id, account_hint, '' FROM numbered
    RETURNING 1
), excluded AS (
    INSERT INTO payments_runexclusion (region_id, run_id, entitlement_id, benefit_month, amount, reason)
    SELECT region_id, %(run)s, entitlement_id, benefit_month, amount, reason FROM due WHERE reason IS NOT NULL
    RETURNING 1
)
SELECT (SELECT count(*) FROM sent), (SELECT count(*) FROM excluded)
"""

# What a run made now would have to leave out: of each reason the first few, and how many there are.
PROBLEMS = f"""
WITH {WANTED}, {COVER}, {DUE}, numbered AS (
    SELECT entitlement_id, benefit_month, amount, reason, count(*) OVER (PARTITION BY reason) AS found,
           row_number() OVER (PARTITION BY reason ORDER BY region_id, entitlement_id, benefit_month) AS place
    FROM due WHERE reason IS NOT NULL)
SELECT entitlement_id, benefit_month, amount, reason, found FROM numbered WHERE place <= %(each)s
ORDER BY reason, place
"""

# Transfers that failed and were not tried again. A month after the last one is not owed any more.
AGAIN = """
    failed AS (
    SELECT f.line_id, max(f.attempt) AS attempt
    FROM payments_transfer f
    WHERE f.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM payments_transfer o WHERE o.line_id = f.line_id AND o.state IN ('open', 'sent', 'paid'))
    GROUP BY 1
), again AS MATERIALIZED (
    SELECT f.line_id, f.attempt, l.entitlement_id, l.benefit_month, l.region_id, l.amount
    FROM failed f
    JOIN payments_paymentline l ON l.id = f.line_id
    JOIN payments_run r ON r.id = l.run_id
    JOIN payments_entitlement e ON e.id = l.entitlement_id
    WHERE r.programme = %(programme)s AND r.region_id = %(district)s AND r.month <= %(month)s
      AND (e.last_month IS NULL OR e.last_month >= l.benefit_month)
)"""

# They are tried again: the same line, the next attempt, its benefit month unchanged.
REISSUE = f"""
WITH {AGAIN}, wanted AS (
    SELECT DISTINCT entitlement_id, benefit_month FROM again
), {COVER}, due AS MATERIALIZED (
    SELECT w.*, a.id AS account_id, a.account_hint, {REASON} AS reason
    FROM again w
    JOIN payments_entitlement e ON e.id = w.entitlement_id
    {ACCOUNT}
    LEFT JOIN cover c ON c.entitlement_id = w.entitlement_id AND c.benefit_month = w.benefit_month
), sent AS (
    INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)
    SELECT line_id, %(run)s, attempt + 1, 'open', account_id, account_hint, '' FROM due WHERE reason IS NULL
    RETURNING 1
), excluded AS (
    INSERT INTO payments_runexclusion (region_id, run_id, entitlement_id, benefit_month, amount, reason)
    SELECT min(region_id), %(run)s, entitlement_id, benefit_month, sum(amount), min(reason)
    FROM due WHERE reason IS NOT NULL GROUP BY entitlement_id, benefit_month
    ON CONFLICT (run_id, entitlement_id, benefit_month) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM sent), (SELECT count(*) FROM excluded)
"""

# Money of a draft that could not be paid any more, or would be another amount, if the run were made again now.
OUTDATED = f"""
WITH mine AS (
    SELECT t.id, t.account_id, t.account_hint, l.entitlement_id, l.benefit_month, l.amount, l.run_id, l.kind, l.cause,
           l.overpayment_id, l.stage_id
    FROM payments_transfer t JOIN payments_paymentline l ON l.id = t.line_id WHERE t.run_id = %(run)s
), wanted AS (
    SELECT DISTINCT entitlement_id, benefit_month FROM mine
), {COVER}
SELECT count(*)
FROM mine w
JOIN payments_entitlement e ON e.id = w.entitlement_id
{ACCOUNT}
LEFT JOIN cover c ON c.entitlement_id = w.entitlement_id AND c.benefit_month = w.benefit_month
LEFT JOIN payments_entitlementterm t ON t.entitlement_id = w.entitlement_id AND t.first_month <= w.benefit_month
     AND (t.last_month IS NULL OR t.last_month >= w.benefit_month)
WHERE {REASON} IS NOT NULL OR w.account_id IS DISTINCT FROM a.id OR w.account_hint <> a.account_hint
   OR w.run_id <> %(run)s AND w.benefit_month > e.last_month
   OR w.run_id = %(run)s AND CASE
        WHEN w.stage_id IS NOT NULL THEN EXISTS (
            SELECT 1 FROM payments_stage s WHERE s.id = w.stage_id AND s.stopped_on IS NOT NULL)
        WHEN w.kind = 'offset' THEN NOT EXISTS (
            SELECT 1 FROM payments_overpayment o
            WHERE o.id = w.overpayment_id AND o.by_offset AND o.closed_on IS NULL)
        WHEN w.cause = ANY (%(base)s) THEN w.amount IS DISTINCT FROM t.amount
        ELSE NOT EXISTS (
            SELECT 1 FROM payments_arrear r
            WHERE r.entitlement_id = w.entitlement_id AND r.benefit_month = w.benefit_month
              AND r.cause = w.cause AND r.amount = w.amount) END
"""

# Back-pay beside the base amount: what changes of past months have left owed.
ARREARS = f"""
WITH pending AS MATERIALIZED (
    SELECT r.entitlement_id, r.benefit_month, r.cause, r.amount
    FROM payments_arrear r
    JOIN payments_entitlement e ON e.id = r.entitlement_id AND e.programme = %(programme)s
         AND e.district_code = %(district)s
    WHERE r.benefit_month <= %(month)s AND NOT EXISTS (
        SELECT 1 FROM payments_paymentline l
        WHERE l.entitlement_id = r.entitlement_id AND l.benefit_month = r.benefit_month AND l.kind = 'back_pay'
          AND l.cause = r.cause)
), wanted AS (
    SELECT DISTINCT entitlement_id, benefit_month FROM pending
), {COVER}, due AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('payments_paymentline', 'id')) AS line_id, w.*,
           COALESCE(t.region_id, e.region_id) AS region_id, a.id AS account_id, a.account_hint,
           COALESCE(c.heads, 0) AS heads, {REASON} AS reason
    FROM pending w
    JOIN payments_entitlement e ON e.id = w.entitlement_id
    LEFT JOIN payments_entitlementterm t ON t.entitlement_id = w.entitlement_id AND t.first_month <= w.benefit_month
         AND (t.last_month IS NULL OR t.last_month >= w.benefit_month)
    {ACCOUNT}
    LEFT JOIN cover c ON c.entitlement_id = w.entitlement_id AND c.benefit_month = w.benefit_month
), fresh AS (
    INSERT INTO payments_paymentline
        (id, region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause, amount, head_count)
    SELECT line_id, region_id, %(run)s, %(month)s, entitlement_id, benefit_month, 'back_pay', cause, amount, heads
    FROM due WHERE reason IS NULL
), sent AS (
    INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)
    SELECT line_id, %(run)s, 1, 'open', account_id, account_hint, '' FROM due WHERE reason IS NULL
    RETURNING 1
), excluded AS (
    INSERT INTO payments_runexclusion (region_id, run_id, entitlement_id, benefit_month, amount, reason)
    SELECT min(region_id), %(run)s, entitlement_id, benefit_month, sum(amount), min(reason)
    FROM due WHERE reason IS NOT NULL GROUP BY entitlement_id, benefit_month
    ON CONFLICT (run_id, entitlement_id, benefit_month) DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM sent), (SELECT count(*) FROM excluded)
"""

# What is taken from the current month for overpayments, oldest first, together never more than the share that is
# allowed of the month's amount. Offsets of earlier runs are reserved also while the bank has not answered.
OFFSETS = """
WITH open AS MATERIALIZED (
    SELECT o.id, o.entitlement_id, 'DF' || to_char(o.found_on, 'YYYYMM') || '-' || o.id AS number,
           (SELECT sum(m.amount) FROM payments_overpaymentmonth m WHERE m.overpayment_id = o.id)
           - COALESCE((SELECT sum(r.amount) FROM payments_recovery r WHERE r.overpayment_id = o.id), 0)
           + COALESCE((SELECT sum(l.amount) FROM payments_paymentline l WHERE l.overpayment_id = o.id), 0) AS rest
    FROM payments_overpayment o WHERE o.by_offset AND o.closed_on IS NULL
), queued AS (
    SELECT o.id, o.number, o.rest, l.entitlement_id, l.region_id, l.head_count, t.account_id, t.account_hint,
           trunc(l.amount * %(share)s, 2) AS most,
           COALESCE(sum(o.rest) OVER (PARTITION BY o.entitlement_id ORDER BY o.id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM open o
    JOIN payments_paymentline l ON l.entitlement_id = o.entitlement_id AND l.benefit_month = %(month)s
         AND l.kind = 'regular' AND l.cause = '' AND l.run_id = %(run)s
    JOIN payments_transfer t ON t.line_id = l.id AND t.run_id = %(run)s
    WHERE o.rest > 0
), taken AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('payments_paymentline', 'id')) AS line_id, q.*,
           least(q.rest, q.most - q.before) AS amount
    FROM queued q WHERE least(q.rest, q.most - q.before) > 0
), fresh AS (
    INSERT INTO payments_paymentline
        (id, region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause, amount, head_count,
         overpayment_id)
    SELECT line_id, region_id, %(run)s, %(month)s, entitlement_id, %(month)s, 'offset', '冲抵多发款 ' || number,
           -amount, head_count, id
    FROM taken
), sent AS (
    INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)
    SELECT line_id, %(run)s, 1, 'open', account_id, account_hint, '' FROM taken
    RETURNING 1
)
SELECT count(*) FROM sent
"""
SHARE_KEY = "offset.max_share"
TEMPORARY_KEY = "person.temporary_months"


@dataclass(frozen=True)
class Generated:
    """Rows written by a generation: payments of lines, reissues of failed ones, amounts left out."""

    lines: int
    reissued: int
    excluded: int


@dataclass(frozen=True)
class Problem:
    """A month's amount (yuan) that a run made now would leave out, why, and how many there are for this reason."""

    entitlement_id: int
    benefit_month: date
    amount: Decimal
    reason: str
    found: int


def problems(programme: str, district: str, month: date, today: date, each: int = 20) -> list[Problem]:
    """What a run of ``month`` made ``today`` would leave out: the first ``each`` of every reason."""
    with connection.cursor() as cursor:
        cursor.execute(PROBLEMS, {**values_of(programme, district, month, today), "each": each})
        return [Problem(*row) for row in cursor.fetchall()]


def waiting_again(programme: str, district: str, month: date) -> int:
    """How many failed transfers a run of ``month`` would try again."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {AGAIN} SELECT count(*) FROM again",
            {"programme": programme, "district": district, "month": month},
        )
        (count,) = cursor.fetchone()
    return int(count)


def values_of(programme: str, district: str, month: date, today: date) -> dict[str, Any]:
    return {
        "programme": programme,
        "district": district,
        "month": month,
        "today": today,
        "base": list(BASE_CAUSES),
        "cause_held": CAUSE_HELD,
        "cause_late": CAUSE_LATE,
        "temporary_months": temporary_months(month),
    }


def temporary_months(month: date) -> int | None:
    """How many months cash is paid under a temporary code, as in force in ``month``; None when nothing is set."""
    months = policy.parameters(TEMPORARY_KEY, month).get(TEMPORARY_KEY)
    return None if months is None else int(months)


def generate(run_id: int, programme: str, district: str, month: date, today: date) -> Generated:
    """Write lines, transfers and exclusions of the empty draft ``run_id``; the caller holds its lock."""
    values = {"run": run_id, **values_of(programme, district, month, today)}
    with connection.cursor() as cursor:
        cursor.execute(GENERATE, values)
        lines, excluded = cursor.fetchone()
        cursor.execute(REISSUE, values)
        reissued, also_excluded = cursor.fetchone()
        cursor.execute(ARREARS, values)
        arrears, held_back = cursor.fetchone()
        cursor.execute(OFFSETS, {**values, "share": offset_share(month)})
        (offsets,) = cursor.fetchone()
    return Generated(lines + arrears + offsets, reissued, excluded + also_excluded + held_back)


def offset_share(month: date) -> Decimal:
    """The largest part of a month's amount that may be taken for overpayments: 0.20 is a fifth; 0 when none is set."""
    return Decimal(str(policy.parameters(SHARE_KEY, month).get(SHARE_KEY, 0)))


def clear(run_id: int) -> None:
    """Take everything out of a draft."""
    with connection.cursor() as cursor:
        for table in ("payments_transfer", "payments_paymentline", "payments_runexclusion"):
            cursor.execute(f"DELETE FROM {table} WHERE run_id = %s", [run_id])


def outdated(run_id: int, today: date) -> int:
    """How many payments of the draft would not be made, or not like this, if it were generated now."""
    programme, month = Run.objects.values_list("programme", "month").get(pk=run_id)
    values: dict[str, Any] = {
        "run": run_id,
        "programme": programme,
        "today": today,
        "base": list(BASE_CAUSES),
    }
    with connection.cursor() as cursor:
        cursor.execute(OUTDATED, {**values, "temporary_months": temporary_months(month)})
        (count,) = cursor.fetchone()
    return int(count)
