"""Running: the end it comes to, what the user is told, and that nobody runs what another one holds."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from apps.accounts.models import Grant, Message
from apps.core.declarations import JobKind
from apps.core.registries import job_kinds
from apps.jobs import services
from apps.jobs.lease import LeaseLost, Progress
from apps.jobs.models import Job
from tests.jobs.conftest import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def declare():
    """Declare a kind for one test: ``declare(run)`` answers its name."""
    names = []

    def kind(run, **options):
        names.append(f"test.once{len(names)}")
        job_kinds.register(
            JobKind(name=names[-1], label="一次", run=run, permission="jobs.view_job", **options)
        )
        return names[-1]

    yield kind
    for name in names:
        job_kinds._items.pop(name)


def test_a_job_ends_with_its_result_progress_and_log(asker, eager):
    job = services.enqueue("test.count", actor=asker, arguments={"total": 5})
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent) == ("done", 5, 5, 100)
    assert (job.result["counted"], job.result_url) == (5, "/jobs/")
    assert [line["text"] for line in job.log] == ["林晓清点完毕"]


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(asker, eager, marks):
    job = services.enqueue("test.refuse", actor=asker, arguments={"marks": str(marks)})
    job.refresh_from_db()
    assert (job.state, job.error, job.hint) == ("failed", "本月已关账，不能再生成。", "请改用调整。")
    assert len(marks.read_text().splitlines()) == 1


def test_a_crash_is_told_in_plain_words_and_names_no_person_in_trace_and_log(asker, eager, marks, caplog):
    job = services.enqueue("test.crash", actor=asker, arguments={"marks": str(marks)})
    job.refresh_from_db()
    assert job.state == "failed" and "系统处理时出错" in job.error
    assert "ValueError" in job.trace and "330299194302304127" not in job.trace + caplog.text


def test_a_passing_fault_is_tried_again_until_it_works(asker, eager, marks):
    job = services.enqueue("test.recover", actor=asker, arguments={"marks": str(marks)})
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == ("done", 3, "")


def test_a_job_of_somebody_whose_grant_has_ended_is_not_done(asker, marks):
    job = services.enqueue("test.slow", actor=asker, arguments={"marks": str(marks)})
    Grant.objects.filter(pk=asker.grant_id).update(valid_to=date(2022, 1, 1))
    services.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "授权已结束" in job.error
    assert not marks.exists()


def test_the_handler_sees_the_business_day_on_which_it_was_asked(asker, declare, settings):
    from apps.core import clock

    kind = declare(lambda context: {"day": clock.today().isoformat()})
    job = services.enqueue(kind, actor=asker)
    settings.BUSINESS_DATE = "2022-01-20"
    services.run_job(job.pk)
    assert Job.objects.get(pk=job.pk).result == {"day": "2022-01-12"}


def test_of_many_runners_woken_for_one_job_exactly_one_runs_it(asker, marks):
    job = services.enqueue("test.slow", actor=asker, arguments={"marks": str(marks)})
    together, ran = threading.Barrier(6), []

    def runner():
        together.wait()
        ran.append(services.run_job(job.pk))
        connections.close_all()

    threads = [threading.Thread(target=runner) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(ran) == [False] * 5 + [True]
    assert len(marks.read_text().splitlines()) == 1


def test_progress_is_seen_from_outside_while_the_handler_sits_in_a_transaction(asker, declare, settings):
    settings.JOBS_LEASE_SECONDS = 4
    seen, go_on = threading.Event(), threading.Event()

    def handler(context):
        with transaction.atomic():
            context.progress(7, 10, "写入")
            seen.set()
            go_on.wait(10)

    job = services.enqueue(declare(handler), actor=asker)
    thread = threading.Thread(target=lambda: (services.run_job(job.pk), connections.close_all()))
    thread.start()
    seen.wait(10)
    wait_for(lambda: Job.objects.filter(pk=job.pk, done=7, total=10, stage="写入").exists(), 5)
    go_on.set()
    thread.join()
    assert Job.objects.get(pk=job.pk).state == "done"


def test_a_long_job_keeps_its_lease(asker, settings, marks):
    settings.JOBS_LEASE_SECONDS = 0.4
    job = services.enqueue("test.slow", actor=asker, arguments={"marks": str(marks), "seconds": 1.5})
    thread = threading.Thread(target=lambda: (services.run_job(job.pk), connections.close_all()))
    thread.start()
    wait_for(marks.exists)
    while thread.is_alive():
        assert services.sweep()["recovered"] == 0
        thread.join(0.1)
    assert Job.objects.get(pk=job.pk).attempts == 1


def take_over(job_id):
    """As another runner after the lease ran out."""
    Job.objects.filter(pk=job_id).update(
        lease_token=uuid.uuid4(), lease_until=timezone.now() + timedelta(minutes=1)
    )


def test_a_runner_that_lost_its_lease_cannot_write_the_end(asker, declare):
    kind = declare(lambda context: take_over(context.job.pk))
    job = services.enqueue(kind, actor=asker)
    services.run_job(job.pk)
    assert Job.objects.get(pk=job.pk).state == "running"


def test_an_effect_tied_to_the_end_is_rolled_back_when_the_lease_is_lost(asker, declare):
    def handler(context):
        take_over(context.job.pk)
        with transaction.atomic():
            Grant.objects.filter(pk=asker.grant_id).update(lines=["written"])
            context.finish({"rows": 1})

    services.run_job(services.enqueue(declare(handler), actor=asker).pk)
    assert Grant.objects.get(pk=asker.grant_id).lines == []


def test_an_effect_tied_to_the_end_commits_with_it(asker, declare):
    def handler(context):
        with transaction.atomic():
            Grant.objects.filter(pk=asker.grant_id).update(lines=["written"])
            context.finish({"rows": 1}, url="/jobs/")
        raise OSError("whatever comes after the end does not count")

    job = services.enqueue(declare(handler), actor=asker)
    services.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.result_url) == ("done", {"rows": 1}, "/jobs/")


def test_a_lost_lease_reaches_the_handler_at_its_next_progress(asker, declare, settings):
    settings.JOBS_LEASE_SECONDS = 0.4
    told = []

    def handler(context):
        take_over(context.job.pk)
        try:
            for number in range(100):
                context.progress(number, 100)
                threading.Event().wait(0.05)
        except LeaseLost:
            told.append(True)
            raise

    services.run_job(services.enqueue(declare(handler), actor=asker).pk)
    assert told == [True]


def test_statements_of_a_job_may_run_longer_and_those_of_a_page_not_again(asker, declare):
    def limit():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    before, during = limit(), []
    services.run_job(services.enqueue(declare(lambda context: during.append(limit())), actor=asker).pk)
    assert (during, limit()) == (["1h"], before)


def test_progress_never_goes_back_within_a_stage():
    progress, shown = Progress(), []
    for done, stage in ((3, "读取"), (1, None), (8, None), (5, "读取"), (2, "写入"), (1, None)):
        progress.advance(done, 10, stage)
        shown.append((progress.stage, progress.done))
    assert shown == [("读取", 3), ("读取", 3), ("读取", 8), ("读取", 8), ("写入", 2), ("写入", 2)]


def test_the_log_keeps_its_last_lines():
    progress = Progress()
    for number in range(500):
        progress.add_line(f"第 {number} 行")
    assert [line["text"] for line in progress.log][-1] == "第 499 行"
    assert len(progress.log) == Job.LOG_LINES


def test_who_asked_is_told_of_the_end_with_the_page_it_leads_to(asker, eager, marks):
    services.enqueue("test.count", actor=asker, arguments={"total": 5})
    services.enqueue("test.refuse", actor=asker, arguments={"marks": str(marks)})
    told = Message.objects.filter(user_id=asker.user_id).order_by("pk").values_list("text", "link")
    assert told[0][0].endswith("已完成。") and told[0][1] == "/jobs/"
    assert "没有办成：本月已关账，不能再生成。请改用调整。" in told[1][0]
