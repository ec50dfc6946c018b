"""The published list gives keys and units; what is counted keeps to them and takes no number from it."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from apps.core.registries import indicators
from apps.statistics.models import Target

LIST = Path(settings.BASE_DIR, "fixtures", "reference", "figures.csv")


@pytest.fixture(scope="module")
def listed():
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def test_the_list_holds_definitions_and_no_values(listed):
    assert {tuple(row) for row in listed.values()} == {("key", "item", "unit", "kind", "definition")}


def test_an_indicator_of_the_list_has_its_unit(listed):
    found = {item.key: item.unit for item in indicators if item.key in listed}
    assert found == {key: listed[key]["unit"] for key in found}


def test_rates_divide_what_is_counted():
    keys = {item.key for item in indicators}
    parts = {
        part for item in indicators if item.kind == "rate" for part in (item.numerator, item.denominator)
    }
    assert parts <= keys


@pytest.mark.django_db
def test_targets_are_of_figures_of_the_list(listed):
    assert set(Target.objects.values_list("key", flat=True)) <= set(listed)
