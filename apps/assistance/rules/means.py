"""Income and assets of a family (S3 articles 13 and 14, rulebook 5.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from apps.assistance.rules.facts import (
    BUSINESSES,
    DEDUCTIONS,
    INCOME_SOURCES,
    VEHICLES,
    Application,
    Assets,
    Income,
)
from apps.assistance.rules.parameters import Parameters, Standards
from apps.core.money import ZERO, format_money, format_standard, to_cents, total
from apps.core.periods import months_between

INCOME_ARTICLE: Final = "《最低生活保障审核确认办法》第十三条"
ASSET_ARTICLE: Final = "《最低生活保障审核确认办法》第十四条"
DISREGARD_ARTICLE: Final = "《浙江省社会救助条例》第五十条"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeLine:
    """One income as it counts, in yuan a month: `amount` is the sum of the other four.

    The reasons say in Chinese why something is left out; empty when nothing is.
    """

    income: Income
    amount: Decimal
    exempt: Decimal
    deducted: Decimal
    disregarded: Decimal
    countable: Decimal
    exempt_reason: str
    deducted_reason: str

    @property
    def reason(self) -> str:
        """All reasons in one sentence, for the row of the income."""
        shown = [
            self.exempt_reason,
            self.deducted_reason and f"扣减{self.deducted_reason}",
        ]
        shown.append("在享期间就业收入豁免" if self.disregarded else "")
        return "；".join(reason for reason in shown if reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The income side of a family: the lines, and their sums in yuan a month.

    `amount` = `exempt` + `deducted` + `disregarded` + `household_deducted` + `countable`.
    """

    lines: tuple[IncomeLine, ...]
    household_deducted: Decimal
    amount: Decimal
    exempt: Decimal
    deducted: Decimal
    disregarded: Decimal
    countable: Decimal


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of eligibility; `passes` is None while the facts are not declared. Texts are Chinese."""

    code: str
    label: str
    passes: bool | None
    text: str
    article: str = ASSET_ARTICLE


def assess_income(
    application: Application,
    counted: frozenset[str],
    standards: Standards,
    parameters: Parameters,
    on: date,
) -> Means:
    """Countable income of the members whose keys are in `counted`.

    Income of anybody else is shown and left out whole. Negative income counts as 0. The job disregard runs
    over the rows of a member until its cap is used up.
    """
    room = _disregard_room(application, standards, parameters, on)
    lines = tuple(_line(income, counted, room, parameters) for income in application.incomes or ())
    countable = total(line.countable for line in lines)
    household_deducted = min(max(application.household_deductions, ZERO), countable)
    return Means(
        lines=lines,
        household_deducted=household_deducted,
        amount=total(line.amount for line in lines),
        exempt=total(line.exempt for line in lines),
        deducted=total(line.deducted for line in lines),
        disregarded=total(line.disregarded for line in lines),
        countable=countable - household_deducted,
    )


def assess_assets(
    assets: Assets, heads: int, standards: Standards, parameters: Parameters
) -> tuple[Condition, ...]:
    """The four tests: financial assets a head, dwellings, vehicles, business registration."""
    return (
        _financial_test(assets, heads, standards, parameters),
        _dwelling_test(assets, parameters),
        _choice_test("vehicle", "机动车辆", assets.vehicle, VEHICLES, parameters.vehicles_allowed),
        _choice_test(
            "business",
            "工商登记",
            assets.business,
            BUSINESSES,
            parameters.businesses_allowed,
        ),
    )


def _disregard_room(
    application: Application, standards: Standards, parameters: Parameters, on: date
) -> dict[str, Decimal]:
    """What may still be disregarded, per member on the roll who took up work (S2 art. 50).

    Once a member: of several times that somebody took up work the first one counts.
    """
    cap = parameters.disregard_multiplier * standards.dibao
    first: dict[str, date] = {}
    for disregard in application.disregards:
        first[disregard.member] = min(disregard.since, first.get(disregard.member, disregard.since))
    return {
        member: cap
        for member, since in first.items()
        if 0 <= months_between(since, on) < parameters.disregard_months
    }


def _line(
    income: Income,
    counted: frozenset[str],
    room: dict[str, Decimal],
    parameters: Parameters,
) -> IncomeLine:
    # A loss is no income, and it does not lower what others earn.
    amount = max(to_cents(income.established), ZERO)
    exempt, exempt_reason = _exemption(income, amount, counted, parameters)
    deducted = _deduction(income, amount - exempt, parameters.deduction_caps)
    left = amount - exempt - deducted
    disregarded = min(left, room.get(income.member, ZERO)) if income.kind == "wage" else ZERO
    if disregarded:
        room[income.member] -= disregarded
    return IncomeLine(
        income=income,
        amount=amount,
        exempt=exempt,
        deducted=deducted,
        disregarded=disregarded,
        countable=left - disregarded,
        exempt_reason=exempt_reason,
        deducted_reason=DEDUCTIONS[income.deduction_kind] if deducted else "",
    )


def _exemption(
    income: Income, amount: Decimal, counted: frozenset[str], parameters: Parameters
) -> tuple[Decimal, str]:
    """What of a row is left out, and why."""
    source = INCOME_SOURCES[income.source]
    if income.member not in counted:
        return amount, "不计入保障人口的收入"
    if source.treatment == "exempt":
        return amount, source.label
    if source.treatment == "basic_pension" and parameters.pension_basic_exempt:
        return min(amount, parameters.pension_basic_exempt), "基础养老金中央部分"
    return ZERO, ""


def _deduction(income: Income, left: Decimal, caps: Mapping[str, Decimal | None]) -> Decimal:
    """What is taken off a row: the claimed cost within its cap, never more than the row itself."""
    if not income.deduction_kind or income.deduction <= 0:
        return ZERO
    cap = caps.get(income.deduction_kind)
    claimed = to_cents(income.deduction) if cap is None else min(to_cents(income.deduction), cap)
    return min(claimed, left)


def _financial_test(assets: Assets, heads: int, standards: Standards, parameters: Parameters) -> Condition:
    limit = parameters.financial_multiplier * standards.dibao
    if assets.deposits is None or assets.insurance is None or not heads:
        text = f"人均上限 {format_standard(limit)} 元"
        return Condition(code="financial", label="金融资产", passes=None, text=text)
    amount = assets.deposits + assets.insurance
    # Compared on the total, so that rounding a head's share never decides.
    passes = amount <= limit * heads
    share = format_money(amount / heads)
    verdict = "未超" if passes else "超过"
    text = f"人均金融资产 {share} 元，{verdict} {format_standard(limit)} 元"
    return Condition(code="financial", label="金融资产", passes=passes, text=text)


def _dwelling_test(assets: Assets, parameters: Parameters) -> Condition:
    limit = parameters.dwellings_max
    if assets.dwellings is None:
        return Condition(code="dwelling", label="住房", passes=None, text=f"不超过 {limit} 套")
    passes = assets.dwellings <= limit
    verdict = "未超" if passes else "超过"
    text = f"住房 {assets.dwellings} 套，{verdict} {limit} 套"
    return Condition(code="dwelling", label="住房", passes=passes, text=text)


def _choice_test(
    code: str,
    label: str,
    value: str | None,
    vocabulary: Mapping[str, str],
    allowed: frozenset[str],
) -> Condition:
    if value is None:
        return Condition(code=code, label=label, passes=None, text="尚未填写")
    passes = value in allowed
    verdict = "符合规定" if passes else "超出规定"
    return Condition(
        code=code,
        label=label,
        passes=passes,
        text=f"{label}：{vocabulary[value]}，{verdict}",
    )
