"""Phase-out (渐退期): months on the roll for a family whose income has passed the line (S3 art. 33, S5).

Amount and length are local rule, by parameter; from 2022-10-20 six months at most. The job disregard comes first and
the phase-out after it (rulebook 9.30): whoever is still eligible with a disregard gets his computed amount, whoever
is not gets the phase-out amount, in which nothing is disregarded. So no month ever has both.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from apps.assistance.rules.explain import Step
from apps.assistance.rules.parameters import Parameters
from apps.core.money import format_money, round_amount
from apps.core.periods import add_months

PHASE_OUT_ARTICLE: Final = "《最低生活保障审核确认办法》第三十三条"
KEEPS: Final = {"last": "按最后一期金额", "half": "按最后一期金额的一半"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseOut:
    """From ``first_month`` to ``last_month`` inclusive ``amount`` yuan a month; then the benefit ends."""

    first_month: date
    last_month: date
    amount: Decimal
    steps: tuple[Step, ...]


def phase_out(
    last_amount: Decimal, from_month: date, parameters: Parameters, *, failed: Collection[str]
) -> PhaseOut | None:
    """The phase-out of a family that received ``last_amount`` and now fails the conditions named by code.

    None where none is due: the family still qualifies, it fails for something else than its income (assets, hukou,
    an untrue declaration), nothing was paid, or the rule in force knows no phase-out.
    """
    months = parameters.phase_out_months
    if set(failed) != {"income"} or last_amount <= 0 or not months:
        return None
    is_half = parameters.phase_out_keep == "half"
    kept = round_amount(last_amount / 2, parameters.rounding) if is_half else last_amount
    amount = max(kept, parameters.minimum_amount)
    steps = [
        Step("last_amount", "最后一期金额", last_amount, "收入超过标准前", "term", PHASE_OUT_ARTICLE),
        Step(
            "phase_out_share",
            "减：渐退期不再发放的部分",
            amount - last_amount,
            KEEPS[parameters.phase_out_keep],
            "term",
            PHASE_OUT_ARTICLE,
        ),
        Step(
            "amount",
            "渐退期每月金额",
            amount,
            f"共 {months} 个月，每月 {format_money(amount)} 元，期满终止",
            "sum",
            PHASE_OUT_ARTICLE,
        ),
    ]
    return PhaseOut(
        first_month=from_month,
        last_month=add_months(from_month, months - 1),
        amount=amount,
        steps=tuple(step for step in steps if step.value),
    )
