"""Menu entries of background work."""

from apps.accounts.actor import Actor
from apps.core.declarations import MenuEntry
from apps.core.registries import menu_entries
from apps.jobs.models import Job


def open_jobs(actor: Actor) -> int | None:
    """How many of the actor's own jobs have not ended; None when there is none."""
    if actor.user_id is None:
        return None
    return Job.objects.open().filter(user_id=actor.user_id).count() or None


menu_entries.register(
    MenuEntry("system", "后台任务", "jobs:list", "jobs.view_job", "list-check", order=60, count=open_jobs),
    MenuEntry("system", "日常任务", "jobs:ticks", "jobs.view_all", "clock-hour-4", order=61),
)
