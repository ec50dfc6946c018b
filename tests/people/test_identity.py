"""Correcting name and number: at once or by a second person, and the old values still lead to the file."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import Forbidden, Refused
from apps.people.models import IdentityChange, Person
from apps.people.services import (
    PersonData,
    confirm_identity,
    correct_identity,
    ensure_person,
    match,
    refuse_identity,
    withdraw_identity,
    without_number_in,
)
from tests.factories import (
    DISTRICT,
    DONGSHENG,
    community_of,
    make_actor,
    make_person,
    make_user,
    resident_number,
)
from tests.people.files import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_actor("acceptance_clerk", DONGSHENG)


@pytest.fixture
def section():
    return make_actor("section_officer", DISTRICT)


def ask(person, actor, **what):
    given = {"name": person.name, "reason": "与户口簿不一致", "evidence": paper(), **what}
    return correct_identity(person, actor=actor, **given)


def corrected(person, number, clerk, section):
    confirm_identity(ask(person, clerk, number=number), actor=section)
    person.refresh_from_db()
    return person


def test_a_name_is_corrected_at_once_and_the_old_one_still_finds_the_file(clerk):
    person = make_person("王晓")
    ask(person, clerk, name="王小")
    person.refresh_from_db()
    assert (person.name, person.former_names) == ("王小", "王晓")
    assert [Person.objects.named(typed).get() for typed in ("王晓", "wangxiao", "王小")] == [person] * 3


def test_another_number_waits_for_a_second_person(clerk, section):
    person, number = make_person(), resident_number(date(1963, 6, 1), "M")
    change = ask(person, clerk, number=number)
    person.refresh_from_db()
    assert change.state == "asked" and person.number != number
    with pytest.raises(Forbidden, match="同一人"):
        confirm_identity(change, actor=clerk)
    confirm_identity(change, actor=section)
    person.refresh_from_db()
    assert (person.number, person.birth_date, person.sex) == (number, date(1963, 6, 1), "M")


def test_a_second_account_of_the_same_person_is_no_second_person(section):
    twin = make_user("又名", "acceptance_clerk", DONGSHENG, person_key=section.person_key)
    change = ask(
        make_person(), make_actor("acceptance_clerk", DONGSHENG, user=twin), number=resident_number()
    )
    with pytest.raises(Forbidden, match="同一人"):
        confirm_identity(change, actor=section)


def test_the_database_lets_no_number_change_without_such_a_decision(clerk):
    person = make_person()
    person.number = resident_number()
    with pytest.raises(IntegrityError, match="by a correction only"), transaction.atomic():
        person.save()


def test_the_database_knows_who_asked_and_who_confirmed(clerk, section):
    change = ask(make_person(), clerk, number=resident_number())
    rows = IdentityChange.objects.filter(pk=change.pk)
    for forged in (
        {"decided_by": clerk.user_id, "decided_key": clerk.person_key},
        {"decided_by": clerk.user_id, "decided_key": section.person_key},
        {"needs_second": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state="done", applied_at="2022-01-12T00:00Z", **forged)


def test_the_number_of_another_file_is_refused_with_the_way_to_merge(clerk):
    other = make_person("李四")
    with pytest.raises(Refused, match="另一份档案") as refusal:
        ask(make_person(), clerk, number=other.number)
    assert "合并档案" in refusal.value.hint and "李四" not in refusal.value.message


def test_what_was_corrected_meanwhile_is_not_confirmed(clerk, section):
    person = make_person("王晓")
    change = ask(person, clerk, number=resident_number())
    Person.objects.filter(pk=person.pk).update(name="王小")
    with pytest.raises(Refused, match="已有变化"):
        confirm_identity(change, actor=section)


def test_a_correction_is_refused_with_a_reason_or_taken_back_by_who_asked(clerk, section):
    person = make_person()
    with pytest.raises(Refused, match="请写明"):
        refuse_identity(ask(person, clerk, number=resident_number()), " ", actor=section)
    change = IdentityChange.objects.get()
    refuse_identity(change, "材料不清", actor=section)
    again = ask(person, clerk, number=resident_number())
    with pytest.raises(Forbidden, match="提出人"):
        withdraw_identity(again, actor=section)
    withdraw_identity(again, actor=clerk)
    assert sorted(IdentityChange.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]


@pytest.mark.parametrize("typed", ["{}", " {} "])
def test_old_papers_with_the_former_number_lead_to_the_file(clerk, section, typed):
    """Edge case 20: the list with the old number and the one with the new give one person."""
    person = make_person("陈秀芳")
    old = person.number
    corrected(person, resident_number(), clerk, section)
    window = make_actor("window_clerk", community_of(DONGSHENG))
    found = ensure_person(PersonData("陈秀芳", typed.format(old), window.region_code), actor=window)
    assert found == person and match(old, actor=window).person_visible == person


def test_who_truly_has_a_number_that_was_once_entered_for_another_gets_a_file(clerk, section):
    person = make_person("陈秀芳")
    typed_wrongly = person.number
    corrected(person, resident_number(), clerk, section)
    owner = ensure_person(PersonData("赵真", typed_wrongly, community_of(DONGSHENG)), actor=clerk)
    assert owner != person and owner.number == typed_wrongly
    assert match(typed_wrongly, actor=clerk).person_visible == owner


def test_fifteen_digits_find_a_file_and_never_begin_one(clerk):
    person = make_person("陈某", birth=date(1949, 12, 31), number="11010519491231002X")
    for typed in ("110105491231002", " 110105 491231 002", "１１０１０５４９１２３１００２"):
        data = PersonData("陈某", typed, community_of(DONGSHENG))
        assert ensure_person(data, actor=clerk) == person
    with pytest.raises(Refused, match="15 位旧身份证号"):
        ensure_person(PersonData("新人", "110105491231004", community_of(DONGSHENG)), actor=clerk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("110105491231996", "百岁"), ("11010519491231OO2X", "字母 O"), ("110105490231002", "出生日期")],
)
def test_a_number_that_cannot_be_read_is_refused_with_a_sentence(clerk, typed, said):
    with pytest.raises(Refused, match=said):
        match(typed, actor=clerk)


def test_a_newborn_lives_under_a_code_until_its_number_comes(clerk):
    """Edge case 3: entered without a number first; the number comes by correction, without a second person."""
    born = PersonData("王小", "", community_of(DONGSHENG), birth_date=date(2021, 12, 1), sex="F")
    child = ensure_person(born, actor=clerk)
    assert child.temporary_code and child.number_hint == child.temporary_code
    number = resident_number(date(2021, 12, 3), "F")
    change = ask(child, clerk, number=number)
    child.refresh_from_db()
    assert change.state == "done" and not change.needs_second
    assert (child.number, child.number_kind, child.birth_date) == (number, "resident_id", date(2021, 12, 3))
    assert child.number_hint == number[:6] + "*" * 8 + number[-4:]


def test_codes_are_given_by_the_database_and_stay(clerk):
    fields = {"sex": "F", "birth_date": date(2021, 12, 1), "home_region_id": community_of(DONGSHENG)}
    rows = [Person(name=f"婴{n}", number_kind="temporary_code", **fields) for n in "甲乙"]
    Person.objects.bulk_create(rows)
    codes = set(Person.objects.values_list("temporary_code", flat=True))
    assert len(codes) == 2 and None not in codes
    first = Person.objects.first()
    first.phone = "13800000127"
    first.save()
    assert set(Person.objects.values_list("number_hint", flat=True)) == codes


def test_whoever_has_had_no_number_for_too_long_is_known(clerk):
    born = PersonData("王小", "", community_of(DONGSHENG), birth_date=date(2021, 12, 1), sex="F")
    child = ensure_person(born, actor=clerk)  # on 2022-01-12; six months by the parameter
    assert not without_number_in(date(2022, 7, 1)).exists()
    assert without_number_in(date(2022, 8, 1)).get() == child
    ask(child, clerk, number=resident_number(date(2021, 12, 1)))
    assert not without_number_in(date(2022, 8, 1)).exists()
