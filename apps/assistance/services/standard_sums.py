"""What a change of standard costs and whom it reaches, summed over the rows that an actor sees."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Sum, Value, When

from apps.assistance.models import StandardChange, StandardChangeRow
from apps.assistance.models.standards import LEFT_OUT
from apps.core import clock
from apps.core.money import ZERO
from apps.core.periods import first_of
from apps.regions.models import Region


@dataclass(frozen=True)
class Sums:
    """Benefits and persons of the month that is shown, yuan of that month before and after, and back-pay in all."""

    label: str
    code: str
    households: int
    persons: int
    before: Decimal
    after: Decimal
    back_pay: Decimal
    suspended: int = 0
    minimum: int = 0

    @property
    def more(self) -> Decimal:
        """What the month costs more."""
        return self.after - self.before


@dataclass(frozen=True)
class LeftOut:
    """A reason why benefits do not follow, and how many."""

    code: str
    label: str
    households: int


def shown_month(change: StandardChange) -> date:
    """The month whose costs are shown: the first one, or the month of the decision (while pending: this one)."""
    start: date = change.from_month
    return max(start, first_of(change.decided_on or clock.today()))


def sums(change: StandardChange, rows: QuerySet[StandardChangeRow]) -> Sums:
    """Over all ``rows`` of the change."""
    found = rows.aggregate(**_sums(shown_month(change)))
    return Sums(label="", code="", **_values(found))


def by_town(change: StandardChange, rows: QuerySet[StandardChangeRow]) -> list[Sums]:
    """One line a town, by code."""
    found = rows.values("town_code").annotate(**_sums(shown_month(change))).order_by("town_code")
    lines: list[dict[str, Any]] = [dict(line) for line in found]
    codes = [line["town_code"] for line in lines]
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        Sums(
            label=names.get(code := line.pop("town_code"), code),
            code=code,
            **_values(line),
        )
        for line in lines
    ]


def left_out(rows: QuerySet[StandardChangeRow]) -> list[LeftOut]:
    """The reasons with the number of benefits, most first."""
    found = (
        rows.exclude(left_out="")
        .values("left_out")
        .annotate(n=Count("entitlement_id", distinct=True))
        .order_by("-n", "left_out")
    )
    return [LeftOut(line["left_out"], LEFT_OUT[line["left_out"]], line["n"]) for line in found]


def _values(found: dict[str, Any]) -> dict[str, Any]:
    """The aggregates by the names of ``Sums``; of nothing it is 0. Aliases differ from columns, which they sum."""
    names = {name: name.removeprefix("sum_") for name in found}
    money = {"before", "after", "back_pay"}
    return {names[key]: value or (ZERO if names[key] in money else 0) for key, value in found.items()}


def _sums(month: date) -> dict[str, Sum | Count]:
    changed = Q(after__isnull=False)
    runs = changed & Q(first_month__lte=month) & (Q(last_month__isnull=True) | Q(last_month__gte=month))
    return {
        "households": Count("entitlement_id", distinct=True, filter=changed),
        "persons": Sum("heads", filter=runs),
        "sum_before": Sum("before", filter=runs),
        "sum_after": Sum("after", filter=runs),
        "back_pay": Sum(
            Case(
                When(changed, then=(F("after") - F("before")) * F("booked_months")),
                default=Value(ZERO),
                output_field=DecimalField(max_digits=16, decimal_places=2),
            )
        ),
        "suspended": Count("entitlement_id", distinct=True, filter=changed & Q(is_suspended=True)),
        "minimum": Count("entitlement_id", distinct=True, filter=changed & Q(is_minimum=True)),
    }
