"""A household from the window to the second paid month and into the figures of a closed month, on both routes."""

from datetime import date

import pytest

from apps.casework.models import CaseState
from tests.browser.journey import BUREAU, TOWN, Journey, later, say
from tests.factories import delegate


@pytest.mark.parametrize("route", [TOWN, BUREAU], ids=["the town decides", "the bureau decides"])
def test_a_household_is_entered_decided_paid_and_counted(enter, watch, route):
    watch.expected = {404}
    delegate()
    journey = Journey(enter, route)

    journey.enter_household()
    journey.submit_household()
    journey.act(route.acceptor, "accept")
    journey.investigate()
    assert journey.case.state == CaseState.REVIEW
    journey.act(route.reviewer, "propose", say("propose", "符合条件，建议确认"))

    public = enter(None)
    public.goto("/notices/")
    assert public.get_by_text(f"{route.applicant[0]}*").count() >= 1
    assert route.applicant_number not in public.content()

    later(journey.page(route.reviewer), date(2022, 1, 20))
    assert journey.case.state == CaseState.CONFIRMATION
    journey.act(route.confirmer, "confirm", say("confirm", "同意"))
    assert journey.case.state == CaseState.CONFIRMED
    assert journey.case.entitlement.from_month == date(2022, 2, 1)
