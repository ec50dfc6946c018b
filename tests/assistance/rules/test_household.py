"""Who is counted as a family member."""

from datetime import date
from typing import Any

import pytest

from apps.assistance.rules.household import counted_members
from apps.assistance.rules.rechecks import recheck_class
from tests.assistance.rules.examples import ON, household, member

ADULT, CHILD = date(1990, 1, 1), date(2010, 1, 1)


@pytest.mark.parametrize(
    ("relation", "facts", "is_counted", "reason"),
    [
        ("spouse", {"lives_together": False}, True, "配偶"),
        ("daughter", {"birth_date": CHILD, "lives_together": False}, True, "未成年子女"),
        ("son", {"birth_date": date(2004, 1, 13), "lives_together": False}, True, "未成年子女"),
        ("son", {"birth_date": date(2004, 1, 12), "lives_together": False}, False, "不共同居住，不计入"),
        ("son", {"birth_date": ADULT, "schooling": "bachelor", "lives_together": False}, True, None),
        ("son", {"birth_date": ADULT, "schooling": "postgraduate", "lives_together": False}, False, None),
        ("son", {"birth_date": ADULT, "schooling": "part_time", "lives_together": False}, False, None),
        ("son", {"birth_date": ADULT, "labour_capacity": "none", "lives_together": False}, True, None),
        ("son", {"birth_date": ADULT}, True, "有法定赡养、抚养、扶养关系并长期共同居住"),
        ("mother", {}, True, "有法定赡养、抚养、扶养关系并长期共同居住"),
        ("mother", {"lives_together": False}, False, "不共同居住，不计入"),
        ("other", {}, False, "没有法定赡养、抚养、扶养关系，不计入"),
        ("spouse", {"absence": "prison"}, False, "在监狱内服刑，不计入"),
        ("son", {"birth_date": CHILD, "absence": "missing"}, False, "宣告失踪，不计入"),
        ("son", {"absence": "detox"}, False, "在强制隔离戒毒所戒毒，不计入"),
    ],
)
def test_who_is_counted(relation: str, facts: dict[str, Any], is_counted: bool, reason: str | None) -> None:
    counting = counted_members(household(member(), member("2", relation, **facts)), ON)[1]
    assert counting.is_counted is is_counted
    assert reason is None or counting.reason == reason
    assert "第七条" in counting.article


@pytest.mark.parametrize(
    ("kind", "level", "is_severe"),
    [
        ("visual", 2, True),
        ("physical", 3, False),
        ("intellectual", 3, True),
        ("mental", 3, True),
        ("mental", 4, False),
        ("", None, False),
        ("visual", None, False),
    ],
)
def test_severe_disability_by_kind_and_level(kind: str, level: int | None, is_severe: bool) -> None:
    assert member(disability=kind, disability_level=level).is_severely_disabled is is_severe


@pytest.mark.parametrize(
    ("facts", "is_stable", "letter"),
    [
        ({"labour_capacity": "none"}, False, "A"),
        ({"labour_capacity": "full", "has_serious_illness": True}, False, "A"),
        ({"labour_capacity": "full"}, True, "B"),
        ({"labour_capacity": "partial"}, False, "C"),
    ],
)
def test_the_recheck_class_follows_labour_capacity_and_income(
    facts: dict[str, Any], is_stable: bool, letter: str
) -> None:
    assert recheck_class([member(**facts)], has_stable_income=is_stable) == letter
