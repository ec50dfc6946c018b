"""The Celery application: it wakes workers, and beat rings the two clocks of the job queue."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("yz")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SWEEP_SECONDS = 10.0  # a lease of 30 s and a sweep: a dead worker's job goes on within a minute
TICK_SECONDS = 60.0  # one query when nothing is due

# A ring that nobody heard before the next one is worth nothing: it expires instead of piling up.
app.conf.beat_schedule = {
    "sweep": {
        "task": "apps.jobs.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "tick": {"task": "apps.jobs.tasks.tick", "schedule": TICK_SECONDS, "options": {"expires": TICK_SECONDS}},
}
