"""Changes that are begun at the same moment."""

from datetime import date

import pytest

from apps.assistance.services.change_begin import begin_change
from apps.core.errors import Refused
from tests.assistance.changing import granted, on
from tests.factories import DONGSHENG, Office, delegate
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_begin_a_change_at_once_one_is_led_to_the_other():
    delegate(DONGSHENG)
    office = Office(DONGSHENG)
    benefit = granted(office)
    on(date(2022, 3, 10))

    made = at_once(
        lambda: begin_change(benefit, "recheck", actor=office.clerk),
        lambda: begin_change(benefit, "income", actor=office.acceptor),
    )

    (refused,) = [each for each in made if isinstance(each, Refused)]
    assert benefit.changes.count() == 1
    assert refused.code == "open_change" and benefit.changes.get().case.number in refused.message
