"""Money is Decimal yuan with two decimals, everywhere; 万元 exists only in output, rounded after summing."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final, Literal

ZERO: Final = Decimal("0.00")
CENT: Final = Decimal("0.01")
YUAN: Final = Decimal(1)
# numeric(14,2): twelve digits before the point.
LARGEST: Final = Decimal("999999999999.99")

RoundMode = Literal["exact", "up_to_yuan", "half_up_to_yuan", "up_to_jiao"]

_AMOUNT: Final = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]*)?"
)
_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")


class MoneyError(ValueError):
    """Text that is no amount; the message is Chinese and says what to do."""


def to_cents(amount: Decimal) -> Decimal:
    """Round to 0.01 yuan, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def round_amount(amount: Decimal, mode: RoundMode) -> Decimal:
    """Round a benefit in yuan by the local rule (parameter `rounding.mode`); the result has two decimals.

    `up_to_yuan` never takes from the family: 705.01 becomes 706.00.
    """
    match mode:
        case "exact":
            return to_cents(amount)
        case "up_to_yuan":
            return amount.quantize(YUAN, ROUND_CEILING).quantize(CENT)
        case "half_up_to_yuan":
            return amount.quantize(YUAN, ROUND_HALF_UP).quantize(CENT)
        case "up_to_jiao":
            return amount.quantize(Decimal("0.1"), ROUND_CEILING).quantize(CENT)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Sum of amounts in yuan; of nothing it is 0.00."""
    return sum(amounts, ZERO)


def parse_money(text: str, *, allow_negative: bool = False) -> Decimal:
    """Read a typed amount in yuan: `1,234.5`, `１２３４．５`, `¥1234.50`, `1234元`.

    Raises MoneyError for anything else, for more than two decimals, and for amounts beyond numeric(14,2).
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    typed = typed.removeprefix("¥").removesuffix("元")
    if not typed:
        raise MoneyError("请填写金额，没有的填 0。")
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise MoneyError("金额只能填数字，例如 1,234.50。")
    fraction = (found["fraction"] or ".")[1:]
    if len(fraction) > 2:
        raise MoneyError("金额最多两位小数，请核对。")
    amount = Decimal(f"{found['whole'].replace(',', '')}.{fraction or '0'}").quantize(CENT)
    if found["sign"] and amount:
        if not allow_negative:
            raise MoneyError("金额不能小于 0，请核对。")
        amount = -amount
    if abs(amount) > LARGEST:
        raise MoneyError("金额太大，请核对是否多填了位数。")
    return amount


def format_money(amount: Decimal) -> str:
    """`1,234.50`; the minus is U+2212, as in all output."""
    text = f"{to_cents(abs(amount)):,.2f}"
    return f"−{text}" if to_cents(amount) < 0 else text


def format_standard(amount: Decimal) -> str:
    """A standard in running text: `1,005` when it is whole yuan, else `1,507.50`."""
    text = format_money(amount)
    return text.removesuffix(".00")


def wan(amount: Decimal) -> Decimal:
    """万元 with one decimal, half up. Only for output, after summing."""
    return (amount / 10_000).quantize(Decimal("0.1"), ROUND_HALF_UP)


def wan_over(amount: Decimal) -> Decimal:
    """Whole 万元, rounded down: the form that is followed by 余."""
    return (amount / 10_000).quantize(YUAN, ROUND_DOWN)


def uppercase(amount: Decimal) -> str:
    """大写 for vouchers: 1555.00 is 壹仟伍佰伍拾伍元整, 100.05 is 壹佰元零伍分.

    Raises MoneyError for an amount beyond numeric(14,2).
    """
    if abs(amount) > LARGEST:
        raise MoneyError("金额太大，请核对是否多填了位数。")
    cents = int(to_cents(abs(amount)) * 100)
    whole, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    if not cents:
        return "零元整"
    words = "负" if amount < 0 else ""
    if whole:
        words += _uppercase_whole(whole) + "元"
    if not jiao and not fen:
        return words + "整"
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif whole:
        words += "零"
    return words + (_DIGITS[fen] + "分" if fen else "整")


def _uppercase_whole(whole: int) -> str:
    """Write whole yuan in groups of four digits; one 零 for any run of zeros inside, none at an end."""
    words = ""
    zeros_pending = False
    for group in reversed(range(len(_GROUPS))):
        part = whole // 10_000**group % 10_000
        if not part:
            zeros_pending = bool(words)
            continue
        for place in reversed(range(4)):
            digit = part // 10**place % 10
            if not digit:
                zeros_pending = zeros_pending or bool(words)
                continue
            words += ("零" if zeros_pending else "") + _DIGITS[digit] + _PLACES[place]
            zeros_pending = False
        words += _GROUPS[group]
        # Zeros at the end of a group are read only when a digit of a lower group follows.
        zeros_pending = part % 10 == 0
    return words
