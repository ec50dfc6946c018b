"""Dibao 最低生活保障: who is eligible, and for how much (rulebook 6.1).

The amount is the difference between the household standard and countable income, computed on totals and
rounded once (S1 art. 12, S2 art. 12). Eligible is only who is strictly below the standard (S1 art. 9).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from apps.assistance.rules.completeness import Missing, missing_facts
from apps.assistance.rules.explain import (
    INCOME_TEST_ARTICLE,
    Step,
    amount_steps,
    income_steps,
    refusal_step,
    share_step,
)
from apps.assistance.rules.facts import Application, Member
from apps.assistance.rules.household import (
    SINGLE_UNIT_ARTICLE,
    Counting,
    applies_alone,
    counted_members,
    needs_low_edge_family,
    single_unit_ground,
)
from apps.assistance.rules.means import Condition, Means, assess_assets, assess_income
from apps.assistance.rules.parameters import Parameters, Standards
from apps.assistance.rules.supplements import (
    Supplement,
    ground_label,
    supplements_for,
    unpriced_ground,
)
from apps.core.money import (
    ZERO,
    format_money,
    format_standard,
    round_amount,
    to_cents,
    total,
)
from apps.core.periods import day_label, same_day_after

LOW_EDGE_ARTICLE: Final = "《浙江省社会救助条例》第十三条"
SEVERE_ALONE_ARTICLE: Final = "民政部 2022 年 10 月 20 日通知"
HUKOU_ARTICLE: Final = "《最低生活保障审核确认办法》第五条"

DecisionLevel = Literal["town", "district"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The result for one application on one day. Amounts in yuan a month.

    `is_eligible` is None while something decisive is missing. `amount` is None while there is no income
    side at all, 0.00 when a condition fails, and otherwise what would be granted, supplements included:
    before assets are declared it is an estimate. `per_head` is rounded for display; no test uses it.
    """

    on: date
    countings: tuple[Counting, ...]
    covered: tuple[Member, ...]
    means: Means
    standard: Decimal
    household_standard: Decimal
    per_head: Decimal
    conditions: tuple[Condition, ...]
    missing: tuple[Missing, ...]
    is_eligible: bool | None
    amount: Decimal | None
    supplements: tuple[Supplement, ...]
    is_low_edge: bool | None
    low_edge_line: Decimal
    steps: tuple[Step, ...]
    flags: tuple[str, ...]

    @property
    def head_count(self) -> int:
        """How many persons the amount is for."""
        return len(self.covered)

    @property
    def failed(self) -> tuple[Condition, ...]:
        """The conditions that are not met."""
        return tuple(condition for condition in self.conditions if condition.passes is False)

    @property
    def low_edge_hint(self) -> str:
        """Where a family that gets no dibao may turn to, in Chinese; empty when that is not so."""
        if not self.is_low_edge or self.is_eligible:
            return ""
        line = format_standard(self.low_edge_line)
        return f"全户人均收入不低于低保标准，但在低保边缘线 {line} 元以内，可申请低保边缘家庭认定。"

    @property
    def income_condition(self) -> Condition:
        """The income condition, with its sentence for the live computation."""
        return self.conditions[0]


def assess(application: Application, standards: Standards, parameters: Parameters, on: date) -> Assessment:
    """Judge an application by the standards and parameters in force on `on` (the acceptance date).

    Never raises for an incomplete application: what is lacking is in `missing`.
    """
    countings = counted_members(application, on)
    covered = _covered(application, countings)
    keys = frozenset(member.key for member in covered)
    means = assess_income(application, keys, standards, parameters, on)
    missing = missing_facts(application, len(covered))
    income_known = application.incomes is not None and bool(covered)
    household_standard = standards.dibao * len(covered)
    conditions = (
        _income_condition(means, household_standard, len(covered), income_known),
        *_unit_conditions(application, countings, standards, parameters, on),
        *assess_assets(application.assets, _family_size(countings, covered), standards, parameters),
        _hukou_condition(covered),
    )
    is_eligible = _verdict(conditions, missing)
    supplements = supplements_for(covered, standards, parameters, on)
    difference = household_standard - means.countable
    base = max(round_amount(difference, parameters.rounding), parameters.minimum_amount)
    amount = base + total(supplement.amount for supplement in supplements)
    if is_eligible is False:
        amount, supplements = ZERO, ()
    return Assessment(
        on=on,
        countings=countings,
        covered=covered,
        means=means,
        standard=standards.dibao,
        household_standard=household_standard,
        per_head=_per_head(means.countable, len(covered)),
        conditions=conditions,
        missing=missing,
        is_eligible=is_eligible,
        amount=to_cents(amount) if income_known else None,
        supplements=supplements,
        is_low_edge=_is_low_edge(application, countings, standards, parameters, on),
        low_edge_line=low_edge_line(standards, parameters),
        steps=_steps(means, standards, conditions, supplements, base, len(covered)) if income_known else (),
        flags=_flags(application, covered, parameters, on),
    )


