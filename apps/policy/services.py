"""What is in force on a day, and whether a month is closed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.errors import DomainError, PeriodClosed, Refused
from apps.core.periods import day_label, first_of, month_label
from apps.policy.models import Parameter, Period, Standard


def standard(code: str, day: date) -> Decimal:
    """The amount in yuan of the standard ``code`` in force on ``day``; DomainError when there is none."""
    found = Standard.objects.in_force(day).filter(code=code).order_by("-effective_from").first()
    if found is None:
        raise _missing(
            Standard.objects.filter(code=code).values_list("label", flat=True).first() or "标准", day
        )
    return Decimal(found.amount)


def parameter(key: str, day: date) -> Any:
    """The value of a parameter in force on ``day`` (JSON types); DomainError when there is none.

    A limit is read at the acceptance date of the case it governs.
    """
    found = Parameter.objects.in_force(day).filter(key=key).order_by("-effective_from").first()
    if found is None:
        raise _missing(
            Parameter.objects.filter(key=key).values_list("label", flat=True).first() or "参数", day
        )
    return found.value


def parameters(prefix: str, day: date) -> dict[str, Any]:
    """All parameters in force on ``day`` whose key begins with ``prefix``, by their whole key."""
    rows = Parameter.objects.in_force(day).filter(key__startswith=prefix).order_by("effective_from")
    return dict(rows.values_list("key", "value"))


def _missing(label: str, day: date) -> DomainError:
    return DomainError(
        f"{day_label(day)}没有在执行的“{label}”。",
        hint="请数据管理员先在“政策参数”中录入。",
        code="no_standard",
    )


# --- periods ---------------------------------------------------------------------------------------------


def period(kind: str, start: date) -> Period:
    """The period of ``kind`` (``month``, ``year``) that ``start`` lies in; made, open, when it is new."""
    found, _ = Period.objects.get_or_create(kind=kind, start=_start_of(kind, start))
    return found


def is_closed(month: date) -> bool:
    """Whether the month that ``month`` lies in is closed."""
    return Period.objects.filter(
        kind=Period.Kind.MONTH, start=first_of(month), state=Period.State.CLOSED
    ).exists()


def ensure_open(day: date) -> None:
    """Raise PeriodClosed when the month of ``day`` is closed.

    Inside a transaction the period stays locked against closing until the end of it, so that what is written
    is in the figures or refused, never in between.
    """
    found = period(Period.Kind.MONTH, day)
    state = found.state
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM policy_period WHERE id = %s FOR SHARE", [found.pk])
            (state,) = cursor.fetchone()
    if state == Period.State.CLOSED:
        raise PeriodClosed(
            f"{month_label(first_of(day))}已关账，不能再改动。",
            hint="请登记更正，差额计入更正当月。",
            code="period_closed",
        )


def lock_period(kind: str, start: date) -> Period:
    """The period, locked for the transaction: closing holds it from its first figure to its last."""
    return Period.objects.select_for_update().get(pk=period(kind, start).pk)


def mark_closed(closing: Period, *, actor: Actor) -> Period:
    """Close a locked open period. Raises Refused when it is closed already or not over yet.

    Freezing the figures belongs to statistics, in the same transaction; so does the event for the trail.
    """
    if closing.state == Period.State.CLOSED:
        raise Refused("这个账期已经关账。", code="period_closed")
    if clock.today() <= closing.end:
        raise Refused(
            "账期还没有结束，不能关账。", hint=f"{day_label(closing.end)}之后再办理。", code="period_running"
        )
    closing.state = Period.State.CLOSED
    closing.closed_at, closing.closed_on = timezone.now(), clock.today()
    closing.closed_by_id = actor.user_id
    with transaction.atomic():
        closing.save(update_fields=["state", "closed_at", "closed_on", "closed_by"])
    return closing


def _start_of(kind: str, day: date) -> date:
    return date(day.year, 1, 1) if kind == Period.Kind.YEAR else first_of(day)
