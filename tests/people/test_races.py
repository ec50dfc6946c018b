"""Two windows at the same moment: one file, one household, one account in use."""

from datetime import date

import pytest

from apps.core.errors import Refused
from apps.people.models import BankAccount, HouseholdMember, Person
from apps.people.services import PersonData, ensure_household, ensure_person, set_account
from tests.factories import DONGSHENG, community_of, make_actor, make_person, resident_number
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2022, 1, 12)


@pytest.fixture
def clerk():
    return make_actor("window_clerk", community_of(DONGSHENG))


def test_one_number_entered_at_four_windows_is_one_person(clerk):
    data = PersonData("王喆", resident_number(), clerk.region_code)
    made = at_once(*[lambda: ensure_person(data, actor=clerk)] * 4)
    assert {person.pk for person in made} == {Person.objects.get().pk}


def test_one_person_entered_in_two_families_at_once_is_in_one(clerk):
    father, mother, child = (make_person(region=clerk.region_code) for _ in range(3))

    def into(head):
        return lambda: ensure_household(head, [(child, "son")], clerk.region_code, "", TODAY, actor=clerk)

    done = at_once(into(father), into(mother))
    assert sum(isinstance(result, Refused) for result in done) == 1
    assert HouseholdMember.objects.filter(person=child).count() == 1


def test_two_new_accounts_at_once_leave_one_in_use(clerk):
    person = make_person(region=clerk.region_code)
    numbers = ["6228480000000003306", "6228480000000004414"]
    at_once(
        *[
            lambda number=number: set_account(person, "鄞州银行", number, person.name, TODAY, actor=clerk)
            for number in numbers
        ]
    )
    assert BankAccount.objects.filter(person=person).count() == 2
    assert BankAccount.objects.filter(person=person, valid_to=None).count() == 1
