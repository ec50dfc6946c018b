"""Amounts as typed, shown and written on vouchers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.money import (
    LARGEST,
    MoneyError,
    RoundMode,
    format_money,
    format_standard,
    parse_money,
    round_amount,
    to_cents,
    total,
    uppercase,
    wan,
    wan_over,
)

amounts = st.decimals(Decimal(0), LARGEST, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.5", "1234.50"),
        ("１２３４．５０", "1234.50"),
        (" ¥1 234.5 ", "1234.50"),
        ("￥1，234元", "1234.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("12.", "12.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_typed_amounts_are_read(typed: str, amount: str) -> None:
    assert str(parse_money(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写金额，没有的填 0。"),
        ("一千", "金额只能填数字，例如 1,234.50。"),
        ("1e5", "金额只能填数字，例如 1,234.50。"),
        ("1,23", "金额只能填数字，例如 1,234.50。"),
        ("１٢", "金额只能填数字，例如 1,234.50。"),
        ("NaN", "金额只能填数字，例如 1,234.50。"),
        ("1.005", "金额最多两位小数，请核对。"),
        ("-5", "金额不能小于 0，请核对。"),
        ("1000000000000", "金额太大，请核对是否多填了位数。"),
    ],
)
def test_what_is_no_amount_says_what_to_do(typed: str, message: str) -> None:
    with pytest.raises(MoneyError) as error:
        parse_money(typed)
    assert str(error.value) == message


def test_a_minus_is_read_only_where_it_may_be() -> None:
    assert parse_money("−5.20", allow_negative=True) == Decimal("-5.20")


@given(amounts)
def test_what_is_shown_can_be_typed_again(amount: Decimal) -> None:
    assert parse_money(format_money(amount)) == amount


@pytest.mark.parametrize(
    ("mode", "rounded"),
    [
        ("exact", "705.02"),
        ("up_to_yuan", "706.00"),
        ("half_up_to_yuan", "705.00"),
        ("up_to_jiao", "705.10"),
    ],
)
def test_benefits_are_rounded_by_the_local_rule(mode: RoundMode, rounded: str) -> None:
    assert str(round_amount(Decimal("705.015"), mode)) == rounded


def test_money_is_shown_with_a_real_minus() -> None:
    assert format_money(Decimal("-1234.5")) == "−1,234.50"
    assert format_money(Decimal("-0.001")) == "0.00"


def test_a_standard_of_whole_yuan_is_shown_without_decimals() -> None:
    assert (
        format_standard(Decimal("1234.00")),
        format_standard(Decimal("1507.50")),
    ) == ("1,234", "1,507.50")


def test_ten_thousands_are_rounded_half_up_and_only_once() -> None:
    assert wan(Decimal("123000.00")) == Decimal("12.3")
    assert wan(Decimal("123500.00")) == Decimal("12.4")
    assert wan_over(Decimal("129999.99")) == Decimal(12)


def test_nothing_sums_to_zero_yuan() -> None:
    assert str(total([])) == "0.00"
    assert to_cents(Decimal("0.005")) == Decimal("0.01")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("1555.00", "壹仟伍佰伍拾伍元整"),
        ("100.05", "壹佰元零伍分"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10.32", "壹拾元叁角贰分"),
        ("10005", "壹万零伍元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("25780000.40", "贰仟伍佰柒拾捌万元肆角整"),
        ("-20.00", "负贰拾元整"),
        ("1010.10", "壹仟零壹拾元壹角整"),
    ],
)
def test_vouchers_show_amounts_in_words(amount: str, words: str) -> None:
    assert uppercase(Decimal(amount)) == words


def test_an_amount_beyond_the_column_is_refused() -> None:
    with pytest.raises(MoneyError):
        uppercase(LARGEST + 1)


@given(amounts)
def test_words_never_double_or_end_in_zero(amount: Decimal) -> None:
    words = uppercase(amount)
    assert "零零" not in words
    assert amount == 0 or ("零元" not in words and "零万" not in words and "零亿" not in words)
