"""When each benefit was looked at last: the district keeps its cycles, and a handful comes up as the demo opens."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from apps.core.periods import add_months
from apps.demo.generator.aims import Aims
from apps.demo.generator.lives import Life
from apps.demo.generator.reference import Reference, read_number

# Days before the business date on which rechecks were begun that nobody has worked yet; the last one is late.
BEGUN = (0, 0, 0, 0, 0, 1, 1, 1, 2)
QUIET = 20  # days after the business date in which no other cycle comes up
LEAST = 30  # days between a decision and the next look


@dataclass(frozen=True)
class Cycles:
    """``months`` by class; a recheck begins ``lead`` days before its day."""

    months: dict[str, int]
    lead: int


def read_cycles() -> Cycles:
    """The parameters of the reference fixtures."""
    months = {name: read_number(f"recheck.{name.lower()}_months") for name in "ABC"}
    return Cycles(months, read_number("recheck.lead_days"))


def look_again(lives: list[Life], aims: Aims, reference: Reference, rng: random.Random) -> None:
    """Set ``Life.looked`` of the benefits that run and are older than their cycle."""
    cycles = read_cycles()
    day, year_end = aims.business_date, aims.last_day
    running = [life for life in lives if life.first is not None and life.last is None]
    old = [life for life in running if life.decided + timedelta(days=LEAST) < _before(day, cycles, life)]
    rng.shuffle(old)
    for life, back in zip(old, BEGUN, strict=False):
        life.looked = _before(day + timedelta(days=cycles.lead - back), cycles, life)
    for life in running:
        earliest = _before(day + timedelta(days=cycles.lead + QUIET), cycles, life)
        if life.looked is None and life.decided < earliest:
            first = max(earliest, life.decided + timedelta(days=LEAST))
            spread = (year_end - first).days
            looked = reference.workday_back(year_end - timedelta(days=rng.randint(0, max(spread, 0))))
            life.looked = max(looked, earliest)


def _before(day: date, cycles: Cycles, life: Life) -> date:
    """The day one cycle of ``life`` before ``day``."""
    month = add_months(day.replace(day=1), -cycles.months[life.recheck])
    return month.replace(day=min(day.day, 28))
