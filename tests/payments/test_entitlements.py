"""Opening, changing and ending what a family receives."""

from datetime import date
from decimal import Decimal

import pytest

from apps.accounts.actors import system_actor
from apps.core.errors import Refused
from apps.payments.models import Coverage, Entitlement, EntitlementTerm
from apps.payments.services import entitlements, life, runs
from apps.people.models import PersonScope
from tests.factories import ZHONGHE, community_of
from tests.payments.factories import (
    FEBRUARY,
    JANUARY,
    make_benefit,
    make_checked_run,
    make_confirmed_case,
    make_desk,
)

pytestmark = pytest.mark.django_db
MARCH = date(2022, 3, 1)


def open_again(person, *, town=ZHONGHE, from_month=FEBRUARY, group="basic"):
    region = community_of(town)
    case = make_confirmed_case(person, None, region, date(2022, 1, 10))
    return entitlements.open_entitlement(
        case=case, programme="dibao", payee=person, household=None, account=None, region_id=region,
        from_month=from_month, amount=Decimal(1), standard=None, computation=[], persons=[person.pk],
        exclusive_group=group, recheck_class="B", next_recheck_on=None, actor=system_actor("system_import"),
    )  # fmt: skip


def change(benefit, month, amount="800.00", **fields):
    return life.change_amount(
        benefit, from_month=month, amount=Decimal(amount), standard=Decimal("1005.00"), cause="change",
        computation=[], actor=make_desk().maker, case=benefit.case, **fields,
    )  # fmt: skip


def end(benefit, month, reason="收入超过标准"):
    actor = make_desk().maker
    return life.end(benefit, last_month=month, reason=reason, actor=actor, case=benefit.case)


def test_an_entitlement_covers_its_persons_and_makes_them_visible_where_they_live():
    benefit = make_benefit(heads=3)
    assert benefit.number == benefit.case.number
    assert benefit.coverages.in_month(JANUARY).count() == 3
    assert PersonScope.objects.filter(reason="benefit", region=benefit.region).count() == 3


def test_a_second_benefit_of_the_same_group_is_refused_and_told():
    benefit = make_benefit()
    with pytest.raises(Refused, match="东胜街道享受低保（2022 年 1 月起），不能重复享受"):
        open_again(benefit.payee)
    assert Entitlement.objects.count() == 2  # the caller's transaction decides what becomes of the rest


def test_a_benefit_of_another_group_goes_beside_it():
    assert open_again(make_benefit().payee, group="disability").coverages.count() == 1


def test_after_the_last_month_another_benefit_may_begin():
    benefit = make_benefit()
    end(benefit, JANUARY)
    assert open_again(benefit.payee, from_month=FEBRUARY).from_month == FEBRUARY


def test_the_last_month_is_still_paid_and_the_next_is_not():
    benefit = make_benefit()
    end(benefit, JANUARY)
    assert runs.make_run("dibao", JANUARY, actor=make_desk().maker).lines.get().entitlement == benefit
    assert not Coverage.objects.in_month(FEBRUARY).exists()
    assert Entitlement.objects.get(pk=benefit.pk).status == "ended"


def test_ending_needs_a_reason_and_a_month_of_the_benefit():
    benefit = make_benefit()
    with pytest.raises(Refused, match="终止原因"):
        end(benefit, JANUARY, reason=" ")
    with pytest.raises(Refused, match="不能早于起始月"):
        end(benefit, date(2021, 12, 1))


def test_what_has_ended_stays_ended():
    benefit = make_benefit()
    end(benefit, JANUARY)
    with pytest.raises(Refused, match="已终止"):
        end(benefit, FEBRUARY)


def test_a_change_of_amount_begins_a_new_term():
    benefit = make_benefit()
    change(benefit, MARCH)
    terms = EntitlementTerm.objects.filter(entitlement=benefit).values_list(
        "first_month", "last_month", "amount"
    )
    assert list(terms) == [(JANUARY, FEBRUARY, Decimal("705.00")), (MARCH, None, Decimal("800.00"))]


def test_a_month_that_is_owed_keeps_its_place():
    benefit = make_benefit()
    make_checked_run(make_desk())
    with pytest.raises(Refused, match="2022 年 1 月已列入发放"):
        life.move(
            benefit,
            region_id=community_of(ZHONGHE),
            from_month=JANUARY,
            actor=make_desk().maker,
            case=benefit.case,
        )


def test_a_move_changes_the_town_from_its_month_on():
    benefit, new_home = make_benefit(), community_of(ZHONGHE)
    change(benefit, FEBRUARY, "705.00", region_id=new_home)
    benefit.refresh_from_db()
    assert [term.town_code for term in benefit.terms.all()] == ["330212009", ZHONGHE]
    assert benefit.town_code == ZHONGHE
