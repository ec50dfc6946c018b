"""One box for everything: what was typed says what is looked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.casework.models import Case
from apps.core import crypto, numbers
from apps.core.declarations import SearchGroup, SearchHit
from apps.core.registries import search_groups
from apps.people.models import Person
from apps.people.services import Match, match

LIMIT = 20
# Seven digits and more without anything else are of a resident number or a telephone, whole or in part.
_DIGITS = re.compile(r"[0-9]{7,}[0-9XO]*")
_HAS_DIGIT = re.compile(r"[0-9]")


@dataclass
class Found:
    """What a search found. ``problem`` says why it could not be made; ``match`` is the look across scope."""

    text: str
    problem: str = ""
    persons: Sequence[Person] = ()
    cases: Sequence[Case] = ()
    more_persons: bool = False
    more_cases: bool = False
    groups: Sequence[tuple[SearchGroup, Sequence[SearchHit]]] = ()
    match: Match | None = None
    by_number: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        told = self.match is not None and bool(self.match.benefits)
        return not (self.problem or self.persons or self.cases or self.groups or told)


def is_number(text: str) -> bool:
    """Whether the text is a personal number, or an attempt at one: such text must never stand in an address."""
    return _DIGITS.fullmatch(numbers.normalise_resident_number(text)) is not None


def by_number(text: str, *, actor: Actor) -> Found:
    """The holder of a resident number: the file when visible, else what may be told of it across scope."""
    found = Found("", by_number=True)
    try:
        number = numbers.read_any_number(text).value
    except numbers.NumberError as error:
        found.problem = str(error)
        return found
    if actor.has("people.match_person"):
        found.match = match(number, actor=actor, reason="全局搜索")
        found.persons = [found.match.person_visible] if found.match.person_visible else []
    else:
        rows = Person.objects.visible_to(actor).with_digest(crypto.digest(number))
        found.persons = list(rows.select_related("home_region__parent"))
        found.notes.append("当前岗位只能查找管辖范围内的人员。")
    _add_cases(found, Q(applicant__in=[person.pk for person in found.persons]), actor)
    _add_groups(found, actor)
    return found


def by_text(text: str, *, actor: Actor) -> Found:
    """A case number by its beginning, or persons by name or pinyin with their cases; only what is visible."""
    found = Found(text)
    if _HAS_DIGIT.search(text):
        _add_cases(found, Q(number__startswith="".join(text.split()).upper()), actor)
        _add_groups(found, actor)
        return found
    if len(text) == 1 and text.isascii():
        # One letter fits a tenth of all names: no index helps, and nobody reads the result.
        found.problem = "请至少输入两个拼音字母，或一个汉字。"
        return found
    if actor.has("people.view_person"):
        rows = Person.objects.visible_to(actor).named(text).select_related("home_region__parent")
        persons = list(rows.order_by("name_sort", "pk")[: LIMIT + 1])
        found.persons, found.more_persons = persons[:LIMIT], len(persons) > LIMIT
        _add_cases(found, Q(applicant__in=[person.pk for person in found.persons]), actor)
        _add_groups(found, actor)
    return found


def _add_groups(found: Found, actor: Actor) -> None:
    """What upper apps find by the text, or of the persons found."""
    persons = [person.pk for person in found.persons]
    groups = [group for group in search_groups if actor.has(group.permission)]
    hits = [(group, group.find(found.text, persons, actor, LIMIT)) for group in groups]
    found.groups = [(group, rows) for group, rows in hits if rows]


def _add_cases(found: Found, which: Q, actor: Actor) -> None:
    rows = Case.objects.visible_to(actor).filter(which).with_people()
    cases = list(rows.order_by("-submitted_on", "-pk")[: LIMIT + 1])
    found.cases, found.more_cases = cases[:LIMIT], len(cases) > LIMIT
