"""A closed month stays closed."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.core import clock
from apps.core.errors import PeriodClosed, Refused
from apps.policy import services
from apps.policy.models import Period
from tests.support.accounts import DISTRICT, actor

pytestmark = pytest.mark.django_db
DECEMBER = date(2021, 12, 1)


@pytest.fixture
def closed():
    with transaction.atomic():
        return services.mark_closed(
            services.lock_period("month", DECEMBER), actor=actor("section_officer", DISTRICT)
        )


def test_a_new_month_is_open():
    services.ensure_open(date(2021, 12, 17))
    assert not services.is_closed(DECEMBER)


def test_a_closed_month_takes_no_writes(closed):
    with pytest.raises(PeriodClosed, match="2021 年 12 月已关账"):
        services.ensure_open(date(2021, 12, 17))


def test_a_month_that_is_not_over_cannot_be_closed():
    with pytest.raises(Refused, match="还没有结束"):
        services.mark_closed(
            services.lock_period("month", date(2022, 1, 1)), actor=actor("section_officer", DISTRICT)
        )


def test_a_month_is_closed_once(closed):
    with pytest.raises(Refused, match="已经关账"):
        services.mark_closed(
            services.lock_period("month", DECEMBER), actor=actor("section_officer", DISTRICT)
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(state="open", closed_at=None, closed_on=None),
        lambda rows: rows.update(closed_at=timezone.now()),
        lambda rows: rows.delete(),
    ],
)
def test_the_database_neither_reopens_nor_deletes_a_closed_month(closed, change):
    with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        change(Period.objects.filter(pk=closed.pk))


@pytest.mark.parametrize(
    ("day", "answer"), [("2021-12-31", True), ("2022-01-01", False), ("2021-11-30", False)]
)
def test_other_tables_can_ask_the_database_whether_a_day_is_closed(closed, day, answer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy_is_closed(%s)", [day])
        assert cursor.fetchone() == (answer,)


def test_the_business_date_is_one_for_a_request_and_moves_between_them():
    from apps.policy.businessdate import move_business_date

    someone = actor("section_officer", DISTRICT)
    with clock.held():
        assert clock.today() == date(2022, 1, 12)
        move_business_date(1, actor=someone)
        assert clock.today() == date(2022, 1, 12)
    assert clock.today() == date(2022, 1, 13)


def test_production_never_moves_its_date(settings):
    from apps.policy.businessdate import move_business_date

    settings.DEPLOYMENT = "production"
    with pytest.raises(Refused, match="随日历走"):
        move_business_date(1, actor=actor("section_officer", DISTRICT))
    assert clock.today() == timezone.localdate()
