"""A small district, so that years are made in a blink; the big one is the committed set."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from apps.accounts.demo import create_demo_accounts
from apps.demo.generator import Aims, make_year, read_aims, write_year
from tests.support import database

COMMITTED = Path(settings.BASE_DIR) / "fixtures" / "yinzhou-2021"
NAME = COMMITTED.name


def small_aims(**changes: Any) -> Aims:
    """A tenth of a district, with the same towns."""
    few = {
        "households": 240,
        "persons": 322,
        "paid_yuan": 3_390_000,
        "delegated_persons": 31,
        "care_visits": 1600,
    }
    return replace(read_aims(NAME), **{**few, **changes})


def write(folder: Path, *, seed: int = 1, scale: int = 1, **changes: Any) -> Path:
    """A small set in ``folder``."""
    write_year(make_year(small_aims(**changes), seed=seed, scale=scale), folder)
    return folder


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A seeded demo for the tests of a module, of the small set in the folder that is answered."""
    folder = write(tmp_path_factory.mktemp("set"))
    with django_db_blocker.unblock():
        create_demo_accounts("correct horse battery")
        call_command("seed_demo", set=folder)
    yield folder
    with django_db_blocker.unblock():
        database.empty()
