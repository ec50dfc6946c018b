"""Who lives together: heads, spouses, children, parents, with ages that fit each other."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from apps.demo.generator.identities import Human, Registry, address_in, surname_of
from apps.demo.generator.reference import Place

HEAD, SPOUSE, SON, DAUGHTER, FATHER, MOTHER = "本人", "配偶", "儿子", "女儿", "父亲", "母亲"
SIBLING = "兄弟姐妹"
OTHER_SEX = {"M": "F", "F": "M"}


@dataclass(slots=True)
class Member:
    """Somebody of a household, from ``joined`` to ``left``."""

    human: Human
    relation: str
    joined: date
    left: date | None = None


@dataclass(slots=True)
class Family:
    """A household of the file; the head comes first. ``covered`` are those the benefit is for at its opening."""

    number: str
    place: Place
    address: str
    opened: date
    members: list[Member] = field(default_factory=list)
    covered: list[Member] = field(default_factory=list)
    closed: date | None = None
    is_single_unit: bool = False

    @property
    def head(self) -> Human:
        return self.members[0].human

    def has(self, relation: str) -> bool:
        return any(member.relation == relation for member in self.members)


@dataclass
class FamilyMaker:
    """Composes families of a given number of covered persons."""

    rng: random.Random
    people: Registry
    year: int
    serials: dict[str, int] = field(default_factory=dict)

    def make(self, place: Place, heads: int, opened: date) -> Family:
        """A family of ``heads`` covered persons that has had its file since ``opened``."""
        town = place.town[3:]
        self.serials[town] = self.serials.get(town, 0) + 1
        number = f"JT-{town}-{self.serials[town]:05d}"
        family = Family(number, place, address_in(self.rng, place), opened)
        if heads == 1:
            self._alone(family)
        else:
            self._together(family, heads)
        self.people.give_account(family.head)
        return family

    def add(self, family: Family, relation: str, born: int, *, joined: date | None = None) -> Member:
        """One more member; ``born`` is the year of birth."""
        sex = self._sex_of(relation, family)
        surname = ""
        if family.members and relation in (SON, DAUGHTER, FATHER, SIBLING):
            father = family.head
            if relation in (SON, DAUGHTER) and father.sex == "F":
                father = next((m.human for m in family.members if m.relation == SPOUSE), father)
            surname = surname_of(father.name)
        birth = date(born, 1, 1) + timedelta(days=self.rng.randint(0, 364))
        disabled = self.rng.random() < (0.28 if self.year - born > 17 else 0.06)
        human = self.people.human(
            family.place, family.address, birth, sex, surname=surname, disabled=disabled
        )
        member = Member(human, relation, joined or family.opened)
        family.members.append(member)
        return member

    def leaver(self, family: Family, *, dies: bool) -> Member:
        """Somebody who was covered, too, and will die or go."""
        head_age = family.head.age_in(self.year)
        if dies:
            relation = self.rng.choice((FATHER, MOTHER)) if head_age < 60 else SPOUSE
            if family.has(relation):
                relation = SIBLING
            age = head_age + (self.rng.randint(24, 32) if relation in (FATHER, MOTHER) else 1)
        elif head_age >= 42:
            relation, age = self.rng.choice((SON, DAUGHTER)), self.rng.randint(19, min(head_age - 22, 32))
        else:
            relation, age = SIBLING, max(head_age - self.rng.randint(1, 5), 18)
        member = self.add(family, relation, self.year - min(age, 96))
        family.covered.append(member)
        return member

    def _sex_of(self, relation: str, family: Family) -> str:
        if relation in (SON, FATHER):
            return "M"
        if relation in (DAUGHTER, MOTHER):
            return "F"
        if relation == SPOUSE:
            return OTHER_SEX[family.head.sex]
        return "M" if self.rng.random() < 0.56 else "F"

    def _alone(self, family: Family) -> None:
        """Somebody who lives alone, or a single unit: a grown child whose parents are not covered."""
        rng = self.rng
        if rng.random() < 0.12:
            parent = self.add(family, HEAD, self.year - rng.randint(56, 74))
            child = self.add(
                family, rng.choice((SON, DAUGHTER)), parent.human.birth.year + rng.randint(23, 30)
            )
            child.human.disability = f"{rng.choice(('智力', '精神', '肢体'))}{rng.choice('一二')}级"
            family.covered, family.is_single_unit = [child], True
            return
        age = rng.randint(60, 88) if rng.random() < 0.46 else rng.randint(24, 59)
        family.covered = [self.add(family, HEAD, self.year - age)]

    def _together(self, family: Family, heads: int) -> None:
        rng = self.rng
        kind = rng.random()
        if heads == 2 and kind < 0.22:
            age = rng.randint(60, 82)
            self.add(family, HEAD, self.year - age)
            self.add(family, SPOUSE, self.year - max(age + rng.randint(-5, 4), 58))
        elif heads == 2 and kind < 0.42:
            age = rng.randint(58, 80)
            self.add(family, HEAD, self.year - age)
            self.add(family, rng.choice((SON, DAUGHTER)), self.year - age + rng.randint(22, 32))
        else:
            self._parents_and_children(family, heads)
        family.covered = list(family.members)

    def _parents_and_children(self, family: Family, heads: int) -> None:
        rng = self.rng
        age = rng.randint(33, 56)
        self.add(family, HEAD, self.year - age)
        if heads > 2 and rng.random() < 0.75:
            self.add(family, SPOUSE, self.year - max(age + rng.randint(-5, 3), 24))
        while len(family.members) < heads:
            if heads > 3 and len(family.members) == heads - 1 and rng.random() < 0.4:
                relation = rng.choice((FATHER, MOTHER))
                self.add(family, relation, self.year - age - rng.randint(23, 30))
                continue
            oldest = max(age - 22, 5)
            # A child of the family is no older than the file: whoever was born later joins as a newborn.
            child = rng.randint(5, min(oldest, 20))
            self.add(family, rng.choice((SON, DAUGHTER)), self.year - child)
