"""A month's run over 10^5 entitlements against the same rows written by one hand-made statement."""

from datetime import date

from django.db import connection, transaction

from bench import ground
from bench.measure import Row, best, once

MONTH = date(2022, 1, 1)
BY_HAND = """
WITH numbered AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('payments_paymentline', 'id')) AS line, e.id, t.region_id, t.amount, a.id AS account,
           a.account_hint AS hint
    FROM payments_entitlement e
    JOIN payments_entitlementterm t ON t.entitlement_id = e.id AND t.first_month <= %(month)s
         AND (t.last_month IS NULL OR t.last_month >= %(month)s)
    JOIN people_bankaccount a ON a.id = e.account_id
    WHERE e.programme = 'dibao' AND e.from_month <= %(month)s AND (e.last_month IS NULL OR e.last_month >= %(month)s)
), lines AS (
    INSERT INTO payments_paymentline
        (id, region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause, amount, head_count)
    SELECT line, region_id, %(run)s, %(month)s, id, %(month)s, 'regular', '', amount, 1 FROM numbered
)
INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, failure)
SELECT line, %(run)s, 1, 'open', account, hint, '' FROM numbered
"""


class Undo(Exception):
    """Takes the rows out again."""


def run(scale: float) -> list[Row]:
    from apps.payments.models import Run
    from apps.payments.services.runs import make_run
    from tests.factories import DISTRICT, make_actor

    count = max(1_000, int(100_000 * scale))
    ground.roll(count)
    officer = make_actor("section_officer", DISTRICT)
    first = once(lambda: make_run("dibao", MONTH, actor=officer))
    made = Run.objects.get(month=MONTH)
    lines = made.lines.count()

    def again() -> None:
        make_run("dibao", MONTH, actor=officer)

    ours = min(first, best(again))
    Run.objects.filter(pk=made.pk).update(version=made.version)
    with connection.cursor() as cursor:
        for table in ("payments_transfer", "payments_paymentline", "payments_runexclusion"):
            cursor.execute(f"DELETE FROM {table} WHERE run_id = %s", [made.pk])
    ground.sql("VACUUM (ANALYZE) payments_paymentline, payments_transfer")

    def by_hand() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(BY_HAND, {"run": made.pk, "month": MONTH})
                raise Undo
        except Undo:
            pass

    return [
        Row(f"run of {lines:,} entitlements", ours, best(by_hand), 2, "lines, transfers, exclusions, checks")
    ]
