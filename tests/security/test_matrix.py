"""Nobody sees or changes what is not theirs: every route, every post, own and foreign rows."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from apps.casework.models.cases import CaseQuerySet
from apps.regions.models import ScopedQuerySet
from tests.security.matrix import Report, run
from tests.security.rows import ROWS
from tests.security.world import World, build


@contextmanager
def given_back() -> Iterator[None]:
    """Whatever is written inside is checked and undone at the end."""
    around = transaction.atomic()
    around._from_testcase = True  # as in Django's own test cases: what must stand alone may stand in here
    with around:
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all posts: it takes longer to make than most of them take to ask."""
    with django_db_blocker.unblock(), given_back():
        yield build()


@pytest.fixture
def world(built: World, django_db_blocker) -> Iterator[World]:
    """The world as it was built, whatever the last post has done in it."""
    with django_db_blocker.unblock(), given_back():
        yield replace(built, shared=dict(built.shared))


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
def test_no_answer_leaks_or_shows_english_codes_or_none(world, post):
    report = run(world, ROWS, posts=(post,))
    assert report.leaks == [], f"{len(report.leaks)} of {report.requests}"
    assert sorted(report.strange) == []
    assert report.requests > 200


def test_the_matrix_goes_red_when_a_scope_is_off(world, monkeypatch):
    """The same questions with the scope of cases switched off find the leak."""
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, actor: self)
    report: Report = run(world, ROWS, only="casework:case", posts=("reviewer",))
    assert report.leaks
    monkeypatch.setattr(CaseQuerySet, "visible_to", ScopedQuerySet.visible_to)
    assert run(world, ROWS, only="casework:case", posts=("reviewer",)).leaks == []
