"""Which papers a household has to bring."""

from datetime import date

import pytest

from apps.assistance.rules.documents import DocumentNeed, required_documents
from apps.assistance.rules.facts import Application
from tests.assistance.rules.examples import ON, household, income, member

WORKER = member("2", "son", name="李海峰", disability="physical", disability_level=2)
PUPIL = member(
    "3",
    "granddaughter",
    name="李梓涵",
    birth_date=date(2010, 11, 5),
    labour_capacity="minor",
    schooling="compulsory",
)


def needs(application: Application) -> dict[str, DocumentNeed]:
    return {need.code: need for need in required_documents(application, ON)}


def test_the_list_of_the_entry_page() -> None:
    application = household(member(), WORKER, PUPIL, incomes=(income("2", 1150),))
    assert [need.label for need in required_documents(application, ON)] == [
        "申请书（含真实性承诺）",
        "户口簿、身份证",
        "残疾人证（李海峰）",
        "核对授权书",
        "工资流水或停发证明（李海峰）",
        "在校证明（李梓涵）",
        "银行账户",
        "近亲属声明",
    ]


def test_every_member_signs_an_authorisation() -> None:
    need = needs(household(member(), WORKER, PUPIL))["authorisation"]
    assert (need.per_member, need.members, need.needed) == (True, ("1", "2", "3"), 3)


def test_the_family_need_not_bring_what_the_data_share_answers() -> None:
    found = needs(household(member(), WORKER, PUPIL))
    shared = {code for code, need in found.items() if need.can_be_shared}
    assert shared == {"identity", "disability_certificate", "student_certificate"}


@pytest.mark.parametrize(
    ("application", "code"),
    [
        (household(member(has_serious_illness=True)), "diagnosis"),
        (household(member(marital_status="divorced")), "marriage_document"),
        (household(member(has_local_hukou=False)), "residence_permit"),
        (household(is_by_proxy=True), "proxy_authorisation"),
        (household(receives_support=True), "support_document"),
        (household(incomes=(income("1", 100, "support"),)), "support_document"),
        (household(incomes=(income("1", 100, "business"),)), "business_record"),
        (household(incomes=(income("1", 100, "rent"),)), "lease"),
        (household(member(labour_capacity="student")), "student_certificate"),
    ],
)
def test_a_fact_calls_for_its_paper(application: Application, code: str) -> None:
    assert code in needs(application)
    assert code not in needs(household())


def test_a_child_below_school_age_needs_no_certificate() -> None:
    small = member("2", "son", birth_date=date(2018, 1, 1), labour_capacity="minor", schooling="compulsory")
    assert "student_certificate" not in needs(household(member(), small))


def test_support_is_asked_for_once() -> None:
    application = household(incomes=(income("1", 100, "support"),), receives_support=True)
    codes = [need.code for need in required_documents(application, ON)]
    assert codes.count("support_document") == 1
