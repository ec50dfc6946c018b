"""Changes of a running benefit, through the pages (rulebook 9.1 to 9.7, 9.27 to 9.30)."""

from datetime import date
from decimal import Decimal

import pytest

from apps.casework.ticks import end_notices
from apps.payments.models import Entitlement, Overpayment
from apps.people.models import HouseholdMember
from apps.people.services.deaths import follow_open, register_death
from tests.assistance.changing import (
    as_,
    begin,
    decide,
    enter,
    form,
    granted,
    investigate,
    on,
    pay,
    submit,
    take,
    took,
    typed_at,
)
from tests.factories import DONGSHENG, ZHONGHE, Office, community_of, delegate
from tests.payments.factories import make_benefit

pytestmark = pytest.mark.django_db
FEBRUARY, MARCH, APRIL, JUNE, JULY = (date(2022, month, 1) for month in (2, 3, 4, 6, 7))


@pytest.fixture
def office() -> Office:
    delegate(DONGSHENG)
    return Office(DONGSHENG)


def terms(benefit):
    rows = benefit.terms.order_by("first_month")
    return [(row.first_month, row.last_month, row.amount, row.cause) for row in rows]


def covered(benefit, month):
    return set(benefit.coverages.in_month(month).values_list("person__name", flat=True))


def test_a_death_of_one_of_three_leaves_the_amount_for_two_from_the_next_month(office):
    benefit = granted(office)
    dead = benefit.coverages.get(person__name="陈某2").person
    on(date(2022, 3, 20))

    case = enter(office.clerk, benefit, "member_death", **{f"gone_{dead.pk}": "on", "event_on": "2022-03-14"})
    shown = as_(office.reviewer).get(f"/cases/{case.number}/").content.decode()
    decide(case, office, explained="on")

    assert "1,121.00" in shown and "116.00" in shown
    assert terms(benefit) == [
        (FEBRUARY, MARCH, Decimal("1121.00"), "new"),
        (APRIL, None, Decimal("116.00"), "change"),
    ]
    assert covered(benefit, MARCH) == {"陈某0", "陈某1", "陈某2"}
    assert covered(benefit, APRIL) == {"陈某0", "陈某1"}
    assert HouseholdMember.objects.get(person=dead).left_on == date(2022, 3, 14)


def test_the_death_of_the_only_member_learned_late_stops_the_benefit_and_leaves_months_to_recover(office):
    benefit = granted(office, income="300.00", heads=1)
    pay(FEBRUARY, JUNE)
    on(date(2022, 6, 20))
    register_death(benefit.payee, date(2022, 3, 14), actor=office.acceptor, source="family")

    (change,) = benefit.changes.all()
    decide(change.case, office, explained="on")

    benefit.refresh_from_db()
    assert (benefit.status, benefit.last_month, benefit.end_reason) == ("ended", MARCH, "保障对象死亡")
    overpayment = Overpayment.objects.get(entitlement=benefit)
    assert sum(month.amount for month in overpayment.months.all()) == Decimal("2115.00")
    assert overpayment.cause == "late_death_report"


def test_a_child_born_to_the_family_is_covered_from_the_month_after_the_decision(office):
    benefit = granted(office, heads=2)
    on(date(2022, 3, 10))
    address = begin(office.clerk, benefit, "member_join")
    typed = typed_at(address)
    newborn = {"name": "陈小宝", "relation": "daughter", "labour_capacity": "minor", "schooling": "none"}
    typed.add_member(**newborn, birth_date="2022-02-20", sex="F")

    case = submit(office.clerk, address, form(address, typed))
    investigate(case, office)
    took(office.reviewer, case, "propose")
    took(office.confirmer, case, "confirm")

    assert terms(benefit)[-1] == (APRIL, None, Decimal("1121.00"), "change")
    assert covered(benefit, MARCH) == {"陈某0", "陈某1"}
    assert covered(benefit, APRIL) == {"陈某0", "陈某1", "陈小宝"}
    assert Entitlement.objects.count() == 1


