"""A demo year as rows of import files: people, households, cases and payments that lead to the aims."""

import random
from dataclasses import dataclass

from apps.core.periods import add_months
from apps.demo.generator.aims import Aims
from apps.demo.generator.calibrate import calibrate
from apps.demo.generator.families import FamilyMaker
from apps.demo.generator.finding import Sheet, make_lists
from apps.demo.generator.identities import Registry
from apps.demo.generator.lives import Life, LifeMaker
from apps.demo.generator.payouts import Payout, make_payouts
from apps.demo.generator.plan import make_plan
from apps.demo.generator.rechecks import look_again
from apps.demo.generator.reference import Reference, read_reference
from apps.demo.generator.registers import Call, Home, make_calls, make_homes

__all__ = ["DemoYear", "make_year"]


@dataclass(frozen=True)
class DemoYear:
    """Everything a fixture set is written from."""

    aims: Aims
    reference: Reference
    people: Registry
    lives: list[Life]
    payouts: list[Payout]
    homes: list[Home]
    calls: list[Call]
    lists: list[Sheet]


def make_year(aims: Aims, *, seed: int, scale: int) -> DemoYear:
    """The year of ``seed``: the same arguments give the same rows. Raises Refused when the aims contradict."""
    rng = random.Random(f"{aims.name}/{seed}/{scale}")
    scaled = aims.scaled(scale)
    settled = add_months(aims.last_day.replace(day=1), -11)
    reference = read_reference(aims.district, aims.standard, settled)
    people = Registry(rng)
    maker = LifeMaker(scaled, reference, rng, FamilyMaker(rng, people, aims.year))
    lives = [maker.make(slot) for slot in make_plan(scaled, rng)]
    _number(lives)
    payouts = make_payouts(lives, scaled, reference, rng)
    calibrate(lives, payouts, aims.year, scaled.paid_yuan, rng)
    look_again(lives, scaled, reference, random.Random(f"{aims.name}/{seed}/{scale}/rechecks"))
    own = random.Random(f"{aims.name}/{seed}/{scale}/registers")
    homes = make_homes(scaled, reference.communities, reference, own)
    calls = make_calls(lives, scaled, reference, own)
    found = random.Random(f"{aims.name}/{seed}/{scale}/finding")
    lists = make_lists(lives, scaled, reference, found)
    return DemoYear(scaled, reference, people, lives, payouts, homes, calls, lists)


def _number(lives: list[Life]) -> None:
    """Case numbers in the order of submission, by town and year; not of the shape that new cases get."""
    serials: dict[str, int] = {}
    lives.sort(key=lambda life: (life.submitted, life.place.code, life.family.number))
    for life in lives:
        stem = f"DB-{life.place.town[3:]}-{life.submitted.year}"
        serials[stem] = serials.get(stem, 0) + 1
        life.number = f"{stem}-{serials[stem]:04d}"
    lives.sort(key=lambda life: life.number)
