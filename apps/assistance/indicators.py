"""What is counted in social assistance: dibao and the delegation of authority (assistance rulebook §8)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from apps.assistance.indicators_finding import OF_FINDING
from apps.assistance.indicators_registers import OF_REGISTERS
from apps.casework.models import Case, CaseState, DecisionLevel, Delegation
from apps.core.declarations import Bounds, Indicator
from apps.core.periods import add_months
from apps.core.registries import case_kinds, indicators
from apps.payments.models import Coverage, Entitlement, Transfer
from apps.payments.models.runs import BASE_CAUSES, PaymentLine
from apps.policy.models import Standard
from apps.regions.models import Region

LINE, SECTION, DIBAO = "assistance", "assistance", "dibao"
WAN = Decimal(10_000)
LAW = "《最低生活保障审核确认办法》（民发〔2021〕57号）"
STATISTICS = "低保统计口径：在册数按月末，发放数按到账日期"


def _term_in(path: str, month: date) -> Q:
    """The term of an entitlement that holds in ``month``: amount and town are the month's, not today's."""
    return Q(**{f"{path}terms__first_month__lte": month}) & (
        Q(**{f"{path}terms__last_month__isnull": True}) | Q(**{f"{path}terms__last_month__gte": month})
    )


def standard_value(bounds: Bounds) -> Decimal | None:
    found = Standard.objects.in_force(bounds.end).filter(code=DIBAO).order_by("-effective_from").first()
    return found.amount if found else None


def households(bounds: Bounds) -> QuerySet[Any]:
    """Entitlements in force in the last month, inclusive of those whose last month it is."""
    month = bounds.last_month
    return Entitlement.objects.in_month(month).filter(_term_in("", month), programme=DIBAO)


def persons(bounds: Bounds) -> QuerySet[Any]:
    """Coverage that contains the last month; who died in it is still covered."""
    month = bounds.last_month
    return Coverage.objects.in_month(month).filter(
        _term_in("entitlement__", month), entitlement__programme=DIBAO
    )


def new_households(bounds: Bounds) -> QuerySet[Any]:
    months = (bounds.first_month, bounds.last_month)
    return Entitlement.objects.filter(
        programme=DIBAO, from_month__range=months, terms__first_month=F("from_month")
    )


def ended_households(bounds: Bounds) -> QuerySet[Any]:
    """Those that are gone by the last month: stock at the end = stock at the start + new - ended."""
    months = (add_months(bounds.first_month, -1), add_months(bounds.last_month, -1))
    return Entitlement.objects.filter(
        programme=DIBAO, last_month__range=months, terms__last_month=F("last_month")
    )


def paid(bounds: Bounds) -> QuerySet[Any]:
    return Transfer.objects.paid_between(bounds.start, bounds.end).filter(line__entitlement__programme=DIBAO)


def paid_months(bounds: Bounds) -> QuerySet[Any]:
    """Payments of a month's own amount, whenever they arrive; a raised standard or an offset adds no month."""
    own = (PaymentLine.Kind.REGULAR, PaymentLine.Kind.BACK_PAY)
    return paid(bounds).filter(line__kind__in=own, line__cause__in=BASE_CAUSES)


def programmes() -> list[str]:
    return sorted({kind.programme for kind in case_kinds if kind.line == LINE})


def delegations(bounds: Bounds) -> QuerySet[Any]:
    return Delegation.objects.in_force(bounds.end).filter(programme__in=programmes())


def town_decisions(bounds: Bounds) -> QuerySet[Any]:
    """Cases that a town confirmed by delegated authority."""
    return Case.objects.filter(
        line=LINE,
        state=CaseState.CONFIRMED,
        decision_level=DecisionLevel.TOWN,
        decided_on__range=(bounds.start, bounds.end),
    )


def delegated_persons(bounds: Bounds) -> QuerySet[Any]:
    """Persons covered when the entitlement of such a case opened."""
    return Coverage.objects.filter(
        entitlement__case__in=town_decisions(bounds),
        entitlement__programme=DIBAO,
        first_month=F("entitlement__from_month"),
    )


def towns(bounds: Bounds) -> QuerySet[Any]:
    return Region.objects.towns().open_on(bounds.end)


