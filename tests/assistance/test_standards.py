"""A change of standard over the whole roll, as the section and the leader do it in the browser."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.accounts.actors import system_actor
from apps.assistance.models import StandardChange, StandardChangeRow
from apps.casework.models import Case
from apps.payments.models import Arrear, Coverage, Entitlement
from apps.payments.services import life
from apps.policy.models import Standard
from tests.factories import DISTRICT, DONGSHENG, make_user
from tests.payments.factories import JANUARY, make_benefit, make_checked_run, make_confirmed_case, make_desk
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db

NOVEMBER, DECEMBER = date(2021, 11, 1), date(2021, 12, 1)


@pytest.fixture
def section():
    return browser(make_user("科室甲", "section_officer", DISTRICT))


@pytest.fixture
def leader():
    return browser(make_user("局长乙", "leader", DISTRICT))


def enter(client, amount="1065", year="2022", month="1", document="甬民发〔2022〕1号"):
    data = {"amount": amount, "from_month_0": year, "from_month_1": month, "document": document}
    return client.post(reverse("assistance:standard_new"), data)


def preview(client) -> StandardChange:
    standard = Standard.objects.order_by("-effective_from").first()
    client.post(reverse("assistance:standard_preview", args=[standard.pk]))
    return StandardChange.objects.order_by("-pk").first()


def decide(client, change, decision="accept", comment=""):
    data = {"version": change.version, "decision": decision, "comment": comment}
    return client.post(reverse("assistance:standard_change_decide", args=[change.pk]), data)


def amounts(entitlement: Entitlement) -> list[tuple[date, Decimal]]:
    return [(term.first_month, term.amount) for term in entitlement.terms.order_by("first_month")]


def test_every_benefit_gains_standard_times_heads_and_the_income_is_not_opened_again(section, leader):
    one = make_benefit(amount="705.00", heads=1, from_month=DECEMBER)
    three = make_benefit(amount="1121.00", heads=3, from_month=DECEMBER)
    assert enter(section).status_code == 302
    change = preview(section)
    page = section.get(
        reverse("assistance:standard_change", args=[change.pk]) + "?view=rows"
    ).content.decode()
    assert "765.00" in page and "1,301.00" in page
    assert "收入按现金额反推：1,005 × 3 人 − 1,121.00" in page
    assert amounts(three) == [(DECEMBER, Decimal(1121))], "a preview changes nothing"
    decide(leader, change)
    assert amounts(one) == [(DECEMBER, Decimal(705)), (JANUARY, Decimal(765))]
    assert amounts(three) == [(DECEMBER, Decimal(1121)), (JANUARY, Decimal(1301))]
    assert Coverage.objects.count() == 4, "nobody enters the roll through a standard"


def test_whoever_made_the_change_cannot_decide_it(section):
    make_benefit(from_month=DECEMBER)
    enter(section)
    change = preview(section)
    assert decide(section, change).status_code == 403
    with pytest.raises(DatabaseError), transaction.atomic():
        StandardChange.objects.filter(pk=change.pk).update(
            state="decided",
            decided_by=change.made_by_id,
            decider_key=change.maker_key,
            decided_on=change.made_on,
        )


def test_a_decision_by_somebody_whose_post_may_not_is_refused_by_the_database(section):
    make_benefit(from_month=DECEMBER)
    enter(section)
    change = preview(section)
    other = make_user("科室丙", "section_officer", DISTRICT)
    with pytest.raises(DatabaseError), transaction.atomic():
        StandardChange.objects.filter(pk=change.pk).update(
            state="decided", decided_by=other, decider_key=other.person_key, decided_on=change.made_on
        )


def test_back_pay_is_the_difference_times_the_persons_covered_in_each_month(section, leader):
    """Edge case 14: a member who left in between counts for the months in which he was covered only."""
    desk = make_desk()
    benefit = make_benefit(amount="1110.00", heads=2, from_month=NOVEMBER)
    for month in (NOVEMBER, DECEMBER):
        make_checked_run(desk, month)
    leaving = benefit.coverages.exclude(person=benefit.payee).get().person
    case = decided_case(benefit)
    system = system_actor("system_import")
    life.leave(benefit, person=leaving, last_month=NOVEMBER, reason="分户", actor=system, case=case)
    life.change_amount(
        benefit,
        from_month=DECEMBER,
        amount=Decimal(705),
        standard=Decimal(1005),
        cause="change",
        computation=[],
        actor=system,
        case=case,
    )
    enter(section, year="2021", month="11")
    decide(leader, preview(section))
    owed = {(row.benefit_month): row.amount for row in Arrear.objects.filter(entitlement=benefit)}
    assert owed[NOVEMBER] == 2 * 60
    assert benefit.terms.get(first_month=DECEMBER).amount == 765, "one person from December on"


def decided_case(benefit: Entitlement) -> Case:
    return make_confirmed_case(benefit.payee, benefit.household, benefit.region_id, date(2021, 12, 30))


def test_a_roll_that_changed_since_the_preview_is_shown_again_and_not_applied(section, leader):
    make_benefit(amount="705.00", from_month=DECEMBER)
    enter(section)
    change = preview(section)
    late = make_benefit(amount="500.00", from_month=DECEMBER, name="后来户")
    answer = decide(leader, change)
    assert answer.status_code == 302
    change.refresh_from_db()
    assert change.state == "pending"
    assert amounts(late) == [(DECEMBER, Decimal(500))]
    assert change.rows.filter(entitlement=late, after=560).exists()
    decide(leader, change)
    assert late.terms.get(first_month=JANUARY).amount == 560


def test_the_rows_of_a_decision_are_frozen_and_a_used_standard_stays(section, leader):
    make_benefit(from_month=DECEMBER)
    enter(section)
    change = preview(section)
    decide(leader, change)
    with pytest.raises(DatabaseError), transaction.atomic():
        StandardChangeRow.objects.filter(change=change).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Standard.objects.filter(pk=change.standard_id).update(amount=Decimal(1100))
    answer = section.post(
        reverse("assistance:standard_correct", args=[change.standard_id]),
        {"amount": "1100", "from_month_0": "2022", "from_month_1": "1", "document": "甬民发〔2022〕1号"},
    )
    assert answer.status_code == 422
    assert "已经使用" in answer.content.decode()


def test_a_slip_in_a_standard_is_put_right_before_it_is_used(section):
    enter(section, amount="1605")
    standard = Standard.objects.get(amount=1605)
    section.post(
        reverse("assistance:standard_correct", args=[standard.pk]),
        {"amount": "1065", "from_month_0": "2022", "from_month_1": "2", "document": "甬民发〔2022〕1号"},
    )
    standard.refresh_from_db()
    assert (standard.amount, standard.effective_from) == (1065, date(2022, 2, 1))
    assert Standard.objects.get(amount=1005).effective_to == date(2022, 1, 31)


def test_a_phase_out_keeps_its_amount_and_a_suspended_benefit_follows(section, leader):
    fading = make_benefit(amount="400.00", from_month=DECEMBER, name="渐退户")
    paused = make_benefit(amount="300.00", from_month=DECEMBER, name="暂停户")
    system = system_actor("system_import")
    life.begin_phase_out(
        fading,
        from_month=JANUARY,
        last_month=date(2022, 3, 1),
        amount=Decimal(400),
        computation=[],
        actor=system,
        case=decided_case(fading),
    )
    life.suspend(paused, from_month=JANUARY, reason="下落不明", actor=system, case=decided_case(paused))
    enter(section)
    change = preview(section)
    out = section.get(reverse("assistance:standard_change", args=[change.pk]) + "?view=out").content.decode()
    assert "渐退期间，金额不随标准调整" in out
    decide(leader, change)
    assert [amount for _, amount in amounts(fading)] == [400, 400]
    assert paused.terms.get(first_month=JANUARY).amount == 360


def test_a_lower_standard_does_not_reach_back_into_months_that_are_owed(section):
    desk = make_desk()
    make_benefit(amount="705.00", from_month=DECEMBER)
    make_checked_run(desk, DECEMBER)
    enter(section, amount="905", year="2021", month="12")
    assert preview(section) is None


def test_a_town_sees_its_own_families_of_a_decided_change_only(section, leader):
    make_benefit(amount="705.00", from_month=DECEMBER, name="东胜甲")
    make_benefit(amount="600.00", from_month=DECEMBER, town="330212008", name="百丈乙")
    enter(section)
    change = preview(section)
    town = browser(make_user("初审丁", "reviewer", DONGSHENG))
    address = reverse("assistance:standard_change", args=[change.pk])
    assert town.get(address).status_code == 404, "what is not decided is the bureau's"
    decide(leader, change)
    page = town.get(f"{address}?view=rows").content.decode()
    assert "765.00" in page and "660.00" not in page


def test_each_family_gets_a_notice_and_a_town_gets_one_print_file(section, leader):
    benefit = make_benefit(from_month=DECEMBER)
    enter(section)
    change = preview(section)
    address = reverse("assistance:standard_letter", args=[change.pk, benefit.pk])
    assert section.get(address).status_code == 422, "no notice before the decision"
    decide(leader, change)
    letter = section.get(address)
    assert letter["Content-Type"] == "application/pdf" and letter.content.startswith(b"%PDF")
    town = reverse("assistance:standard_letters", args=[change.pk, DONGSHENG])
    asked, again = section.post(town), section.post(town)
    assert asked["Location"] == again["Location"], "one job however often it is asked for"


def test_the_page_of_standards_answers_what_was_in_force_on_a_day(section):
    page = section.get(reverse("assistance:standards") + "?on=2019-06-30").content.decode()
    assert "810.00" in page and "1,215.00" in page, "the low-edge line follows by its formula"


def test_the_list_of_gains_is_exported_with_the_reasons(section):
    make_benefit(from_month=DECEMBER)
    enter(section)
    change = preview(section)
    answer = section.get(reverse("assistance:standard_change_export", args=[change.pk]))
    assert b"".join(answer.streaming_content)[:2] == b"PK"
