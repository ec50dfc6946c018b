"""The business date: the calendar's own in production, movable in the demo and in tests."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import day_label
from apps.policy.models import BusinessDay

MOVABLE_IN = ("demo", "test")


def is_movable() -> bool:
    """Whether this deployment has a business date of its own."""
    return settings.DEPLOYMENT in MOVABLE_IN and settings.BUSINESS_DATE is not None


def business_today() -> date:
    """What ``clock.today()`` answers: the moved date, else ``BUSINESS_DATE``, else the day by the calendar."""
    if not is_movable():
        return timezone.localdate()
    moved = BusinessDay.objects.values_list("today", flat=True).first()
    return moved or _configured()


def move_business_date(days: int, *, actor: Actor) -> date:
    """Move the business date on by ``days`` (1 or more) and answer the new one.

    Only in the demo and in tests. The caller runs the daily ticks of the days passed. Raises Refused.
    """
    if not is_movable():
        raise Refused("业务日期随日历走，不能移动。")
    if days < 1:
        raise Refused("业务日期只能往后移。", hint="天数应为 1 或更多。")
    with transaction.atomic():
        BusinessDay.objects.get_or_create(singleton=True, defaults={"today": _configured()})
        row = BusinessDay.objects.select_for_update().get()
        row.today += timedelta(days=days)
        row.save(update_fields=["today"])
        with clock.held(row.today):
            record(
                "policy.date_moved",
                f"业务日期移到{day_label(row.today)}",
                actor=actor,
                subject_type="policy.businessday",
                subject_id=row.today.isoformat(),
            )
    return row.today


def _configured() -> date:
    configured = settings.BUSINESS_DATE
    return configured if isinstance(configured, date) else date.fromisoformat(configured)
