"""The accounts of an office, each in a browser of its own."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.casework.models import Case
from apps.core import clock
from tests.support.accounts import browser


def signed_in(actor: Actor) -> Client:
    return browser(User.objects.get(pk=actor.user_id))


def page(client: Client, case: Case) -> HttpResponse:
    return client.get(f"/cases/{case.number}/")


def take(client: Client, case: Case, action: str, **fields: Any) -> HttpResponse:
    """Post a step as the form on the page does, with the version that the page shows."""
    version = page(client, case).context["case"].version
    fields = {"version": version, "comment": "情况属实", **fields}
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


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
