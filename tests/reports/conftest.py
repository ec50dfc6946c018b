"""A closed year with a few households in two towns, and people who look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from tests.factories import DISTRICT, DONGSHENG, ZHONGHE
from tests.reports import records
from tests.support import accounts


@pytest.fixture
def year(db) -> int:
    """2021 with payments of two towns, not closed yet."""
    records.make_year()
    return 2021


@pytest.fixture
def closed_year(year: int) -> int:
    records.close(year)
    return year


@pytest.fixture
def tick(db) -> Actor:
    return system_actor("system_tick")


@pytest.fixture
def files_root(settings, tmp_path: Path) -> Iterator[Path]:
    settings.FILES_ROOT = tmp_path
    yield tmp_path


@pytest.fixture
def leader(db):
    return accounts.browser(accounts.account("leader", DISTRICT))


@pytest.fixture
def officer(db):
    return accounts.browser(accounts.account("section_officer", DISTRICT))


@pytest.fixture
def town_confirmer(db):
    return accounts.browser(accounts.account("town_confirmer", DONGSHENG))


@pytest.fixture
def other_town(db):
    return accounts.browser(accounts.account("town_confirmer", ZHONGHE))
