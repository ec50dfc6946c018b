"""Children's homes and care visits of the demo year: every community served, families seen on their rhythm."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.core.errors import Refused
from apps.demo.generator.aims import Aims
from apps.demo.generator.lives import Life
from apps.demo.generator.months import first_day
from apps.demo.generator.plan import shares
from apps.demo.generator.reference import Place, Reference

SERVICES = ("游戏活动", "课业辅导", "临时照料", "心理关爱", "家庭教育指导", "安全教育")
HOURS = ("周六、周日 9:00—16:30", "周一至周五 15:30—18:00", "周三、周六 9:00—17:00")
RATINGS = ("", "", "", "三星", "三星", "四星", "五星")
KEEPERS = ("王芳", "陈洁", "张敏", "徐丽", "周燕", "吴静", "沈萍", "林英")
VISITORS = ("周敏、方立", "社区网格员", "陈洁、吴静", "驻村干部", "徐丽、沈萍")
NEEDS = (
    "需要陪同就医，已联系社区医生。",
    "屋顶漏雨，已报镇（街道）维修。",
    "缺过冬衣被，已送达。",
    "子女久未探望，已联系。",
)
WELL, NEED = "情况平稳", "有需求"
WAYS, CALLED, NEEDY = ("电话", "电话", "电话", "视频"), 0.15, 0.05
REPEATS = 9  # families to be visited again around the business date, some of them late


@dataclass(frozen=True)
class Home:
    """A row of the file of homes; it serves ``served``, the first of which is where it lies."""

    name: str
    served: tuple[Place, ...]
    area: int
    services: tuple[str, ...]
    hours: str
    keeper: str
    phone: str
    rating: str
    opened: date
    upgraded: date


@dataclass(frozen=True)
class Call:
    """A row of the file of visits."""

    household: str
    day: date
    mode: str
    visitors: str
    finding: str
    needs: str = ""
    again: date | None = None


def make_homes(aims: Aims, places: list[Place], reference: Reference, rng: random.Random) -> list[Home]:
    """As many homes as were upgraded; where there are fewer than communities, some serve a neighbour as well.

    Raises Refused when there are to be more homes than communities, or less than half as many.
    """
    count = aims.homes_upgraded
    groups: list[tuple[Place, ...]] = []
    if not len(places) <= 2 * count <= 2 * len(places):
        raise Refused("儿童之家的目标和村（社区）数互相矛盾。", hint="请核对目标文件。")
    spare, queue = len(places) - count, list(places)
    while queue:
        first = queue.pop(0)
        if (
            spare
            and queue
            and queue[0].town == first.town
            and (rng.random() < 0.12 or len(queue) < 3 * spare)
        ):
            groups.append((first, queue.pop(0)))
            spare -= 1
        else:
            groups.append((first,))
    return [_home(aims, served, reference, rng, number) for number, served in enumerate(groups)]


def _home(
    aims: Aims, served: tuple[Place, ...], reference: Reference, rng: random.Random, number: int
) -> Home:
    day = date(aims.year - rng.randint(1, 6), rng.randint(1, 11), rng.randint(1, 28))
    opened = max(day, *(place.since for place in served))
    accepted = date(aims.year, rng.randint(3, 12), rng.randint(10, 28))
    upgraded = min(reference.workday(max(accepted, opened + timedelta(days=30))), aims.last_day)
    phone = f"100{number:04d}{rng.randint(1000, 9999)}"
    return Home(
        f"{served[0].name}儿童之家", served, rng.randint(40, 180), tuple(rng.sample(SERVICES, rng.randint(2, 4))),
        rng.choice(HOURS), rng.choice(KEEPERS), phone, rng.choice(RATINGS), opened, upgraded,
    )  # fmt: skip


def make_calls(lives: list[Life], aims: Aims, reference: Reference, rng: random.Random) -> list[Call]:
    """``aims.care_visits`` at home, shared out to families by the days they were on the roll, and a few of the new year."""
    year_start = date(aims.year, 1, 1)
    spans = [span for span in (_span(life, year_start, aims.last_day) for life in lives) if span is not None]
    counts = shares(aims.care_visits, [(last - first).days for _, first, last in spans])
    calls: list[Call] = []
    for (life, first, last), count in zip(spans, counts, strict=True):
        calls += _of_family(life, first, last, count, rng)
    staying = [life for life, _, last in spans if last == aims.last_day and life.family.closed is None]
    for number, life in enumerate(rng.sample(staying, min(REPEATS, len(staying)))):
        day = reference.workday_back(aims.business_date - timedelta(days=6))
        again = aims.business_date - timedelta(days=1 - number % 6)
        calls.append(
            Call(life.family.number, day, "上门", rng.choice(VISITORS), NEED, rng.choice(NEEDS), again)
        )
    return calls


def _span(life: Life, start: date, end: date) -> tuple[Life, date, date] | None:
    """The days of the year on which the family was on the roll, at least a month of them."""
    if life.first is None:
        return None
    first = max(first_day(life.first), life.family.opened, start)
    last = end if life.last is None else min(first_day(life.last) + timedelta(days=20), end)
    last = last if life.family.closed is None else min(last, life.family.closed - timedelta(days=1))
    return (life, first, last) if (last - first).days >= 28 else None


def _of_family(life: Life, first: date, last: date, count: int, rng: random.Random) -> Iterator[Call]:
    """``count`` visits at home spread evenly with some play, and calls by telephone, which do not count, between them."""
    width = (last - first).days + 1
    if count > width:
        raise Refused("探访户次的目标太大，一户一天只计一次。", hint="请核对目标文件。")
    for number in range(count):
        low, high = number * width // count, (number + 1) * width // count - 1
        offset = rng.randint(low, high)
        yield _call(life, first + timedelta(days=offset), "上门", rng)
        if offset < high and rng.random() < CALLED:
            yield _call(life, first + timedelta(days=rng.randint(offset + 1, high)), rng.choice(WAYS), rng)


def _call(life: Life, day: date, mode: str, rng: random.Random) -> Call:
    needs = rng.choice(NEEDS) if rng.random() < NEEDY else ""
    return Call(life.family.number, day, mode, rng.choice(VISITORS), NEED if needs else WELL, needs)
