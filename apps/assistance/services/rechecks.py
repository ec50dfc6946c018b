"""Rechecks (定期复核): which benefits are due for a look, and the changes that the daily tick begins for them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from apps.accounts.actors import system_actor
from apps.accounts.messages import holders_of, tell
from apps.assistance.rules.rechecks import REASONS
from apps.assistance.services.change_begin import ChangeFacts, begin_change
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.core.errors import DomainError
from apps.core.periods import day_label
from apps.payments.models import Entitlement
from apps.policy.services import parameter

LOOK_AT = "casework.accept_case"  # whose queue the change comes into

# Every benefit with the first of the days on which something of it asks for a look, unless a change of it is open or
# a recheck for that very day was begun already: whatever became of that one, the same day begins no second. A decided
# recheck dates the next one; one that was terminated leaves its day, and the list shows the benefit as overdue. A
# birthday and the end of a disregard count by the facts last decided.
DUE = """
WITH roll AS (
    SELECT e.id, e.case_id, e.region_id, e.town_code, e.next_recheck_on
    FROM payments_entitlement e
    WHERE e.programme = %(programme)s AND e.status <> 'ended' AND e.last_month IS NULL
      AND NOT EXISTS (SELECT 1 FROM assistance_dibaochange d JOIN casework_case c ON c.id = d.case_id
                      WHERE (d.entitlement_id = e.id OR d.other_id = e.id) AND c.is_open)
), asked AS (
    SELECT id, next_recheck_on AS day, 'cycle' AS reason FROM roll WHERE next_recheck_on <= %(until)s
    UNION ALL
    SELECT r.id, (p.birth_date + interval '18 years')::date, 'birthday'
    FROM roll r
    JOIN payments_coverage v ON v.entitlement_id = r.id AND v.last_month IS NULL
    JOIN people_person p ON p.id = v.person_id
    WHERE (p.birth_date + interval '18 years')::date BETWEEN %(day)s AND %(until)s
    UNION ALL
    SELECT r.id, (m.work_since + make_interval(months => %(months)s))::date, 'disregard'
    FROM roll r
    JOIN LATERAL (
        SELECT c.id FROM assistance_dibaochange d JOIN casework_case c ON c.id = d.case_id
        WHERE d.entitlement_id = r.id AND c.state = 'confirmed' ORDER BY c.id DESC LIMIT 1) last ON true
    JOIN assistance_dibaoapplication a ON a.case_id = last.id
    JOIN assistance_dibaomember m ON m.application_id = a.id AND m.work_since IS NOT NULL
    WHERE (m.work_since + make_interval(months => %(months)s))::date BETWEEN %(since)s AND %(until)s
)
SELECT DISTINCT ON (a.id) a.id, a.day, a.reason, r.town_code
FROM asked a JOIN roll r ON r.id = a.id
WHERE NOT EXISTS (
    SELECT 1 FROM assistance_dibaochange d
    WHERE d.entitlement_id = a.id AND d.ground = 'recheck' AND d.event_on = a.day)
ORDER BY a.id, a.day
"""
FIRST = "SELECT * FROM ({due}) found ORDER BY day, id LIMIT %(limit)s"


@dataclass(frozen=True)
class DueRecheck:
    """A benefit that asks for a look on ``day``; ``reason`` is one of ``rules.rechecks.REASONS``."""

    entitlement_id: int
    day: date
    reason: str
    town_code: str


def due_rechecks(day: date, *, limit: int) -> list[DueRecheck]:
    """At most ``limit`` benefits that are due by ``day`` and the lead time (``recheck.lead_days``), first day first."""
    lead = int(parameter("recheck.lead_days", day))
    values: dict[str, Any] = {
        "programme": PROGRAMME,
        "day": day,
        "since": day - timedelta(days=lead),
        "until": day + timedelta(days=lead),
        "months": int(parameter("job.disregard_months", day)),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(due=DUE), values)
        return [DueRecheck(*row) for row in cursor.fetchall()]


def begin_rechecks(day: date) -> dict[str, int]:
    """Begin a recheck for what is due, at most ``recheck.per_day``, each in a transaction of its own.

    The same day again begins nothing new: what has an open change is not due. What is refused (a month that is under
    way elsewhere) is counted and tried again the next day.
    """
    limit = int(parameter("recheck.per_day", day))
    actor = system_actor("system_tick")
    begun: dict[str, int] = {}
    refused = 0
    for due in due_rechecks(day, limit=2 * limit):
        if sum(begun.values()) >= limit:
            break
        try:
            begin_change(
                Entitlement.objects.get(pk=due.entitlement_id),
                "recheck",
                actor=actor,
                facts=ChangeFacts(
                    event_on=due.day, reason_text=REASONS[due.reason].format(day=day_label(due.day))
                ),
            )
        except DomainError:
            refused += 1
        else:
            begun[due.town_code] = begun.get(due.town_code, 0) + 1
    for town, count in begun.items():
        tell(
            holders_of(LOOK_AT, town, day=day),
            f"今天发起低保复核 {count} 户，请受理。",
            link="/inbox/",
            kind=f"recheck:{town}",
        )
    return {"begun": sum(begun.values()), "refused": refused}
