"""Closing a month over 10^7 lines against the same aggregates in one script written by hand."""

from datetime import date

from django.db import connection, transaction

from bench import ground
from bench.measure import Row, best, once, say

MONTH = date(2021, 12, 1)
MONTHS = 100
FIRST_RUN, FIRST_LINE = 1_000_000, 10_000_000
# Values, split by town and record ids of the figures that read large tables.
BY_HAND = """
CREATE TEMP TABLE by_hand (key text, town text, value numeric, ids text[]) ON COMMIT DROP;
INSERT INTO by_hand SELECT 'households', t.town_code, count(*), array_agg(e.id::text ORDER BY e.id)
FROM payments_entitlement e JOIN payments_entitlementterm t ON t.entitlement_id = e.id
WHERE e.programme = 'dibao' AND e.from_month <= %(month)s AND (e.last_month IS NULL OR e.last_month >= %(month)s)
  AND t.first_month <= %(month)s AND (t.last_month IS NULL OR t.last_month >= %(month)s)
GROUP BY t.town_code;
INSERT INTO by_hand SELECT 'persons', t.town_code, count(DISTINCT c.person_id), array_agg(c.id::text ORDER BY c.id)
FROM payments_coverage c JOIN payments_entitlement e ON e.id = c.entitlement_id
JOIN payments_entitlementterm t ON t.entitlement_id = e.id
WHERE e.programme = 'dibao' AND c.first_month <= %(month)s AND (c.last_month IS NULL OR c.last_month >= %(month)s)
  AND t.first_month <= %(month)s AND (t.last_month IS NULL OR t.last_month >= %(month)s)
GROUP BY t.town_code;
INSERT INTO by_hand SELECT 'amount', l.town_code, sum(l.amount), array_agg(x.id::text ORDER BY x.id)
FROM payments_transfer x JOIN payments_paymentline l ON l.id = x.line_id
JOIN payments_entitlement e ON e.id = l.entitlement_id
WHERE x.state = 'paid' AND x.paid_on BETWEEN %(month)s AND %(end)s AND e.programme = 'dibao'
GROUP BY l.town_code;
INSERT INTO by_hand SELECT 'person_months', l.town_code, sum(l.head_count), array_agg(x.id::text ORDER BY x.id)
FROM payments_transfer x JOIN payments_paymentline l ON l.id = x.line_id
JOIN payments_entitlement e ON e.id = l.entitlement_id
WHERE x.state = 'paid' AND x.paid_on BETWEEN %(month)s AND %(end)s AND e.programme = 'dibao'
  AND l.kind IN ('regular', 'back_pay')
GROUP BY l.town_code;
"""


def run(scale: float) -> list[Row]:
    from apps.accounts.actors import system_actor
    from apps.statistics.services import close_period

    count = max(1_000, int(100_000 * scale))
    ground.roll(count)
    with ground.bare("payments_run", "payments_paymentline", "payments_transfer"):
        _runs()
        for number in range(MONTHS):
            if number % 10 == 0:
                say(f"{number * count:,} lines of {MONTHS * count:,}")
            _paid_month(number, count)

    def by_hand() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            for statement in BY_HAND.strip().split(";\n"):
                cursor.execute(statement.rstrip(";"), {"month": MONTH, "end": date(2021, 12, 31)})

    say("the script by hand")
    floor = best(by_hand)
    say("closing")
    ours = once(lambda: close_period("month", MONTH, actor=system_actor("system_tick")))
    return [
        Row(
            f"closing a month over {count * MONTHS:,} lines",
            ours,
            floor,
            1.5,
            "all figures against the four large ones",
            "All figures of the month are computed and kept with the rows behind them, not the four of the script only.",
        )
    ]


def _runs() -> None:
    """A run a month, as money taken over."""
    from apps.accounts.actors import system_actor

    ground.fill(
        "payments_run",
        MONTHS,
        FIRST_RUN,
        programme="'dibao'",
        month=f"('2013-09-01'::date + make_interval(months => (g - {FIRST_RUN})::int))::date",
        region_id="'330212'",
        state="'done'",
        origin="'migration'",
        version="1",
        made_by_id=str(system_actor("system_import").account),
        sent_on="'2022-01-01'::date",
    )


def _paid_month(number: int, count: int) -> None:
    """A line, paid, for every entitlement."""
    run, first = FIRST_RUN + number, FIRST_LINE + number * count
    month = f"(SELECT month FROM payments_run WHERE id = {run})"
    person = f"(g - {first} + 1)"
    ground.fill(
        "payments_paymentline",
        count,
        first,
        region_id=ground.communities().replace("g %", f"{person} %"),
        run_id=str(run),
        run_month=month,
        entitlement_id=person,
        benefit_month=month,
        kind="'regular'",
        amount=f"500 + {person} % 500",
        head_count="1",
    )
    ground.fill(
        "payments_transfer",
        count,
        first,
        line_id="g",
        run_id=str(run),
        attempt="1",
        state="'paid'",
        account_id=person,
        paid_on=f"({month} + 9)",
    )
