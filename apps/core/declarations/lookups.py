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
