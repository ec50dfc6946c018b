"""What goes wrong quietly is told: to monitoring by a command, to the data admin on a page."""

import shutil
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.core import clock
from apps.jobs import services
from apps.jobs.models import Job, TickRun
from apps.policy.models import CalendarYear
from tests.factories import DISTRICT, make_actor
from tests.support import accounts

pytestmark = pytest.mark.django_db


def told():
    out = StringIO()
    try:
        call_command("alarms", stdout=out)
    except CommandError:
        return out.getvalue()
    return ""


@pytest.fixture
def job():
    return services.enqueue("casework.letter", actor=make_actor("section_officer", DISTRICT), arguments={})


def test_all_is_well_and_says_so():
    assert told() == ""


def test_a_job_in_error_is_told_until_it_is_old_news(job):
    Job.objects.filter(pk=job.pk).update(state="failed", error="没有办成", finished_at=timezone.now())
    assert "后台任务出错" in told()
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(days=8))
    assert told() == ""


def test_work_that_nobody_begins_is_told(job):
    assert told() == ""
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=11))
    assert "等待超过 10 分钟" in told()


def test_a_tick_that_stopped_is_told_with_its_day():
    TickRun.objects.create(
        name="casework.mark_due", day=date(2022, 1, 11), state="failed", error="x", finished_at=timezone.now()
    )
    assert "2022-01-11 的“时限提醒”没有完成" in told()


def test_next_years_calendar_is_asked_for_from_october_on():
    CalendarYear.objects.filter(year__gte=2023).delete()
    with clock.held(date(2022, 9, 30)):
        assert told() == ""
    with clock.held(date(2022, 10, 1)):
        assert "2023 年工作日历还没有导入" in told()


def test_a_disk_that_fills_up_is_told(monkeypatch):
    usage = shutil.disk_usage("/")._replace(total=100 * 1024**3, used=95 * 1024**3, free=5 * 1024**3)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert "只剩 5.0 GB（共 100 GB）" in told()


def test_a_missing_backup_is_told_where_backups_are_kept(settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path)
    assert "还没有任何备份" in told()


def test_the_data_admin_sees_what_needs_a_hand_and_nobody_else(job):
    Job.objects.filter(pk=job.pk).update(state="failed", error="没有办成", finished_at=timezone.now())
    for post, sees in (("data_admin", True), ("section_officer", False)):
        page = accounts.browser(accounts.account(post, DISTRICT)).get("/jobs/").content.decode()
        assert ("需要处理" in page) is sees
