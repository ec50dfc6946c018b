"""Nobody sees or changes what is not theirs: every route, every post, own and foreign rows."""

import json
import logging
from pathlib import Path

import pytest
from django.conf import settings

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


POSTS = [
    row["pk"]
    for row in json.loads((Path(settings.BASE_DIR) / "fixtures" / "reference" / "posts.json").read_text())
    if row["fields"]["family"] != "machine"
]


@pytest.mark.parametrize("post", POSTS)
def test_no_answer_leaks_or_shows_english_codes_or_none(post):
    report = run(build(), ROWS, posts=(post,))
    assert report.leaks == [], f"{len(report.leaks)} of {report.requests}"
    assert sorted(report.strange) == []
    assert report.requests > 200


def test_the_matrix_goes_red_when_a_scope_is_off(monkeypatch):
    """The same questions with the scope of cases switched off find the leak."""
    world = build()
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, actor: self)
    report: Report = run(world, ROWS, only="casework:case", posts=("reviewer",))
    assert report.leaks
    monkeypatch.setattr(CaseQuerySet, "visible_to", ScopedQuerySet.visible_to)
    assert run(world, ROWS, only="casework:case", posts=("reviewer",)).leaks == []
