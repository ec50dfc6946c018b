"""孤儿 and 困境儿童: what the rules say of parents, and the way of an application to the guardian's account."""

from datetime import date
from decimal import Decimal

import pytest

from apps.accounts.models import User
from apps.assistance.rules import children as rules
from apps.casework.models import Case, Draft
from apps.core import clock
from apps.payments.models import Entitlement
from tests.factories import DONGSHENG, Office, act, resident_number
from tests.support.accounts import browser

DAY = date(2022, 1, 12)
CHILD = resident_number(date(2012, 5, 1), "F")
GRANDMOTHER = resident_number(date(1951, 2, 3), "F")
RATES = {"defacto": Decimal(1990), "severe": Decimal(1260)}


def parent(who: str, circumstance: str, **dates: date) -> rules.Parent:
    return rules.Parent(who=who, circumstance=circumstance, **dates)


@pytest.mark.parametrize(
    ("father", "mother", "holds"),
    [
        (parent("父亲", "prison", since=date(2021, 1, 1)), parent("母亲", "serious_illness"), True),
        (parent("父亲", "dead"), parent("母亲", "severe_disability"), True),
        (parent("父亲", "dead"), parent("母亲", "missing"), False),  # an orphan
        (parent("父亲", "dead"), parent("母亲", "able"), False),
        (
            parent("父亲", "prison", since=date(2021, 12, 1), until=date(2022, 4, 1)),
            parent("母亲", "dead"),
            False,
        ),
        (parent("父亲", "out_of_contact", since=date(2021, 7, 12)), parent("母亲", "dead"), True),
        (parent("父亲", "out_of_contact", since=date(2021, 7, 13)), parent("母亲", "dead"), False),
    ],
)
def test_both_parents_must_be_unable_and_for_long_enough(father, mother, holds):
    assert rules.unattended([father, mother], DAY).holds is holds


def test_what_the_child_receives_already_is_made_up_to_the_full_rate():
    child = rules.Child(name="陈晨", birth_date=date(2012, 5, 1))
    parents = [parent("父亲", "dead"), parent("母亲", "prison", since=date(2020, 1, 1))]

    verdict = rules.difficulty(child, "defacto", parents, Decimal(505), RATES, DAY)
    nothing = rules.difficulty(child, "severe", [], Decimal(1260), RATES, DAY)

    assert verdict.amount == Decimal(1485) == sum(value for _, value, _ in verdict.lines[:-1])
    assert nothing.is_eligible is False


def test_the_day_of_the_eighteenth_birthday_is_too_late():
    child = rules.Child(name="陈晨", birth_date=date(2004, 1, 12))

    assert rules.difficulty(child, "severe", [], None, RATES, date(2022, 1, 11)).is_eligible
    assert rules.difficulty(child, "severe", [], None, RATES, date(2022, 1, 12)).is_eligible is False


def told(community: str, **changes: str) -> dict[str, str]:
    return {
        "applicant-name": "陈晨",
        "applicant-number": CHILD,
        "guardian-name": "王阿婆",
        "guardian-number": GRANDMOTHER,
        "guardian_relation": "kin",
        "region": community,
        "channel": "village_proxy",
        "phone": "13800000127",
        "address": "泰和路 9 号",
        "bank": "鄞州银行",
        "account": "6228480000000003306",
        "is_true": "on",
        "relative": "no",
        **changes,
    }


def hand_in(window, kind: str, data: dict[str, str]) -> Case:
    draft = window.post(f"/cases/new/{kind}/", {"number": CHILD, "do": "start"})["Location"]
    checked = window.post(draft, {**data, "do": "check", "window": "w", "revision": "1"})
    assert checked.status_code == 302, checked.content.decode()
    window.post(f"{draft}check/", {"submit_token": Draft.objects.get().submit_token})
    return Case.objects.get()


@pytest.mark.django_db
def test_an_orphan_is_recognised_by_the_bureau_without_a_notice_and_the_guardian_is_paid(window, community):
    office = Office(DONGSHENG)
    case = hand_in(window, "orphan", told(community, orphan_type="both_dead", placement="scattered"))

    act(case, "accept", office.acceptor)
    act(case, "propose", office.reviewer)
    assert not case.notices.exists() and case.decision_level == "district"
    with clock.held(date(2022, 1, 24)):
        act(case, "confirm", office.section)

    entitlement = Entitlement.objects.get()
    assert entitlement.payee.name == "王阿婆" and entitlement.account.holder_name == "王阿婆"
    assert entitlement.coverages.get().person.name == "陈晨"
    assert entitlement.terms.get().amount == Decimal("2100.00")


@pytest.mark.django_db
def test_a_child_whose_parents_are_not_told_both_is_sent_back_to_the_form(window, community):
    father = {
        "parents-0-key": "m1", "parents-0-who": "father", "parents-0-circumstance": "dead",
        "parents-0-evidence": "死亡证明",
    }  # fmt: skip
    draft = window.post("/cases/new/child/", {"number": CHILD, "do": "start"})["Location"]
    data = told(community, child_class="defacto", received="0") | father

    page = window.post(draft, {**data, "do": "check", "window": "w", "revision": "1"}).content.decode()

    assert "请分别填写父亲和母亲的情况" in page and 'value="死亡证明"' in page


@pytest.mark.django_db
def test_the_guardian_and_the_child_are_shown_masked_until_they_are_revealed(window, community):
    office = Office(DONGSHENG)
    case = hand_in(window, "orphan", told(community, orphan_type="both_dead", placement="scattered"))
    page = (
        browser(User.objects.get(pk=office.acceptor.user_id)).get(f"/cases/{case.number}/").content.decode()
    )

    assert "王阿婆" in page and GRANDMOTHER not in page and CHILD not in page
