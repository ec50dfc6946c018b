"""The parameters that dibao is judged by, typed. Whoever reads them passes the values in force on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from apps.core.errors import DomainError
from apps.core.money import RoundMode

# What each key means, as the parameter page and the message of a missing one call it.
PARAMETER_LABELS: Final[Mapping[str, str]] = {
    "low_edge.multiplier": "低保边缘线为低保标准的倍数",
    "low_edge.inclusive": "低保边缘线含本数",
    "limit.start_investigation_wd": "启动调查时限（工作日）",
    "limit.start_verification_wd": "启动核对时限（工作日）",
    "limit.preliminary_wd": "审核时限（工作日）",
    "limit.notice_inside_preliminary": "公示计入审核时限",
    "limit.decision_wd": "确认时限（工作日）",
    "limit.rejection_notice_wd": "不予确认告知时限（工作日）",
    "limit.total_wd": "全程时限（工作日）",
    "limit.total_extended_wd": "全程延长时限（工作日）",
    "limit.total_delegated_wd": "权限下放后的全程时限（工作日）",
    "limit.warning_share": "超期预警所用时限比例",
    "notice.days": "公示天数（自然日）",
    "recheck.a_months": "A 类复核周期（月）",
    "recheck.b_months": "B 类复核周期（月）",
    "recheck.c_months": "C 类复核周期（月）",
    "verification.report_valid_days": "核对报告有效天数",
    "household.divorce_months": "离婚后仍须核实是否共同生活的月数",
    "job.disregard_multiplier": "就业收入豁免上限为标准的倍数",
    "job.disregard_months": "就业收入豁免月数",
    "phase_out.keep": "渐退期金额",
    "phase_out.max_months": "渐退期上限（月）",
    "single_unit.severe_alone": "成年无业重度残疾人可按单人户申请",
    "income.pension_basic_exempt": "不计入的基础养老金中央部分（元/月）",
    "income.deduction_cap.job_cost": "就业成本扣减上限（元/月）",
    "income.deduction_cap.disability_cost": "残疾刚性支出扣减上限（元/月）",
    "income.deduction_cap.illness_cost": "重病刚性支出扣减上限（元/月）",
    "rounding.mode": "保障金额取整方式",
    "dibao.minimum_amount": "低保最低发放额（元/月）",
    "dibao.supplement.severe_disability": "重度残疾增发比例",
    "dibao.supplement.serious_illness": "重病增发比例",
    "dibao.supplement.minor": "未成年增发比例",
    "dibao.supplement.elderly": "高龄增发比例",
    "dibao.supplement.elderly_age": "高龄增发起始年龄",
    "asset.financial_per_head_multiplier": "人均金融资产上限为标准的倍数",
    "asset.dwellings_max": "住房套数上限",
    "asset.vehicles_allowed": "允许的机动车辆",
    "asset.businesses_allowed": "允许的工商登记",
}
_ROUND_MODES: Final[Mapping[str, RoundMode]] = {
    "exact": "exact",
    "up_to_yuan": "up_to_yuan",
    "half_up_to_yuan": "half_up_to_yuan",
    "up_to_jiao": "up_to_jiao",
}


class ParameterMissing(DomainError):
    """A parameter that a rule needs has no usable value on the day in question."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"“{PARAMETER_LABELS.get(key, key)}”在这一天没有可用的取值，无法计算。",
            hint="请数据管理员先在“政策参数”中录入。",
            code="parameter_missing",
        )
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """Standard amounts in yuan a person a month, in force in the month that is judged."""

    dibao: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Limits in working days (`_wd`), calendar days and months; multiples of the standard; lists of codes."""

    low_edge_multiplier: Decimal
    low_edge_is_inclusive: bool
    start_investigation_wd: int
    start_verification_wd: int
    preliminary_wd: int
    is_notice_inside_preliminary: bool
    decision_wd: int
    rejection_notice_wd: int
    total_wd: int
    total_extended_wd: int
    total_delegated_wd: int | None
    notice_days: int
    warning_share: Decimal
    recheck_months: Mapping[str, int]
    report_valid_days: int
    divorce_months: int
    disregard_multiplier: Decimal
    disregard_months: int
    phase_out_keep: str
    phase_out_months: int
    is_severe_alone: bool
    pension_basic_exempt: Decimal
    deduction_caps: Mapping[str, Decimal | None]
    rounding: RoundMode
    minimum_amount: Decimal
    supplement_shares: Mapping[str, Decimal]
    supplement_elderly_age: int
    financial_multiplier: Decimal
    dwellings_max: int
    vehicles_allowed: frozenset[str]
    businesses_allowed: frozenset[str]


def read_parameters(values: Mapping[str, object]) -> Parameters:
    """Make Parameters of `{key: value}` in force on one day (numbers, or decimals as text; lists of codes).

    Raises ParameterMissing naming the first key that is absent or has no usable value.
    """
    read = _Reader(values)
    return Parameters(
        low_edge_multiplier=read.decimal("low_edge.multiplier"),
        low_edge_is_inclusive=read.flag("low_edge.inclusive"),
        start_investigation_wd=read.whole("limit.start_investigation_wd"),
        start_verification_wd=read.whole("limit.start_verification_wd"),
        preliminary_wd=read.whole("limit.preliminary_wd"),
        is_notice_inside_preliminary=read.flag("limit.notice_inside_preliminary"),
        decision_wd=read.whole("limit.decision_wd"),
        rejection_notice_wd=read.whole("limit.rejection_notice_wd"),
        total_wd=read.whole("limit.total_wd"),
        total_extended_wd=read.whole("limit.total_extended_wd"),
        # In force from 2022-10-20 only (S5): before that a delegated case has the ordinary total.
        total_delegated_wd=(
            read.whole("limit.total_delegated_wd") if "limit.total_delegated_wd" in values else None
        ),
        notice_days=read.whole("notice.days"),
        warning_share=read.decimal("limit.warning_share"),
        recheck_months={letter: read.whole(f"recheck.{letter.lower()}_months") for letter in "ABC"},
        report_valid_days=read.whole("verification.report_valid_days"),
        divorce_months=read.whole("household.divorce_months"),
        disregard_multiplier=read.decimal("job.disregard_multiplier"),
        disregard_months=read.whole("job.disregard_months"),
        phase_out_keep=read.choice("phase_out.keep", ("last", "half")),
        phase_out_months=read.whole("phase_out.max_months"),
        # In force from 2022-10-20 only (S5): a case of before is never judged by it.
        is_severe_alone="single_unit.severe_alone" in values and read.flag("single_unit.severe_alone"),
        pension_basic_exempt=read.decimal("income.pension_basic_exempt"),
        deduction_caps={
            kind: read.optional_decimal(f"income.deduction_cap.{kind}")
            for kind in ("job_cost", "disability_cost", "illness_cost")
        },
        rounding=read.round_mode("rounding.mode"),
        minimum_amount=read.decimal("dibao.minimum_amount"),
        supplement_shares={
            ground: read.decimal(f"dibao.supplement.{ground}")
            for ground in ("severe_disability", "serious_illness", "minor", "elderly")
        },
        supplement_elderly_age=read.whole("dibao.supplement.elderly_age"),
        financial_multiplier=read.decimal("asset.financial_per_head_multiplier"),
        dwellings_max=read.whole("asset.dwellings_max"),
        vehicles_allowed=read.codes("asset.vehicles_allowed"),
        businesses_allowed=read.codes("asset.businesses_allowed"),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    values: Mapping[str, object]

    def decimal(self, key: str) -> Decimal:
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            raise ParameterMissing(key)
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise ParameterMissing(key) from None
        if not number.is_finite():
            raise ParameterMissing(key)
        return number

    def optional_decimal(self, key: str) -> Decimal | None:
        return None if self.values.get(key) is None else self.decimal(key)

    def whole(self, key: str) -> int:
        number = self.decimal(key)
        if number != number.to_integral_value() or number < 0:
            raise ParameterMissing(key)
        return int(number)

    def flag(self, key: str) -> bool:
        value = self.values.get(key)
        if not isinstance(value, bool):
            raise ParameterMissing(key)
        return value

    def codes(self, key: str) -> frozenset[str]:
        value = self.values.get(key)
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise ParameterMissing(key)
        return frozenset(str(code) for code in value)

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        value = str(self.values.get(key))
        if value not in allowed:
            raise ParameterMissing(key)
        return value

    def round_mode(self, key: str) -> RoundMode:
        mode = _ROUND_MODES.get(str(self.values.get(key)))
        if mode is None:
            raise ParameterMissing(key)
        return mode
