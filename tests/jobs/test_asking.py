"""Asking for a job: written with the caller's transaction, once a key, answered at once without a broker."""

import signal
import socket
import time

import pytest
from django.db import transaction

from apps.core.errors import Forbidden, NotVisible, Refused
from apps.jobs import services
from apps.jobs.models import Job
from apps.jobs.services import waking
from tests.jobs.conftest import application
from tests.support.accounts import DISTRICT, actor

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_waits_with_who_asked_under_which_grant_on_which_business_day(asker, settings):
    job = services.enqueue("test.count", actor=asker, arguments={"total": 5})
    job.refresh_from_db()
    assert (job.state, job.user_id, job.grant_id) == ("waiting", asker.user_id, asker.grant_id)
    assert job.business_date.isoformat() == settings.BUSINESS_DATE


def test_a_rolled_back_transaction_leaves_no_job_and_wakes_nobody(asker, eager):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enqueue("test.count", actor=asker)
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_the_same_key_is_one_job(asker, eager, marks):
    first = services.enqueue(
        "test.slow", actor=asker, arguments={"marks": str(marks), "seconds": 0}, key="run 7"
    )
    second = services.enqueue(
        "test.slow", actor=asker, arguments={"marks": str(marks), "seconds": 0}, key="run 7"
    )
    assert first.pk == second.pk
    assert len(marks.read_text().splitlines()) == 1


def test_a_post_without_the_kind_s_permission_cannot_ask(db):
    auditor = actor("audit_admin", DISTRICT)
    with pytest.raises(Forbidden, match="不能运行"):
        services.enqueue("test.count", actor=auditor)


def test_a_broker_that_is_down_does_not_hold_up_the_submit(asker, monkeypatch):
    monkeypatch.setattr(waking, "current_app", application("redis://127.0.0.1:1/0"))
    started = time.monotonic()
    job = services.enqueue("test.count", actor=asker)
    assert time.monotonic() - started < 2
    assert Job.objects.get(pk=job.pk).woken_at is None


def test_a_broker_that_accepts_and_never_answers_does_not_hold_up_the_submit(asker, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        monkeypatch.setattr(waking, "current_app", application(url))
        started = time.monotonic()
        job = services.enqueue("test.count", actor=asker)
        assert time.monotonic() - started < 2
        started = time.monotonic()
        services.enqueue("test.count", actor=asker)
        assert time.monotonic() - started < 0.2  # it is not asked again for a while
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_a_waiting_job_can_be_called_off_and_never_runs(asker, marks):
    job = services.enqueue("test.slow", actor=asker, arguments={"marks": str(marks)})
    services.cancel(job.pk, actor=asker)
    assert services.run_job(job.pk) is False
    assert Job.objects.get(pk=job.pk).state == "cancelled"


def test_a_finished_job_cannot_be_called_off(asker, eager):
    job = services.enqueue("test.count", actor=asker)
    with pytest.raises(Refused, match="已完成"):
        services.cancel(job.pk, actor=asker)


def test_a_failed_job_runs_again_from_the_start(asker, eager, marks):
    job = services.enqueue("test.crash", actor=asker, arguments={"marks": str(marks)})
    services.retry(job.pk, actor=asker)
    assert len(marks.read_text().splitlines()) == 2 * job.max_attempts


def test_another_person_s_job_is_not_there(asker):
    job = services.enqueue("test.count", actor=asker)
    with pytest.raises(NotVisible):
        services.cancel(job.pk, actor=actor("investigator"))


def test_who_watches_all_jobs_sees_but_does_not_steer_another_person_s(asker, data_admin):
    job = services.enqueue("test.count", actor=asker)
    with pytest.raises(Forbidden):
        services.cancel(job.pk, actor=data_admin)


def test_a_broker_that_stalls_after_it_was_used_does_not_hold_up_the_submit(asker, broker):
    assert Job.objects.filter(
        pk=services.enqueue("test.count", actor=asker).pk, woken_at__isnull=False
    ).exists()
    broker.process.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    job = services.enqueue("test.count", actor=asker)
    assert time.monotonic() - started < 2
    assert Job.objects.get(pk=job.pk).woken_at is None
