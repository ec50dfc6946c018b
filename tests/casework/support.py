"""The accounts of an office, each in a browser of its own, and the days that pass between their steps."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from apps.accounts.actor import Actor
from apps.accounts.actors import system_actor
from apps.accounts.models import User
from apps.casework.models import Case
from apps.core import clock
from apps.jobs.models import Job
from apps.jobs.services import run_job, run_ticks
from apps.policy.businessdate import move_business_date
from tests.factories import Office
from tests.support.accounts import browser


def signed_in(actor: Actor) -> Client:
    return browser(User.objects.get(pk=actor.user_id))


def page(client: Client, case: Case) -> HttpResponse:
    return client.get(f"/cases/{case.number}/")


def take(client: Client, case: Case, action: str, **fields: Any) -> HttpResponse:
    """Post a step as the form on the page does, with the version that the page shows."""
    fields = {"version": page(client, case).context["case"].version, "comment": "情况属实", **fields}
    return client.post(f"/cases/{case.number}/act/{action}/", fields)


def visit_fields(**changed: Any) -> dict[str, Any]:
    return {
        "visited_on": clock.today().isoformat(),
        "finding": "consistent",
        "present_text": "申请人夫妇",
        "living_text": "住房简陋，家中无贵重物品",
        "neighbour_count": "2",
        "neighbour_text": "邻居反映与申报一致",
        **changed,
    }


def days_pass(days: int) -> None:
    """The business date moves on, and what time alone does is done."""
    move_business_date(days, actor=system_actor("system_tick"))
    run_ticks(clock.today())


def run_jobs() -> None:
    """What workers would do."""
    for job in Job.objects.ready():
        run_job(job.pk, direct=True)


def go_to_review(case: Case, office: Office) -> None:
    """From submission to review, every step in the browser of whose it is."""
    take(signed_in(office.acceptor), case, "accept")
    pair = {"lead": office.lead.user_id, "second": office.second.user_id}
    take(signed_in(office.acceptor), case, "start_investigation", **pair)
    take(
        signed_in(office.verifier), case, "record_verification", sources=["社保", "税务"], result="consistent"
    )
    take(signed_in(office.lead), case, "record_visit", **visit_fields())
    take(signed_in(office.second), case, "countersign_visit")


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
