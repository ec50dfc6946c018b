"""What stands on the page of an entitlement and in the file of a person."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Prefetch

from apps.accounts.actor import Actor
from apps.audit.models import Event
from apps.core import clock
from apps.core.money import ZERO
from apps.core.periods import first_of
from apps.pages import formats
from apps.payments.models import (
    Coverage,
    Entitlement,
    EntitlementStatus,
    EntitlementTerm,
    Overpayment,
    PaymentLine,
    Stage,
    Transfer,
    TransferState,
)
from apps.payments.services.overpayments import balances
from apps.payments.services.programmes import programme_label
from apps.payments.staged import STATES, TONES, with_state
from apps.people.models import Person

OVERPAYMENT_TONES = {
    Overpayment.State.FOUND: "soon",
    Overpayment.State.NOTIFIED: "now",
    Overpayment.State.INSTALMENTS: "now",
    Overpayment.State.RECOVERED: "done",
    Overpayment.State.WRITTEN_OFF: "off",
    Overpayment.State.CANCELLED: "off",
}
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
            ("渐退起始月", f"{entitlement.phase_out_from:%Y-%m}" if entitlement.phase_out_from else "", "no"),
            ("复核类别", entitlement.recheck_class and f"{entitlement.recheck_class} 类"),
            ("下次复核", entitlement.next_recheck_on, "no"),
            ("发放账户", f"{account.bank} {account.account_hint}" if account else ""),
            *([("银行卡代管", account.custody)] if account and account.custody else []),
        ],
        "case": entitlement.case,
        "sees_case": actor.has("casework.view_case") and actor.covers(entitlement.case.region_id),
    }


def terms(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """Amount and place over time, newest first, with the case that decided each where the actor may open it."""
    rows = EntitlementTerm.objects.filter(entitlement=entitlement).select_related("region__parent", "case")
    found = list(rows.order_by("-first_month"))
    sees = actor.has("casework.view_case")
    for term, before in zip(found, [*found[1:], None], strict=True):
        changed = before is not None and term.amount is not None and before.amount is not None
        term.difference = term.amount - before.amount if changed else None  # type: ignore[attr-defined]
        term.seen_case = (  # type: ignore[attr-defined]
            term.case if sees and term.case is not None and actor.covers(term.case.region_id) else None
        )
    return {"terms": found, "month": first_of(clock.today())}


def decisions(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """What was changed, when and by whom, in words: terms that were replaced backwards are told here only."""
    events = Event.objects.about(entitlement._meta.label_lower, entitlement.pk)
    return {
        "entries": [
            {
                "at": e.at,
                "text": f"{e.label}{_said(e.detail)}",
                "hint": "，".join(filter(None, (e.actor_name, e.reason))),
            }
            for e in events.filter(action__startswith="entitlement.").order_by("-at")[:LISTED]
        ]
    }


def _said(detail: dict[str, Any]) -> str:
    """The months and yuan of an event: `：2022-01 起，705.00 → 600.00 元，多发 210.00 元`."""
    parts = []
    if detail.get("from"):
        parts.append(f"{detail['from'][:7]} 起")
    if detail.get("last"):
        parts.append(f"至 {detail['last'][:7]}")
    if detail.get("persons"):
        parts.append(f"保障 {detail['persons']} 人")
    amounts = [detail.get(name) for name in ("before", "after") if _is_money(detail.get(name))]
    if _is_money(detail.get("amount")):
        amounts.append(detail["amount"])
    if _is_money(detail.get("granted")):
        parts.append(f"金额 {formats.money(Decimal(detail['granted']))} 元")
    if amounts:
        parts.append(f"月金额 {' → '.join(formats.money(Decimal(each)) for each in amounts)} 元")
    for name, word in (("arrears", "应补发"), ("overpaid", "多发")):
        if _is_money(detail.get(name)) and Decimal(detail[name]):
            parts.append(f"{word} {formats.money(Decimal(detail[name]))} 元")
    return f"：{'，'.join(parts)}" if parts else ""


def _is_money(value: Any) -> bool:
    return isinstance(value, str) and "." in value


def additions(entitlement: Entitlement, actor: Actor) -> dict[str, Any]:
    """What goes beside the monthly amount: back-pay still owed, overpayments, months of suspension."""
    booked = set(
        entitlement.lines.filter(kind=PaymentLine.Kind.BACK_PAY).values_list("benefit_month", "cause")
    )
    arrears = [
        row
        for row in entitlement.arrears.order_by("benefit_month", "id")
        if (row.benefit_month, row.cause) not in booked
    ]
    owed = list(entitlement.overpayments.order_by("-id"))
    sums = balances([row.pk for row in owed])
    return {
        "arrears": arrears,
        "arrears_total": sum((row.amount for row in arrears), ZERO),
        "overpayments": [
            {
                "row": row,
                "sums": sums[row.pk],
                "tone": OVERPAYMENT_TONES[Overpayment.State(row.state)],
            }
            for row in owed
        ],
        "suspensions": list(entitlement.suspensions.order_by("-first_month")),
        "sees_overpayment": actor.has("payments.view_run"),
    }


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
    """What was owed by benefit month, newest first, and what became of the money; sums of what is listed.

    Of what is given once also its stages, with how far each has come.
    """
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
                "is_paid": last is not None and last.state == TransferState.PAID,
                "tone": TRANSFER_TONES[TransferState(last.state)] if last else "plain",
                "failures": [t for t in tries if t.state == TransferState.FAILED],
            }
        )
    staged = with_state(Stage.objects.filter(entitlement=entitlement)).order_by("position")
    return {
        "stages": [{"row": row, "state": STATES[row.state], "tone": TONES[row.state]} for row in staged],
        "lines": lines,
        "more": len(found) > LISTED,
        "sees_run": actor.has("payments.view_run"),
        "due": sum((item["line"].amount for item in lines), ZERO),
        "paid": sum((item["line"].amount for item in lines if item["is_paid"]), ZERO),
    }


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
