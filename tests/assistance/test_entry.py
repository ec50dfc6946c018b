"""From the resident number to the case: the window's way, as a browser goes it."""

from datetime import date
from decimal import Decimal

import pytest

from apps.assistance.models import DibaoIncome
from apps.assistance.services.dibao_facts import assess_case
from apps.casework.models import Case, CaseDocument, Draft
from apps.core import clock, crypto
from apps.people.models import BankAccount, Household, Person
from tests.assistance.entry_form import (
    ENTRY,
    MOTHER,
    SON,
    begin,
    check,
    family,
    household,
    incomes,
    member,
    posted,
    submit,
)
from tests.factories import (
    DONGSHENG,
    ZHONGHE,
    Office,
    act,
    advance,
    delegate,
    make_dibao,
    make_household,
    make_person,
    make_user,
)
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


def test_an_unknown_number_may_be_entered_and_a_mistyped_one_is_put_right(window):
    wrong = MOTHER[:17] + ("1" if MOTHER[17] != "1" else "2")

    refused = window.post(ENTRY, {"number": wrong})
    found = window.post(ENTRY, {"number": f" {MOTHER[:6]} {MOTHER[6:]} "})

    assert "身份证号最后一位不对，请核对" in refused.content.decode()
    assert "未发现重复，可以新增" in found.content.decode()
    assert MOTHER not in found.request["PATH_INFO"] + found.request["QUERY_STRING"]


def test_who_receives_dibao_in_another_town_is_told_where_and_since_when_and_refused(window):
    delegate(ZHONGHE)
    office = Office(ZHONGHE)
    case = advance(make_dibao(office), office, "confirmation")
    with clock.held(date(2022, 1, 24)):
        act(case, "confirm", office.decider(case))
    typed = case.applicant.number

    found = window.post(ENTRY, {"number": typed, "do": "search"})
    forced = window.post(ENTRY, {"number": typed, "do": "start"})

    page = found.content.decode()
    assert "该对象已在中河街道享受低保（2022 年 2 月起），不能重复申请" in page
    assert case.number not in page and case.applicant.name not in page
    assert forced.status_code == 200 and not Draft.objects.exists()


def test_an_open_application_of_the_family_is_shown_with_its_number_and_refused(window, community):
    case = make_dibao(Office(DONGSHENG))
    other = case.dibao.members.last().person

    page = window.post(ENTRY, {"number": other.number}).content.decode()

    assert "已有在办的低保申请" in page and case.number in page and "继续填写" not in page


def test_person_and_household_on_file_are_taken_over(window, community):
    child = make_person("李梓涵", birth=date(2010, 11, 5), region=community)
    person = make_person("王桂英", region=community, phone="13800000127", address="泰和路 1 号")
    make_household(community, child, head=person)

    page = window.get(begin(window, person.number)).content.decode()

    assert 'value="王桂英"' in page and f'value="{child.number}"' in page and 'value="13800000127"' in page


def test_entry_check_and_submit_make_persons_household_account_case_and_inbox_item(window, clerk, community):
    draft = begin(window)

    checked = check(window, draft, community)
    answers = window.get(checked["Location"]).content.decode()
    paper = window.get(f"{draft}print/").content.decode()
    done = submit(window, draft)

    case = Case.objects.get()
    assert case.state == "submitted" and case.region_id == community and case.created_by_id == clerk.pk
    assert [m.person.name for m in case.dibao.members.all()] == ["王桂英", "李海峰", "李梓涵"]
    assert DibaoIncome.objects.count() == 3 and case.dibao.declared_income == Decimal("1890.00")
    assert case.household.head == case.applicant and case.household.members.count() == 3
    assert BankAccount.objects.get().holder_name == "王桂英"
    assert case.work_items.get().task == "accept"
    assert not Draft.objects.exists()
    assessment = assess_case(case)
    assert f"{assessment.amount:,.2f}" in answers
    assert "最低生活保障申请书" in paper and MOTHER in paper
    page = window.get(done["Location"]).content.decode()
    assert case.number in page and "2022 年 1 月 13 日前受理" in page


def test_the_live_computation_is_that_of_the_rules_and_saves_nothing(window, community):
    draft = begin(window)
    data = posted(household(community), family(), incomes())

    complete = window.post(f"{draft}live/", data).content.decode()
    short = window.post(f"{draft}live/", posted({}, family()[:1])).content.decode()

    assert check(window, draft, community).status_code == 302
    submit(window, draft)
    assessment = assess_case(Case.objects.get())
    assert f"{assessment.amount:,.2f}" in complete and f"{assessment.per_head:,.2f}" in complete
    assert "1956-03-12" in complete
    assert "项才能判断" in short and "请填写收入" in short


def test_submitted_again_after_the_first_time_it_leads_to_the_same_case(window, community):
    draft = begin(window)
    check(window, draft, community)
    token = Draft.objects.get().submit_token

    first = window.post(f"{draft}check/", {"submit_token": token})
    second = window.post(f"{draft}check/", {"submit_token": token})

    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1 and Household.objects.count() == 1