def low_edge_line(standards: Standards, parameters: Parameters) -> Decimal:
    """The low-edge line in yuan a head a month (S2 art. 13)."""
    return to_cents(standards.dibao * parameters.low_edge_multiplier)


def decision_level(*, is_delegated: bool, is_relative_registered: bool) -> DecisionLevel:
    """Who confirms: the town where authority is delegated, else the bureau.

    Registered relatives of staff always go to the bureau, also from a delegated town (S3 art. 11).
    """
    return "town" if is_delegated and not is_relative_registered else "district"


def _covered(application: Application, countings: tuple[Counting, ...]) -> tuple[Member, ...]:
    if application.unit == "single":
        member = application.covered_member
        return () if member is None else (member,)
    return tuple(counting.member for counting in countings if counting.is_counted)


def _family(countings: tuple[Counting, ...], covered: tuple[Member, ...]) -> frozenset[str]:
    """The counted family, and the covered person even when it lives apart (clergy)."""
    counted = {counting.member.key for counting in countings if counting.is_counted}
    return frozenset(counted | {member.key for member in covered})


def _family_size(countings: tuple[Counting, ...], covered: tuple[Member, ...]) -> int:
    return len(_family(countings, covered))


def _per_head(countable: Decimal, heads: int) -> Decimal:
    return to_cents(countable / heads) if heads else ZERO


def _income_condition(means: Means, household_standard: Decimal, heads: int, is_known: bool) -> Condition:
    if not is_known:
        return Condition("income", "收入", None, "收入尚未填写", INCOME_TEST_ARTICLE)
    # Compared on totals: a head's share of 1004.996 must not be rounded up to the standard.
    passes = means.countable < household_standard
    gap = to_cents(abs(household_standard - means.countable) / heads)
    if passes:
        text = f"低于标准 {format_money(gap)} 元，收入条件符合"
    elif gap:
        text = f"高于标准 {format_money(gap)} 元，收入条件不符合"
    else:
        text = "与标准相同，不低于标准，收入条件不符合"
    return Condition("income", "收入", passes, text, INCOME_TEST_ARTICLE)


def _unit_conditions(
    application: Application,
    countings: tuple[Counting, ...],
    standards: Standards,
    parameters: Parameters,
    on: date,
) -> tuple[Condition, ...]:
    """Of a single unit: a ground, and a family within the low-edge line but not below the standard."""
    member = application.covered_member
    if application.unit != "single" or member is None:
        return ()
    alone = parameters.is_severe_alone and applies_alone(member, on) and not _works(application, member)
    if alone:
        text = "成年无业重度残疾人，按单人户申请"
        return (Condition("ground", "单列理由", True, text, SEVERE_ALONE_ARTICLE),)
    ground = single_unit_ground(member)
    conditions = [
        Condition(
            "ground",
            "单列理由",
            bool(ground),
            ground or "没有单独施保的法定理由",
            SINGLE_UNIT_ARTICLE,
        )
    ]
    if needs_low_edge_family(member) and application.incomes is not None:
        family = _family(countings, (member,))
        countable = assess_income(application, family, standards, parameters, on).countable
        conditions.append(_family_condition(countable, len(family), standards, parameters))
    return tuple(conditions)


def _works(application: Application, member: Member) -> bool:
    return any(
        income.member == member.key and income.kind in {"wage", "business"} and income.established > 0
        for income in application.incomes or ()
    )


