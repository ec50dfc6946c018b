"""残疾人两项补贴: what the rules say of a certificate, and the way of an application, paid from its own month on."""

from datetime import date
from decimal import Decimal

import pytest

from apps.assistance.rules import disability as rules
from apps.casework.models import Case, Draft
from apps.core import clock
from apps.core.errors import Refused
from apps.payments.models import Entitlement
from tests.factories import DONGSHENG, Office, act, resident_number
from tests.payments.factories import open_for

DAY = date(2022, 1, 12)
HOLDER = resident_number(date(1971, 6, 3), "M")
RATES = {"full": Decimal(500), "partial": Decimal(250), "light": Decimal(125)}


def holder(**changes) -> rules.Holder:
    told = {"disability": "physical", "level": 2, "valid_until": date(2025, 6, 30), "received": "none"}
    return rules.Holder(**{**told, **changes})


@pytest.mark.parametrize(
    ("disability", "level", "holds"),
    [
        ("physical", 1, True),
        ("visual", 2, True),
        ("physical", 3, False),
        ("mental", 3, True),
        ("intellectual", 3, True),
        ("mental", 4, False),
    ],
)
def test_nursing_is_for_levels_one_and_two_and_for_the_kinds_of_level_three_that_the_place_takes_in(
    disability, level, holds
):
    verdict = rules.nursing(
        holder(disability=disability, level=level), "full", RATES, ["intellectual", "mental"], DAY
    )
    assert bool(verdict.is_eligible) is holds


@pytest.mark.parametrize(
    ("received", "living", "nursing"),
    [
        ("none", True, True),
        ("work_injury", False, False),
        ("elderly_care", True, False),
        ("child_full", False, True),
    ],
)
def test_what_is_had_already_bars_one_or_both(received, living, nursing):
    told = holder(received=received)
    assert bool(rules.living(told, "dibao", Decimal("301.50"), ["dibao"], DAY).is_eligible) is living
    assert bool(rules.nursing(told, "full", RATES, [], DAY).is_eligible) is nursing


def test_a_certificate_counts_to_its_last_day_and_a_hardship_only_where_it_is_taken_in():
    last = holder(valid_until=DAY)
    gone = holder(valid_until=date(2022, 1, 11))
    rate = Decimal("301.50")

    assert rules.living(last, "dibao", rate, ["dibao"], DAY).amount == rate
    assert rules.living(gone, "dibao", rate, ["dibao"], DAY).is_eligible is False
    assert rules.living(last, "low_edge", rate, ["dibao"], DAY).is_eligible is False


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (f"{HOLDER}42", ""),
        (f"{HOLDER}4", "应为 20 位"),
        (f"{resident_number(date(1971, 6, 4), 'M')}42", "前 18 位与身份证号不一致"),
        (f"{HOLDER}52", "第 19 位与所选残疾类别不一致"),
        (f"{HOLDER}43", "第 20 位与所选残疾等级不一致"),
    ],
)
def test_the_number_of_a_certificate_says_whose_it_is_which_kind_and_which_level(typed, fault):
    said = rules.certificate_fault(typed, HOLDER, "physical", 2)
    assert fault in said and bool(said) is bool(fault)


def told(community: str, **changes: str) -> dict[str, str]:
    return {
        "applicant-name": "裘海波",
        "applicant-number": HOLDER,
        "region": community,
        "channel": "window",
        "phone": "13800000127",
        "address": "泰和路 9 号",
        "bank": "鄞州银行",
        "account": "6228480000000003306",
        "disability": "physical",
        "disability_level": "2",
        "certificate_no": f"{HOLDER}42",
        "valid_until": "2022-09-30",
        "received": "none",
        "is_true": "on",
        "relative": "no",
        **changes,
    }


NURSING = {"band": "partial", "assessed_on": "2021-12-20", "assessor": "镇残联"}


def hand_in(window, kind: str, data: dict[str, str]) -> Case:
    draft = window.post(f"/cases/new/{kind}/", {"number": HOLDER, "do": "start"})["Location"]
    checked = window.post(draft, {**data, "do": "check", "window": "w", "revision": "1"})
    assert checked.status_code == 302, checked.content.decode()
    window.post(f"{draft}check/", {"submit_token": Draft.objects.get().submit_token})
    return Case.objects.order_by("pk").last()


def confirm(case: Case, office: Office, day: date) -> None:
    act(case, "accept", office.acceptor)
    act(case, "propose", office.reviewer)
    with clock.held(day):
        act(case, "confirm", office.section)


@pytest.mark.django_db
def test_it_is_paid_from_the_month_of_the_application_and_looked_at_again_when_the_certificate_ends(
    window, community
):
    office = Office(DONGSHENG)
    case = hand_in(window, "disability_nursing", told(community, **NURSING))

    confirm(case, office, date(2022, 2, 7))

    entitlement = Entitlement.objects.get()
    assert entitlement.from_month == date(2022, 1, 1)
    assert entitlement.terms.get().amount == Decimal("250.00")
    assert entitlement.next_recheck_on == date(2022, 9, 30)


@pytest.mark.django_db
def test_both_may_be_had_and_a_child_at_the_full_rate_of_an_orphan_has_no_living_subsidy(window, community):
    office = Office(DONGSHENG)
    living = hand_in(window, "disability_living", told(community, hardship="dibao"))
    confirm(living, office, date(2022, 1, 20))
    nursing = hand_in(window, "disability_nursing", told(community, **NURSING))
    confirm(nursing, office, date(2022, 1, 20))

    assert {row.programme for row in Entitlement.objects.all()} == {"disability_living", "disability_nursing"}
    with pytest.raises(Refused, match="不能同时享受"):
        open_for(living.applicant, "orphan", from_month=date(2022, 2, 1))


@pytest.mark.django_db
def test_a_certificate_of_somebody_else_stops_at_the_form_and_nothing_typed_is_lost(window, community):
    other = resident_number(date(1971, 6, 4), "M")
    draft = window.post("/cases/new/disability_living/", {"number": HOLDER, "do": "start"})["Location"]
    said = {"do": "check", "window": "w", "revision": "1"}

    wrong = told(community, hardship="dibao", certificate_no=f"{other}42")
    page = window.post(draft, {**wrong, **said}).content.decode()
    untold = window.post(draft, {**told(community, hardship="other"), **said}).content.decode()

    assert "残疾人证号前 18 位与身份证号不一致" in page and f'value="{other}42"' in page
    assert "其他困难残疾人，请说明困难情况" in untold
