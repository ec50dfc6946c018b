"""Changes of a benefit as the people of a town make them in their browsers."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from apps.accounts.models import User
from apps.assistance.rules.changes import GROUNDS
from apps.assistance.services.dibao_typed import Typed
from apps.casework.models import Case, Draft
from apps.casework.services.drafts import draft_fields
from apps.payments.models import Entitlement
from apps.policy.models import BusinessDay
from tests.factories import Office, act, advance, make_dibao
from tests.payments.factories import Desk, make_desk, make_paid_run
from tests.support.accounts import browser


def on(day: date) -> None:
    BusinessDay.objects.update_or_create(singleton=True, defaults={"today": day})


def as_(actor: Any) -> Any:
    return browser(User.objects.get(pk=actor.user_id))


def granted(office: Office, *, income: str = "1894.00", heads: int = 3) -> Entitlement:
    """A benefit that was granted in January and runs from February 2022."""
    on(date(2022, 1, 5))
    case = advance(make_dibao(office, income=income, heads=heads), office, "confirmation")
    on(date(2022, 1, 20))
    act(case, "confirm", office.decider(case))
    return Entitlement.objects.get(case=case)


def pay(first: date, last: date, desk: Desk | None = None) -> None:
    """Pay every month from ``first`` to ``last``, each on its tenth day."""
    desk, month = desk or make_desk(), first
    while month <= last:
        on(month.replace(day=9))
        make_paid_run(desk, month)
        month = (month + timedelta(days=31)).replace(day=1)


def begin(actor: Any, benefit: Entitlement, ground: str) -> str:
    """Choose the ground: the address of the form."""
    response = as_(actor).post(reverse("assistance:change_choose", args=[benefit.pk]), {"ground": ground})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def typed_at(address: str) -> Typed:
    draft = Draft.objects.get(pk=address.rstrip("/").rsplit("/", 1)[-1])
    return Typed.of_draft(draft_fields(draft))


def form(draft_address: str, typed: Typed | None = None, **stated: str) -> dict[str, Any]:
    """What the page would send: the family as it stands there, and what is stated of the change."""
    typed = typed or typed_at(draft_address)
    sections = ("members", "incomes", "assets") if typed.fields.get("all") else None
    sections = sections or GROUNDS[typed.fields["ground"]].sections
    draft = Draft.objects.get(pk=draft_address.rstrip("/").rsplit("/", 1)[-1])
    told = {name: value for name, value in typed.flat().items() if name not in ("known", "entitlement")}
    return {
        **told,
        "shown": " ".join(sections),
        "revision": str(draft.revision),
        "window": "w1",
        "do": "check",
        **{f"change-{name}": value for name, value in stated.items()},
    }


def submit(actor: Any, address: str, data: dict[str, Any]) -> Case:
    """Check and submit: the case."""
    window = as_(actor)
    checked = window.post(address, data)
    assert checked.status_code == 302, _errors(checked)
    assert window.get(checked["Location"]).status_code == 200
    token = Draft.objects.get(pk=address.rstrip("/").rsplit("/", 1)[-1]).submit_token
    sent = window.post(checked["Location"], {"submit_token": token})
    assert sent.status_code == 302, _errors(sent)
    return Case.objects.get(number=sent["Location"].rstrip("/").rsplit("/", 1)[-1])


def enter(actor: Any, benefit: Entitlement, ground: str, **stated: str) -> Case:
    """A change of which only the ground's own fields are stated."""
    address = begin(actor, benefit, ground)
    return submit(actor, address, form(address, **stated))


def take(actor: Any, case: Case, action: str, **data: Any) -> Any:
    """Take one step on the page of the case."""
    case.refresh_from_db()
    address = reverse("casework:act", args=[case.number, action])
    response = as_(actor).post(address, {"version": case.version, "comment": "情况属实", **data})
    case.refresh_from_db()
    return response


def took(actor: Any, case: Case, action: str, **data: Any) -> Case:
    response = take(actor, case, action, **data)
    assert response.status_code == 302, _errors(response)
    return case


def decide(case: Case, office: Office, **opinion: Any) -> Case:
    """Accept, review and confirm a change that needs no investigation."""
    took(office.acceptor, case, "accept_simple")
    took(office.reviewer, case, "propose", **opinion)
    return took(office.decider(case), case, "confirm")


def investigate(case: Case, office: Office) -> Case:
    """Accept a change, verify it and visit the family."""
    act(case, "accept", office.acceptor)
    act(
        case,
        "start_investigation",
        office.acceptor,
        lead=office.lead.user_id,
        second=office.second.user_id,
    )
    act(case, "record_verification", office.verifier, result="consistent", sources=["社保"])
    visited = BusinessDay.objects.get().today
    found = {"finding": "consistent", "living_text": "住房简陋", "neighbour_count": 0}
    act(case, "record_visit", office.lead, visited_on=visited, **found)
    act(case, "countersign_visit", office.second)
    return case


def _errors(response: Any) -> str:
    text = response.content.decode()
    start = text.find('class="errsum"')
    return text[start : start + 1500] if start >= 0 else text[:3000]
