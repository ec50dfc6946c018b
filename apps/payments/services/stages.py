"""What a run of a programme that pays once owes: the stages that are due by its day and not booked yet.

Computed by the database in one statement, like the months of other programmes; what failed before is tried again by
the same statement as theirs. Nothing is offset from such money, and there is no back-pay of months.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from apps.core.money import ZERO
from apps.core.periods import last_day
from apps.payments.services.generation import REISSUE, Generated, Problem, values_of
from apps.payments.services.owed import ACCOUNT, COVER, REASON

STAGED = """
    staged AS MATERIALIZED (
    SELECT s.id AS stage_id, s.entitlement_id, e.from_month AS benefit_month, t.region_id, s.amount,
           CASE WHEN (SELECT count(*) FROM payments_stage o WHERE o.entitlement_id = s.entitlement_id) > 1
                THEN '第 ' || s.position || ' 期' ELSE '' END AS cause
    FROM payments_stage s
    JOIN payments_entitlement e ON e.id = s.entitlement_id
    JOIN payments_entitlementterm t ON t.entitlement_id = e.id
    WHERE e.programme = %(programme)s AND e.district_code = %(district)s AND e.from_month <= %(month)s
      AND s.way = 'transfer' AND s.stopped_on IS NULL AND s.due_on <= %(until)s
      AND NOT EXISTS (SELECT 1 FROM payments_paymentline l WHERE l.stage_id = s.id)
), wanted AS (
    SELECT DISTINCT entitlement_id, benefit_month FROM staged
)"""
DUE = f"""
    due AS MATERIALIZED (
    SELECT w.*, a.id AS account_id, a.account_hint, COALESCE(c.heads, 0) AS heads, {REASON} AS reason
    FROM staged w
    JOIN payments_entitlement e ON e.id = w.entitlement_id
    {ACCOUNT}
    LEFT JOIN cover c ON c.entitlement_id = w.entitlement_id AND c.benefit_month = w.benefit_month
)"""
GENERATE = f"""
WITH {STAGED}, {COVER}, {DUE}, numbered AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('payments_paymentline', 'id')) AS line_id, d.*
    FROM due d WHERE d.reason IS NULL ORDER BY d.region_id, d.entitlement_id, d.stage_id
), fresh AS (
    INSERT INTO payments_paymentline
        (id, region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause, amount, head_count, stage_id)
    SELECT line_id, region_id, %(run)s, %(month)s, entitlement_id, benefit_month, 'one_off', cause, amount, heads,
           stage_id
    FROM numbered
), sent AS (
    INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)
    SELECT line_id, %(run)s, 1, 'open', account_id, account_hint, '' FROM numbered
    RETURNING 1
), excluded AS (
    INSERT INTO payments_runexclusion (region_id, run_id, entitlement_id, benefit_month, amount, reason)
    SELECT min(region_id), %(run)s, entitlement_id, benefit_month, sum(amount), min(reason)
    FROM due WHERE reason IS NOT NULL GROUP BY entitlement_id, benefit_month
    RETURNING 1
)
SELECT (SELECT count(*) FROM sent), (SELECT count(*) FROM excluded)
"""
PROBLEMS = f"""
WITH {STAGED}, {COVER}, {DUE}, numbered AS (
    SELECT entitlement_id, benefit_month, amount, reason, count(*) OVER (PARTITION BY reason) AS found,
           row_number() OVER (PARTITION BY reason ORDER BY region_id, entitlement_id, stage_id) AS place
    FROM due WHERE reason IS NOT NULL)
SELECT entitlement_id, benefit_month, amount, reason, found FROM numbered WHERE place <= %(each)s
ORDER BY reason, place
"""
PAYABLE = f"""
WITH {STAGED}, {COVER}, {DUE}
SELECT count(*), COALESCE(sum(amount), 0) FROM due WHERE reason IS NULL
"""


@dataclass(frozen=True)
class Payable:
    """What a run made now would send to the bank for the first time: stages and yuan."""

    count: int = 0
    amount: Decimal = ZERO


def _values(programme: str, district: str, month: date, today: date) -> dict[str, Any]:
    """A run of an earlier month takes nothing that fell due after it."""
    return {**values_of(programme, district, month, today), "until": min(today, last_day(month))}


def generate(run_id: int, programme: str, district: str, month: date, today: date) -> Generated:
    """Write lines, transfers and exclusions of the empty draft ``run_id``; the caller holds its lock."""
    values = {"run": run_id, **_values(programme, district, month, today)}
    with connection.cursor() as cursor:
        cursor.execute(GENERATE, values)
        lines, excluded = cursor.fetchone()
        cursor.execute(REISSUE, values)
        reissued, also_excluded = cursor.fetchone()
    return Generated(lines, reissued, excluded + also_excluded)


def problems(programme: str, district: str, month: date, today: date, each: int = 20) -> list[Problem]:
    """What a run of ``month`` made ``today`` would leave out: the first ``each`` of every reason."""
    with connection.cursor() as cursor:
        cursor.execute(PROBLEMS, {**_values(programme, district, month, today), "each": each})
        return [Problem(*row) for row in cursor.fetchall()]


def payable(programme: str, district: str, month: date, today: date) -> Payable:
    """What is due by ``today`` and can be paid."""
    with connection.cursor() as cursor:
        cursor.execute(PAYABLE, _values(programme, district, month, today))
        return Payable(*cursor.fetchone())
