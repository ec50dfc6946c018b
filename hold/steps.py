"""One step of the campaign, in a process that may be killed: ``python -m hold.steps NAME``.

Every step looks at how far things are and goes on from there, as a person does who comes back to a page after the
machine has failed. It prints ``done`` when nothing is left to do.
"""

import faulthandler
import json
import os
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

TOKEN = uuid.UUID("11111111-1111-1111-1111-111111111111")
MONTHS = (date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1))
YEAR = date(2021, 1, 1)
PATIENCE = 30


def prepare() -> bool:
    """Tables, reference data, accounts. A commit counts only once it is on disk."""
    from django.core.management import call_command
    from django.db import connections

    faulthandler.cancel_dump_traceback_later()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)
    call_command("create_demo_accounts", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER DATABASE yz SET synchronous_commit = on")
    return True


def upload() -> bool:
    """Hand in the set once; then wait for its check and its load, asking again for a job that was given up."""
    from apps.imports.models import Batch
    from apps.imports.services import batches

    batch = Batch.objects.filter(submit_token=TOKEN).first()
    if batch is None:
        with Path(os.environ["HOLD_SET"]).open("rb") as archive:
            chunks = iter(lambda: archive.read(1 << 20), b"")
            batch = batches.start(chunks, "set.zip", dataset=None, token=TOKEN, actor=who("shuju"))
    if batch.state == Batch.State.READY:
        batch = batches.request_load(batch.pk, actor=who("shuju"))
    _ask_again(batch.job, who("shuju"))
    if batch.state == Batch.State.DONE:
        return True
    if batch.state not in (Batch.State.CHECKING, Batch.State.LOADING, Batch.State.READY):
        told_of(f"the batch is {batch.state}: {batch.message}")
    return False


def pay() -> bool:
    """Make, check, send and book the run of each month, whichever of these is next."""
    from django.core.files.base import ContentFile

    from apps.payments.models import Run
    from apps.payments.services import returns, runs
    from tests.payments.factories import return_text

    for month in MONTHS:
        run = Run.objects.filter(month=month).exclude(state="void").first()
        if run is None or run.state == "draft":
            run = runs.make_run("dibao", month, actor=who("keshi"))
            run = runs.check_run(run, version=run.version, accept=True, actor=who("fuhe"))
        if run.state == "checked":
            runs.send_run(run, version=run.version, actor=who("keshi"))
            run.refresh_from_db()
        if run.state == "sent":
            answer = ContentFile(return_text(run).encode("gb18030"), "back.csv")
            stored, _ = returns.preview_return(run, answer, actor=who("keshi"))
            returns.import_return(run, stored, actor=who("keshi"))
    return True


def close() -> bool:
    """Close the year, which closes its months."""
    from apps.statistics.services import close_period

    close_period("year", YEAR, actor=who("keshi"))
    return True


def report() -> bool:
    """Have the year's report drawn for good, once."""
    from apps.jobs.models import Job
    from apps.jobs.services import enqueue
    from apps.reports.models import Report

    if Report.objects.filter(state=Report.State.FROZEN).exists():
        return True
    job = Job.objects.filter(kind="reports.year").first() or enqueue(
        "reports.year", actor=who("keshi"), arguments={"year": 2021, "freeze": True}, key="hold"
    )
    _ask_again(job, who("keshi"))
    return False


def sweep() -> bool:
    """What beat rings for, more often."""
    from apps.jobs.services import sweep as swept

    faulthandler.cancel_dump_traceback_later()
    while True:
        try:
            swept()
        except Exception as error:  # the database may be down for a moment
            print(f"sweep: {type(error).__name__}", flush=True)  # noqa: T201
        time.sleep(0.5)


def told() -> bool:
    """What there is at the end, for the one who counts."""
    from django.db.models import Count, Sum

    from apps.audit.models import Event
    from apps.jobs.models import Job
    from apps.payments.models import Entitlement, PaymentLine, Transfer
    from apps.people.models import Household, HouseholdMember, Person
    from apps.reports.models import Report
    from apps.statistics.services import figures

    lines = PaymentLine.objects.filter(run__origin="entered")
    frozen, live = (figures("year", YEAR, live=is_live) for is_live in (False, True))
    answer = {
        "persons": Person.objects.filter(number__gt="").count(),
        "households": Household.objects.count(),
        "members": HouseholdMember.objects.count(),
        "entitlements": Entitlement.objects.count(),
        "months": {
            f"{m:%Y-%m}": str(lines.filter(benefit_month=m).aggregate(s=Sum("amount"))["s"]) for m in MONTHS
        },
        "paid": str(Transfer.objects.filter(state="paid").aggregate(s=Sum("line__amount"))["s"]),
        "paid_twice": Transfer.objects.filter(state="paid")
        .values("line")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .count(),
        "unpaid": Transfer.objects.exclude(state="paid").count(),
        "loads": Event.objects.filter(action="imports.load").count(),
        "freezes": Event.objects.filter(action="reports.frozen").count(),
        "closings": Event.objects.filter(action="statistics.close_period").count(),
        "reports": Report.objects.filter(state="frozen", file__isnull=False).count(),
        "differing": [key for key in frozen if frozen[key].printed != live[key].printed],
        "amount": str(frozen["assistance.dibao_amount"].value),
        "open_jobs": Job.objects.exclude(state="done").count(),
    }
    print("TOLD " + json.dumps(answer), flush=True)  # noqa: T201
    return True


def told_of(problem: str) -> None:
    """Nothing that a second try would mend: the campaign ends here."""
    print(f"STOP {problem}", flush=True)  # noqa: T201
    raise SystemExit(3)


def _ask_again(job: Any, actor: Any) -> None:
    """A job that was given up after three workers died with it waits for somebody who presses the button."""
    from apps.jobs.services import retry

    if job is not None:
        job.refresh_from_db()
        if job.state == "failed":
            retry(job.pk, actor=actor)


def who(username: str) -> Any:
    """The demo account as an actor."""
    from apps.accounts.actors import actor_for
    from apps.accounts.models import User

    user = User.objects.get(username=username)
    return actor_for(user, user.grants.with_parts().get())


STEPS: dict[str, Callable[[], bool]] = {
    "prepare": prepare,
    "upload": upload,
    "pay": pay,
    "close": close,
    "report": report,
    "sweep": sweep,
    "told": told,
}


if __name__ == "__main__":
    faulthandler.dump_traceback_later(PATIENCE, exit=True)  # as the web server ends a request that hangs
    django.setup()
    print("done" if STEPS[sys.argv[1]]() else "waiting", flush=True)  # noqa: T201