OF_ENTITLEMENT = (
    ("待遇编号", "number", "code"),
    ("领款人", "payee__name", "name"),
    ("村（社区）", "region__name", "region"),
    ("起始月", "from_month", "month"),
    ("最后月", "last_month", "month"),
)
ENDED = (*OF_ENTITLEMENT, ("终止原因", "end_reason", "text"))
OF_PERSON = (
    ("待遇编号", "entitlement__number", "code"),
    ("姓名", "person__name", "name"),
    ("证件号码", "person__number_hint", "code"),
    ("村（社区）", "entitlement__region__name", "region"),
    ("起始月", "first_month", "month"),
    ("最后月", "last_month", "month"),
)
OF_TRANSFER = (
    ("待遇编号", "line__entitlement__number", "code"),
    ("领款人", "line__entitlement__payee__name", "name"),
    ("村（社区）", "line__region__name", "region"),
    ("所属月", "line__benefit_month", "month"),
    ("类别", "line__kind", "text"),
    ("事由", "line__cause", "text"),
    ("人数", "line__head_count", "number"),
    ("到账日期", "paid_on", "date"),
    ("金额（元）", "line__amount", "money"),
)
OF_CASE = (
    ("办件编号", "number", "code"),
    ("申请人", "applicant__name", "name"),
    ("村（社区）", "region__name", "region"),
    ("受理日期", "accepted_on", "date"),
    ("决定日期", "decided_on", "date"),
)
OF_DELEGATION = (
    ("文号", "document", "text"),
    ("起始日", "valid_from", "date"),
    ("截止日", "valid_to", "date"),
)
OF_TOWN = (("区划代码", "code", "code"), ("名称", "name", "text"), ("设立日期", "opened_on", "date"))

ENTITLEMENT_PAGE = "payments:entitlements_row|{}pk"

