"""A number with what it means: rounding and words of a figure. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from apps.core.declarations import Indicator
from apps.statistics.models import Target

NOTHING = "—"
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Value:
    """A computed number in base units (yuan, persons, per cent); a rate keeps what it was divided from."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def ratio(indicator: Indicator, numerator: Decimal | None, denominator: Decimal | None) -> Value:
    """A rate from its parts; per cent when that is its unit, else a plain quotient. None over nothing."""
    if numerator is None or not denominator:
        return Value(None, numerator, denominator)
    scale = HUNDRED if indicator.unit == "%" else Decimal(1)
    return Value(numerator * scale / denominator, numerator, denominator)


def printed(indicator: Indicator, value: Value) -> Decimal | None:
    """The number as printed: in the indicator's unit, rounded half up after summing.

    A rate is 100 % only when numerator and denominator are equal: 99.96 % prints as 99.9, never as 100.0.
    """
    if value.value is None:
        return None
    step = Decimal(1).scaleb(-indicator.decimals)
    rounded = (value.value / indicator.divide).quantize(step, ROUND_HALF_UP)
    is_share = indicator.kind == "rate" and indicator.unit == "%"
    if is_share and rounded == HUNDRED and value.numerator != value.denominator:
        return rounded - step if value.value < HUNDRED else rounded + step
    return rounded


def text_of(indicator: Indicator, number: Decimal | None) -> str:
    """`1,234`, `1,234.5`; a standard in whole yuan without decimals; the minus is −, nothing is —."""
    if number is None:
        return NOTHING
    text = f"{abs(number):,.{indicator.decimals}f}"
    if indicator.kind == "standard":
        text = text.removesuffix(".00")
    return f"−{text}" if number < 0 else text


@dataclass(frozen=True)
class Figure:
    """One indicator of one period for the district or one town.

    ``value`` and ``previous`` (the same period of the year before) are in base units; ``printed`` and
    ``previous_printed`` are what stands on paper.
    """

    indicator: Indicator
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    is_frozen: bool
    previous: Decimal | None = None
    target: Target | None = None
    previous_value: Value = Value(None)

    @property
    def printed(self) -> Decimal | None:
        return printed(self.indicator, Value(self.value, self.numerator, self.denominator))

    @property
    def text(self) -> str:
        return text_of(self.indicator, self.printed)

    @property
    def previous_printed(self) -> Decimal | None:
        return printed(self.indicator, self.previous_value)

    @property
    def previous_text(self) -> str:
        return text_of(self.indicator, self.previous_printed)

    @property
    def change(self) -> Decimal | None:
        """Printed now less printed then, so that a reader who subtracts finds the same."""
        now, then = self.printed, self.previous_printed
        return None if now is None or then is None else now - then

    @property
    def growth(self) -> Decimal | None:
        """Change against the year before, in per cent with one decimal; None where there was nothing."""
        if self.change is None or not self.previous_printed:
            return None
        return (self.change * HUNDRED / self.previous_printed).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None without a target or a number."""
        if self.target is None or self.printed is None:
            return None
        wanted, now = self.target.value, self.printed
        match self.target.comparator:
            case Target.Comparator.AT_LEAST:
                return now >= wanted
            case Target.Comparator.AT_MOST:
                return now <= wanted
            case _:
                return now == wanted


@dataclass(frozen=True)
class TownFigure:
    """An indicator's number for one town. Records of the district itself stand under the district's code."""

    code: str
    name: str
    value: Decimal | None
    printed: Decimal | None
    text: str
