"""The steps of a computation, for the sheet that shows why an amount is what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from apps.assistance.rules.means import DISREGARD_ARTICLE, INCOME_ARTICLE, Means
from apps.assistance.rules.supplements import SUPPLEMENT_ARTICLE, Supplement
from apps.core.money import ZERO, format_money, format_standard, to_cents, total

AMOUNT_ARTICLE: Final = "《社会救助暂行办法》第十二条"
INCOME_TEST_ARTICLE: Final = "《社会救助暂行办法》第九条"

StepKind = Literal["term", "subtotal", "ratio", "product", "sum"]


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered line: a label, a signed value in yuan, where it comes from, and what it is.

    `term` lines add up to the next `subtotal` or `sum`. A `subtotal` starts again from zero, and so does a
    `product`, which is itself the first term of the `sum`; a `ratio` is only shown.
    """

    key: str
    label: str
    value: Decimal
    source: str
    kind: StepKind
    article: str = ""


def balances(steps: tuple[Step, ...]) -> bool:
    """Whether every subtotal and the sum are exactly what the lines above them add up to."""
    running = ZERO
    for step in steps:
        match step.kind:
            case "term":
                running += step.value
            case "product":
                running = step.value
            case "subtotal" | "sum":
                if running != step.value:
                    return False
                running = ZERO
            case "ratio":
                pass
    return True


def income_steps(means: Means) -> list[Step]:
    """From declared to countable income; lines of nothing are left out."""
    verified = any(line.income.verified is not None for line in means.lines)
    label = "核定收入合计" if verified else "申报收入合计"
    source = f"{len(means.lines)} 笔，按月均计" if means.lines else "家庭没有收入"
    return [
        Step("declared", label, means.amount, source, "term", INCOME_ARTICLE),
        *_steps_off(means),
        Step("countable", "可计收入", means.countable, "以上各项相加", "subtotal", INCOME_ARTICLE),
    ]


def _steps_off(means: Means) -> list[Step]:
    """What is taken off, each kind one line with its reasons."""
    deducted = _reasons(means, "deducted")
    off = (
        ("exempt", "减：不计入收入", means.exempt, _reasons(means, "exempt"), INCOME_ARTICLE),
        ("deducted", "减：扣减成本和支出", means.deducted, deducted, INCOME_ARTICLE),
        ("disregarded", "减：就业收入豁免", means.disregarded, "在享期间新就业的工资", DISREGARD_ARTICLE),
        ("household", "减：家庭刚性支出", means.household_deducted, "因残疾、重病增加的支出", INCOME_ARTICLE),
    )
    return [
        Step(key, label, -value, source, "term", article)
        for key, label, value, source, article in off
        if value
    ]


def share_step(countable: Decimal, heads: int, standard: Decimal) -> Step:
    """A head's share; rounded for display, while the test compares totals."""
    return Step(
        "per_head",
        f"可计收入 ÷ {heads} 人",
        to_cents(countable / heads),
        f"{format_money(countable)} ÷ {heads}，严格低于 {format_standard(standard)} 才符合",
        "ratio",
        INCOME_TEST_ARTICLE,
    )


def amount_steps(
    countable: Decimal, heads: int, standard: Decimal, base: Decimal, supplements: Sequence[Supplement]
) -> list[Step]:
    """The household standard less countable income, rounded once to `base`, plus supplements."""
    household = standard * heads
    adjustment = base - (household - countable)
    added = total(supplement.amount for supplement in supplements)
    product = f"{format_standard(standard)} × {heads} 人"
    label = "每月保障金额" if added else f"{format_money(household)} − {format_money(countable)}"
    source = "按总额计算，只取整一次；自确认次月起发"
    steps = [
        Step(
            "household_standard",
            product,
            household,
            "户标准：标准按受理日有效的数额",
            "product",
            AMOUNT_ARTICLE,
        ),
        Step("less_countable", "减：可计收入", -countable, "按总额计算，不按人均", "term", AMOUNT_ARTICLE),
        Step("rounding", "取整", adjustment, "只取整一次", "term"),
        *(_supplement_step(supplement) for supplement in supplements),
        Step("amount", label, base + added, source, "sum", AMOUNT_ARTICLE),
    ]
    return [step for step in steps if step.key != "rounding" or adjustment]


def _supplement_step(supplement: Supplement) -> Step:
    label = f"增发：{supplement.member.name}"
    key = f"supplement:{supplement.member.key}"
    return Step(key, label, supplement.amount, supplement.label, "term", SUPPLEMENT_ARTICLE)


def refusal_step(reasons: Sequence[str]) -> Step:
    """The last line when a condition fails: nothing is granted, and why."""
    return Step("amount", "每月保障金额", ZERO, "；".join(reasons), "sum", INCOME_TEST_ARTICLE)


def _reasons(means: Means, part: Literal["exempt", "deducted"]) -> str:
    """`基础养老金中央部分 180.00；残疾人两项补贴 250.00`."""
    shown = [
        (line.exempt_reason, line.exempt) if part == "exempt" else (line.deducted_reason, line.deducted)
        for line in means.lines
    ]
    return "；".join(f"{reason} {format_money(value)}" for reason, value in shown if value)