def test_who_splits_off_is_taken_out_and_applies_anew_with_what_is_on_file(office):
    benefit = granted(office)
    leaver = benefit.coverages.get(person__name="陈某1").person
    on(date(2022, 4, 8))
    stated = {f"gone_{leaver.pk}": "on", "leave_reason": "divorce", "event_on": "2022-03-01"}

    case = decide(enter(office.clerk, benefit, "split", **stated), office, explained="on")
    response = as_(office.clerk).post(
        f"/cases/new/dibao_change/apart/{case.number}/", {"person": str(leaver.pk)}
    )

    assert covered(benefit, APRIL) == {"陈某0", "陈某2"}
    assert terms(benefit)[-1][2] == Decimal("116.00")
    assert Entitlement.objects.count() == 1
    assert typed_at(response["Location"]).applicant["name"] == "陈某1"


def test_a_member_in_prison_is_not_counted_from_the_next_month_and_returns_by_a_change(office):
    benefit = granted(office)
    prisoner = benefit.coverages.get(person__name="陈某2").person
    on(date(2022, 3, 10))
    stated = {f"gone_{prisoner.pk}": "on", "leave_reason": "prison", "event_on": "2022-03-02"}
    decide(enter(office.clerk, benefit, "member_leave", **stated), office, explained="on")
    assert covered(benefit, MARCH) == {"陈某0", "陈某1", "陈某2"}
    assert covered(benefit, APRIL) == {"陈某0", "陈某1"}

    on(date(2022, 6, 10))
    address = begin(office.clerk, benefit, "member_join")
    typed = typed_at(address)
    returning = next(row for row in typed.members if row["name"] == "陈某2")
    assert returning["absence"] == "prison"
    returning["absence"] = ""
    case = investigate(submit(office.clerk, address, form(address, typed)), office)
    took(office.reviewer, case, "propose")
    took(office.confirmer, case, "confirm")

    assert covered(benefit, JULY) == {"陈某0", "陈某1", "陈某2"}
    assert terms(benefit)[-1][2] == Decimal("1121.00")


def test_two_benefits_merged_by_marriage_leave_one_on_the_sum_and_no_month_with_both(office):
    ours, theirs = granted(office, income="900.00", heads=1), granted(office, income="600.00", heads=1)
    on(date(2022, 3, 10))
    address = begin(office.clerk, ours, "merge")
    window = as_(office.clerk)
    taken = window.post(address, form(address, other_number=theirs.number, do="") | {"do": "take_other"})
    assert taken.status_code == 302, taken.content.decode()

    case = submit(office.clerk, address, form(address, typed_at(address)))
    investigate(case, office)
    took(office.reviewer, case, "propose")
    took(office.confirmer, case, "confirm")

    theirs.refresh_from_db()
    assert (theirs.status, theirs.last_month, theirs.end_reason) == ("ended", MARCH, "并入其他家庭")
    assert terms(ours)[-1] == (APRIL, None, Decimal("510.00"), "change")
    both = {theirs.payee_id, ours.payee_id}
    assert set(ours.coverages.in_month(APRIL).values_list("person_id", flat=True)) == both
    assert not theirs.coverages.in_month(APRIL).exists()


def test_a_move_keeps_the_number_and_the_next_decision_follows_the_new_town(office):
    benefit = granted(office)
    to = community_of(ZHONGHE)
    on(date(2022, 3, 10))

    decide(enter(office.clerk, benefit, "move", region=to, address="中河路 8 号"), office)

    benefit.refresh_from_db()
    rows = benefit.terms.order_by("first_month")
    assert [row.region_id[:9] for row in rows] == [DONGSHENG, ZHONGHE]
    assert (rows[1].first_month, rows[1].amount, benefit.region_id) == (APRIL, Decimal("1121.00"), to)
    assert (benefit.household.region_id, benefit.household.address) == (to, "中河路 8 号")
    there = Office(ZHONGHE)
    payee = {"payee": str(benefit.payee_id), "bank": "宁波银行", "account": "6228480000000009999"}
    case = enter(there.clerk, benefit, "payee", **payee)
    took(there.acceptor, case, "accept_simple")
    assert case.decision_level == "district"
    took(there.reviewer, case, "propose")
    took(there.section, case, "confirm")
    benefit.refresh_from_db()
    assert benefit.account.bank == "宁波银行"