def test_a_conflict_at_submission_is_a_sentence_on_the_form_and_nothing_is_written(window, community):
    draft = begin(window)
    check(window, draft, community)
    elsewhere = Office(ZHONGHE)
    son = make_person("李海峰", birth=date(1980, 9, 21), sex="M", number=SON, region=elsewhere.community)
    other = make_dibao(elsewhere)
    row = other.dibao.members.last()
    row.person = son
    row.save()

    response = submit(window, draft)

    page = response.content.decode()
    assert response.status_code == 422 and "李海峰在中河街道已有在办的低保申请" in page
    assert "王桂英" in page and not Person.objects.filter(name="王桂英").exists()
    assert Draft.objects.count() == 1


def test_papers_seen_are_noted_and_go_with_the_case(window, community):
    draft = begin(window)
    data = posted(household(community), family(), incomes(), window="w1", revision="1")

    page = window.post(draft, {**data, "do": "note:authorisation.m2:paper"}, headers={"HX-Request": "true"})
    check(window, draft, community)
    submit(window, draft)

    paper = CaseDocument.objects.get()
    assert "纸质已核" in page.content.decode() and "核对授权书（李海峰）" in page.content.decode()
    assert paper.case == Case.objects.get() and paper.person.name == "李海峰"


def test_a_member_who_may_not_apply_is_an_error_at_the_row(window, community):
    case = make_dibao(Office(ZHONGHE))
    draft = begin(window)
    rows = [*family(), member("m4", "陈某0", "spouse", case.applicant.number)]

    warned = window.post(f"{draft}related/", posted(household(community), rows, window="w1", revision="1"))
    data = posted(household(community), rows, incomes(), do="check", window="w1", revision="1")
    response = window.post(draft, data)

    assert "在中河街道已有在办的低保申请" in warned.content.decode()
    assert response.status_code == 422 and "家庭成员第 4 行" in response.content.decode()


def test_a_household_on_file_keeps_its_head_when_another_member_applies(window, community):
    father = make_person("李父", birth=date(1955, 1, 8), sex="M", region=community)
    mother = make_person("王桂英", birth=date(1956, 3, 12), number=MOTHER, region=community)
    filed = make_household(community, mother, head=father)
    draft = begin(window)
    rows = [*family(), member("m4", "李父", "spouse", father.number)]

    data = posted(household(community), rows, incomes(), do="check", window="w1", revision="1")
    assert window.post(draft, data).status_code == 302
    submit(window, draft)

    case = Case.objects.get()
    assert case.household == filed and case.applicant == mother and filed.members.count() == 4
    filed.refresh_from_db()
    assert filed.head == father


def test_a_member_of_another_household_is_a_sentence_on_the_form(window, community):
    son = make_person("李海峰", birth=date(1980, 9, 21), sex="M", number=SON, region=community)
    make_household(community, head=son)
    draft = begin(window)
    check(window, draft, community)

    page = submit(window, draft).content.decode()

    assert "李海峰已登记在另一户家庭中" in page and not Case.objects.exists()
    assert not Person.objects.filter(name="王桂英").exists()


def test_a_newborn_without_a_number_is_entered_by_birth_date_and_sex(window, community):
    draft = begin(window)
    child = member("m4", "李小宝", "grandson", "", labour_capacity="minor", birth_date="2021.12.1", sex="M")
    data = posted(household(community), [*family(), child], incomes(), do="check", window="w1", revision="1")

    shown = window.post(f"{draft}live/", data).content.decode()
    assert window.post(draft, data).status_code == 302
    submit(window, draft)

    assert "2021-12-01" in shown
    assert Person.objects.get(name="李小宝").number_kind == "temporary_code"


def test_nobody_enters_the_application_of_the_own_family(window, clerk, community):
    clerk.person_key = crypto.digest(SON).hex()
    clerk.save()
    draft = begin(window)
    check(window, draft, community)

    assert "应当回避" in submit(window, draft).content.decode()
    assert not Case.objects.exists()


def test_a_town_clerk_chooses_the_community(community):
    acceptor = browser(make_user("林晓", "acceptance_clerk", DONGSHENG))
    draft = begin(acceptor)

    missing = check(acceptor, draft, "")
    page = missing.content.decode()
    done = check(acceptor, draft, community)
    submit(acceptor, draft)

    assert "请选择所属村（社区）" in page
    assert done.status_code == 302 and Case.objects.get().region_id == community


def test_a_divorce_is_dated_and_a_recent_one_is_told_to_the_reviewer(window, clerk, community):
    draft = begin(window)
    undated = check(window, draft, community, **{"members-1-marital_status": "divorced"})
    dated = {"members-1-marital_status": "divorced", "members-1-divorced_on": "2021-10-08"}
    checked = check(window, draft, community, **dated)
    submit(window, draft)

    case = Case.objects.get()
    page = window.get(f"/cases/{case.number}/").content.decode()
    assert undated.status_code == 422 and "请填写离婚日期" in undated.content.decode()
    assert checked.status_code == 302
    assert "李海峰于 2021 年 10 月 8 日离婚，未满 12 个月，请核实是否仍与原配偶共同生活" in page
