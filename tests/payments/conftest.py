"""The desk that pays, its two browsers, and an overpayment."""

from decimal import Decimal

import pytest

from apps.accounts.models import User
from apps.payments.services import life
from tests.payments.factories import FEBRUARY, JANUARY, make_benefit, make_desk, make_paid_run
from tests.payments.test_life import on
from tests.support.accounts import browser


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def officer(desk):
    return browser(User.objects.get(pk=desk.maker.user_id))


@pytest.fixture
def decider(desk):
    return browser(User.objects.get(pk=desk.checker.user_id))


@pytest.fixture
def overpaid(desk):
    """January and February paid at 705.00; 600.00 would have been right."""
    benefit = make_benefit(amount="705.00")
    for month in (JANUARY, FEBRUARY):
        on(month)
        make_paid_run(desk, month)
    return life.change_amount(
        benefit, from_month=JANUARY, amount=Decimal("600.00"), standard=Decimal("1005.00"), cause="change",
        computation=[], actor=desk.maker, case=benefit.case,
    ).overpayment  # fmt: skip