def test_who_leaves_the_district_is_stopped_from_the_next_month(office):
    benefit = granted(office)
    on(date(2022, 4, 8))

    stated = {"end_reason": "moved_out", "event_on": "2022-03-05", "reason_text": "全家迁往外区"}
    decide(enter(office.clerk, benefit, "stop", **stated), office, explained="on")

    benefit.refresh_from_db()
    assert (benefit.last_month, benefit.end_reason) == (MARCH, "迁出本区")


def test_income_over_the_line_is_publicised_before_the_benefit_stops(office):
    benefit = granted(office)
    on(date(2022, 3, 10))
    address = begin(office.clerk, benefit, "income")
    typed = typed_at(address)
    typed.incomes[0]["monthly"] = "3015.00"

    case = investigate(submit(office.clerk, address, form(address, typed)), office)
    early = take(office.reviewer, case, "propose", explained="on")
    unexplained = take(office.reviewer, case, "propose_stop")
    took(office.reviewer, case, "propose_stop", explained="on")

    assert early.status_code == 422 and "停发须先公示 7 天" in early.content.decode()
    assert unexplained.status_code == 422 and "须先向家庭说明理由" in unexplained.content.decode()
    assert case.state == "notice"
    on(date(2022, 3, 18))
    end_notices(date(2022, 3, 18))
    took(office.confirmer, case, "confirm")
    benefit.refresh_from_db()
    assert (benefit.last_month, benefit.end_reason) == (MARCH, "收入超过标准")


def test_a_recheck_without_change_goes_on_and_dates_the_next_one(office):
    benefit = granted(office)
    on(date(2022, 7, 10))

    case = investigate(enter(office.clerk, benefit, "recheck"), office)
    took(office.reviewer, case, "propose")
    took(office.confirmer, case, "confirm")

    benefit.refresh_from_db()
    assert case.change.outcome == "unchanged"
    assert len(terms(benefit)) == 1
    assert benefit.next_recheck_on == date(2023, 1, 10)


def test_only_one_change_of_a_benefit_is_open(office):
    benefit = granted(office)
    on(date(2022, 3, 10))
    first = enter(office.clerk, benefit, "recheck")

    page = as_(office.clerk).get(f"/cases/new/dibao_change/of/{benefit.pk}/").content.decode()
    second = as_(office.clerk).post(f"/cases/new/dibao_change/of/{benefit.pk}/", {"ground": "income"})

    assert first.number in page
    assert second.status_code == 422 and first.number in second.content.decode()


def test_who_reviewed_a_change_cannot_confirm_it_and_a_refused_one_leaves_all_as_it_is(office):
    benefit = granted(office)
    on(date(2022, 3, 10))
    case = enter(
        office.clerk, benefit, "suspend", chosen_month_0="2022", chosen_month_1="4", reason_text="失联"
    )
    took(office.acceptor, case, "accept_simple")
    took(office.reviewer, case, "propose", explained="on")

    barred = take(office.reviewer, case, "confirm")
    took(office.confirmer, case, "refuse")

    assert barred.status_code == 403
    benefit.refresh_from_db()
    assert benefit.status == "active" and not benefit.suspensions.exists()


def test_income_exactly_on_the_line_is_no_longer_below_it(office):
    benefit = granted(office, income="900.00", heads=1)
    on(date(2022, 3, 10))
    address = begin(office.clerk, benefit, "income")
    typed = typed_at(address)
    typed.incomes[0]["monthly"] = "1005.00"
    case = investigate(submit(office.clerk, address, form(address, typed)), office)

    shown = as_(office.reviewer).get(f"/cases/{case.number}/").content.decode()

    assert "与标准相同，不低于标准" in shown
    assert "终止，最后月 2022 年 3 月，收入超过标准" in shown


def test_a_grown_child_who_studies_part_time_is_no_dependant_any_more(office):
    benefit = granted(office)
    on(date(2022, 3, 10))
    address = begin(office.clerk, benefit, "recheck")
    typed = typed_at(address)
    child = typed.members[2]
    child |= {"relation": "son", "schooling": "part_time", "labour_capacity": "full"}
    child.pop("lives_together")

    case = investigate(submit(office.clerk, address, form(address, typed)), office)
    took(office.reviewer, case, "propose", explained="on")
    took(office.confirmer, case, "confirm")

    assert covered(benefit, APRIL) == {"陈某0", "陈某1"}
    assert terms(benefit)[-1][2] == Decimal("116.00")


