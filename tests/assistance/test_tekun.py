"""特困供养 from the window to the entitlement, entered by its declaration alone."""

from datetime import date
from decimal import Decimal

import pytest

from apps.accounts.models import User
from apps.assistance.models import TekunApplication
from apps.casework.models import Case, Draft
from apps.core import clock
from apps.core.errors import Refused
from apps.payments.models import Entitlement
from tests.factories import DONGSHENG, Office, act, advance, delegate, make_dibao, resident_number
from tests.payments.factories import open_for
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db

ENTRY = "/cases/new/tekun/"
ABLE = {f"can_{item}": "True" for item in ("eat", "dress", "bed", "toilet", "walk", "bathe")}
OLD = resident_number(date(1950, 4, 2), "M")
WIFE = resident_number(date(1953, 8, 9), "F")


def told(community: str, **changes: str) -> dict[str, str]:
    """A single old man who lost two of the six abilities."""
    return {
        "applicant-name": "周阿根",
        "applicant-number": OLD,
        "region": community,
        "channel": "village_proxy",
        "phone": "13800000127",
        "address": "泰和路 9 号",
        "bank": "鄞州银行",
        "account": "6228480000000003306",
        "no_labour_ground": "elderly",
        **ABLE,
        "can_bathe": "False",
        "can_walk": "False",
        "self_care_on": "2022-01-10",
        "assessor": "第三方评估",
        "monthly_income": "210",
        "financial": "3000",
        "dwellings": "1",
        "support_form": "dispersed",
        "carer": "王丽",
        "agreement_no": "ZL-2022-001",
        "is_true": "on",
        "is_authorised": "on",
        "relative": "no",
        **changes,
    }


def claimant(number: str, **changes: str) -> dict[str, str]:
    row = {
        "key": "m1", "name": "李阿凤", "number": number, "relation": "spouse", "no_labour_ground": "elderly",
        **ABLE, **changes,
    }  # fmt: skip
    return {f"claimants-0-{name}": value for name, value in row.items()}


def begin(window, number: str = OLD) -> str:
    response = window.post(ENTRY, {"number": number, "do": "start"})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def check(window, draft: str, data: dict[str, str]):
    return window.post(draft, {**data, "do": "check", "window": "w1", "revision": "1"})


def hand_in(window, data: dict[str, str]) -> Case:
    draft = begin(window)
    checked = check(window, draft, data)
    assert checked.status_code == 302, checked.content.decode()
    token = Draft.objects.get().submit_token
    assert "周阿根" in window.get(checked["Location"]).content.decode()
    assert "申请书" in window.get(f"{draft}print/").content.decode()
    done = window.post(f"{draft}check/", {"submit_token": token})
    assert "下一步" in window.get(done["Location"]).content.decode()
    return Case.objects.get()


def test_an_old_man_is_entered_decided_by_the_town_and_paid_basic_and_partial_care(window, community):
    delegate(DONGSHENG, "tekun")
    office = Office(DONGSHENG)
    case = hand_in(window, told(community))

    advance(case, office, "confirmation")
    page = (
        browser(User.objects.get(pk=office.confirmer.user_id)).get(f"/cases/{case.number}/").content.decode()
    )
    with clock.held(date(2022, 2, 8)):
        act(case, "confirm", office.decider(case))

    assert case.is_delegated and case.state == "confirmed"
    assert "周阿根照料护理" in page and "ZL-2022-001" in page
    entitlement = Entitlement.objects.get()
    term = entitlement.terms.get()
    assert (entitlement.programme, term.first_month) == ("tekun", date(2022, 3, 1))
    assert term.amount == Decimal("1306.50") + Decimal("684.00")
    assert entitlement.coverages.get().person == case.applicant


