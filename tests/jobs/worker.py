"""The Celery application of worker processes under test: the project's own, on the test's database."""

import os

import django
from django.conf import settings

from config.celery import app

django.setup()
app.conf.broker_url = os.environ["JOBS_TEST_BROKER"]
for alias in settings.DATABASES:
    settings.DATABASES[alias]["NAME"] = os.environ["JOBS_TEST_DATABASE"]

from tests.jobs import kinds  # noqa: E402

kinds.declare()
__all__ = ["app"]