def start_work(office, benefit, wage: str):
    """The second member of a couple takes up work: the case, reviewed and confirmed."""
    address = begin(office.clerk, benefit, "job_start")
    typed = typed_at(address)
    typed.members[1]["work_since"] = "2022-03-01"
    typed.add_income(member=typed.members[1]["key"], source="wage", note="", monthly=wage)
    case = investigate(submit(office.clerk, address, form(address, typed)), office)
    took(office.reviewer, case, "propose", explained="on")
    return took(office.confirmer, case, "confirm")


def test_work_begun_on_the_roll_is_disregarded_first_and_phased_out_after(office):
    benefit = granted(office, income="0.00", heads=2)
    on(date(2022, 3, 10))
    start_work(office, benefit, "3600.00")
    assert terms(benefit)[-1] == (APRIL, None, Decimal("1425.00"), "change")

    on(date(2023, 3, 10))
    recheck = investigate(enter(office.clerk, benefit, "recheck"), office)
    took(office.reviewer, recheck, "propose_phase_out", explained="on")
    took(office.confirmer, recheck, "confirm")

    benefit.refresh_from_db()
    assert (benefit.phase_out_from, benefit.last_month) == (date(2023, 4, 1), date(2023, 9, 1))
    assert benefit.end_reason == "渐退期满"
    assert terms(benefit)[-1] == (date(2023, 4, 1), date(2023, 9, 1), Decimal("1425.00"), "phase_out")
    assert covered(benefit, date(2023, 9, 1)) == {"陈某0", "陈某1"}
    assert not benefit.coverages.in_month(date(2023, 10, 1)).exists()


def test_a_family_that_was_taken_over_is_asked_for_its_facts_once(office):
    on(date(2022, 3, 10))
    benefit = make_benefit(amount="705.00")
    address = begin(office.clerk, benefit, "income")
    page = as_(office.clerk).get(address).content.decode()
    typed = typed_at(address)
    typed.members[0] |= {"labour_capacity": "none", "has_local_hukou": "on", "lives_together": "on"}
    typed.add_income(member=typed.members[0]["key"], source="other", note="", monthly="500")
    typed.fields |= {
        "deposits": "0",
        "insurance": "0",
        "dwellings": "1",
        "vehicle": "none",
        "business": "none",
    }

    case = investigate(submit(office.clerk, address, form(address, typed)), office)
    took(office.reviewer, case, "propose", explained="on")
    took(office.confirmer, case, "confirm")

    assert "这户是历史数据" in page
    assert terms(benefit)[-1] == (APRIL, None, Decimal("505.00"), "change")
    again = typed_at(begin(office.clerk, benefit, "income"))
    assert again.incomes[0]["monthly"] == "500.00"


def test_a_death_while_another_change_is_open_is_followed_once_that_is_closed(office):
    benefit = granted(office)
    dead = benefit.coverages.get(person__name="陈某2").person
    on(date(2022, 3, 10))
    open_change = enter(office.clerk, benefit, "recheck")
    register_death(dead, date(2022, 3, 9), actor=office.acceptor, source="family")
    assert benefit.changes.count() == 1

    took(office.clerk, open_change, "withdraw")
    follow_open()
    follow_open()

    change = benefit.changes.get(ground="member_death")
    assert (change.event_on, change.case.state) == (date(2022, 3, 9), "submitted")
    assert change.case.dibao.members.get(person=dead).absence == "deceased"


def test_a_payee_who_has_died_is_replaced_and_what_the_system_began_is_not_withdrawn(office):
    benefit = granted(office)
    dead = benefit.payee
    on(date(2022, 3, 10))
    register_death(dead, date(2022, 3, 9), actor=office.acceptor, source="family")
    case = benefit.changes.get().case

    refused = take(office.clerk, case, "withdraw")
    decide(case, office)

    assert refused.status_code == 422 and "须作出决定，不能撤回" in refused.content.decode()
    benefit.refresh_from_db()
    assert benefit.payee_id != dead.pk and benefit.payee.name in {"陈某1", "陈某2"}
    assert terms(benefit)[-1][2] == Decimal("2010.00")
