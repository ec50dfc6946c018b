"""A change of standard (rulebook 4): the standard side is opened again, the income side is not (S3 art. 31).

Amounts in yuan a month. A household standard is standard × heads, the amount its difference to countable income,
rounded once; dependent standards follow by their formula only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from apps.assistance.rules.explain import Step, amount_steps
from apps.assistance.rules.means import INCOME_ARTICLE
from apps.assistance.rules.parameters import Parameters
from apps.core.money import ZERO, format_standard, round_amount, to_cents

Basis = Literal["income", "facts", "derived"]
LeftOut = Literal["phase_out", "ended", "nobody", "no_amount", "income_over"]
COUNTABLE_LABEL: Final = "可计收入"
# Lines that depend on the standard themselves: the income of such a family is computed anew from its facts.
_DEPENDENT_LABELS: Final = ("减：就业收入豁免", "增发：")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Months of one benefit in which amount, standard and heads do not change."""

    heads: int
    amount: Decimal | None
    standard: Decimal
    computation: Sequence[Mapping[str, Any]] = ()
    is_ended: bool = False
    is_phase_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """A stretch by the new standard: an amount with its lines, or the reason why it is left out."""

    amount: Decimal | None = None
    income: Decimal | None = None
    basis: Basis | None = None
    left_out: LeftOut | None = None
    is_minimum: bool = False
    steps: tuple[Step, ...] = ()


def left_out(stretch: Stretch) -> LeftOut | None:
    """Why a stretch does not follow the standard, as far as it shows without computing."""
    if stretch.is_ended:
        return "ended"
    if stretch.is_phase_out:
        return "phase_out"
    if not stretch.heads:
        return "nobody"
    return "no_amount" if stretch.amount is None else None


def depends_on_facts(computation: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the lines hold a disregard or a supplement: both are multiples of the standard."""
    return any(str(line.get("label", "")).startswith(_DEPENDENT_LABELS) for line in computation)


def recorded_income(computation: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """Countable income as the lines of the decision say it; None when they do not."""
    for line in computation:
        if line.get("label") == COUNTABLE_LABEL:
            return Decimal(str(line["value"]))
    return None


def restate(stretch: Stretch, new_standard: Decimal, parameters: Parameters) -> Restated:
    """The amount by the new standard with the income as it was decided.

    Where the lines do not say the income, or say one that does not lead to the present amount, it is derived:
    old standard × heads less the amount.
    """
    reason = left_out(stretch)
    if reason or stretch.amount is None:
        return Restated(left_out=reason or "no_amount")
    income, basis = recorded_income(stretch.computation), _INCOME
    if income is None or _amount(stretch.standard, stretch.heads, income, parameters) != stretch.amount:
        income, basis = max(stretch.standard * stretch.heads - stretch.amount, ZERO), _DERIVED
    income = to_cents(income)
    if income >= new_standard * stretch.heads:
        return Restated(left_out="income_over", income=income, basis=basis)
    amount = _amount(new_standard, stretch.heads, income, parameters)
    steps = (
        _income_step(income, basis, stretch),
        *amount_steps(income, stretch.heads, new_standard, amount, ()),
    )
    return Restated(
        amount=amount,
        income=income,
        basis=basis,
        is_minimum=amount == parameters.minimum_amount,
        steps=steps,
    )


def dependent_standards(standard: Decimal, parameters: Parameters) -> tuple[tuple[str, str, Decimal], ...]:
    """What follows from the standard by formula: name, formula, yuan. Nothing else changes with it."""
    return (
        (
            "低保边缘线（人·月）",
            f"{parameters.low_edge_multiplier} × 标准",
            to_cents(standard * parameters.low_edge_multiplier),
        ),
        (
            "就业收入豁免上限（人·月）",
            f"{parameters.disregard_multiplier} × 标准",
            to_cents(standard * parameters.disregard_multiplier),
        ),
        (
            "人均金融资产上限",
            f"{parameters.financial_multiplier} × 标准",
            to_cents(standard * parameters.financial_multiplier),
        ),
    )


_INCOME: Final[Basis] = "income"
_DERIVED: Final[Basis] = "derived"


def _amount(standard: Decimal, heads: int, income: Decimal, parameters: Parameters) -> Decimal:
    return max(round_amount(standard * heads - income, parameters.rounding), parameters.minimum_amount)


def _income_step(income: Decimal, basis: Basis, stretch: Stretch) -> Step:
    source = "沿用原核定收入，标准调整不重新核算收入"
    if basis == _DERIVED:
        source = f"按现金额反推：{format_standard(stretch.standard)} × {stretch.heads} 人 − 现金额"
    return Step("countable", COUNTABLE_LABEL, income, source, "term", INCOME_ARTICLE)
