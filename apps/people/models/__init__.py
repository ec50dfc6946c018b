"""Persons, their households and accounts, and what happens to the files about them."""

from apps.people.models.accounts import BankAccount
from apps.people.models.deaths import DeathRecord
from apps.people.models.households import DayRange, Household, HouseholdMember
from apps.people.models.identity import IdentityChange, PersonMerge, Proposal
from apps.people.models.looks import FileView, Reveal
from apps.people.models.persons import Person, PersonAlias, PersonScope

__all__ = [
    "BankAccount",
    "DayRange",
    "DeathRecord",
    "FileView",
    "Household",
    "HouseholdMember",
    "IdentityChange",
    "Person",
    "PersonAlias",
    "PersonMerge",
    "PersonScope",
    "Proposal",
    "Reveal",
]
