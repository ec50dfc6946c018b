"""The list of edge cases names tests and modules that exist, and every case that is promised."""

import re
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
ROWS = re.findall(r"^\| (\d+) \|(.*)\|$", (BASE / "docs" / "edge-cases.md").read_text(), re.MULTILINE)
PROMISED = {*range(1, 10), 11, *range(13, 17), *range(18, 22), *range(23, 31), *range(36, 41)}


def test_every_promised_edge_case_is_listed():
    assert {int(number) for number, _ in ROWS} == PROMISED


def test_every_edge_case_names_tests_that_exist():
    for number, row in ROWS:
        named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", row)
        assert named, number
        for file, test in named:
            assert f"def {test}(" in (BASE / "tests" / file).read_text(), (number, file, test)


def test_every_edge_case_names_modules_that_exist():
    for number, row in ROWS:
        for module in re.findall(r"`([\w/]+\.py)`", row):
            assert (BASE / "apps" / module).exists(), (number, module)
