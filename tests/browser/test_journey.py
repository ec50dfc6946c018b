"""A household from the window to the second paid month and into the figures of a closed month, on both routes."""

from datetime import date

import pytest

from apps.casework.models import CaseState
from apps.payments.models import Transfer
from apps.policy.services import is_closed
from tests.browser.conftest import accessibility, picture
from tests.browser.journey import BUREAU, TOWN, Journey, later, say
from tests.browser.paying import pay_month
from tests.factories import delegate

FEBRUARY, MARCH = date(2022, 2, 1), date(2022, 3, 1)


@pytest.mark.parametrize("route", [TOWN, BUREAU], ids=["town", "bureau"])
def test_a_household_is_entered_decided_paid_twice_and_counted(enter, watch, route):
    watch.expected = {404}
    delegate()
    journey = Journey(enter, route)
    decided(journey)
    seen_in_public(journey)
    confirmed(journey)
    clock_page = journey.page(route.reviewer)

    later(clock_page, FEBRUARY)
    first = pay_month(journey, FEBRUARY, others_try=route is TOWN)  # who pays does not depend on who decided
    later(clock_page, MARCH)
    second = pay_month(journey, MARCH, others_try=False)
    paid = Transfer.objects.filter(line__entitlement=journey.case.entitlement, state="paid")
    assert [t.line.benefit_month for t in paid.order_by("pk")] == [FEBRUARY, MARCH]
    assert first.lines.get().amount == second.lines.get().amount == journey.case.dibao.proposed_amount

    later(clock_page, date(2022, 4, 1))
    assert is_closed(FEBRUARY) and is_closed(MARCH)
    counted(journey)


def decided(journey: Journey) -> None:
    """From the window to the preliminary opinion."""
    route = journey.route
    journey.enter_household()
    assert accessibility(journey.page(route.clerk)) == []
    journey.submit_household()
    journey.act(route.acceptor, "accept")
    journey.investigate()
    assert journey.case.state == CaseState.REVIEW
    page = journey.act(route.reviewer, "propose", say("propose", "符合条件，建议确认"))
    assert accessibility(page) == []
    picture(page, f"case-{route.clerk}")


def seen_in_public(journey: Journey) -> None:
    """The notice shows a masked name, heads and amount, and nothing else of the family."""
    public = journey.enter(None)
    public.goto("/notices/")
    text = public.locator("main").inner_text()
    assert f"{journey.route.applicant[0]}*" in text
    assert journey.route.applicant not in text and journey.route.applicant_number not in text
    assert "幸福路" not in text
    assert accessibility(public) == []


def confirmed(journey: Journey) -> None:
    """The notice runs out by itself; the one who decides on this route confirms."""
    route = journey.route
    journey.refused_to_others("end_notice", set())  # time alone ends it
    later(journey.page(route.reviewer), date(2022, 1, 20))
    assert journey.case.state == CaseState.CONFIRMATION
    journey.act(route.confirmer, "confirm", say("confirm", "同意"))
    assert journey.case.state == CaseState.CONFIRMED
    assert journey.case.entitlement.from_month == FEBRUARY
    letters = set(journey.case.letters.values_list("kind", flat=True))
    assert letters == {"acceptance", "confirmation"}


def counted(journey: Journey) -> None:
    """The closed month shows the family: one household, its persons, and the way down to its record."""
    page = journey.page("juling")
    page.goto("/statistics/2022-03/")
    assert accessibility(page) == []
    page.goto("/statistics/2022-03/assistance.dibao_persons/")
    assert page.locator(".fig-head").inner_text().count("2") >= 1
    assert page.get_by_text(journey.case.entitlement.number).count() >= 1
    assert accessibility(page) == []
    picture(page, f"figure-{journey.route.clerk}")
