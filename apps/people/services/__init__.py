"""Use cases of persons and households."""

from apps.people.services.accounts import Custody, set_account, set_custody
from apps.people.services.aliases import digest_of, holder_of, without_number_in
from apps.people.services.deaths import register_death, revoke_death
from apps.people.services.editing import edit_person
from apps.people.services.families import (
    add_member,
    change_address,
    change_head,
    close_household,
    remove_member,
    ties_of,
)
from apps.people.services.households import ensure_household
from apps.people.services.identity import (
    confirm_identity,
    correct_identity,
    refuse_identity,
    withdraw_identity,
)
from apps.people.services.looks import note_view
from apps.people.services.matching import Match, match
from apps.people.services.merging import confirm_merge, merge, refuse_merge, undo_merge, withdraw_merge
from apps.people.services.persons import PersonData, ensure_person
from apps.people.services.reveals import REVEAL_MINUTES, reveal, revealed

__all__ = [
    "REVEAL_MINUTES",
    "Custody",
    "Match",
    "PersonData",
    "add_member",
    "change_address",
    "change_head",
    "close_household",
    "confirm_identity",
    "confirm_merge",
    "correct_identity",
    "digest_of",
    "edit_person",
    "ensure_household",
    "ensure_person",
    "holder_of",
    "match",
    "merge",
    "note_view",
    "refuse_identity",
    "refuse_merge",
    "register_death",
    "remove_member",
    "reveal",
    "revealed",
    "revoke_death",
    "set_account",
    "set_custody",
    "ties_of",
    "undo_merge",
    "withdraw_identity",
    "withdraw_merge",
    "without_number_in",
]
