"""Names are found by pinyin and initials, and sorted by the sound of the surname."""

import pytest

from apps.core.names import (
    initials,
    normalise_query,
    plain_sort_key,
    search_text,
    sort_key,
)


def found(name: str, query: str) -> bool:
    return f" {normalise_query(query)}" in search_text(name)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("李建设", "ljs"),
        ("李建设", "LiJian"),
        ("单丽明", "slm"),
        ("单丽明", "dlm"),
        ("仇国庆", "qiugq"[:3]),
        ("曾志伟", "zeng"),
        ("尉迟敬德", "yuchi"),
        ("万俟卨", "moqi"),
        ("吕布", "lüb"),
        ("乐嘉", "yue"),
        ("覃海洋", "qhy"),
        ("朴志恩", "pu zhi en"),
        ("欧阳娜娜", "oynn"),
        ("李喆", "lz"),
        ("Anna Li", "anna"),
    ],
)
def test_a_name_is_found_by_what_people_type(name: str, query: str) -> None:
    assert found(name, query)


def test_another_name_is_not_found() -> None:
    assert not found("李建设", "jsl")


def test_the_name_itself_is_searched_too() -> None:
    assert " 李建设 " in search_text("李建设")


def test_names_sort_by_the_reading_of_the_surname() -> None:
    people = ["张三", "单雄", "区小平", "李四", "曾五", "安六"]
    assert sorted(people, key=sort_key) == [
        "安六",
        "李四",
        "区小平",
        "单雄",
        "曾五",
        "张三",
    ]


def test_same_sounds_still_have_a_fixed_order() -> None:
    assert sort_key("李明") != sort_key("黎明")


def test_places_are_not_read_as_surnames() -> None:
    assert plain_sort_key("区府").startswith("qu ")
    assert search_text("乐园社区", is_person=False).split()[1].startswith("le")


def test_initials_are_of_the_first_reading() -> None:
    assert initials("单丽明") == "slm"
    assert initials("") == ""


def test_many_readings_stay_bounded() -> None:
    assert len(search_text("乐解单行和").split()) <= 65
