"""Correcting, merging and registering deaths as an officer does it, and who may not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import Message
from apps.people.models import FileView, IdentityChange, Person, PersonMerge
from tests.factories import (
    DISTRICT,
    DONGSHENG,
    ZHONGHE,
    community_of,
    make_household,
    make_person,
    resident_number,
)
from tests.payments.factories import make_benefit
from tests.support.accounts import account, browser

pytestmark = pytest.mark.django_db

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def paper():
    return SimpleUploadedFile("户口簿.png", PNG, content_type="image/png")


@pytest.fixture
def clerk():
    return browser(account("acceptance_clerk", DONGSHENG))


@pytest.fixture
def section():
    return browser(account("section_officer", DISTRICT))


def shown(answer):
    return answer.content.decode()


def test_a_number_is_corrected_by_the_town_and_confirmed_by_the_section(clerk, section):
    person, number = make_person("王晓"), resident_number()
    answer = clerk.post(
        f"/people/{person.pk}/correct/",
        {"name": "王小", "number": number, "reason": "与户口簿不一致", "evidence": paper()},
        follow=True,
    )
    assert "等待业务科室复核" in shown(answer) and "有一项更正待复核" in shown(answer)
    change = IdentityChange.objects.get()
    page = shown(section.get(f"/people/corrections/{change.pk}/"))
    assert "王晓" in page and "王小" in page and number not in page and "同意并生效" in page
    told = Message.objects.get()
    assert told.link == f"/people/corrections/{change.pk}/" and "王" not in told.text
    section.post(f"/people/corrections/{change.pk}/confirm/", {"answer": "属实"})
    person.refresh_from_db()
    assert (person.name, person.number) == ("王小", number)
    assert "王*" in shown(clerk.get("/people/", {"q": "王晓"}))


def test_a_correction_without_paper_comes_back_with_what_was_typed(clerk):
    person = make_person("王晓")
    answer = clerk.post(f"/people/{person.pk}/correct/", {"name": "王小", "reason": "更正"})
    assert answer.status_code == 422 and 'value="王小"' in shown(answer)
    assert not IdentityChange.objects.exists()


def test_the_town_may_not_confirm_and_sees_why(clerk):
    person = make_person()
    clerk.post(
        f"/people/{person.pk}/correct/",
        {"name": person.name, "number": resident_number(), "reason": "更正", "evidence": paper()},
    )
    change = IdentityChange.objects.get()
    assert "须由另一人复核" in shown(clerk.get(f"/people/corrections/{change.pk}/"))
    assert clerk.post(f"/people/corrections/{change.pk}/confirm/").status_code == 403
    clerk.post(f"/people/corrections/{change.pk}/withdraw/")
    assert IdentityChange.objects.get().state == "withdrawn"


def test_corrections_of_another_town_are_not_there(clerk):
    stranger = make_person(region=community_of(ZHONGHE))
    there = browser(account("acceptance_clerk", ZHONGHE))
    there.post(
        f"/people/{stranger.pk}/correct/",
        {"name": stranger.name, "number": resident_number(), "reason": "更正", "evidence": paper()},
    )
    change = IdentityChange.objects.get()
    assert clerk.get(f"/people/corrections/{change.pk}/").status_code == 404
    assert clerk.get(f"/files/{change.evidence_id}/").status_code == 404
    assert there.get(f"/files/{change.evidence_id}/").status_code == 200


def test_two_files_are_compared_merged_and_the_old_address_leads_on(clerk, section):
    keep, drop = make_person("陈秀芳"), make_person("陈秀方")
    found = clerk.post(f"/people/{keep.pk}/merge/", {"other": drop.number})
    assert found["Location"] == f"/people/{keep.pk}/merge/{drop.pk}/"
    page = shown(clerk.get(found["Location"]))
    assert "陈秀方" in page and drop.number_hint in page and drop.number not in page
    clerk.post(found["Location"], {"reason": "同一人两次建档", "evidence": paper()})
    merge = PersonMerge.objects.get()
    assert merge.state == "asked"
    section.post(f"/people/merges/{merge.pk}/confirm/", {"answer": "属实"})
    answer = clerk.get(f"/people/{drop.pk}/", follow=True)
    assert answer.redirect_chain == [(f"/people/{keep.pk}/", 302)] and "已并入这份档案" in shown(answer)
    section.post(f"/people/merges/{merge.pk}/undo/", {"answer": "不是同一人"})
    assert clerk.get(f"/people/{drop.pk}/").status_code == 200


def test_a_file_of_another_town_cannot_be_named_for_a_merge(clerk):
    person, stranger = make_person(), make_person(region=community_of(ZHONGHE))
    answer = clerk.post(f"/people/{person.pk}/merge/", {"other": stranger.number})
    assert "管辖范围内没有另一份" in shown(answer)
    assert clerk.get(f"/people/{person.pk}/merge/{stranger.pk}/").status_code == 404


def test_a_death_is_registered_and_an_erroneous_one_revoked_by_the_section(clerk, section):
    person = make_person("陈秀芳")
    url = f"/people/{person.pk}/death/"
    answer = clerk.post(url, {"day": "2022-02-01", "source": "family"})
    assert answer.status_code == 422
    page = shown(
        clerk.post(url, {"day": "2022-01-05", "source": "hospital", "certificate": "A1"}, follow=True)
    )
    assert "2022-01-05" in page and "医院证明" in page and "A1" in page
    assert clerk.get(f"{url}revoke/").status_code == 403
    section.post(f"{url}revoke/", {"reason": "同名误登"})
    person.refresh_from_db()
    assert person.death_date is None


@pytest.mark.parametrize("typed", ["former", "code"])
def test_a_file_is_found_by_former_number_and_temporary_code(clerk, section, typed):
    person = make_person("陈秀芳")
    old = person.number
    clerk.post(
        f"/people/{person.pk}/correct/",
        {"name": person.name, "number": resident_number(), "reason": "更正", "evidence": paper()},
    )
    section.post(f"/people/corrections/{IdentityChange.objects.get().pk}/confirm/")
    child = Person.objects.create(
        name="王小",
        number_kind="temporary_code",
        sex="F",
        birth_date="2021-12-01",
        home_region_id=person.home_region_id,
    )
    child.refresh_from_db()
    child.scopes.create(region_id=child.home_region_id, reason="home")
    wanted, text = (person, old) if typed == "former" else (child, child.temporary_code.lower())
    assert clerk.post("/people/find/", {"number": text})["Location"] == f"/people/{wanted.pk}/"


def test_contact_and_disability_are_edited_but_no_birth_date_beside_a_number(clerk):
    person = make_person(phone="13800000127")
    url = f"/people/{person.pk}/edit/"
    assert "birth_date" not in shown(clerk.get(url))
    data = {"phone": "13900000128", "disability": "肢体二级", "ethnicity": "汉族", "version": person.version}
    clerk.post(url, {**data, "birth_date": "1950-01-01", "sex": "M"})
    before = person.birth_date
    person.refresh_from_db()
    assert (person.phone, person.disability, person.birth_date) == ("13900000128", "肢体二级", before)
    assert clerk.post(url, data).status_code == 409


def test_members_of_a_household_with_a_benefit_change_by_a_case_only(clerk):
    benefit = make_benefit(heads=2)
    household = benefit.household
    member = household.members.exclude(person=household.head).get()
    url = f"/people/households/{household.pk}/leave/{member.pk}/"
    page = shown(clerk.get(url))
    assert benefit.number in page and f"/payments/entitlements/{benefit.pk}/" in page
    answer = clerk.post(url, {"day": "2022-01-10", "reason": "分户"})
    assert answer.status_code == 422 and household.members.filter(left_on=None).count() == 2


def test_a_household_without_a_benefit_changes_head_address_members_and_closes(clerk):
    son = make_person("李小军")
    household = make_household("", son, head=make_person("李建设"))
    root = f"/people/households/{household.pk}/"
    clerk.post(f"{root}head/", {"head": son.pk, f"relation_{household.head_id}": "father"})
    household.refresh_from_db()
    assert household.head == son
    assert dict(household.members.values_list("person__name", "relation")) == {
        "李小军": "self",
        "李建设": "father",
    }
    clerk.post(f"{root}home/", {"region": household.region_id, "address": "桑田路 9 号"})
    wife = make_person("陈秀芳")
    clerk.post(f"{root}join/", {"number": wife.number, "relation": "spouse", "day": "2022-01-02"})
    father = household.members.get(person__name="李建设")
    clerk.post(f"{root}leave/{father.pk}/", {"day": "2022-01-10", "reason": "分户"})
    father.refresh_from_db()
    assert household.members.filter(left_on=None).count() == 2 and str(father.left_on) == "2022-01-10"
    clerk.post(f"{root}close/", {"day": "2022-01-12", "reason": "全户迁出"})
    household.refresh_from_db()
    assert str(household.closed_on) == "2022-01-12" and household.address == "桑田路 9 号"
    assert not household.members.filter(left_on=None).exists()


def test_whoever_opens_a_file_that_is_not_his_case_is_noted_once_a_day(clerk, section):
    person = make_person("陈秀芳")
    for _ in range(2):
        clerk.get(f"/people/{person.pk}/")
    look = FileView.objects.get()
    assert look.person == person and look.post_label == "受理员"
    page = shown(section.get(f"/people/{person.pk}/"))
    assert "谁看过" in page and "谁看过" not in shown(clerk.get(f"/people/{person.pk}/"))


def test_the_auditor_reads_the_log_of_looks_with_masked_names(clerk):
    person = make_person("陈秀芳")
    clerk.get(f"/people/{person.pk}/")
    page = shown(browser(account("audit_admin", DISTRICT)).get("/people/looks/"))
    assert "陈*芳" in page and "陈秀芳" not in page and "受理员" in page
    assert clerk.get("/people/looks/").status_code == 403
