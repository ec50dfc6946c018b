"""Entitlement lists of the demo year: once to everybody, again to whoever's benefit changed, each brought and signed for."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.demo.generator.aims import Aims
from apps.demo.generator.lives import Life
from apps.demo.generator.reference import Reference, read_number

CARRIERS = ("周敏、方立", "村（社区）网格员", "陈洁", "驻村干部", "徐丽、沈萍")
BY_FAMILY = 0.12  # of the lists, signed by somebody else of the family
LONGEST = 12  # days from the issue to the door


@dataclass(frozen=True)
class Sheet:
    """A row of the file of lists."""

    household: str
    year: int
    edition: int
    cause: str
    issued: date
    delivered: date
    carrier: str
    receipt: str
    signer: str


def make_lists(lives: list[Life], aims: Aims, reference: Reference, rng: random.Random) -> list[Sheet]:
    """Every list that the rules would have issued from the yearly month on, all delivered by the end of the year."""
    first = aims.year * 12 + read_number("happiness_list.month") - 1
    day = read_number("payment.cutoff_day") + 1
    sheets: list[Sheet] = []
    for life in lives:
        sheets += _of_family(life, range(first, aims.last_month + 1), day, aims, reference, rng)
    return sheets


def _of_family(
    life: Life, months: range, day: int, aims: Aims, reference: Reference, rng: random.Random
) -> Iterator[Sheet]:
    said, edition, family = None, 0, life.family
    for month in months:
        if life.first is None or month < life.first or (life.last is not None and month > life.last):
            continue
        issued = date(aims.year, month % 12 + 1, day)
        if family.closed is not None and family.closed <= issued:
            return
        heads = sum(c.first <= month and (c.last is None or month <= c.last) for c in life.covers)
        state = (life.term_in(month).amount, heads)
        if state == said:
            continue
        said, edition = state, edition + 1
        delivered = min(reference.workday(issued + timedelta(days=rng.randint(1, LONGEST))), aims.last_day)
        others = [m.human.name for m in family.members[1:] if m.left is None]
        by_family = bool(others) and rng.random() < BY_FAMILY
        yield Sheet(
            family.number,
            aims.year,
            edition,
            "年度出具" if month == months[0] else "待遇变动",
            issued,
            delivered,
            rng.choice(CARRIERS),
            "家属代签" if by_family else "本人签收",
            others[0] if by_family else family.head.name,
        )
