"""Resident numbers as people type them, masks as lists show them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.numbers import (
    NumberError,
    age_on,
    birthday_in,
    case_number,
    check_digit,
    mask_account,
    mask_name,
    mask_phone,
    mask_resident_number,
    parse_resident_number,
    upgrade_15,
)


def test_the_sample_of_the_standard_is_read() -> None:
    number = parse_resident_number("11010519491231002X")
    assert (number.birth_date, number.sex, number.area) == (
        date(1949, 12, 31),
        "F",
        "110105",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "110105 19491231 002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 11010519491231002x\u3000",
        "110105\u200b19491231002X",
    ],
)
def test_spaces_full_width_and_lower_case_are_accepted(typed: str) -> None:
    assert parse_resident_number(typed).value == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写身份证号。"),
        ("330299201011051321", "身份证号最后一位不对，请核对（应为 2）。"),
        ("33029919560312402", "身份证号应为 18 位，现有 17 位，请核对。"),
        ("33O299195603124021", "身份证号中有字母 O，请改为数字 0。"),
        ("110105491231002", "这是 15 位旧身份证号，请填写 18 位身份证号。"),
        ("3302A9195603124021", "身份证号前 17 位应全部是数字，请核对。"),
        ("33029919560312402A", "身份证号最后一位应为数字或 X，请核对。"),
        ("330299202102291234", "身份证号中的出生日期不存在，请核对第 7 至 14 位。"),
        ("330299000002291234", "身份证号中的出生日期不存在，请核对第 7 至 14 位。"),
        ("33029919560312402²", "身份证号最后一位不对，请核对（应为 1）。"),
    ],
)
def test_a_wrong_number_says_what_to_do(typed: str, message: str) -> None:
    with pytest.raises(NumberError) as error:
        parse_resident_number(typed)
    assert str(error.value) == message


@given(
    st.dates(date(1900, 1, 1), date(2021, 12, 31)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(birth: date, seq: int, place: int, shift: int) -> None:
    first17 = f"330299{birth:%Y%m%d}{seq:03d}"
    value = first17 + check_digit(first17)
    assert parse_resident_number(value).birth_date == birth
    if value[place] == "X":
        return
    wrong = value[:place] + str((int(value[place]) + shift) % 10) + value[place + 1 :]
    with pytest.raises(NumberError):
        parse_resident_number(wrong)


def test_an_old_number_is_upgraded() -> None:
    assert upgrade_15("110105 491231 002") == "11010519491231002X"


@pytest.mark.parametrize("old", ["110105491231997", "110105491331002", "11010549123100", "11010549123100A"])
def test_an_old_number_that_cannot_be_sure_is_refused(old: str) -> None:
    with pytest.raises(NumberError):
        upgrade_15(old)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1956, 3, 12), date(2022, 1, 12), 65),
        (date(2006, 1, 12), date(2022, 1, 12), 16),
        (date(2006, 1, 13), date(2022, 1, 12), 15),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2020, 2, 29), 16),
        (date(2022, 5, 1), date(2022, 1, 1), 0),
    ],
)
def test_age_is_reached_on_the_birthday(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(2021, 2100))
def test_the_birthday_is_the_first_day_of_the_age(birth: date, year: int) -> None:
    day = birthday_in(birth, year)
    assert age_on(birth, day) == year - birth.year
    assert age_on(birth, date.fromordinal(day.toordinal() - 1)) == year - birth.year - 1


@pytest.mark.parametrize(
    ("region", "number"),
    [
        ("330212009", "DB-212009-20211217-0003"),
        ("330212009001", "DB-212009-20211217-0003"),
        ("330212", "DB-212000-20211217-0003"),
    ],
)
def test_a_case_number_names_kind_town_day_and_sequence(region: str, number: str) -> None:
    assert case_number("DB", region, date(2021, 12, 17), 3) == number


def test_the_sequence_grows_beyond_four_digits_and_starts_at_one() -> None:
    assert case_number("DB", "330212009", date(2021, 12, 17), 12345).endswith("-12345")
    with pytest.raises(ValueError, match="starts at 1"):
        case_number("DB", "330212009", date(2021, 12, 17), 0)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈建芳", "陈*芳"),
        ("严明", "严*"),
        ("马", "马"),
        ("欧阳建国", "欧**国"),
        ("买买提·艾力江", "买**江"),
    ],
)
def test_names_are_masked_in_lists(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_minor_keeps_the_surname_only() -> None:
    assert mask_name("何子涵", minor=True) == "何**"
    assert mask_name("何涵", minor=True) == "何*"


def test_numbers_are_masked_in_lists() -> None:
    assert mask_resident_number("330299196305144120") == "330299********4120"
    assert mask_resident_number("12345678") == "********"
    assert mask_account("6228480300001233306") == "6228****3306"
    assert mask_account("1234567") == "****67"
    assert mask_phone("13812340127") == "138****0127"
    assert mask_phone("88765432") == "****32"