def _family_condition(
    countable: Decimal, heads: int, standards: Standards, parameters: Parameters
) -> Condition:
    share = format_money(countable / heads)
    if countable < standards.dibao * heads:
        text, passes = f"全户人均 {share} 元，低于标准，应全户申请，不能只保一人", False
    elif not _within_low_edge(countable, heads, standards, parameters):
        text, passes = f"全户人均 {share} 元，超过低保边缘线", False
    else:
        text, passes = f"全户人均 {share} 元，在低保边缘线以内", True
    return Condition("family", "家庭收入", passes, text, SINGLE_UNIT_ARTICLE)


def _within_low_edge(countable: Decimal, heads: int, standards: Standards, parameters: Parameters) -> bool:
    """Zhejiang counts the line itself in (S2 art. 13), the national text does not (S3 art. 8)."""
    line = standards.dibao * parameters.low_edge_multiplier * heads
    return countable <= line if parameters.low_edge_is_inclusive else countable < line


def _is_low_edge(
    application: Application,
    countings: tuple[Counting, ...],
    standards: Standards,
    parameters: Parameters,
    on: date,
) -> bool | None:
    """Whether the whole family, though not below the standard, lies within the low-edge line; a hint only."""
    family = _family(countings, ())
    if application.incomes is None or not family:
        return None
    countable = assess_income(application, family, standards, parameters, on).countable
    return countable >= standards.dibao * len(family) and _within_low_edge(
        countable, len(family), standards, parameters
    )


def _hukou_condition(covered: tuple[Member, ...]) -> Condition:
    """The hukou of any covered member suffices (S3 art. 5)."""
    if not covered:
        return Condition("hukou", "户籍", None, "尚未填写家庭成员", HUKOU_ARTICLE)
    passes = any(member.has_local_hukou for member in covered)
    text = "有成员户籍在本区" if passes else "没有成员户籍在本区，请向户籍所在地申请"
    return Condition("hukou", "户籍", passes, text, HUKOU_ARTICLE)


def _verdict(conditions: tuple[Condition, ...], missing: tuple[Missing, ...]) -> bool | None:
    if any(condition.passes is False for condition in conditions):
        return False
    if missing or any(condition.passes is None for condition in conditions):
        return None
    return True


def _flags(
    application: Application,
    covered: tuple[Member, ...],
    parameters: Parameters,
    on: date,
) -> tuple[str, ...]:
    """What a visitor should look at; never a ground of refusal by itself (rulebook 5.5)."""
    earners = {income.member for income in application.incomes or () if income.kind in {"wage", "business"}}
    flags = [
        f"{member.name}有劳动能力，没有申报工资或经营收入，请核实"
        for member in covered
        if application.incomes is not None
        and member.labour_capacity == "full"
        and member.can_work
        and not member.is_minor(on)
        and member.key not in earners
    ]
    flags += [
        f"{member.name}{ground_label(ground)}，另按规定增发，确认时核定"
        for member in covered
        if (ground := unpriced_ground(member, parameters, on))
    ]
    flags += [text for member in covered if (text := _divorce_flag(member, parameters.divorce_months, on))]
    return tuple(flags)


def _divorce_flag(member: Member, months: int, on: date) -> str:
    """A divorce on paper splits no household: of a recent one it is looked at whether they live apart (rulebook 9, 1)."""
    if member.marital_status != "divorced":
        return ""
    if member.divorced_on is None:
        return f"{member.name}离婚，离婚日期没有填写，请核实是否仍与原配偶共同生活"
    if on >= same_day_after(member.divorced_on, months):
        return ""
    return f"{member.name}于 {day_label(member.divorced_on)}离婚，未满 {months} 个月，请核实是否仍与原配偶共同生活"


def _steps(
    means: Means,
    standards: Standards,
    conditions: tuple[Condition, ...],
    supplements: tuple[Supplement, ...],
    base: Decimal,
    heads: int,
) -> tuple[Step, ...]:
    """The sheet of an amount: income, a head's share, the household standard, the difference."""
    failed = [condition for condition in conditions if condition.passes is False]
    steps = [*income_steps(means), share_step(means.countable, heads, standards.dibao)]
    if failed:
        return (*steps, refusal_step([condition.text for condition in failed]))
    return (
        *steps,
        *amount_steps(means.countable, heads, standards.dibao, base, supplements),
    )
