"""What stands on the page of an entitlement and in the file of a person."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Prefetch

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.periods import first_of
from apps.pages import formats
from apps.payments.models import (
    Coverage,
    Entitlement,
    EntitlementStatus,
    EntitlementTerm,
    PaymentLine,
    Transfer,
    TransferState,
)
from apps.payments.services.programmes import programme_label
from apps.people.models import Person

# Five years of months and some back-pay; what is older is in the runs.
LISTED = 72

STATUS_TONES = {
    EntitlementStatus.ACTIVE: "done",
    EntitlementStatus.SUSPENDED: "soon",
    EntitlementStatus.PHASE_OUT: "now",
    EntitlementStatus.ENDED: "off",
}
TRANSFER_TONES = {
    TransferState.OPEN: "plain",
    TransferState.SENT: "now",
    TransferState.PAID: "done",
    TransferState.FAILED: "late",
}


def overview(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """The facts of an entitlement, names in full: the page of one row is an opened file."""
    account = entitlement.account
    status = EntitlementStatus(entitlement.status)
    return {
        "tone": STATUS_TONES[status],
        "status": status.label,
        "facts": [
            ("项目", programme_label(entitlement.programme)),
            ("领款人", entitlement.payee.name),
            ("所在镇街", entitlement.region.full_name),
            ("起始月", f"{entitlement.from_month:%Y-%m}", "no"),
            ("最后月", f"{entitlement.last_month:%Y-%m}" if entitlement.last_month else "", "no"),
            ("终止原因", entitlement.end_reason),
            ("复核类别", entitlement.recheck_class and f"{entitlement.recheck_class} 类"),
            ("下次复核", entitlement.next_recheck_on, "no"),
            ("发放账户", f"{account.bank} {account.account_hint}" if account else ""),
        ],
        "case": entitlement.case,
        "sees_case": actor.has("casework.view_case") and actor.covers(entitlement.case.region_id),
    }


def terms(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """Amount and place over time, newest first."""
    rows = EntitlementTerm.objects.filter(entitlement=entitlement).select_related("region__parent")
    return {"terms": list(rows.order_by("-first_month"))}


def why(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """How the amount of the present month, or of the last one, was computed."""
    rows = list(EntitlementTerm.objects.filter(entitlement=entitlement).order_by("-first_month"))
    month = first_of(clock.today())
    term = next((row for row in rows if row.first_month <= month), rows[-1] if rows else None)
    return {"term": term, "lines": _why_lines(term) if term else []}


def _why_lines(term: EntitlementTerm) -> list[dict[str, Any]]:
    """The stored lines for the component ``why``: yuan as money, other values as they are; the sum in bold."""
    return [
        {
            "label": line.get("label", ""),
            "value": _shown(line.get("value", "")),
            "source": line.get("source", ""),
            "total": line.get("kind") == "sum",
        }
        for line in term.computation
    ]


def _shown(value: str) -> str:
    try:
        return formats.money(Decimal(value))
    except InvalidOperation:
        return value


def coverage(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    rows = Coverage.objects.filter(entitlement=entitlement).select_related("person")
    return {
        "rows": list(rows.order_by("first_month", "id")),
        "month": first_of(clock.today()),
        "sees_person": actor.has("people.view_person"),
    }


def payments(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """What was owed by benefit month, newest first, and what became of the money."""
    rows = (
        PaymentLine.objects.filter(entitlement=entitlement)
        .select_related("run")
        .prefetch_related(Prefetch("transfers", Transfer.objects.order_by("attempt")))
        .order_by("-benefit_month", "-id")[: LISTED + 1]
    )
    found = list(rows)
    lines = []
    for line in found[:LISTED]:
        tries = list(line.transfers.all())
        last = tries[-1] if tries else None
        lines.append(
            {
                "line": line,
                "transfer": last,
                "tone": TRANSFER_TONES[TransferState(last.state)] if last else "plain",
                "failures": [t for t in tries if t.state == TransferState.FAILED],
            }
        )
    return {"lines": lines, "more": len(found) > LISTED, "sees_run": actor.has("payments.view_run")}


def person_benefits(person: Person, actor: Actor) -> dict[str, Any]:
    """Benefits that cover the person over time, as far as the actor may see them."""
    rows = Coverage.objects.visible_to(actor).filter(person=person)
    rows = rows.select_related("entitlement__region__parent", "entitlement__payee").order_by(
        "-first_month", "-id"
    )
    return {
        "rows": [
            {
                "coverage": row,
                "entitlement": row.entitlement,
                "programme": programme_label(row.entitlement.programme),
                "status": EntitlementStatus(row.entitlement.status).label,
                "tone": STATUS_TONES[EntitlementStatus(row.entitlement.status)],
                "is_payee": row.entitlement.payee_id == person.pk,
            }
            for row in rows[:LISTED]
        ],
        "sees_entitlement": actor.has("payments.view_entitlement"),
    }
