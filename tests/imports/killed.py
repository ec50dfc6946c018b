"""Runs one job in a process that kills itself when the work says that it is at a stage: python -m tests.imports.killed
JOB [STAGE]. On the database of the test that starts it."""

import os
import signal
import sys

import django
from django.conf import settings


def main() -> None:
    django.setup()
    for alias in settings.DATABASES:
        settings.DATABASES[alias]["NAME"] = os.environ["IMPORTS_TEST_DATABASE"]
    settings.FILES_ROOT = os.environ["IMPORTS_TEST_FILES"]

    from apps.jobs.context import JobContext
    from apps.jobs.services import run_job

    stage, said = (sys.argv[2] if len(sys.argv) > 2 else ""), JobContext.progress

    def progress(self, done, total=None, words=None):
        if stage and words and words.startswith(stage) and (done or not words.startswith("读取")):
            os.kill(os.getpid(), signal.SIGKILL)
        said(self, done, total, words)

    JobContext.progress = progress
    run_job(int(sys.argv[1]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main()
