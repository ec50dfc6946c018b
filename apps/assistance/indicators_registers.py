"""What is counted of children's homes and care visits (assistance rulebook 6.11, 6.12)."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.assistance.models import CareVisit, ChildHome, ServedCommunity
from apps.core.declarations import Bounds, Indicator
from apps.policy.services import parameter
from apps.regions.models import Region

LINE = "assistance"
HOMES, VISITS = "儿童之家台账", "探访记录"


def upgraded_homes(bounds: Bounds) -> QuerySet[Any]:
    return ChildHome.objects.filter(upgraded_on__range=(bounds.start, bounds.end))


def served_communities(bounds: Bounds) -> QuerySet[Any]:
    """Places served on the last day, by a home in use, of communities that exist on it."""
    day = bounds.end
    return ServedCommunity.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=day),
        Q(home__closed_on__isnull=True) | Q(home__closed_on__gt=day),
        first_day__lte=day,
        home__opened_on__lte=day,
        community__in=Region.objects.communities().open_on(day),
    )


def communities(bounds: Bounds) -> QuerySet[Any]:
    return Region.objects.communities().open_on(bounds.end)


def visits(bounds: Bounds) -> QuerySet[Any]:
    """Visits that met somebody, at home or in a way that the parameter lets count."""
    rows = CareVisit.objects.filter(
        visited_on__range=(bounds.start, bounds.end), voided_on__isnull=True
    ).exclude(finding=CareVisit.Finding.ABSENT)
    return rows if parameter("visit.phone_counts", bounds.end) else rows.filter(mode=CareVisit.Mode.HOME)


OF_REGISTERS = (
    Indicator(
        key="assistance.care_visit_household_times",
        label="探访关爱户次",
        unit="户次",
        kind="flow",
        section=LINE,
        definition="探访日期在本期内的探访，一户一天计一次；未见到人和已作废的不计。",
        measure="count",
        records=visits,
        town="town_code",
        columns=(
            ("户主", "household__head__name", "name"),
            ("村（社区）", "region__name", "region"),
            ("探访日期", "visited_on", "date"),
            ("探访方式", "mode", "text"),
            ("探访情况", "finding", "text"),
        ),
        record_url="assistance:care_visits_row|pk",
        source=VISITS,
        what="探访",
        place="探访当日家庭所在的镇（街道）",
        order=140,
    ),
    Indicator(
        key="assistance.childrens_homes_upgraded",
        label="“儿童之家”提升建设数",
        unit="个",
        kind="flow",
        section=LINE,
        definition="提升建设完成日期在本期内的儿童之家数。",
        measure="count",
        records=upgraded_homes,
        town="town_code",
        columns=(
            ("名称", "name", "text"),
            ("村（社区）", "region__name", "region"),
            ("启用日期", "opened_on", "date"),
            ("提升建设完成日期", "upgraded_on", "date"),
        ),
        record_url="assistance:child_homes_row|pk",
        source=HOMES,
        what="儿童之家",
        place="儿童之家所在的镇（街道）",
        beside=("assistance.childrens_homes_coverage_rate",),
        order=150,
    ),
    Indicator(
        key="assistance.communities_with_home",
        label="有儿童之家服务的村（社区）数",
        unit="个",
        kind="stock",
        section=LINE,
        definition="期末当日由在用的儿童之家服务的村（社区）数，几家服务同一村（社区）只计一个。",
        measure="distinct",
        records=served_communities,
        field="community_id",
        town="community__parent_id",
        columns=(
            ("村（社区）", "community__name", "text"),
            ("儿童之家", "home__name", "text"),
            ("起始日期", "first_day", "date"),
        ),
        record_url="assistance:child_homes_row|home_id",
        source=HOMES,
        what="村（社区）",
        place="村（社区）所属的镇（街道）",
        beside=("assistance.communities", "assistance.childrens_homes_coverage_rate"),
        order=160,
    ),
    Indicator(
        key="assistance.communities",
        label="村（社区）数",
        unit="个",
        kind="stock",
        section=LINE,
        definition="期末当日设立的村（社区）数。",
        measure="count",
        records=communities,
        town="parent_id",
        columns=(("区划代码", "code", "code"), ("名称", "name", "text"), ("设立日期", "opened_on", "date")),
        source="行政区划",
        what="村（社区）",
        place="村（社区）所属的镇（街道）",
        order=170,
    ),
    Indicator(
        key="assistance.childrens_homes_coverage_rate",
        label="儿童之家村（社区）覆盖率",
        unit="%",
        kind="rate",
        section=LINE,
        definition="期末当日有在用的儿童之家服务的村（社区）数占全部村（社区）数的比例。",
        measure="value",
        numerator="assistance.communities_with_home",
        denominator="assistance.communities",
        decimals=1,
        source=HOMES,
        beside=("assistance.communities_with_home", "assistance.communities"),
        order=180,
    ),
)
