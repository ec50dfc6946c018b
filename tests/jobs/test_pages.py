"""The pages: what the person who asked sees of the work, and what nobody else sees."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.models import Event
from apps.jobs import services
from apps.jobs.models import Job, TickRun
from apps.jobs.services.running import claim
from tests.support.accounts import actor, browser

pytestmark = pytest.mark.django_db


def page_for(actor):
    """A browser of the actor's account."""
    return browser(User.objects.get(pk=actor.user_id))


def address(name, job):
    return reverse(f"jobs:{name}", args=[job.pk])


def test_a_running_job_shows_its_progress_and_asks_again_every_two_seconds(asker):
    job = services.enqueue("test.count", actor=asker)
    claim(job.pk)
    Job.objects.filter(pk=job.pk).update(done=1800, total=3226, stage="校验")
    answer = page_for(asker).get(address("detail", job))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert 'max="100" value="55"' in shown and "1,800 / 3,226" in shown and "校验" in shown
    assert 'data-hx-trigger="every 2s"' in shown


def test_the_moving_part_says_stop_when_the_job_has_ended(asker):
    job = services.enqueue("test.count", actor=asker)
    page = page_for(asker)
    assert page.get(address("status", job)).status_code == 200
    services.run_job(job.pk, direct=True)
    answer = page.get(address("status", job))
    assert answer.status_code == 286
    assert "共 3 件。" in answer.content.decode() and "every 2s" not in answer.content.decode()


def test_a_failure_is_shown_with_what_to_do_and_its_trace_to_the_data_admin_only(asker, data_admin, marks):
    job = services.enqueue("test.crash", actor=asker, arguments={"marks": str(marks)})
    while services.run_job(job.pk, direct=True):
        pass
    mine = page_for(asker).get(address("detail", job)).content.decode()
    assert "系统处理时出错" in mine and "重新运行" in mine and "ValueError" not in mine
    assert "ValueError" in page_for(data_admin).get(address("detail", job)).content.decode()


def test_running_a_failed_job_again_puts_it_back_in_the_queue_and_on_the_trail(asker, marks):
    job = services.enqueue("test.refuse", actor=asker, arguments={"marks": str(marks)})
    services.run_job(job.pk, direct=True)
    answer = page_for(asker).post(address("retry", job), follow=True)
    assert "已重新提交" in answer.content.decode()
    assert Job.objects.get(pk=job.pk).state == "waiting"
    assert Event.objects.about("jobs.job", job.pk).get().action == "jobs.retried"


def test_a_waiting_job_can_be_cancelled_on_its_page(asker):
    job = services.enqueue("test.count", actor=asker)
    page_for(asker).post(address("cancel", job))
    assert Job.objects.get(pk=job.pk).state == "cancelled"


def test_cancelling_too_late_says_so_and_changes_nothing(asker):
    job = services.enqueue("test.count", actor=asker)
    services.run_job(job.pk, direct=True)
    answer = page_for(asker).post(address("cancel", job), follow=True)
    assert "任务已完成，不能取消" in answer.content.decode()


@pytest.mark.parametrize("name", ["detail", "status", "retry", "cancel"])
def test_another_person_s_job_answers_as_one_that_is_not_there(asker, name):
    job = services.enqueue("test.count", actor=asker)
    page = page_for(actor("acceptance_clerk"))
    ask = page.post if name in ("retry", "cancel") else page.get
    assert (
        ask(address(name, job)).status_code
        == ask(f"/jobs/999999{'' if name == 'detail' else '/' + name}/").status_code
    )
    assert ask(address(name, job)).status_code == 404
    assert Job.objects.get(pk=job.pk).state == "waiting"


@pytest.mark.parametrize("name", ["retry", "cancel"])
def test_looking_changes_nothing(asker, name):
    job = services.enqueue("test.count", actor=asker)
    assert page_for(asker).get(address(name, job)).status_code == 405


def test_the_list_holds_own_jobs_and_for_the_data_admin_all(asker, data_admin):
    own = services.enqueue("test.count", actor=asker)
    other = services.enqueue("test.slow", actor=data_admin)
    assert listed(page_for(asker), "") == [own.pk]
    assert listed(page_for(data_admin), "") == [other.pk, own.pk]
    assert "林晓" in page_for(data_admin).get("/jobs/").content.decode()


def listed(page, conditions):
    """The numbers of the jobs on the list under these conditions, newest first."""
    shown = page.get(f"/jobs/?{conditions}").content.decode()
    return [int(n) for n in re.findall(r'<td><a href="/jobs/(\d+)/"', shown)]


def test_the_list_is_narrowed_by_kind_person_state_and_day(asker, data_admin):
    counted = services.enqueue("test.count", actor=asker)
    slow = services.enqueue("test.slow", actor=data_admin)
    services.cancel(slow.pk, actor=data_admin)
    Job.objects.filter(pk=slow.pk).update(created_at=timezone.now() - timedelta(days=3))
    page = page_for(data_admin)
    today = f"{timezone.localdate():%Y%m%d}"
    assert listed(page, "") == [slow.pk, counted.pk]
    assert listed(page, "kind=test.count") == [counted.pk]
    assert listed(page, "who=林晓") == [counted.pk]
    assert listed(page, "view=cancelled") == [slow.pk]
    assert listed(page, f"on_from={today}") == [counted.pk]
    assert listed(page, "kind=test.count&view=cancelled") == []


def test_a_day_that_is_none_is_told_and_not_used(asker):
    job = services.enqueue("test.count", actor=asker)
    assert listed(page_for(asker), "on_from=昨天") == [job.pk]
    assert "提交日期要写成" in page_for(asker).get("/jobs/?on_from=昨天").content.decode()


def test_an_empty_list_says_what_will_appear_here(asker):
    assert "还没有后台任务" in page_for(asker).get("/jobs/").content.decode()


def test_the_list_goes_on_to_older_jobs(asker):
    for _ in range(31):
        job = services.enqueue("test.count", actor=asker)
    page = page_for(asker)
    first = page.get("/jobs/").content.decode()
    assert f"before={job.pk - 29}" in first and f"/jobs/{job.pk - 30}/" not in first
    assert listed(page, f"before={job.pk - 29}") == [job.pk - 30]
    assert f"kind=test.count&amp;before={job.pk - 29}" in page.get("/jobs/?kind=test.count").content.decode()


def test_the_list_takes_as_many_queries_for_thirty_rows_as_for_three(
    data_admin, django_assert_max_num_queries
):
    page, counts = page_for(data_admin), []
    for number in (3, 27):
        for _ in range(number):
            services.enqueue("test.count", actor=data_admin)
        with django_assert_max_num_queries(15) as queries:
            page.get("/jobs/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_daily_ticks_are_shown_to_the_data_admin_and_to_nobody_else(asker, data_admin):
    TickRun.objects.create(
        name="gone",
        day=timezone.localdate() - timedelta(days=1),
        state="failed",
        error="出错了",
        finished_at=timezone.now(),
    )
    assert "出错了" in page_for(data_admin).get("/jobs/ticks/").content.decode()
    assert page_for(asker).get("/jobs/ticks/").status_code == 403
