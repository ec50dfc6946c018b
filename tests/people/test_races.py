"""Two windows at the same moment: one file, one household, one account in use."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import Refused
from apps.people.models import BankAccount, HouseholdMember, Person
from apps.people.services import (
    PersonData,
    confirm_merge,
    ensure_household,
    ensure_person,
    merge,
    set_account,
    undo_merge,
)
from tests.factories import (
    DISTRICT,
    DONGSHENG,
    community_of,
    make_actor,
    make_household,
    make_person,
    resident_number,
)
from tests.people.files import paper
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


def test_two_merges_of_one_file_at_once_leave_it_in_one_place(clerk):
    section = make_actor("section_officer", DISTRICT)
    town = make_actor("acceptance_clerk", DONGSHENG)
    drop, one = (make_person(region=clerk.region_code) for _ in range(2))
    asked = merge(one, drop, actor=town, reason="同一人", evidence=paper())
    done = at_once(*[lambda: confirm_merge(asked, actor=section)] * 2)
    assert sum(isinstance(result, Refused) for result in done) == 1
    drop.refresh_from_db()
    assert drop.merged_into == one


def test_opposite_merges_asked_at_once_are_one(clerk):
    town = make_actor("acceptance_clerk", DONGSHENG)
    one, other = (make_person(region=clerk.region_code) for _ in range(2))
    done = at_once(
        lambda: merge(one, other, actor=town, reason="同一人", evidence=paper()),
        lambda: merge(other, one, actor=town, reason="同一人", evidence=paper()),
    )
    assert sum(isinstance(result, Refused) for result in done) == 1


def test_a_decision_under_way_makes_the_merge_wait_and_loses_nothing(clerk):
    """Somebody opens a benefit for the second file while it is merged away: the merge gives way, then takes it along."""
    section, town = make_actor("section_officer", DISTRICT), make_actor("acceptance_clerk", DONGSHENG)
    keep, drop = (make_person(region=clerk.region_code) for _ in range(2))
    asked = merge(keep, drop, actor=town, reason="同一人", evidence=paper())
    entered, tried = threading.Event(), threading.Event()

    def decide():
        with transaction.atomic():
            household = make_household(clerk.region_code, head=drop)
            entered.set()
            tried.wait(timeout=20)
        return household

    def merge_meanwhile():
        entered.wait(timeout=20)
        try:
            return confirm_merge(asked, actor=section)
        finally:
            tried.set()

    household, refused = at_once(decide, merge_meanwhile)
    assert isinstance(refused, Refused) and "正在办理" in refused.message
    confirm_merge(asked, actor=section)
    household.refresh_from_db()
    assert household.head == keep and household.members.get().person == keep


def test_a_decision_that_comes_after_the_merge_is_refused_by_the_database(clerk):
    section, town = make_actor("section_officer", DISTRICT), make_actor("acceptance_clerk", DONGSHENG)
    keep, drop = (make_person(region=clerk.region_code) for _ in range(2))
    read = Person.objects.get(pk=drop.pk)
    confirm_merge(merge(keep, drop, actor=town, reason="同一人", evidence=paper()), actor=section)
    with pytest.raises(IntegrityError, match="was merged into another"):
        make_household(clerk.region_code, head=read)
    assert not HouseholdMember.objects.filter(person=drop).exists()


def test_a_merge_that_was_used_meanwhile_is_not_undone(clerk):
    section, town = make_actor("section_officer", DISTRICT), make_actor("acceptance_clerk", DONGSHENG)
    keep, drop = (make_person(region=clerk.region_code) for _ in range(2))
    household = make_household(clerk.region_code, head=drop)
    done = confirm_merge(merge(keep, drop, actor=town, reason="同一人", evidence=paper()), actor=section)
    household.refresh_from_db()
    household.address = "桑田路 9 号"
    household.save()
    with pytest.raises(Refused, match="新的办理"):
        undo_merge(done, actor=section, reason="不是同一人")
