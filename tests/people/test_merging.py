"""Two files of one person made one: on what ground, what moves, what stays, and back again."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.assistance.models import DibaoChange
from apps.audit.models import Event
from apps.core.errors import Forbidden, Refused
from apps.people.guards import person_columns
from apps.people.models import BankAccount, HouseholdMember, Person, PersonMerge, PersonScope
from apps.people.services import (
    PersonData,
    confirm_identity,
    confirm_merge,
    correct_identity,
    ensure_person,
    holder_of,
    merge,
    register_death,
    undo_merge,
)
from apps.people.services.rows import rows_of
from tests.factories import (
    DISTRICT,
    DONGSHENG,
    ZHONGHE,
    Office,
    community_of,
    make_actor,
    make_dibao,
    make_household,
    make_person,
    resident_number,
)
from tests.payments.factories import make_benefit
from tests.people.files import paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_actor("acceptance_clerk", DONGSHENG)


@pytest.fixture
def section():
    return make_actor("section_officer", DISTRICT)


def merged(keep, drop, clerk, section):
    asked = merge(keep, drop, actor=clerk, reason="同一人两次建档", evidence=paper())
    done = confirm_merge(asked, actor=section)
    keep.refresh_from_db()
    drop.refresh_from_db()
    return done


def sharing_a_number(clerk, section):
    """Two files that had one number: the first was entered with it and corrected, then the second was begun."""
    first = make_person("陈秀芳")
    number = first.number
    change = correct_identity(
        first, name="陈秀芳", number=resident_number(), reason="更正", evidence=paper(), actor=clerk
    )
    confirm_identity(change, actor=section)
    second = ensure_person(PersonData("陈秀方", number, community_of(DONGSHENG)), actor=clerk)
    first.refresh_from_db()
    return first, second


def test_the_same_name_and_birth_date_are_no_ground(clerk):
    """Edge case 21."""
    one, other = make_person("陈秀芳"), make_person("陈秀芳")
    with pytest.raises(Refused, match="证明材料"):
        merge(one, other, actor=clerk, reason="姓名和生日相同")
    asked = merge(one, other, actor=clerk, reason="姓名和生日相同", evidence=paper())
    assert asked.state == "asked" and Person.objects.filter(merged_into=None).count() == 2


def test_whoever_asked_for_a_merge_does_not_confirm_it(clerk, section):
    asked = merge(make_person(), make_person(), actor=section, reason="同一人", evidence=paper())
    with pytest.raises(Forbidden, match="同一人"):
        confirm_merge(asked, actor=section)
    assert PersonMerge.objects.get().state == "asked"


def test_the_database_wants_a_shared_number_or_a_second_person(clerk):
    one, other = make_person(), make_person()
    common = {
        "keep": one,
        "drop": other,
        "region_id": DONGSHENG,
        "reason": "x",
        "asked_by_id": clerk.user_id,
        "asked_key": clerk.person_key,
        "asked_on": date(2022, 1, 12),
    }
    for ground, second in (("number", False), ("evidence", False)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonMerge.objects.create(
                **common, ground=ground, needs_second=second, state="done", applied_at="2022-01-12T00:00Z"
            )


def test_two_files_that_had_one_number_are_merged_at_once(clerk, section):
    first, second = sharing_a_number(clerk, section)
    done = merge(first, second, actor=clerk, reason="同一号码")
    assert (done.state, done.ground) == ("done", "number")


def test_everything_that_names_the_merged_file_names_the_kept_one(clerk, section):
    """Over every foreign key of every app, as the model registry has them."""
    keep, drop = make_person("陈秀芳"), make_person("陈秀方")
    make_household("", head=drop)
    case = make_dibao(Office(), heads=1)
    benefit = make_benefit(town=DONGSHENG)
    for model, field in person_columns():
        if model in (HouseholdMember, BankAccount):
            continue
        row = model._base_manager.first()
        if row is not None:
            model._base_manager.filter(pk=row.pk).update(**{field.name: drop.pk})
    before = {key for key, ids in rows_of(drop).items() if ids}
    merged(keep, drop, clerk, section)
    assert not any(rows_of(drop).values())
    assert before <= {key for key, ids in rows_of(keep).items() if ids} and len(before) >= 6
    case.refresh_from_db()
    assert case.applicant == keep and benefit.pk


def test_every_column_that_names_a_person_is_moved_or_says_why_it_stays():
    moved = {f"{model.__name__}.{field.name}" for model, field in person_columns()}
    assert {
        "Case.applicant",
        "CaseDocument.person",
        "Coverage.person",
        "DibaoMember.person",
        "Entitlement.payee",
        "Household.head",
        "HouseholdMember.person",
        "BankAccount.person",
        "PersonAlias.person",
    } <= moved
    assert not moved & {
        "FileView.person",
        "PersonMerge.keep",
        "PersonScope.person",
        "PersonEvent.merged_into",
    }


def test_the_merged_file_leads_to_the_kept_one_by_its_number(clerk, section):
    keep, drop = make_person("陈秀芳"), make_person("陈秀方", phone="13800000127")
    digest = bytes(drop.number_digest)
    merged(keep, drop, clerk, section)
    assert holder_of(digest) == keep and drop.merged_into == keep and not drop.number
    assert keep.phone == "13800000127" and keep.former_names == "陈秀方"
    assert list(Person.objects.visible_to(clerk)) == [keep]


def test_a_file_without_a_number_gets_that_of_the_merged_one(clerk, section):
    born = PersonData("王小", "", community_of(DONGSHENG), birth_date=date(2021, 12, 1), sex="F")
    keep = ensure_person(born, actor=clerk)
    drop = make_person("王小", birth=date(2021, 12, 1))
    number = drop.number
    done = merged(keep, drop, clerk, section)
    assert (keep.number, keep.number_kind) == (number, "resident_id")
    undo_merge(done, actor=section, reason="不是同一人")
    keep.refresh_from_db()
    assert (keep.number, keep.number_kind, keep.number_hint) == ("", "temporary_code", keep.temporary_code)


def test_the_kept_file_is_visible_where_the_merged_one_was(clerk, section):
    keep, drop = make_person(), make_person(region=community_of(ZHONGHE))
    merged(keep, drop, section, make_actor("section_officer", DISTRICT))
    there = make_actor("acceptance_clerk", ZHONGHE)
    assert list(Person.objects.visible_to(there)) == [keep]
    assert list(Person.objects.merged_visible_to(there)) == [drop]


def test_nobody_is_in_two_households_after_a_merge(clerk, section):
    keep, drop = make_person(), make_person("陈秀方")
    make_household(head=keep)
    make_household(head=drop)
    with pytest.raises(Refused, match="同时登记在两户家庭中（其中一户为陈秀方家庭）"):
        merge(keep, drop, actor=clerk, reason="同一人", evidence=paper())


def test_a_person_entered_twice_in_one_household_is_in_it_once(clerk, section):
    keep, drop = make_person(), make_person("陈秀方")
    household = make_household("", drop, head=keep)
    done = merged(keep, drop, clerk, section)
    assert household.members.get().person == keep
    undo_merge(done, actor=section, reason="不是同一人")
    assert set(household.members.values_list("person", flat=True)) == {keep.pk, drop.pk}


def test_months_that_exclude_each_other_are_named(clerk, section):
    one, other = make_benefit(town=DONGSHENG), make_benefit(town=DONGSHENG)
    with pytest.raises(Refused, match=r"2022 年 1 月起都享受待遇（低保 DB-.*、低保 DB-"):
        merge(one.payee, other.payee, actor=clerk, reason="同一人", evidence=paper())


def test_both_in_one_application_cannot_be_one_person(clerk, section):
    case = make_dibao(Office(), heads=2)
    one, other = (row.person for row in case.dibao.members.order_by("position"))
    with pytest.raises(Refused, match="同时出现"):
        merged(one, other, clerk, section)


def test_two_days_of_death_are_cleared_up_first(clerk, section):
    keep, drop = make_person(), make_person()
    register_death(keep, date(2022, 1, 2), actor=clerk)
    register_death(drop, date(2022, 1, 3), actor=clerk)
    with pytest.raises(Refused, match="死亡日期不同"):
        merge(keep, drop, actor=clerk, reason="同一人", evidence=paper())


def test_the_account_of_the_kept_file_stays_in_use(clerk, section):
    keep, drop = make_person(), make_person()
    for person in (keep, drop):
        BankAccount.objects.create(
            person=person,
            bank="鄞州银行",
            account=f"62284800000000{person.pk:05}",
            holder_name=person.name,
            valid_from=date(2020, 1, 1),
        )
    used = BankAccount.objects.get(person=keep)
    done = merged(keep, drop, clerk, section)
    assert BankAccount.objects.filter(person=keep, valid_to=None).get() == used
    undo_merge(done, actor=section, reason="不是同一人")
    assert BankAccount.objects.filter(person=drop, valid_to=None).exists()


def test_undoing_puts_every_row_back(clerk, section):
    keep, drop = make_person("陈秀芳"), make_person("陈秀方", phone="13800000127")
    make_household(head=drop)
    number, before = drop.number, (rows_of(keep), rows_of(drop))
    done = merged(keep, drop, clerk, section)
    undo_merge(done, actor=section, reason="不是同一人")
    keep.refresh_from_db()
    drop.refresh_from_db()
    assert (rows_of(keep), rows_of(drop)) == before and drop.number == number
    assert (keep.phone, keep.former_names, drop.merged_into) == ("", "", None)
    assert PersonScope.objects.filter(person=drop).exists()
    assert Event.objects.filter(action="people.merge_undone").count() == 2


def test_a_merge_is_not_undone_once_the_file_was_used(clerk, section):
    keep, drop = make_person(), make_person()
    done = merged(keep, drop, clerk, section)
    make_household(head=keep)
    with pytest.raises(Refused, match="新的办理"):
        undo_merge(done, actor=section, reason="不是同一人")


def test_files_merged_one_after_the_other_all_lead_to_the_last(clerk, section):
    first, second, third = make_person(), make_person(), make_person()
    merged(second, first, clerk, section)
    merged(third, second, clerk, section)
    first.refresh_from_db()
    assert first.merged_into == third


def test_no_row_may_name_a_merged_file(clerk, section):
    keep, drop = make_person(), make_person()
    merged(keep, drop, clerk, section)
    with pytest.raises(IntegrityError, match="was merged into another"), transaction.atomic():
        make_household(head=drop)


def test_the_payee_of_an_open_change_is_not_merged_away(clerk):
    benefit, drop = make_benefit(town=DONGSHENG), make_person()
    case = make_dibao(Office(), heads=1)
    DibaoChange.objects.create(case=case, entitlement=benefit, ground="payee", payee=drop)
    with pytest.raises(Refused, match=f"{case.number} 正在办理"):
        merge(make_person(), drop, actor=clerk, reason="同一人", evidence=paper())
