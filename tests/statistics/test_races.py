"""Closing and paying at the same moment, on real connections."""

import pytest

from apps.audit.models import Event
from apps.statistics.models import FrozenFigure
from apps.statistics.services import close_period, figures
from tests.factories import DISTRICT, make_actor
from tests.payments.test_races import at_once
from tests.statistics.rolls import DECEMBER, make_roll

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_at_once_close_a_month_once():
    make_roll()
    officers = [make_actor("section_officer", DISTRICT, name=name) for name in ("甲", "乙")]
    closed = at_once(*[lambda who=who: close_period("month", DECEMBER, actor=who) for who in officers])
    assert len({period.pk for period in closed}) == 1
    assert FrozenFigure.objects.filter(region_id=DISTRICT).count() == len(figures("month", DECEMBER))
    assert Event.objects.filter(action="statistics.close_period").count() == 1
