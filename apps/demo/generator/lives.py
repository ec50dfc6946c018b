"""What happens to a household between its application and the end of its benefit, month by month."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from apps.demo.generator.aims import Aims
from apps.demo.generator.families import DAUGHTER, HEAD, SON, SPOUSE, Family, FamilyMaker
from apps.demo.generator.identities import Human, address_in
from apps.demo.generator.months import first_day, is_january, month_of, some_day
from apps.demo.generator.plan import Slot
from apps.demo.generator.reference import Place, Reference

DEAD, OTHER = "保障对象死亡", "其他"
YOUNG = (SON, DAUGHTER)
# Why a household leaves: of those who live alone, and of the others.
ENDS_ALONE = ((DEAD, 38), ("收入超过标准", 18), ("转为特困", 14), ("自愿放弃", 9), ("迁出本区", 7), ("财产超过标准", 5),
              ("服刑", 3), ("拒绝核查", 3), ("申报不实", 2), (OTHER, 1))  # fmt: skip
ENDS_FAMILY = (("收入超过标准", 52), ("财产超过标准", 10), ("自愿放弃", 14), ("迁出本区", 12), ("拒绝核查", 4),
               ("申报不实", 3), ("并入其他家庭", 5))  # fmt: skip
REASONS = (
    ("因病", 30),
    ("因残", 24),
    ("年老", 16),
    ("缺少劳动力", 14),
    ("失业", 7),
    ("就学", 6),
    ("其他", 3),
)
# Of a hundred households that are not new, how many saw it happen.
SOMEBODY_LEFT, SOMEBODY_CAME, INCOME_CHANGED = 0.07, 0.03, 0.22


@dataclass(slots=True)
class Stage:
    """Months in which the income stays: ``shape`` fen a month before calibration, at most ``cap`` yuan after it."""

    shape: float
    cap: int
    cents: int
    yuan: int = 0

    @property
    def fen(self) -> int:
        return self.yuan * 100 + self.cents if self.yuan else 0


@dataclass(slots=True)
class Term:
    """A row of the file of terms; months inclusive, money in fen."""

    first: int
    last: int | None
    place: Place
    heads: int
    standard: int
    stage: Stage
    cause: str

    @property
    def amount(self) -> int:
        """Yuan a month: standard x persons - income, rounded up."""
        return -((self.stage.fen - self.standard * self.heads) // 100)


@dataclass(slots=True)
class Cover:
    """A row of the file of coverage."""

    human: Human
    first: int
    last: int | None = None
    reason: str = ""


@dataclass(slots=True)
class Life:
    """One case with all that followed from it."""

    slot: Slot
    family: Family
    place: Place
    submitted: date
    accepted: date
    decided: date
    reason: str
    number: str = ""
    by_town: bool = False
    first: int | None = None
    last: int | None = None
    end_reason: str = ""
    recheck: str = ""
    looked: date | None = None  # when it was rechecked last
    terms: list[Term] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    def term_in(self, month: int) -> Term:
        return next(t for t in self.terms if t.first <= month and (t.last is None or month <= t.last))


class LifeMaker:
    """Turns slots into lives."""

    def __init__(self, aims: Aims, reference: Reference, rng: random.Random, families: FamilyMaker) -> None:
        self.aims, self.reference, self.rng, self.families = aims, reference, rng, families
        self.weights = {
            town: [rng.uniform(0.5, 1.5) for _ in places] for town, places in reference.places.items()
        }

    def make(self, slot: Slot) -> Life:
        """The whole life of one slot."""
        decided = self._decision_day(slot)
        accepted = self.reference.workday_back(decided - timedelta(days=self.rng.randint(17, 26)))
        if slot.by_town:
            accepted = max(accepted, self.reference.workday(self.aims.delegated_from))
        submitted = self.reference.workday_back(
            accepted - timedelta(days=self.rng.choice((0, 0, 1, 1, 2, 4)))
        )
        final = self._place(slot.town)
        place = self._place(slot.moved_from) if slot.moved_from else final
        family = self.families.make(place, slot.heads, submitted)
        life = Life(slot, family, place, submitted, accepted, decided, self._reason(family))
        town = place.town
        life.by_town = town in self.aims.delegated_towns and accepted >= self.aims.delegated_from
        if slot.group == "refused":
            return life
        life.first, life.last = slot.decided + 1, slot.last
        life.recheck = self._recheck(family)
        life.covers = [Cover(member.human, life.first) for member in family.covered]
        self._happen(life, final)
        self._end(life)
        return life

    def _place(self, town: str) -> Place:
        return self.rng.choices(self.reference.places[town], self.weights[town])[0]

    def _decision_day(self, slot: Slot) -> date:
        """A working day of the month of decision."""
        return self.reference.workday_back(first_day(slot.decided).replace(day=self.rng.randint(8, 28)))

    def _reason(self, family: Family) -> str:
        if family.covered[0].human.disability and self.rng.random() < 0.7:
            return "因残"
        return self.rng.choices([word for word, _ in REASONS], [share for _, share in REASONS])[0]

    def _recheck(self, family: Family) -> str:
        ages = [member.human.age_in(self.aims.year) for member in family.covered]
        if all(age >= 60 or age < 16 for age in ages) or family.is_single_unit:
            return "A"
        return self.rng.choices("ABC", (25, 35, 40))[0]

    def _happen(self, life: Life, final: Place) -> None:
        """Members leave and come, income changes, the household moves: each in a month of its own."""
        rng, slot = self.rng, life.slot
        end = life.last if life.last is not None else self.aims.last_month
        free = [m for m in range((life.first or 0) + 2, end) if not is_january(m)]
        rng.shuffle(free)
        changes: dict[int, str] = {}
        if not slot.by_town and not life.family.is_single_unit:
            if free and rng.random() < SOMEBODY_LEFT:
                changes[free[0]] = "change"
                self._somebody_leaves(life, free.pop(0))
            if len(free) > 1 and slot.heads > 2 and rng.random() < SOMEBODY_CAME * 8:
                changes[free[0]] = "change"
                self._somebody_comes(life, free.pop(0))
        if free and rng.random() < INCOME_CHANGED:
            changes[free.pop(0)] = "change"
        if slot.moved_from and free:
            changes[free[0]] = "move"
            self._move(life, final, free.pop(0))
        self._terms(life, changes, final)

    def _somebody_leaves(self, life: Life, month: int) -> None:
        """Covered until the month before ``month``."""
        dies = self.rng.random() < 0.6
        member = self.families.leaver(life.family, dies=dies)
        cover = Cover(member.human, life.first or 0, month - 1)
        member.left = some_day(self.rng, month - 1)
        if dies:
            member.human.died, cover.reason = member.left, DEAD
        else:
            cover.reason = self.rng.choice(("并入其他家庭", "服刑", "迁出本区", OTHER, OTHER))
        life.covers.append(cover)

    def _somebody_comes(self, life: Life, month: int) -> None:
        """The youngest is covered from ``month`` on only: a child born the month before, or somebody come home."""
        family = life.family
        newest = next((m for m in reversed(family.covered) if m.left is None and m.relation in YOUNG), None)
        if newest is None:
            return
        cover = next(c for c in life.covers if c.human is newest.human)
        cover.first = month
        parents = [m.human for m in family.members if m.relation in (HEAD, SPOUSE) and m.human.sex == "F"]
        if any(month // 12 - mother.birth.year < 43 for mother in parents) and self.rng.random() < 0.6:
            newest.joined = self.families.people.rebirth(newest.human, some_day(self.rng, month - 1))
        else:
            newest.joined = some_day(self.rng, month - 1)

    def _move(self, life: Life, final: Place, month: int) -> None:
        address = address_in(self.rng, final)
        for member in life.family.members:
            if member.left is None or month_of(member.left) >= month:
                member.human.place, member.human.address = final, address
        life.family.place = final

    def _terms(self, life: Life, changes: dict[int, str], final: Place) -> None:
        """Cut the months wherever standard, persons, income or town change."""
        first = life.first or 0
        end = life.last if life.last is not None else max(self.aims.last_month, first)
        place, stage = life.place, None
        base = self._income_a_head()
        for month in range(first, end + 1):
            cause = ""
            if month == first:
                cause = "新增"
            elif changes.get(month) == "move":
                cause, place = "区内迁移", final
            elif changes.get(month) == "change":
                cause, stage = "情况变化", None
                base = max(base * self.rng.uniform(0.55, 1.4), self.rng.choice((0, 0, 6000)))
            elif self.reference.standard_in(month) != self.reference.standard_in(month - 1):
                cause = "标准调整"
            if cause:
                heads = sum(c.first <= month and (c.last is None or month <= c.last) for c in life.covers)
                standard = self.reference.standard_in(month)
                if stage is None:
                    stage = self._stage(base, heads, standard)
                    life.stages.append(stage)
                if life.terms:
                    life.terms[-1].last = month - 1
                life.terms.append(Term(month, None, place, heads, standard, stage, cause))
        life.terms[-1].last = life.last

    def _income_a_head(self) -> float:
        """Fen a month and head: many have none, most little, some a small wage."""
        kind = self.rng.random()
        if kind < 0.34:
            return 0.0
        return self.rng.uniform(2000, 25000) if kind < 0.82 else self.rng.uniform(25000, 60000)

    def _stage(self, base: float, heads: int, standard: int) -> Stage:
        cents = self.rng.choice((0, 0, 0, 0, 50, 33, 67, 25, 80)) if base else 0
        return Stage(base * heads, int(standard * heads * 0.78) // 100, cents)

    def _end(self, life: Life) -> None:
        """Why the benefit ended, and what that means for the household's file."""
        if life.last is None:
            return
        family = life.family
        present = [member for member in family.members if member.left is None]
        alone = len(present) == 1
        table = ENDS_ALONE if alone else ENDS_FAMILY
        reason = self.rng.choices([word for word, _ in table], [share for _, share in table])[0]
        life.end_reason = reason
        for cover in life.covers:
            if cover.last is None:
                cover.last, cover.reason = life.last, reason
        day = some_day(self.rng, life.last)
        if reason == DEAD:
            family.head.died = day
        if reason in (DEAD, "迁出本区"):
            family.closed = day
            for member in present:
                member.left = day
