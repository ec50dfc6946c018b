"""Use cases of persons and households."""

from apps.people.services.accounts import set_account
from apps.people.services.households import ensure_household
from apps.people.services.matching import Match, match
from apps.people.services.persons import PersonData, ensure_person
from apps.people.services.reveals import REVEAL_MINUTES, reveal, revealed

__all__ = [
    "REVEAL_MINUTES",
    "Match",
    "PersonData",
    "ensure_household",
    "ensure_person",
    "match",
    "reveal",
    "revealed",
    "set_account",
]
