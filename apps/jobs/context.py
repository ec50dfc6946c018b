"""What a job's handler gets: who asked, for what, and the ways to report."""

from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from apps.accounts.actor import Actor
from apps.jobs.lease import Lease, LeaseLost
from apps.jobs.models import Job


class JobContext:
    """Given to ``JobKind.run``. The handler may be run again after it died half-way, so it must bear that.

    Work that must happen exactly once ends with ``finish()`` inside its own transaction; then the effect and
    the job's end are committed together or not at all. Other handlers just return their result.
    """

    def __init__(self, job: Job, actor: Actor, lease: Lease) -> None:
        self.job = job
        self.actor = actor
        self.arguments: dict[str, Any] = job.arguments
        self.finished = False
        self._lease = lease

    def progress(self, done: int, total: int | None = None, stage: str | None = None) -> None:
        """Say how far the work is: ``done`` of ``total`` units in ``stage`` (words for the user).

        Cheap: written at most once a second, outside the handler's transaction. Without ``total`` or
        ``stage`` the last ones stay. Within a stage ``done`` never goes back. Raises LeaseLost when the job
        was taken over: let it pass.
        """
        self._lease.change(lambda progress: progress.advance(done, total, stage))

    def log(self, text: str) -> None:
        """Add a line (Chinese, no personal data) to the log on the job's page; the last 200 are kept."""
        self._lease.change(lambda progress: progress.add_line(text))

    def finish(self, result: dict[str, Any] | None = None, *, url: str = "") -> None:
        """End the job in the handler's transaction: it commits with the effect, exactly once.

        Raises LeaseLost (which rolls the transaction back) when the job was taken over, and RuntimeError
        outside a transaction, where it would promise what it cannot hold. Call it last: it locks the row.
        """
        if not connection.in_atomic_block:
            raise RuntimeError("JobContext.finish() belongs inside the transaction of the work it ends")
        columns = self._lease.columns()
        ended = (
            Job.objects.held_by(self._lease.token)
            .filter(pk=self.job.pk)
            .update(**done_columns(columns, result, url))
        )
        if not ended:
            raise LeaseLost(f"job {self.job.pk}")
        self.finished = True


def done_columns(progress: dict[str, Any], result: dict[str, Any] | None, url: str) -> dict[str, Any]:
    """The columns of a job that has come to its good end. ``url`` may also stand in the result as ``url``."""
    result = dict(result or {})
    url = str(result.pop("url", "") or url)
    total = F("total") if not progress else progress["total"]
    return progress | {
        "state": Job.State.DONE,
        "done": total,
        "result": result,
        "result_url": url,
        "lease_token": None,
        "lease_until": None,
        "finished_at": Now(),
    }
