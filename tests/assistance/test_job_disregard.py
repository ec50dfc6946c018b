"""Work taken up while on the roll, and what a new standard makes of families whose lines depend on it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.assistance.models import DibaoIncome, StandardChange
from apps.assistance.services.change_begin import begin_change
from apps.assistance.services.dibao_facts import assess_case
from apps.casework.models import Case, CaseState
from apps.core import clock
from apps.payments.models import Entitlement
from apps.policy.models import Parameter, Standard
from tests.factories import DISTRICT, Office, act, advance, make_dibao, make_user
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


def confirmed(case: Case, office: Office) -> Entitlement:
    """Confirmed in January, so on the roll from February on."""
    advance(case, office, CaseState.CONFIRMATION)
    with clock.held(date(2022, 1, 25)):
        act(case, "confirm", office.decider(case))
    return Entitlement.objects.get(case=case)


def on_the_roll(**facts) -> tuple[Entitlement, Office]:
    office = Office()
    case = make_dibao(office, **facts)
    return confirmed(case, office), office


def starts_work(entitlement: Entitlement, office: Office, wage: str):
    """A change in which the second member has work since February."""
    case = begin_change(entitlement, "job_start", actor=office.clerk)
    worker = case.dibao.members.order_by("position")[1]
    worker.work_since = date(2022, 2, 1)
    worker.save()
    DibaoIncome.objects.create(
        application=case.dibao, member=worker, position=9, source="wage", monthly=Decimal(wage)
    )
    return case


def test_example_b_the_first_wage_of_a_member_is_disregarded_up_to_three_standards() -> None:
    entitlement, office = on_the_roll(income="0.00", heads=2)
    with clock.held(date(2022, 2, 15)):
        case = starts_work(entitlement, office, "3600.00")
    assessment = assess_case(case)
    assert assessment.means.disregarded == 3 * 1005
    assert assessment.amount == 1425


def test_who_worked_before_he_came_on_the_roll_is_not_disregarded() -> None:
    office = Office()
    case = make_dibao(office, income="800.00", heads=2)
    case.dibao.members.update(work_since=date(2022, 1, 1))
    assert assess_case(case).means.disregarded == 0


def test_supplements_follow_a_new_standard_by_their_share_and_the_income_stays() -> None:
    Parameter.objects.filter(key="dibao.supplement.serious_illness").update(value="0.2")
    office = Office()
    case = make_dibao(office, income="900.00", heads=2)
    ill = case.dibao.members.first()
    ill.has_serious_illness = True
    ill.save()
    entitlement = confirmed(case, office)
    assert entitlement.terms.get().amount == 2 * 1005 - 900 + 201
    section = browser(make_user("科室甲", "section_officer", DISTRICT))
    data = {"amount": "1065", "from_month_0": "2022", "from_month_1": "2", "document": "甬民发〔2022〕1号"}
    section.post(reverse("assistance:standard_new"), data)
    section.post(reverse("assistance:standard_preview", args=[Standard.objects.get(amount=1065).pk]))
    row = StandardChange.objects.get().rows.get()
    assert (row.basis, row.income) == ("facts", 900)
    assert row.after == 2 * 1065 - 900 + 213
