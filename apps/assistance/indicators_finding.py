"""What is counted of entitlement lists (assistance rulebook 6.12)."""

from typing import Any

from django.db.models import QuerySet

from apps.assistance.models import EntitlementList
from apps.core.declarations import Bounds, Indicator

LINE = "assistance"
LISTS = "幸福清单台账"
_COLUMNS = (
    ("户主", "household__head__name", "name"),
    ("村（社区）", "region__name", "region"),
    ("出具日期", "issued_on", "date"),
    ("送达日期", "delivered_on", "date"),
)
_BESIDE = (
    "assistance.happiness_list_households",
    "assistance.happiness_list_delivered_households",
    "assistance.happiness_list_delivery_rate",
)


def issued(bounds: Bounds) -> QuerySet[Any]:
    """Lists issued in the period."""
    return EntitlementList.objects.filter(issued_on__range=(bounds.start, bounds.end))


def delivered(bounds: Bounds) -> QuerySet[Any]:
    """Those of them that were brought by the end of the period."""
    return issued(bounds).filter(delivered_on__lte=bounds.end)


def _households(key: str, label: str, definition: str, records: Any, order: int) -> Indicator:
    return Indicator(
        key=key,
        label=label,
        unit="户",
        kind="flow",
        section=LINE,
        definition=definition,
        measure="distinct",
        field="household_id",
        records=records,
        town="town_code",
        columns=_COLUMNS,
        record_url="assistance:entitlement_lists_row|pk",
        source=LISTS,
        what="家庭",
        place="出具时家庭所在的镇（街道）",
        beside=_BESIDE,
        order=order,
    )


OF_FINDING = (
    _households(
        _BESIDE[0],
        "出具“幸福清单”户数",
        "本期出具过幸福清单的家庭数，一户出具几版只计一户。",
        issued,
        190,
    ),
    _households(
        _BESIDE[1],
        "送达“幸福清单”户数",
        "本期出具的幸福清单中，期末前已登记送达的家庭数，一户只计一户。",
        delivered,
        191,
    ),
    Indicator(
        key=_BESIDE[2],
        label="“幸福清单”送达率",
        unit="%",
        kind="rate",
        section=LINE,
        definition="本期出具幸福清单的家庭中，期末前已送达的家庭所占比例。",
        measure="value",
        numerator=_BESIDE[1],
        denominator=_BESIDE[0],
        decimals=1,
        source=LISTS,
        beside=_BESIDE[:2],
        order=192,
    ),
)