def test_a_couple_gets_what_each_of_them_needs(window, community):
    data = told(community) | claimant(WIFE, **dict.fromkeys(ABLE, "False"))

    case = hand_in(window, data)
    advance(case, Office(DONGSHENG), "notice")

    detail = TekunApplication.objects.get()
    assert case.household.members.count() == detail.proposed_heads == 2
    assert detail.proposed_amount == Decimal("1306.50") * 2 + Decimal("684.00") + Decimal("1140.00")
    assert case.notices.get().head_count == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"monthly_income": "1005"}, "不低于低保标准"),
        ({"applicant-number": resident_number(date(1972, 1, 1), "M")}, "周岁，不符合"),
        ({"dwellings": "2"}, "超过限额"),
    ],
)
def test_what_speaks_against_it_is_told_while_typing_and_bars_the_opinion(
    window, community, changes, sentence
):
    draft = begin(window)

    live = window.post(f"{draft}live/", told(community, **changes)).content.decode()

    assert sentence in live and "预计" not in live


def test_a_supporter_who_can_pay_stands_against_it_one_who_cannot_needs_proof(window, community):
    draft = begin(window)
    able = {"supporters-0-key": "m1", "supporters-0-name": "周明", "supporters-0-relation": "子"}

    able_live = window.post(f"{draft}live/", told(community) | able | {"supporters-0-inability": "able"})
    unproved = check(window, draft, told(community) | able | {"supporters-0-inability": "disabled"})

    assert "1 名义务人有履行能力" in able_live.content.decode()
    assert unproved.status_code == 422 and "没有履行能力的，请写明依据" in unproved.content.decode()


def test_who_receives_dibao_is_told_and_barred(window, community):
    delegate(DONGSHENG)
    office = Office(DONGSHENG)
    case = advance(make_dibao(office), office, "confirmation")
    with clock.held(date(2022, 1, 24)):
        act(case, "confirm", office.decider(case))

    page = window.post(ENTRY, {"number": case.applicant.number, "do": "search"}).content.decode()

    assert "享受低保（2022 年 2 月起），不能同时享受特困供养" in page and "继续填写" not in page


def test_errors_name_every_field_and_nothing_typed_is_lost(window, community):
    draft = begin(window)
    data = told(community, phone="1", carer="", monthly_income="二百")

    page = check(window, draft, data).content.decode()

    assert "提交前还有" in page
    assert "联系电话应为 7 至 12 位数字" in page
    assert "分散供养的，请填写照料护理人和照料协议编号" in page
    assert 'value="二百"' in page and 'value="ZL-2022-001"' in page


def test_a_supplemented_application_comes_back_with_what_was_typed(window, clerk, community):
    office = Office(DONGSHENG)
    case = hand_in(window, told(community) | claimant(WIFE))
    act(case, "ask_supplement", office.acceptor, comment="缺评估表", gaps=["评估表"])

    draft = window.post(f"{ENTRY}supplement/{case.number}/")["Location"]
    page = window.get(draft).content.decode()
    again = told(community, assessor="区评估中心") | claimant(WIFE)
    assert check(window, draft, again).status_code == 302
    case.refresh_from_db()
    window.post(f"{draft}check/", {"version": case.version})

    case.refresh_from_db()
    assert 'value="李阿凤"' in page and "补正" in page
    assert case.state == "submitted" and TekunApplication.objects.get().assessor == "区评估中心"
    assert TekunApplication.objects.get().claimants.count() == 1


def test_a_benefit_granted_while_the_application_waits_bars_its_acceptance(window, community):
    office = Office(DONGSHENG)
    case = hand_in(window, told(community))
    open_for(case.applicant, "dibao", from_month=date(2022, 2, 1))

    with pytest.raises(Refused, match=r"享受低保.*不能同时享受特困供养"):
        act(case, "accept", office.acceptor)


def test_a_member_who_became_tekun_bars_the_acceptance_of_dibao(window, community):
    office = Office(DONGSHENG)
    case = make_dibao(office)
    open_for(case.applicant, "tekun", from_month=date(2022, 2, 1))

    with pytest.raises(Refused, match=r"享受特困供养.*不能同时享受低保"):
        act(case, "accept", office.acceptor)
