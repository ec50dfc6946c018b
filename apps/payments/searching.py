"""What the box in the top bar finds of benefits: by their number, or those of the persons found."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from apps.core.declarations import SearchGroup, SearchHit
from apps.payments.models import Coverage, Entitlement
from apps.payments.panels import STATUS_TONES
from apps.payments.services.programmes import programme_label


def find_benefits(text: str, persons: Sequence[int], actor: Any, most: int) -> Sequence[SearchHit]:
    """Benefits whose number begins as typed, or that pay or cover one of ``persons``; running ones first."""
    number = "".join(text.split()).upper()
    found = Q(payee__in=persons) | Q(pk__in=Coverage.objects.filter(person__in=persons).values("entitlement"))
    if any(sign.isdigit() for sign in number):
        found = Q(number__startswith=number)
    elif not persons:
        return []
    rows = Entitlement.objects.visible_to(actor).filter(found).select_related("region__parent")
    return [
        SearchHit(
            title=row.number,
            url=reverse("payments:entitlements_row", args=[row.pk]),
            text=f"{programme_label(row.programme)}，{row.region.full_name}",
            state=row.get_status_display(),
            tone=STATUS_TONES.get(row.status, "plain"),
        )
        for row in rows.order_by("-from_month", "-pk")[:most]
    ]


BENEFITS = SearchGroup("payments.benefits", "待遇", "payments.view_entitlement", "项", find_benefits)
