"""Nobody sees or changes what is not theirs: every route, every post, own and foreign rows."""

import logging
from functools import lru_cache

import pytest

from apps.casework.models.cases import CaseQuerySet
from apps.regions.models import ScopedQuerySet
from tests.security.matrix import Report, run
from tests.security.rows import ROWS
from tests.security.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals are the answer here, and no news for the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@lru_cache(maxsize=1)
def whole() -> Report:
    """Everything is asked once, for all tests that look at the answers."""
    return run(build(), ROWS)


def test_no_request_of_the_whole_matrix_leaks():
    report = whole()
    assert report.leaks == [], f"{len(report.leaks)} of {report.requests}"
    assert report.requests > 2_000


def test_no_answer_of_the_matrix_shows_english_codes_or_none():
    assert sorted(whole().strange) == []


def test_the_matrix_goes_red_when_a_scope_is_off(monkeypatch):
    """The same questions with the scope of cases switched off find the leak."""
    world = build()
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, actor: self)
    report: Report = run(world, ROWS, only="casework:case", posts=("reviewer",))
    assert report.leaks
    monkeypatch.setattr(CaseQuerySet, "visible_to", ScopedQuerySet.visible_to)
    assert run(world, ROWS, only="casework:case", posts=("reviewer",)).leaks == []
