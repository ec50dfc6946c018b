"""A figure down to its records: only what the actor may see, each with the town it was counted for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import (
    AutoField,
    BigIntegerField,
    CharField,
    Count,
    F,
    Field,
    Func,
    Model,
    QuerySet,
    Sum,
)
from django.db.models.functions import Cast

from apps.accounts.actor import Actor
from apps.core import registries
from apps.core.declarations import Bounds, Indicator
from apps.core.errors import NotVisible
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.models import FrozenFigure
from apps.statistics.services.computing import bounds_of, district
from apps.statistics.services.reading import code_of


@dataclass(frozen=True)
class Listed:
    """The records behind a figure. ``rows`` is a queryset of the record's model, within the actor's scope."""

    indicator: Indicator
    rows: QuerySet[Any]
    bounds: Bounds
    frozen_in: Period | None

    def total(self) -> Decimal:
        """What the listed records add up to, measured as the figure is."""
        field = self.indicator.field
        measures = {"count": Count("pk"), "distinct": Count(field, distinct=True), "sum": Sum(field)}
        found = self.rows.order_by().aggregate(total=measures[self.indicator.measure])["total"]
        return Decimal(found or 0)

    def towns(self, keys: Sequence[Any]) -> dict[Any, str]:
        """For each of these records the code of the town it counts for; one query."""
        if not keys or not self.indicator.town:
            return {}
        if self.frozen_in is not None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT listed.id, figure.region_id FROM statistics_frozenfigure AS figure"
                    " CROSS JOIN LATERAL unnest(figure.record_ids) AS listed (id)"
                    " WHERE figure.period_id = %s AND figure.key = %s AND listed.id = ANY(%s)",
                    [self.frozen_in.pk, self.indicator.key, [str(key) for key in keys]],
                )
                found = dict(cursor.fetchall())
            return {key: found[str(key)] for key in keys if str(key) in found}
        rows = _counted(self.indicator, self.bounds).filter(pk__in=keys)
        return dict(rows.values_list("pk", "counted_town"))


def scope_of(actor: Actor, code: str) -> Region | None:
    """The town whose figures ``actor`` asks for by ``code``; None is the whole district.

    Who stands at the district sees all; a town sees itself. Anything else raises ``NotVisible``, as if there
    were no such town.
    """
    own = district()
    if actor.sees_everything or actor.level == "district":
        if not code or code == own.code:
            return None
        found = Region.objects.within(own.code).towns().filter(code=code).first()
    elif actor.level == "town" and code in ("", actor.region_code):
        found = Region.objects.towns().filter(code=actor.region_code).first()
    else:
        found = None
    if found is None:
        raise NotVisible("没有这个镇（街道）的数据。")
    return found


def records(
    key: str, kind: str, start: date, region: Region | None, actor: Actor, *, live: bool = False
) -> Listed | None:
    """The records behind a figure, of the district or of one town, as far as ``actor`` may see them.

    Of a closed period they are those that were counted when it was closed, shown as they are now. None for an
    indicator that counts no records (a standard, a rate). KeyError for an unknown key.
    """
    indicator = registries.indicators.get(key)
    if indicator.records is None:
        return None
    bounds = bounds_of(kind, start)
    code = code_of(region)
    counted = _counted(indicator, bounds)
    period = None if live else _closed(key, kind, start)
    if period is not None:
        figures = FrozenFigure.objects.filter(period=period, key=key)
        keys = _listed_keys(figures.filter(region_id=code) if code else figures, counted.model)
    else:
        keys = (counted.filter(counted_town=code) if code else counted).values("pk")
    visible = counted.model._default_manager.visible_to(actor)
    return Listed(indicator, visible.filter(pk__in=keys), bounds, period)


def _closed(key: str, kind: str, start: date) -> Period | None:
    """The closed period in which the figure was frozen."""
    return Period.objects.filter(kind=kind, start=start, state=Period.State.CLOSED, figures__key=key).first()


def _counted(indicator: Indicator, bounds: Bounds) -> QuerySet[Any]:
    if indicator.records is None:
        raise ValueError(f"indicator {indicator.key} declares no records")
    rows: QuerySet[Any] = indicator.records(bounds).order_by()
    return rows.annotate(counted_town=F(indicator.town)) if indicator.town else rows


def _listed_keys(figures: QuerySet[FrozenFigure], model: type[Model]) -> Any:
    """The frozen ids as a subquery of the type of the model's key, so that its index answers."""
    key = model._meta.pk
    kept: Field[Any, Any] = BigIntegerField() if isinstance(key, AutoField) else key.__class__()
    if isinstance(key, CharField):
        kept = CharField(max_length=key.max_length)
    each = Func(F("record_ids"), function="unnest", output_field=CharField())
    return figures.annotate(record_key=Cast(each, kept)).values("record_key")