indicators.register(
    Indicator(
        key="assistance.dibao_standard_monthly",
        label="低保月标准",
        unit="元/月",
        kind="standard",
        section=SECTION,
        definition="期末当日在执行的最低生活保障标准，每人每月。",
        measure="value",
        value=standard_value,
        decimals=2,
        source=LAW,
        what="标准金额",
        order=10,
    ),
    Indicator(
        key="assistance.dibao_households",
        label="低保在册户数",
        unit="户",
        kind="stock",
        section=SECTION,
        definition="期末当月在享低保的户数。最后月为当月的仍计入，从下月起停发；渐退期内计入。",
        measure="count",
        records=households,
        town="terms__town_code",
        columns=OF_ENTITLEMENT,
        record_url=ENTITLEMENT_PAGE.format(""),
        source=LAW,
        what="在享低保家庭",
        place="当月待遇所在的镇（街道），不按户籍",
        beside=(
            "assistance.dibao_persons",
            "assistance.dibao_new_households",
            "assistance.dibao_ended_households",
        ),
        order=20,
    ),
    Indicator(
        key="assistance.dibao_persons",
        label="低保在册人数",
        unit="人",
        kind="stock",
        section=SECTION,
        definition="期末当月在享低保家庭中纳入保障的成员人数，同一人只计一次。当月去世的仍计入，从下月起不计。",
        measure="distinct",
        records=persons,
        field="person_id",
        town="entitlement__terms__town_code",
        columns=OF_PERSON,
        record_url=ENTITLEMENT_PAGE.format("entitlement__"),
        source=LAW,
        what="保障成员",
        place="当月待遇所在的镇（街道），不按户籍",
        beside=(
            "assistance.dibao_households",
            "assistance.dibao_amount",
            "assistance.dibao_standard_monthly",
        ),
        order=30,
    ),
    Indicator(
        key="assistance.dibao_amount",
        label="低保金发放额",
        unit="万元",
        kind="amount",
        section=SECTION,
        definition="到账日期在本期内的低保金合计，含补发，含年内退出家庭；发放失败的不计，重发到账的计入到账当期。",
        measure="sum",
        records=paid,
        field="line__amount",
        town="line__town_code",
        decimals=1,
        divide=WAN,
        columns=OF_TRANSFER,
        record_url=ENTITLEMENT_PAGE.format("line__entitlement__"),
        source=STATISTICS,
        what="到账金额",
        place="所属月待遇所在的镇（街道）",
        beside=(
            "assistance.dibao_paid_person_months",
            "assistance.dibao_average_amount",
            "assistance.dibao_standard_monthly",
        ),
        order=40,
    ),
    Indicator(
        key="assistance.dibao_new_households",
        label="低保新增户数",
        unit="户",
        kind="flow",
        section=SECTION,
        definition="待遇起始月在本期内的户数。",
        measure="count",
        records=new_households,
        town="terms__town_code",
        columns=OF_ENTITLEMENT,
        record_url=ENTITLEMENT_PAGE.format(""),
        source=LAW,
        what="新增家庭",
        place="起始月待遇所在的镇（街道）",
        beside=("assistance.dibao_ended_households", "assistance.dibao_households"),
        order=50,
    ),
    Indicator(
        key="assistance.dibao_ended_households",
        label="低保退出户数",
        unit="户",
        kind="flow",
        section=SECTION,
        definition="本期内不再享受的户数：最后月在上期末月至本期末月的前一个月。期末户数 = 期初户数 + 新增 − 退出。",
        measure="count",
        records=ended_households,
        town="terms__town_code",
        columns=ENDED,
        record_url=ENTITLEMENT_PAGE.format(""),
        source=LAW,
        what="退出家庭",
        place="最后月待遇所在的镇（街道）",
        beside=("assistance.dibao_new_households", "assistance.dibao_households"),
        order=60,
    ),
    Indicator(
        key="assistance.dibao_paid_person_months",
        label="低保发放人月数",
        unit="人月",
        kind="flow",
        section=SECTION,
        definition="本期到账的当月发放和整月补发所对应的保障人数之和；差额补发和冲抵不另计人月。",
        measure="sum",
        records=paid_months,
        field="line__head_count",
        town="line__town_code",
        columns=OF_TRANSFER,
        record_url=ENTITLEMENT_PAGE.format("line__entitlement__"),
        source=STATISTICS,
        what="发放人月",
        place="所属月待遇所在的镇（街道）",
        order=70,
    ),
    Indicator(
        key="assistance.dibao_average_amount",
        label="低保人均月补助",
        unit="元/人月",
        kind="rate",
        section=SECTION,
        definition="本期低保金发放额除以发放人月数。",
        measure="value",
        numerator="assistance.dibao_amount",
        denominator="assistance.dibao_paid_person_months",
        decimals=2,
        source=STATISTICS,
        beside=(
            "assistance.dibao_amount",
            "assistance.dibao_paid_person_months",
            "assistance.dibao_standard_monthly",
        ),
        order=80,
    ),
    Indicator(
        key="assistance.delegated_towns",
        label="审批权下放镇街数",
        unit="个",
        kind="stock",
        section=SECTION,
        definition="期末当日持有社会救助审批权的镇（街道）数，同一镇（街道）下放多个项目只计一个。",
        measure="distinct",
        records=delegations,
        field="region_id",
        town="town_code",
        columns=OF_DELEGATION,
        source="审批权下放文件",
        what="下放镇（街道）",
        place="接受下放的镇（街道）",
        beside=("assistance.towns", "assistance.plan_delegation_rate", "assistance.delegated_pilot_towns"),
        order=90,
    ),
    Indicator(
        key="assistance.delegated_pilot_towns",
        label="审批试点镇街数",
        unit="个",
        kind="stock",
        section=SECTION,
        definition="本期内至少确认过一件社会救助申请的下放镇（街道）数。",
        measure="distinct",
        records=town_decisions,
        field="town_code",
        town="town_code",
        columns=OF_CASE,
        record_url="casework:case|number",
        source="审批权下放文件",
        what="有确认决定的镇（街道）",
        place="作出确认的镇（街道）",
        beside=("assistance.delegated_towns", "assistance.delegated_dibao_persons"),
        order=100,
    ),
    Indicator(
        key="assistance.delegated_dibao_persons",
        label="下放确认低保人数",
        unit="人",
        kind="flow",
        section=SECTION,
        definition="本期内由下放镇（街道）确认的低保办件中，待遇开立时纳入保障的人数；再次申请确认的，按办件各计一次。",
        measure="count",
        records=delegated_persons,
        town="entitlement__case__town_code",
        columns=(*OF_PERSON, ("决定日期", "entitlement__case__decided_on", "date")),
        record_url="casework:case|entitlement__case__number",
        source="审批权下放文件",
        what="保障成员",
        place="作出确认的镇（街道）",
        beside=("assistance.delegated_pilot_towns", "assistance.dibao_persons"),
        order=110,
    ),
    Indicator(
        key="assistance.towns",
        label="镇（街道）数",
        unit="个",
        kind="stock",
        section=SECTION,
        definition="期末当日设立的镇（街道）数。",
        measure="count",
        records=towns,
        town="code",
        columns=OF_TOWN,
        source="行政区划",
        what="镇（街道）",
        place="镇（街道）本身",
        order=120,
    ),
    Indicator(
        key="assistance.plan_delegation_rate",
        label="审批权下放率",
        unit="%",
        kind="rate",
        section=SECTION,
        definition="期末当日持有社会救助审批权的镇（街道）数占全部镇（街道）数的比例。",
        measure="value",
        numerator="assistance.delegated_towns",
        denominator="assistance.towns",
        decimals=1,
        source="审批权下放文件",
        beside=("assistance.delegated_towns", "assistance.towns"),
        order=130,
    ),
)

indicators.register(*OF_REGISTERS, *OF_FINDING)
