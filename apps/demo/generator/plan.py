"""How many cases of which size open and end when and where, so that the counts come out by construction."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from apps.core.errors import Refused
from apps.demo.generator.aims import Aims
from apps.demo.generator.months import month_of

Group = Literal["stock", "ended", "coming", "refused"]

# Of a hundred households this many have one, two, three … covered persons.
SIZES = (76.0, 16.2, 5.8, 1.6, 0.4)
LARGEST = len(SIZES)
# Of the households in receipt at the end, and of those that town authority did not open, when they were opened.
OPENED = ((3, 0.58), (2, 0.13), (1, 0.14), (0, 0.15))  # (years before the reference year, share)
TOWN_ENDED, TOWN_COMING = 0.05, 0.08  # of the cases that towns confirmed in the year
LEARNING = 1  # months from the delegation to the first decision by it


@dataclass(slots=True)
class Slot:
    """One case to be made: ``decided`` and ``last`` are months, ``heads`` the covered persons at its end."""

    group: Group
    town: str
    decided: int
    heads: int = 1
    last: int | None = None
    by_town: bool = False
    moved_from: str = ""


def make_plan(aims: Aims, rng: random.Random) -> list[Slot]:
    """All slots; the stock sums to the households and persons aimed at, town decisions to theirs.

    Raises Refused when the aims contradict each other.
    """
    by_town = _by_towns(aims, rng)
    stock = _stock(aims, rng, [slot for slot in by_town if slot.group == "stock"])
    _give_heads(by_town, aims.delegated_persons, rng)
    taken = sum(slot.heads for slot in by_town if slot.group == "stock")
    _give_heads(stock, aims.persons - taken, rng)
    others = _ended(aims, rng) + _coming(aims, rng) + _refused(aims, rng)
    for slot in others:
        slot.heads = rng.choices(range(1, LARGEST + 1), SIZES)[0]
    slots = by_town + stock + others
    _move_some(slots, aims, rng)
    return slots


def shares(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """``total`` parted by weight, largest remainders first; every part at least ``least``."""
    spread = total - least * len(weights)
    if spread < 0:
        raise Refused("目标太小，分不到每个镇街。")
    whole = sum(weights)
    exact = [spread * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: spread - sum(parts)]:
        parts[i] += 1
    return [part + least for part in parts]


def _by_towns(aims: Aims, rng: random.Random) -> list[Slot]:
    """What the towns confirmed in the year after authority had been given to them."""
    count = round(aims.delegated_persons * aims.households / aims.persons)
    weights = [aims.town_weights[town] for town in aims.delegated_towns]
    first = month_of(aims.delegated_from) + LEARNING
    slots = []
    for town, quota in zip(aims.delegated_towns, shares(count, weights, least=1), strict=True):
        ended, coming = round(quota * TOWN_ENDED), round(quota * TOWN_COMING)
        for number in range(quota):
            if number < ended:
                decided = rng.randint(first, aims.last_month - 4)
                last = rng.randint(decided + 2, aims.last_month - 1)
                slots.append(Slot("ended", town, decided, last=last, by_town=True))
            elif number < ended + coming:
                slots.append(Slot("coming", town, aims.last_month, by_town=True))
            else:
                decided = rng.randint(first, aims.last_month - 1)
                slots.append(Slot("stock", town, decided, by_town=True))
    return slots


def _stock(aims: Aims, rng: random.Random, taken: list[Slot]) -> list[Slot]:
    """The households in receipt at the end that the bureau confirmed."""
    slots = []
    towns = list(aims.town_weights)
    for town, quota in zip(towns, shares(aims.households, list(aims.town_weights.values())), strict=True):
        rest = quota - sum(slot.town == town for slot in taken)
        if rest < 0:
            raise Refused("下放镇街的确认数超过其在册户数。", hint="请核对目标文件。")
        slots += [Slot("stock", town, _decided(aims, town, rng)) for _ in range(rest)]
    # Some that ended with the last month are still counted in it.
    for slot in rng.sample(slots, len(slots) // 150):
        slot.last = aims.last_month
    return slots


def _decided(aims: Aims, town: str, rng: random.Random) -> int:
    """The month of a decision by the bureau; after the delegation there are none in its towns."""
    years = rng.choices([years for years, _ in OPENED], [share for _, share in OPENED])[0]
    first = max((aims.year - years) * 12, aims.history_from + 1)
    month = rng.randint(first, (aims.year - years) * 12 + 11)
    return _bounded(month, aims, town, aims.last_month - 1)


def _bounded(month: int, aims: Aims, town: str, latest: int) -> int:
    if town in aims.delegated_towns:
        latest = min(latest, month_of(aims.delegated_from) - 1)
    return min(month, latest)


def _ended(aims: Aims, rng: random.Random) -> list[Slot]:
    """Households that left before the last month."""
    slots = []
    for _ in range(round(aims.households * aims.ended_share)):
        town = _some_town(aims, rng)
        last = rng.randint(aims.payments_from, aims.last_month - 1)
        decided = rng.randint(aims.history_from + 1, last - 2)
        slots.append(Slot("ended", town, _bounded(decided, aims, town, last - 2), last=last))
    return slots


def _coming(aims: Aims, rng: random.Random) -> list[Slot]:
    """Confirmed in the last month, in receipt from the next one on."""
    towns = [town for town in aims.town_weights if town not in aims.delegated_towns]
    return [
        Slot("coming", rng.choice(towns), aims.last_month)
        for _ in range(round(aims.households * aims.coming_share))
    ]


def _refused(aims: Aims, rng: random.Random) -> list[Slot]:
    return [
        Slot("refused", _some_town(aims, rng), rng.randint(aims.payments_from, aims.last_month))
        for _ in range(round(aims.households * aims.refused_share))
    ]


def _some_town(aims: Aims, rng: random.Random) -> str:
    return rng.choices(list(aims.town_weights), list(aims.town_weights.values()))[0]


def _give_heads(slots: list[Slot], total: int, rng: random.Random) -> None:
    """Sizes as the distribution has them, then one more or less here and there until they sum to ``total``."""
    if not len(slots) <= total <= len(slots) * LARGEST:
        raise Refused("户数和人数的目标互相矛盾。", hint="请核对目标文件。")
    for slot in slots:
        slot.heads = rng.choices(range(1, LARGEST + 1), SIZES)[0]
    off = total - sum(slot.heads for slot in slots)
    while off:
        slot, step = rng.choice(slots), 1 if off > 0 else -1
        if 1 <= slot.heads + step <= LARGEST:
            slot.heads += step
            off -= step


def _move_some(slots: list[Slot], aims: Aims, rng: random.Random) -> None:
    """A few households came from another town; only old ones, whose confirmation is the bureau's anyhow."""
    old = [
        slot
        for slot in slots
        if slot.group == "stock" and slot.last is None and slot.decided < (aims.year - 1) * 12
    ]
    for slot in rng.sample(old, len(old) // 30):
        slot.moved_from = rng.choice([town for town in aims.town_weights if town != slot.town])
