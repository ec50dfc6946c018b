"""What a dibao case shows, and what its own forms do."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.assistance.models import DibaoApplication
from tests.factories import DONGSHENG, Office, act, advance, delegate, make_dibao
from tests.payments.factories import make_benefit
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    delegate(DONGSHENG)
    return Office(DONGSHENG)


def as_(actor):
    return browser(User.objects.get(pk=actor.user_id))


def page(actor, case) -> str:
    return as_(actor).get(reverse("casework:case", args=[case.number])).content.decode()


def take(actor, case, action: str, **data):
    case.refresh_from_db()
    address = reverse("casework:act", args=[case.number, action])
    return as_(actor).post(address, {"version": case.version, "comment": "情况属实", **data})


def test_the_page_shows_family_computation_and_what_is_missing_before_acceptance(office):
    case = make_dibao(office)

    shown = page(office.acceptor, case)

    assert "1,121.00" in shown and "陈某2" in shown
    assert case.applicant.number not in shown and case.applicant.number_hint in shown
    assert "材料清单" in shown and "请补齐以下材料：申请书（含真实性承诺）、户口簿、身份证" in shown


def test_what_verification_finds_replaces_what_was_declared(office):
    case = advance(make_dibao(office), office, "verifying")
    income = case.dibao.incomes.get()

    alike = take(
        office.verifier,
        case,
        "record_verification",
        sources=["社保"],
        result="consistent",
        **{f"income_{income.pk}": "2,400"},
    )
    take(
        office.verifier,
        case,
        "record_verification",
        sources=["社保"],
        result="differs",
        differences="工资高于申报",
        **{f"income_{income.pk}": "2,400"},
    )

    income.refresh_from_db()
    shown = page(office.verifier, case)
    assert alike.status_code == 422 and "核对结果应选" in alike.content.decode()
    assert income.verified == Decimal("2400.00")
    assert "不一致" in shown and "615.00" in shown


def test_after_the_review_the_page_shows_the_amount_as_it_was_frozen(office):
    case = advance(make_dibao(office), office, "notice")
    case.dibao.incomes.update(monthly=Decimal("100"))

    shown = page(office.reviewer, case)

    assert "初审时的计算" in shown and "1,121.00" in shown


def test_a_family_over_the_line_is_told_why_and_the_opinion_is_prepared(office):
    case = advance(make_dibao(office, income="9000"), office, "review")

    shown = page(office.reviewer, case)

    assert "高于标准" in shown and "经审核，人均月收入 3,000.00 元" in shown


def test_a_case_from_the_old_roll_shows_who_is_covered_and_the_amount_decided(office):
    case = make_benefit(heads=3, amount="705.00").case
    DibaoApplication.objects.create(
        case=case,
        reason="illness",
        proposed_amount=Decimal("705"),
        proposed_heads=3,
        countable_income=Decimal("2310"),
        computation=[
            {"label": "每月保障金额", "value": "705.00", "source": "", "kind": "sum", "article": ""}
        ],
    )

    shown = page(office.reviewer, case)

    assert "保障人员 3 人" in shown and "陈某2" in shown and "705.00" in shown and "历史数据" in shown


def test_a_case_to_be_supplemented_leads_to_its_form(office):
    case = make_dibao(office)
    act(case, "ask_supplement", office.acceptor)

    assert reverse("assistance:dibao_supplement", args=[case.number]) in page(office.clerk, case)
    assert as_(office.reviewer).get(f"/cases/new/dibao/supplement/{case.number}/").status_code == 403
