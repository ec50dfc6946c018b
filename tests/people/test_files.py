"""Beginning and finding the files of persons, households and accounts."""

from dataclasses import replace
from datetime import date

import pytest

from apps.audit.models import Event
from apps.core.errors import Refused
from apps.people.models import BankAccount, HouseholdMember, Person
from apps.people.services import PersonData, ensure_household, ensure_person, set_account
from tests.factories import (
    DONGSHENG,
    ZHONGHE,
    community_of,
    make_actor,
    make_household,
    make_person,
    resident_number,
)

pytestmark = pytest.mark.django_db

TODAY = date(2022, 1, 12)


@pytest.fixture
def clerk():
    return make_actor("window_clerk", community_of(DONGSHENG))


@pytest.fixture
def stated(clerk):
    """What an applicant says of a person not yet on file."""
    number = resident_number(date(1980, 2, 3), "M")
    return PersonData("王喆", number, clerk.region_code, phone="13800000127", address="桑田路 9 号")


def test_a_new_number_begins_a_file_that_its_home_can_see(clerk, stated):
    person = ensure_person(stated, actor=clerk)
    assert (person.birth_date, person.sex, person.ethnicity) == (date(1980, 2, 3), "M", "汉族")
    assert Person.objects.visible_to(clerk).get() == person
    assert not Person.objects.visible_to(make_actor("reviewer", ZHONGHE)).exists()


def test_a_known_number_is_the_same_person_with_the_newer_phone(clerk, stated):
    first = ensure_person(stated, actor=clerk)
    again = ensure_person(replace(stated, phone="13900000128", address=""), actor=clerk)
    assert again == first and Person.objects.count() == 1
    assert (again.phone, again.address) == ("13900000128", "桑田路 9 号")
    assert Event.objects.get(action="people.update").detail == {"fields": ["phone"]}


def test_another_name_for_a_known_number_is_refused_without_telling_the_filed_one(clerk, stated):
    ensure_person(stated, actor=clerk)
    with pytest.raises(Refused, match="不一致") as refusal:
        ensure_person(replace(stated, name="王哲"), actor=clerk)
    assert "喆" not in refusal.value.message + refusal.value.hint


def test_a_newborn_without_number_needs_birth_date_and_sex_and_is_found_by_them(clerk):
    newborn = PersonData("王小", "", clerk.region_code)
    with pytest.raises(Refused, match="出生日期和性别"):
        ensure_person(newborn, actor=clerk)
    born = replace(newborn, birth_date=date(2021, 12, 1), sex="F")
    assert ensure_person(born, actor=clerk) == ensure_person(born, actor=clerk)


def test_a_household_is_opened_once_and_grows(clerk):
    head, wife, son = (make_person(region=clerk.region_code) for _ in range(3))
    first = ensure_household(head, [(wife, "spouse")], clerk.region_code, "", TODAY, actor=clerk)
    again = ensure_household(
        head,
        [(head, "self"), (wife, "spouse"), (son, "son")],
        clerk.region_code,
        "新村 3 号",
        TODAY,
        actor=clerk,
    )
    assert again == first and again.address == "新村 3 号"
    members = HouseholdMember.objects.filter(household=first).order_by("pk")
    assert [(m.person, m.relation) for m in members] == [(head, "self"), (wife, "spouse"), (son, "son")]


def test_a_member_of_another_household_is_not_taken_over(clerk):
    elsewhere = make_household(clerk.region_code)
    head = make_person(region=clerk.region_code)
    with pytest.raises(Refused, match="已登记在另一户家庭中"):
        ensure_household(head, [(elsewhere.head, "father")], clerk.region_code, "", TODAY, actor=clerk)


def test_the_household_file_of_another_town_stays_there(clerk):
    elsewhere = make_household(community_of(ZHONGHE))
    with pytest.raises(Refused, match="档案在中河街道"):
        ensure_household(elsewhere.head, [], clerk.region_code, "", TODAY, actor=clerk)


def test_a_new_account_ends_the_old_one_and_the_same_one_changes_nothing(clerk):
    person = make_person(region=clerk.region_code)
    first = set_account(
        person, "鄞州银行", "6228 4800 0000 0033 06", person.name, date(2021, 1, 1), actor=clerk
    )
    assert set_account(person, "鄞州银行", first.account, person.name, TODAY, actor=clerk) == first
    second = set_account(person, "鄞州银行", "6228480000000004414", person.name, TODAY, actor=clerk)
    assert list(BankAccount.objects.filter(valid_to=None)) == [second]
    assert BankAccount.objects.get(pk=first.pk).valid_to == date(2022, 1, 11)


def test_an_account_that_is_no_number_is_refused(clerk):
    with pytest.raises(Refused, match="8 至 30 位数字"):
        set_account(make_person(), "鄞州银行", "尾号3306", "陈秀芳", TODAY, actor=clerk)
