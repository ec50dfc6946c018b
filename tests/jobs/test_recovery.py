"""No job is lost: workers are killed, Redis is emptied, and everything is done once."""

from datetime import timedelta

import pytest
import redis
from django.db import IntegrityError, connection
from django.utils import timezone

from apps.jobs import services
from apps.jobs.models import Job
from apps.jobs.services import waking
from apps.jobs.services.running import claim
from tests.jobs.conftest import application, kill_group, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def age(job, seconds):
    """As if the job had been asked for, and a worker told, so long ago."""
    past = timezone.now() - timedelta(seconds=seconds)
    Job.objects.filter(pk=job.pk).update(created_at=past)
    Job.objects.filter(pk=job.pk, woken_at__isnull=False).update(woken_at=past)


def swept_to(job, state):
    services.sweep()
    return state_of(job) == state


def test_a_worker_does_what_is_asked_while_it_runs(asker, start_worker):
    start_worker()
    job = services.enqueue("test.count", actor=asker, arguments={"total": 2})
    wait_for(lambda: state_of(job) == "done")


def test_a_job_whose_worker_was_killed_half_way_is_finished_exactly_once(asker, start_worker, marks):
    first = start_worker()
    job = services.enqueue("test.linger", actor=asker, arguments={"marks": str(marks)})
    wait_for(lambda: Job.objects.filter(pk=job.pk, done=40).exists())
    kill_group(first)
    start_worker()
    wait_for(lambda: swept_to(job, "done"))
    done = Job.objects.get(pk=job.pk)
    assert (done.attempts, done.result) == (2, {"attempt": 2})
    assert marks.with_suffix(".ended").read_text() == "x"
    assert any("中断" in line["text"] for line in done.log)


def test_a_job_lost_with_an_emptied_redis_is_told_to_the_workers_again(asker, broker, start_worker):
    job = services.enqueue("test.count", actor=asker)
    redis.Redis(unix_socket_path=str(broker.path)).flushall()
    age(job, 45)
    start_worker()
    services.sweep()
    wait_for(lambda: state_of(job) == "done")


def test_a_job_written_while_the_broker_was_down_runs_when_it_is_back(
    asker, broker, monkeypatch, start_worker
):
    with monkeypatch.context() as down:
        down.setattr(waking, "current_app", application("redis://127.0.0.1:1/0"))
        job = services.enqueue("test.count", actor=asker)
    start_worker()
    age(job, 11)
    assert services.sweep()["woken"] == 1
    wait_for(lambda: state_of(job) == "done")


def test_a_fresh_job_is_left_to_the_worker_that_was_told(asker, broker):
    services.enqueue("test.count", actor=asker)
    assert services.sweep()["woken"] == 0


def test_a_job_that_kills_every_worker_is_given_up_with_a_sentence(asker):
    job = services.enqueue("test.count", actor=asker)
    for _ in range(job.max_attempts):
        assert claim(job.pk)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        services.sweep()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "任务多次中途停止，系统不再自动运行。")
    assert services.run_job(job.pk) is False


def test_a_worker_told_to_stop_gives_its_job_back_at_once(asker, marks):
    job = services.enqueue("test.leave", actor=asker, arguments={"marks": str(marks)})
    with pytest.raises(SystemExit):
        services.run_job(job.pk)
    assert state_of(job) == "waiting"
    assert services.run_job(job.pk) and state_of(job) == "done"


def test_the_database_refuses_a_running_job_without_a_lease(asker):

    job = services.enqueue("test.count", actor=asker)
    with pytest.raises(IntegrityError, match="job_lease_while_running"), connection.cursor() as cursor:
        cursor.execute("UPDATE jobs_job SET state = 'running' WHERE id = %s", [job.pk])
