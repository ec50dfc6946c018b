"""What benefits mean to the files of persons and households: no month twice after a merge, no member lost unseen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.declarations import Tie
from apps.core.periods import first_of, month_label
from apps.payments.models import Compatibility, Coverage, Entitlement, EntitlementStatus, Verdict
from apps.payments.services.programmes import programme_label


def double_months(keep: Any, drop: Any) -> Sequence[str]:
    """Months in which both files are covered by programmes that exclude each other (assistance rulebook §7)."""
    theirs = list(Coverage.objects.filter(person=keep).select_related("entitlement"))
    found = []
    for row in (
        Coverage.objects.filter(person=drop).select_related("entitlement").order_by("first_month", "pk")
    ):
        for other in theirs:
            first = max(row.first_month, other.first_month)
            ends = [month for month in (row.last_month, other.last_month) if month]
            if (ends and min(ends) < first) or not _exclude(row, other, first, min(ends, default=date.max)):
                continue
            until = f"至 {month_label(min(ends))}" if ends else "起"
            found.append(
                f"两份档案在 {month_label(first)}{until}都享受待遇（{_words(other)}、{_words(row)}），不能同时享受。"
            )
    return found


def _exclude(row: Coverage, other: Coverage, first: date, last: date) -> bool:
    """Whether the two never go together in the months from ``first`` to ``last``."""
    if row.exclusive_group == other.exclusive_group:
        return True
    rules = Compatibility.objects.of(row.entitlement.programme).filter(
        verdict=Verdict.FORBID, effective_from__lte=last
    )
    rules = rules.filter(Q(effective_to__isnull=True) | Q(effective_to__gte=first))
    return any(rule.other(row.entitlement.programme) == other.entitlement.programme for rule in rules)


def _words(row: Coverage) -> str:
    return f"{programme_label(row.entitlement.programme)} {row.entitlement.number}"


def running_benefits(household: Any, actor: Actor) -> Sequence[Tie]:
    """Benefits that a household receives: who belongs to it is then a matter of a case."""
    rows = Entitlement.objects.filter(household=household).exclude(status=EntitlementStatus.ENDED)
    rows = rows.filter(Q(last_month__isnull=True) | Q(last_month__gte=first_of(clock.today())))
    visible = set(
        Entitlement.objects.visible_to(actor).filter(household=household).values_list("pk", flat=True)
    )
    may_open = actor.has("payments.view_entitlement")
    return [
        Tie(
            f"{programme_label(row.programme)} {row.number}",
            reverse("payments:entitlements_row", args=[row.pk]) if may_open and row.pk in visible else "",
            "打开待遇，发起变更",
        )
        for row in rows.order_by("pk")
    ]
