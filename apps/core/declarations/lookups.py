"""What a lower app asks of upper ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Benefit:
    """What one person receives, told across scope: programme and town in words, and the first month."""

    programme: str
    town: str
    since: date


@dataclass(frozen=True)
class BenefitLookup:
    """Who receives what, for ``people.services.match``: ``find`` takes the digest of an exact number."""

    name: str
    find: Callable[[bytes], Sequence[Benefit]]


@dataclass(frozen=True)
class ParameterWords:
    """What the codes in the value of a parameter mean (``asset.vehicle_allowed``: 代步车 …), for its page."""

    key: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class SubjectLink:
    """Where work items about a subject other than a case lead: ``url(subject_id)``, ``title(subject_id)``."""

    subject_type: str
    url: Callable[[str], str]
    title: Callable[[str], str]


@dataclass(frozen=True)
class PersonPanel:
    """A panel of the person file that an upper app adds: ``context(person, actor)`` for ``template``."""

    name: str
    label: str
    template: str
    context: Callable[[Any, Any], dict[str, Any]]
    order: int = 100


@dataclass(frozen=True)
class DeathFollowup:
    """What an upper app does when a person dies: ``run(person, day, actor)``, in the transaction of the registration.

    It must bear being called again for the same death, and answer whether it opened anything. A ``DomainError`` leaves
    the death registered; the tick tries again on the next day.
    """

    name: str
    run: Callable[[Any, date, Any], bool]


@dataclass(frozen=True)
class MergeCheck:
    """Why two files cannot be made one: ``find(keep, drop)`` answers sentences, none when nothing is in the way."""

    name: str
    find: Callable[[Any, Any], Sequence[str]]


@dataclass(frozen=True)
class PersonHandler:
    """Whether the actor handles affairs of the person (a case), so that opening the file is his work."""

    name: str
    handles: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Tie:
    """Something that depends on who belongs to a household: in words, and the page where it is changed."""

    text: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class HouseholdTie:
    """What depends on the members of a household, so that they change by a case only: ``find(household, actor)``."""

    name: str
    find: Callable[[Any, Any], Sequence[Tie]]


@dataclass(frozen=True)
class SearchHit:
    """One line of a search result: where it leads, what it is, its state in a word."""

    title: str
    url: str
    text: str
    state: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class SearchGroup:
    """What an upper app finds for the box in the top bar, shown below persons and cases to who holds ``permission``.

    ``find(text, persons, actor, most)`` gets what was typed (empty for a resident number) and the ids of the persons
    found, and answers at most ``most`` hits that the actor may see.
    """

    name: str
    label: str
    permission: str
    unit: str
    find: Callable[[str, Sequence[int], Any, int], Sequence[SearchHit]]
