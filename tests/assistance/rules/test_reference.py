"""The shipped reference data: complete, without gaps in time, and true to the orders they come from."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from apps.assistance.rules.parameters import (
    PARAMETER_LABELS,
    ParameterMissing,
    read_parameters,
)
from apps.core.workdays import is_workday
from tests.assistance.rules.examples import CALENDAR, ON, rows, values_on


@pytest.mark.parametrize(
    ("year", "holidays"), [(2018, 11), (2019, 11), (2020, 13), (2021, 11), (2022, 11), (2023, 11)]
)
def test_a_year_has_its_weekdays_less_the_eleven_statutory_days(year: int, holidays: int) -> None:
    """Whatever is exchanged is worked on another day; in 2020 the epidemic added two days off."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    days = [start + timedelta(days=ahead) for ahead in range((end - start).days + 1)]
    weekdays = sum(day.weekday() < 5 for day in days)
    assert sum(is_workday(day, CALENDAR) for day in days) == weekdays - holidays


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_months_of_the_demo_years_have_the_shipped_parameters(year: int) -> None:
    for month in range(1, 13):
        assert read_parameters(values_on(date(year, month, 15))).preliminary_wd


@pytest.mark.parametrize("name", ["parameters.json", "standards.json"])
def test_values_follow_each_other_without_gap_or_overlap(name: str) -> None:
    by_key: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(name):
        by_key[row.get("key") or row["code"]].append(row)
    for key, versions in by_key.items():
        for earlier, later in pairwise(versions):
            next_day = date.fromisoformat(earlier["effective_to"]) + timedelta(days=1)
            assert next_day.isoformat() == later["effective_from"], key
        assert versions[-1]["effective_to"] is None, key


def test_parameters_are_called_the_same_on_the_page_and_in_messages() -> None:
    shipped = {row["key"]: row["label"] for row in rows("parameters.json")}
    assert {key: shipped.get(key, label) for key, label in PARAMETER_LABELS.items()} == PARAMETER_LABELS


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("limit.decision_wd", None),
        ("limit.decision_wd", "five"),
        ("limit.decision_wd", 2.5),
        ("limit.decision_wd", True),
        ("low_edge.inclusive", "yes"),
        ("low_edge.multiplier", "NaN"),
        ("rounding.mode", "down"),
        ("asset.vehicles_allowed", "none"),
    ],
)
def test_a_parameter_without_usable_value_is_named(key: str, value: object) -> None:
    with pytest.raises(ParameterMissing, match=PARAMETER_LABELS[key]):
        read_parameters({**values_on(ON), key: value})


def test_every_region_lies_in_its_parent() -> None:
    regions = {row["pk"]: row for row in rows("regions.json")}
    for code, row in regions.items():
        assert row["parent"] is None or (row["parent"] in regions and code.startswith(row["parent"]))


def test_regions_are_as_many_as_the_district_has() -> None:
    kinds = Counter(row["kind"] for row in rows("regions.json"))
    assert kinds == {"district": 1, "street": 12, "town": 10, "village": 180, "community": 162}


def test_region_names_stand_by_themselves_and_differ_within_a_town() -> None:
    names = Counter((row["parent"], row["name"]) for row in rows("regions.json"))
    assert max(names.values()) == 1
    assert not [name for _, name in names if name.endswith(("居委会", "村委会"))]


def test_every_community_of_dongsheng_is_there() -> None:
    found = {row["name"] for row in rows("regions.json") if row["parent"] == "330212009"}
    assert {"泰和社区", "史家社区", "樱花社区", "戎家社区", "曙光社区"} < found
    assert len(found) == 9
