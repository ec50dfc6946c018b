"""People who ask for jobs, and workers that can be killed."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import django
import pytest
from django.conf import settings
from django.db import connection

django.setup()  # this file is read before pytest_configure when only these tests are asked for

from apps.accounts.actors import actor_for  # noqa: E402
from apps.accounts.models import Grant, User  # noqa: E402
from apps.jobs.services import waking  # noqa: E402
from tests.jobs import kinds  # noqa: E402


@pytest.fixture(autouse=True)
def _kinds():
    kinds.declare()
    waking.forget_failures()
    yield
    kinds.withdraw()


@pytest.fixture
def person(db):
    """Make an actor: ``person("王喆", "window_clerk")``, in 东胜街道 or where ``region`` says."""

    def make(name, post="acceptance_clerk", region="330212009", **grant):
        user = User.objects.create_user(
            f"u{User.objects.count()}", "long enough to be one", name=name, person_key=f"key of {name}"
        )
        grant = Grant.objects.create(
            user=user, post_id=post, region_id=region, **({"valid_from": date(2020, 1, 1)} | grant)
        )
        return actor_for(user, Grant.objects.with_parts().get(pk=grant.pk))

    return make


@pytest.fixture
def asker(person):
    return person("林晓")


@pytest.fixture
def marks(tmp_path):
    """The file in which every run of a handler leaves a line."""
    return tmp_path / "marks"


@pytest.fixture
def eager(settings):
    settings.JOBS_EAGER = True


@pytest.fixture
def start_worker():
    """Start a real Celery worker process on the test's database; killed at the end if it still lives."""
    started = []

    def start(lease="2"):
        environment = os.environ | {
            "JOBS_TEST_DATABASE": connection.settings_dict["NAME"],
            "JOBS_LEASE_SECONDS": lease,
            "DEPLOYMENT": "test",
        }
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "tests.jobs.worker",
            "worker",
            "-Q",
            kinds.QUEUE,
            "-c",
            "1",
            "-P",
            "prefork",
            "--without-gossip",
            "--without-mingle",
            "-l",
            "warning",
        ]
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
