"""Rechecks come up by themselves: by the cycle, by a birthday, bounded a day and never twice."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.accounts.actors import system_actor
from apps.assistance.models import DibaoChange
from apps.casework.models import Case
from apps.core import clock
from apps.core.errors import Refused
from apps.core.registries import ticks
from apps.payments.models import Entitlement
from apps.payments.services import life
from apps.policy.models import Parameter
from tests.assistance.changing import granted, investigate, on
from tests.factories import DONGSHENG, Office, act, community_of, make_person, make_user
from tests.payments.factories import JANUARY, make_benefit, make_confirmed_case
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


def a_day_passes(day: date | None = None) -> dict:
    return ticks.get("assistance.begin_rechecks").run(day or clock.today())


def due_on(day: date, **facts) -> Entitlement:
    benefit = make_benefit(**facts)
    Entitlement.objects.filter(pk=benefit.pk).update(next_recheck_on=day)
    return benefit


def came_up(benefit: Entitlement) -> Entitlement:
    """Its recheck was due on 9 March and has begun by itself on the day after."""
    Entitlement.objects.filter(pk=benefit.pk).update(next_recheck_on=date(2022, 3, 9))
    on(date(2022, 3, 10))
    assert a_day_passes()["begun"] == 1
    return benefit


def refuse(case: Case, office: Office) -> None:
    """Look at the family and decide that nothing changes."""
    investigate(case, office)
    act(case, "propose_refusal", office.reviewer)
    act(case, "refuse", office.decider(case))


def begun() -> dict[int, str]:
    return dict(DibaoChange.objects.filter(ground="recheck").values_list("entitlement_id", "reason_text"))


def test_a_benefit_is_looked_at_when_its_recheck_is_thirty_days_off() -> None:
    today = clock.today()
    near = due_on(today + timedelta(days=30), name="近")
    due_on(today + timedelta(days=31), name="远")
    assert a_day_passes() == {"begun": 1, "refused": 0}
    assert list(begun()) == [near.pk]


def test_the_same_day_again_begins_nothing_new() -> None:
    due_on(clock.today())
    a_day_passes()
    assert a_day_passes() == {"begun": 0, "refused": 0}
    assert DibaoChange.objects.count() == 1


def test_no_more_than_so_many_a_day_and_the_first_due_first() -> None:
    today = clock.today()
    later = due_on(today + timedelta(days=9), name="后")
    first = due_on(today - timedelta(days=3), name="先")
    Parameter.objects.filter(key="recheck.per_day").update(value=1)
    a_day_passes()
    assert list(begun()) == [first.pk]
    a_day_passes()
    assert set(begun()) == {first.pk, later.pk}


def test_a_child_that_turns_eighteen_is_a_reason_to_look_once() -> None:
    birthday = clock.today() + timedelta(days=10)
    child = make_person(
        "陈小", birth=birthday.replace(year=birthday.year - 18), region=community_of(DONGSHENG)
    )
    benefit = due_on(clock.today() + timedelta(days=200))
    case = make_confirmed_case(benefit.payee, benefit.household, benefit.region_id, date(2021, 12, 30))
    life.join(benefit, person=child, from_month=JANUARY, actor=system_actor("system_import"), case=case)
    a_day_passes()
    assert "满 18 周岁" in begun()[benefit.pk]
    on(clock.today())
    DibaoChange.objects.update(has_facts=True)
    refuse(DibaoChange.objects.get().case, Office(DONGSHENG))
    assert a_day_passes()["begun"] == 0, "what was looked at for that birthday is not looked at again"


@pytest.mark.parametrize(("step", "who"), [("decline", "acceptor"), ("withdraw", "clerk")])
def test_a_recheck_that_has_come_up_is_neither_declined_nor_withdrawn(step: str, who: str) -> None:
    due_on(clock.today())
    a_day_passes()
    with pytest.raises(Refused, match="须作出决定"):
        act(DibaoChange.objects.get().case, step, getattr(Office(DONGSHENG), who), comment="不用复核")
    assert DibaoChange.objects.get().case.state == "submitted"


def test_a_recheck_that_was_decided_without_a_change_comes_up_again_with_its_cycle_only() -> None:
    office = Office(DONGSHENG)
    benefit = came_up(granted(office))
    refuse(DibaoChange.objects.get().case, office)
    benefit.refresh_from_db()
    assert benefit.next_recheck_on == date(2022, 9, 10)
    assert a_day_passes(date(2022, 3, 11))["begun"] == 0


def test_a_recheck_that_was_terminated_does_not_begin_again_but_stays_overdue_in_the_list() -> None:
    office = Office(DONGSHENG)
    came_up(granted(office))
    case = investigate(DibaoChange.objects.get().case, office)
    act(case, "terminate", office.reviewer, comment="拒不配合调查")
    assert a_day_passes(date(2022, 3, 11))["begun"] == 0
    town = browser(make_user("受理乙", "acceptance_clerk", DONGSHENG))
    assert "逾期 1 天" in town.get(reverse("assistance:rechecks") + "?view=overdue").content.decode()


def test_the_list_shows_what_is_due_and_what_is_overdue_with_its_case() -> None:
    today = clock.today()
    due_on(today + timedelta(days=12), name="陈近期")
    due_on(today - timedelta(days=2), name="王逾期")
    a_day_passes()
    town = browser(make_user("受理甲", "acceptance_clerk", DONGSHENG))
    page = town.get(reverse("assistance:rechecks")).content.decode()
    assert "还有 12 天" in page and "逾期" not in page.split("<tbody>")[1]
    overdue = town.get(reverse("assistance:rechecks") + "?view=overdue").content.decode()
    assert "逾期 2 天" in overdue
    assert DibaoChange.objects.first().case.number in page + overdue
