"""What is in force on a day."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.errors import DomainError
from apps.core.workdays import CalendarMissing, add_workdays
from apps.policy import services
from apps.policy.models import CalendarDay, CalendarYear, Parameter, Standard
from apps.policy.workcalendar import working_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def standards():
    Standard.objects.create(
        code="test.standard",
        label="试验标准",
        amount="900",
        effective_from="2020-07-01",
        effective_to="2021-06-30",
    )
    Standard.objects.create(
        code="test.standard", label="试验标准", amount="1005", effective_from="2021-07-01"
    )


@pytest.mark.parametrize(
    ("day", "amount"), [("2021-06-30", "900"), ("2021-07-01", "1005"), ("2030-01-01", "1005")]
)
def test_a_standard_is_read_at_its_day(standards, day, amount):
    assert services.standard("test.standard", date.fromisoformat(day)) == Decimal(amount)


def test_a_day_before_every_standard_is_refused_with_a_sentence(standards):
    with pytest.raises(DomainError, match="2020 年 6 月 30 日没有在执行的“试验标准”"):
        services.standard("test.standard", date(2020, 6, 30))


def test_parameters_are_read_by_prefix_at_their_day():
    Parameter.objects.create(
        key="test.a", label="甲", value=3, effective_from="2021-01-01", effective_to="2021-12-31"
    )
    Parameter.objects.create(key="test.a", label="甲", value=5, effective_from="2022-01-01")
    Parameter.objects.create(key="test.b", label="乙", value=["x"], effective_from="2022-01-01")
    assert services.parameters("test.", date(2022, 1, 12)) == {"test.a": 5, "test.b": ["x"]}
    assert services.parameter("test.a", date(2021, 12, 31)) == 3


def test_a_year_without_its_holidays_is_refused():
    with pytest.raises(CalendarMissing):
        add_workdays(date(2050, 1, 3), 1, working_calendar())


def test_a_weekend_that_is_worked_counts_as_soon_as_it_is_entered():
    CalendarYear.objects.create(year=2050, source="试验")
    assert add_workdays(date(2050, 1, 7), 1, working_calendar()) == date(2050, 1, 10)
    CalendarDay.objects.create(day="2050-01-08", year_id=2050, is_working=True, label="调休")
    assert add_workdays(date(2050, 1, 7), 1, working_calendar()) == date(2050, 1, 8)


def test_the_calendar_is_read_once_while_it_does_not_change(django_assert_num_queries):
    working_calendar()
    with django_assert_num_queries(1):
        assert working_calendar() is working_calendar.__globals__["_kept"][1]
