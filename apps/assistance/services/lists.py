"""Entitlement lists (幸福清单): issued to everybody once a year and to whoever's benefits change, then delivered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from apps.assistance.models import EntitlementList
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, Refused
from apps.core.periods import first_of
from apps.files.services import store_upload
from apps.pages.keeping import lock, worded
from apps.policy.services import parameter

ISSUE, DELIVER = "assistance.issue_list", "assistance.deliver_list"
RECEIPT_FILE = "list.receipt"

# What is in force in a month, by household. A benefit without a household of its own counts for that of its payee.
# Months in which a benefit is suspended are left out: nothing is received in them.
_NOW = """
    SELECT coalesce(e.household_id, m.household_id) AS household_id, e.id AS entitlement_id, e.programme, e.from_month,
           t.amount, (SELECT count(*) FROM payments_coverage c
                      WHERE c.entitlement_id = e.id AND c.first_month <= %(month)s
                        AND (c.last_month IS NULL OR c.last_month >= %(month)s)) AS heads
    FROM payments_entitlement e
    JOIN payments_entitlementterm t ON t.entitlement_id = e.id AND t.first_month <= %(month)s
         AND (t.last_month IS NULL OR t.last_month >= %(month)s)
    LEFT JOIN people_householdmember m ON e.household_id IS NULL AND m.person_id = e.payee_id AND m.left_on IS NULL
    WHERE e.from_month <= %(month)s AND (e.last_month IS NULL OR e.last_month >= %(month)s)
      AND NOT EXISTS (SELECT 1 FROM payments_suspension s WHERE s.entitlement_id = e.id
                      AND s.first_month <= %(month)s AND (s.last_month IS NULL OR s.last_month >= %(month)s))
"""
# One statement: the households to be given a list, their lists, the lines of these. A list says the same as the one
# before when benefits, heads and amounts are equal.
_ISSUE = f"""
WITH now_lines AS ({_NOW}),
     state AS (
        SELECT n.household_id, h.region_id,
               array_agg(format('%%s/%%s/%%s', n.entitlement_id, n.heads, n.amount) ORDER BY n.entitlement_id) AS said
        FROM now_lines n JOIN people_household h ON h.id = n.household_id
        WHERE h.closed_on IS NULL AND starts_with(h.region_id, %(scope)s)
        GROUP BY 1, 2),
     latest AS (
        SELECT DISTINCT ON (household_id) id, household_id, year, edition
        FROM assistance_entitlementlist ORDER BY household_id, year DESC, edition DESC),
     said AS (
        SELECT l.household_id, l.year, l.edition,
               array_agg(format('%%s/%%s/%%s', i.entitlement_id, i.heads, i.amount) ORDER BY i.entitlement_id) AS said
        FROM latest l JOIN assistance_entitlementlistline i ON i.list_id = l.id
        GROUP BY 1, 2, 3),
     wanted AS (
        SELECT s.household_id, s.region_id,
               CASE WHEN d.year = %(year)s THEN d.edition + 1 ELSE 1 END AS edition,
               CASE WHEN s.said IS NOT DISTINCT FROM d.said THEN 'yearly'
                    WHEN %(everybody)s AND d.year IS DISTINCT FROM %(year)s THEN 'yearly' ELSE 'change' END AS cause
        FROM state s LEFT JOIN said d ON d.household_id = s.household_id
        WHERE coalesce(d.year, 0) <= %(year)s
          AND (s.said IS DISTINCT FROM d.said OR %(everybody)s AND d.year IS DISTINCT FROM %(year)s)),
     made AS (
        INSERT INTO assistance_entitlementlist (household_id, region_id, year, edition, cause, issued_on, delivered_by,
            receipt, signer, version, created_by_id, created_at, recorded_on)
        SELECT household_id, region_id, %(year)s, edition, cause, %(day)s, '', '', '', 1, %(user)s, now(), %(day)s
        FROM wanted ORDER BY region_id, household_id
        RETURNING id, household_id),
     lines AS (
        INSERT INTO assistance_entitlementlistline (list_id, entitlement_id, programme, from_month, heads, amount)
        SELECT made.id, n.entitlement_id, n.programme, n.from_month, n.heads, n.amount
        FROM made JOIN now_lines n ON n.household_id = made.household_id ORDER BY made.id, n.entitlement_id)
SELECT count(*) FROM made
"""


@dataclass(frozen=True)
class Delivery:
    """Who brought the list when, and who took it: ``receipt`` is a code of ``EntitlementList.Receipt``."""

    on: date
    by: str
    receipt: str
    signer: str
    upload: Any = None


@transaction.atomic
def issue_lists(*, actor: Actor, everybody: bool = False) -> int:
    """Issue lists within the actor's region on the business date; answers how many.

    To every household whose benefits of this month are not what its last list says; with ``everybody`` also to those
    who have no list of this year yet. Two who issue at once do not issue twice.
    """
    if not (actor.is_system or actor.has(ISSUE)):
        raise Forbidden("当前岗位不能出具幸福清单。", code="permission")
    day = clock.today()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('assistance.entitlement_lists', 0))")
        cursor.execute(
            _ISSUE,
            {
                "month": first_of(day),
                "day": day,
                "year": day.year,
                "everybody": everybody,
                "scope": "" if actor.sees_everything else actor.region_code,
                "user": actor.account,
            },
        )
        (count,) = cursor.fetchone()
    if count:
        record(
            "entitlement_list.issued",
            f"出具幸福清单 {count} 户",
            actor=actor,
            subject_type="register",
            subject_id="entitlement_lists",
            detail={"count": count, "everybody": everybody},
        )
    return int(count)


def issue_due(day: date) -> dict[str, Any]:
    """Once a month, when the month's payments have been settled; in one month of the year to everybody."""
    if day.day != int(parameter("payment.cutoff_day", day)) + 1:
        return {}
    everybody = day.month == int(parameter("happiness_list.month", day))
    return {"issued": issue_lists(actor=system_actor("system_tick"), everybody=everybody)}


@transaction.atomic
def deliver_list(row: EntitlementList, delivery: Delivery, *, actor: Actor) -> EntitlementList:
    """Record that ``row`` was brought to its household. Refused when it was before, or when a newer edition is there."""
    if not actor.has(DELIVER):
        raise Forbidden("当前岗位不能登记送达。", code="permission")
    now: EntitlementList = lock(row)
    if now.delivered_on is not None:
        raise Refused("这份幸福清单已登记送达。", hint="请刷新后查看。", code="delivered")
    if not EntitlementList.objects.newest().filter(pk=now.pk).exists():
        raise Refused("这份幸福清单已有新的一版。", hint="请送达新的一版。", code="replaced")
    now.delivered_on, now.delivered_by = delivery.on, delivery.by
    now.receipt, now.signer = delivery.receipt, delivery.signer
    if delivery.upload is not None:
        now.receipt_file = store_upload(delivery.upload, kind=RECEIPT_FILE, actor=actor)
    now.version += 1
    with worded(EntitlementList):
        now.save()
    record("entitlement_list.delivered", "登记幸福清单送达", actor=actor, subject=now)
    return now
