"""A month's run over 10^5 entitlements against the same rows written by one hand-made statement."""

from datetime import date

from django.db import connection, transaction

from bench import ground
from bench.measure import Row, once, say

MONTH = date(2022, 1, 1)
ROUNDS = 3
WRITTEN = ("payments_transfer", "payments_paymentline", "payments_runexclusion")
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


def run(scale: float) -> list[Row]:
    from apps.payments.models import Run
    from apps.payments.services.runs import make_run
    from tests.factories import DISTRICT, make_actor

    count = max(1_000, int(100_000 * scale))
    ground.roll(count)
    officer = make_actor("section_officer", DISTRICT)
    made = make_run("dibao", MONTH, actor=officer)
    lines = made.lines.count()

    def by_hand() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(BY_HAND, {"run": made.pk, "month": MONTH})

    ours, floor = [], []
    for number in range(ROUNDS):
        say(f"round {number + 1} of {ROUNDS}")
        _emptied(made.pk)
        floor.append(once(by_hand))
        _emptied(made.pk)
        ours.append(once(lambda: make_run("dibao", MONTH, actor=officer)))
    assert Run.objects.get().lines.count() == lines
    return [
        Row(
            f"run of {lines:,} entitlements",
            min(ours),
            min(floor),
            2,
            "lines, transfers, exclusions, checks",
            "Who is covered, dead, suspended, without a number or an account is asked of every entitlement.",
        )
    ]


def _emptied(run: int) -> None:
    """Both write into tables without a row of this month."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in WRITTEN:
            cursor.execute(f"DELETE FROM {table} WHERE run_id = %s", [run])
    for table in WRITTEN:
        ground.sql(f"VACUUM (ANALYZE) {table}")
