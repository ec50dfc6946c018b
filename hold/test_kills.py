"""Thirty kills at random moments of import, runs, closing and PDF: nothing lost, nothing twice, to the cent."""

import json
import os
import random
import shutil
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hold.world import World, campaign
from tests.imports.sets import COVERAGE, MEMBERS, PAYMENTS, PERSONS, TERMS, ImportSet

FAMILIES, KILLS, SEED = 2_000, 30, 20211231
PLAN = {"upload": 12, "pay": 9, "close": 4, "report": 5}


@pytest.fixture
def world():
    home = Path(tempfile.mkdtemp(prefix="hold-"))
    made = World(home, random.Random(SEED))
    yield made
    made.stop()
    if not os.environ.get("HOLD_KEEP"):
        shutil.rmtree(home, ignore_errors=True)


def answer(world):
    step = world.step("told")
    assert step.wait(120) == 0, world.said("told")
    text = (world.home / "step-told.log").read_text()
    return json.loads(text.rsplit("TOLD ", 1)[1].splitlines()[0])


def owed(rows, month):
    """What the terms of the set say for a month, by plain arithmetic."""
    key = f"{month:%Y-%m}"
    return sum(
        (
            Decimal(row["月金额"])
            for row in rows
            if row["起始月"] <= key and (not row["最后月"] or row["最后月"] >= key)
        ),
        Decimal(0),
    )


def test_after_thirty_kills_everything_is_there_once(world, capsys):
    files = ImportSet(FAMILIES)
    archive = world.home / "set.zip"
    archive.write_bytes(files.zipped())
    world.start(archive, "2022-03-15")
    assert world.step("prepare").wait(120) == 0, world.said("prepare")
    started = time.monotonic()
    campaign(world, PLAN, wait=2.5, deadline=900)
    wait_for_jobs(world)
    found = answer(world)
    with capsys.disabled():
        print(f"\n{len(world.kills)} kills in {time.monotonic() - started:.0f} s: {sorted(world.kills)}")  # noqa: T201
    assert len(world.kills) == KILLS
    assert found["persons"] == len(files.rows[PERSONS])
    assert found["members"] == len(files.rows[MEMBERS])
    assert found["months"] == {
        f"{month:%Y-%m}": f"{owed(files.rows[TERMS], month):.2f}"
        for month in (date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1))
    }
    history = sum((Decimal(row["金额"]) for row in files.rows[PAYMENTS]), Decimal(0))
    assert Decimal(found["amount"]) == history
    assert Decimal(found["paid"]) == history + sum(map(Decimal, found["months"].values()), Decimal(0))
    assert (found["paid_twice"], found["unpaid"], found["differing"], found["open_jobs"]) == (0, 0, [], 0)
    assert (found["loads"], found["closings"], found["reports"], found["freezes"]) == (1, 13, 1, 1)
    assert found["entitlements"] == len({row["办件编号"] for row in files.rows[COVERAGE]})


def wait_for_jobs(world):
    """Until the last job has ended; letters of nobody wait here."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and answer(world)["open_jobs"]:
        time.sleep(1)
