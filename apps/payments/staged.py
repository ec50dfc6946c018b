"""How far each part of what is given once has come, in words."""

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Subquery, Value, When

from apps.core import clock
from apps.payments.models import PaymentLine, Stage, Transfer, TransferState, Way

STATES = {
    "later": "未到期",
    "due": "待列入发放",
    "hand": "待当面发放",
    "booked": "发放中",
    "failed": "没有到账",
    "paid": "已发放",
    "stopped": "已停发",
}
TONES = {
    "later": "off",
    "due": "soon",
    "hand": "soon",
    "booked": "now",
    "failed": "late",
    "paid": "done",
    "stopped": "off",
}


def with_state(rows: QuerySet[Stage]) -> QuerySet[Stage]:
    """With ``state``, one of ``STATES``, and the day on which the money arrived."""
    last = Transfer.objects.filter(line__stage=OuterRef("pk")).order_by("-attempt")
    return rows.select_related("entitlement__payee", "entitlement__region__parent", "given_by").annotate(
        transfer=Subquery(last.values("state")[:1]),
        paid_on=Subquery(last.values("paid_on")[:1]),
        state=Case(
            When(stopped_on__isnull=False, then=Value("stopped")),
            When(transfer=TransferState.PAID, then=Value("paid")),
            When(transfer=TransferState.FAILED, then=Value("failed")),
            When(Exists(PaymentLine.objects.filter(stage=OuterRef("pk"))), then=Value("booked")),
            When(due_on__gt=clock.today(), then=Value("later")),
            When(way=Way.TRANSFER, then=Value("due")),
            default=Value("hand"),
            output_field=CharField(),
        ),
    )
