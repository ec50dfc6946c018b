"""What was paid by year to the benefits that cover a person, for the page of its file."""

from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from apps.accounts.actor import Actor
from apps.payments.models import Coverage, Transfer, TransferState
from apps.people.models import Person


def years(person: Person, actor: Actor) -> dict[str, Any]:
    """Money by the year in which it arrived, newest first: of the whole benefit, which may be a family's."""
    if not actor.has("payments.view_entitlement"):
        return {"years": []}
    covering = Coverage.objects.visible_to(actor).filter(person=person).values("entitlement")
    rows = (
        Transfer.objects.filter(state=TransferState.PAID, line__entitlement__in=covering)
        .annotate(year=ExtractYear("paid_on"))
        .values("year", "line__entitlement", "line__entitlement__number")
        .annotate(amount=Sum("line__amount"), months=Count("line__benefit_month", distinct=True))
        .order_by("-year", "line__entitlement__number")
    )
    return {"years": list(rows)}
