"""A worker that is killed in the middle leaves nothing half, and the work is done once."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from apps.imports import staging
from apps.imports.models import BatchFile, LoadedRows, RowError
from apps.jobs.models import Job
from apps.jobs.services import sweep
from apps.people.models import Person
from tests.imports.sets import ImportSet

pytestmark = pytest.mark.django_db(transaction=True)


def run(job, files_root, stage=""):
    """Work on the job in another process, up to ``stage``; answers the exit code."""
    environment = os.environ | {
        "IMPORTS_TEST_DATABASE": connection.settings_dict["NAME"],
        "IMPORTS_TEST_FILES": str(files_root),
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.imports.killed", str(job.pk), stage]
    return subprocess.run(
        command, env=environment, cwd=django_settings.BASE_DIR, timeout=120, check=False
    ).returncode


def bring_back(job):
    """What the sweeper does once the lease of the dead worker has run out."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    sweep()
    Job.objects.filter(pk=job.pk).update(run_after=None)


@pytest.fixture
def waiting(upload, settings):
    """An uploaded set whose check nobody has begun."""
    settings.JOBS_EAGER = False
    batch = upload(ImportSet(20).zipped())
    assert batch.state == "checking"
    return batch


@pytest.mark.parametrize("stage", ["读取", "核对"])
def test_a_check_that_is_killed_begins_anew(waiting, files_root, stage):
    batch = waiting
    assert run(batch.job, files_root, stage) == -9
    batch.refresh_from_db()
    assert batch.state == "checking" and not BatchFile.objects.exists() and not staging.exists(batch.pk)
    bring_back(batch.job)
    assert run(batch.job, files_root) == 0
    batch.refresh_from_db()
    assert batch.state == "ready" and not RowError.objects.exists()


def test_a_load_that_is_killed_is_made_once(waiting, page, files_root):
    batch = waiting
    assert run(batch.job, files_root) == 0
    page.post(f"/imports/{batch.pk}/confirm/")
    batch.refresh_from_db()
    assert run(batch.job, files_root, "写入发放") == -9
    assert not Person.objects.exists() and not LoadedRows.objects.exists()
    bring_back(batch.job)
    assert run(batch.job, files_root) == 0
    batch.refresh_from_db()
    assert batch.state == "done" and Person.objects.count() == 40
