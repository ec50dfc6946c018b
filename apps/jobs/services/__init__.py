"""Use cases of background work. Import from here; the modules behind may move."""

from apps.jobs.services.asking import cancel, enqueue, may_ask, may_steer, retry
from apps.jobs.services.daily import Ticked, run_ticks
from apps.jobs.services.running import run_job
from apps.jobs.services.sweeping import sweep

__all__ = ["Ticked", "cancel", "enqueue", "may_ask", "may_steer", "retry", "run_job", "run_ticks", "sweep"]
