"""Search first: what is already known of a resident number, before a dibao form is typed or submitted."""

from collections.abc import Iterable

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.assistance.services.programmes import barred_by
from apps.casework.entry import related
from apps.casework.entry.related import Asked, Found
from apps.people.models import Person


def _concerned(holders: list[int]) -> Q:
    return Q(applicant_id__in=holders) | Q(dibao__members__person_id__in=holders)


ASKED = Asked(PROGRAMME, _concerned, barred_by(PROGRAMME))


def look_up(number: str, *, actor: Actor, besides: str = "") -> Found:
    """``related.look_up`` for dibao: what is known of the holder of ``number``; leaves an event."""
    return related.look_up(ASKED, number, actor=actor, besides=besides)


def require_free(persons: Iterable[Person], *, actor: Actor, besides: str = "") -> None:
    """Refuse when one of them receives what excludes dibao or is in an open application, wherever it is."""
    related.require_free(ASKED, persons, actor=actor, besides=besides)
