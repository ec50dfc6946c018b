"""The data administrator gives a parameter a new value from a day on, and enters a year's holidays."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core import clock
from apps.core.workdays import add_workdays
from apps.policy.models import CalendarYear
from apps.policy.services import parameter
from apps.policy.workcalendar import working_calendar
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db

LIMIT = reverse("console:parameter", args=["limit.decision_wd"])
ORDER = """一、元旦：2023年12月30日至2024年1月1日放假，共3天。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。
三、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""


@pytest.fixture
def keeper():
    return browser(account("data_admin", DISTRICT))


def test_a_new_limit_binds_from_its_day_on_and_leaves_the_old_one_for_cases_accepted_before(keeper):
    keeper.post(LIMIT, {"value": "4", "effective_from": "2022-02-01", "source": "鄞民发〔2022〕1号"})
    before, after = date(2022, 1, 31), date(2022, 2, 1)
    assert parameter("limit.decision_wd", before) != 4
    assert parameter("limit.decision_wd", after) == 4


@pytest.mark.parametrize(
    ("value", "day", "sentence"),
    [
        ("4", "2022-01-11", "起始日不能早于今天"),
        ("四", "2022-02-01", "请填写数字"),
        ("4.5", "2022-02-01", "请填写整数"),
        ("5", "2022-02-01", "和现在的值一样"),
    ],
)
def test_what_would_rewrite_the_past_or_is_no_number_is_refused_in_words(keeper, value, day, sentence):
    answer = keeper.post(LIMIT, {"value": value, "effective_from": day, "source": "文件"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_value_that_is_not_in_force_yet_can_be_taken_back_and_the_old_one_lasts(keeper):
    old = parameter("limit.decision_wd", date(2022, 2, 1))
    keeper.post(LIMIT, {"value": "4", "effective_from": "2022-02-01", "source": "文件"})
    made = keeper.get(LIMIT).context["values"][0]
    keeper.post(reverse("console:parameter_withdraw", args=[made.pk]), {"reason": "文号有误"})
    assert parameter("limit.decision_wd", date(2022, 2, 1)) == old
    assert parameter("limit.decision_wd", date(2030, 1, 1)) == old


def test_a_section_officer_reads_parameters_and_cannot_set_them():
    officer = browser(account("section_officer", DISTRICT))
    assert officer.get(reverse("console:parameters")).status_code == 200
    assert officer.post(LIMIT, {"value": "4"}).status_code == 403


def test_the_order_of_the_state_council_is_pasted_and_deadlines_follow_it(keeper):
    keeper.post(
        reverse("console:calendar_entry"), {"year": "2024", "source": "国办发明电〔2023〕7号", "order": ORDER}
    )
    known = working_calendar()
    assert add_workdays(date(2024, 2, 9), 1, known) == date(
        2024, 2, 18
    )  # over the festival, to a worked Sunday
    assert add_workdays(date(2024, 9, 30), 1, known) == date(2024, 10, 8)


def test_an_order_that_cannot_be_read_names_its_line_and_stores_nothing(keeper):
    answer = keeper.post(
        reverse("console:calendar_entry"), {"year": "2024", "source": "文件", "order": "春节放假七天"}
    )
    assert "春节放假七天" in answer.content.decode() and answer.status_code == 422
    assert not CalendarYear.objects.filter(year=2024).exists()


def test_a_day_that_has_passed_keeps_what_was_said_of_it(keeper):
    order = "一、元旦：1月4日放假，共1天。"
    answer = keeper.post(
        reverse("console:calendar_entry"), {"year": "2022", "source": "文件", "order": order}
    )
    assert answer.status_code == 422 and "已经过去" in answer.content.decode()


def test_the_page_warns_of_a_missing_next_year_from_october_on(keeper, monkeypatch):
    CalendarYear.objects.filter(year=2023).delete()
    for day, warned in ((date(2022, 9, 30), False), (date(2022, 10, 1), True)):
        monkeypatch.setattr(clock, "_provider", lambda day=day: day)
        page = keeper.get(reverse("console:calendar")).content.decode()
        assert ("2023 年工作日历还没有导入" in page) is warned
