"""What time alone tells people, and how a job's end reaches who asked."""

from datetime import date, timedelta

import pytest

from apps.accounts.models import Message
from apps.casework.models import WorkItem
from apps.casework.services.work import claim
from apps.console.ticks import remind_calendar, remind_due, remind_grants
from apps.policy.models import CalendarYear
from tests.factories import Office, make_dibao
from tests.support.accounts import DISTRICT, account

pytestmark = pytest.mark.django_db
TODAY = date(2022, 1, 12)


def said(user_id: int) -> list[str]:
    return list(Message.objects.filter(user_id=user_id).order_by("pk").values_list("text", flat=True))


def test_the_holder_hears_once_a_day_how_many_items_are_late_and_the_pool_hears_nothing():
    office = Office("330212009")
    mine, _pool = make_dibao(office).work_items.get(), make_dibao(office).work_items.get()
    claim(mine.pk, actor=office.acceptor)
    WorkItem.objects.update(overdue_on=TODAY)
    remind_due(TODAY)
    remind_due(TODAY)
    assert said(office.acceptor.user_id) == ["1 件待办已超期，请尽快办理。"]


def test_the_end_of_a_grant_is_told_to_its_holder_and_to_who_may_prolong_it():
    admin = account("security_admin", DISTRICT)
    clerk = account("window_clerk", valid_to=TODAY + timedelta(days=14))
    later = account("window_clerk", valid_to=TODAY + timedelta(days=15))
    remind_grants(TODAY)
    assert "授权到 2022-01-26 为止" in said(clerk.pk)[0]
    assert clerk.name in said(admin.pk)[0]
    assert said(later.pk) == []


def test_a_missing_calendar_year_is_told_to_who_can_enter_it_once_a_month():
    keeper = account("data_admin", DISTRICT)
    CalendarYear.objects.filter(year=2023).delete()
    remind_calendar(date(2022, 9, 30))
    assert said(keeper.pk) == []
    remind_calendar(date(2022, 10, 1))
    remind_calendar(date(2022, 10, 2))
    assert len(said(keeper.pk)) == 1
