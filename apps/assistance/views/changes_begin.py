"""The way to a change: the benefit, then the ground; and the application of who has left a family."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.assistance.rules.changes import GROUNDS
from apps.assistance.services.change_begin import KIND
from apps.assistance.services.change_facts import has_facts, open_change_of, source_case
from apps.assistance.services.change_typed import begin_draft, begin_supplement
from apps.assistance.services.dibao_begin import begin_entry
from apps.assistance.services.dibao_related import look_up
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import Case, CaseState, Draft
from apps.core.errors import DomainError
from apps.pages.views import DetailPage, PageView
from apps.payments.models import Entitlement, EntitlementStatus
from apps.people.models import Household, Person

FOUND = 20


def changeable(actor: Actor) -> Any:
    """The dibao benefits that go on, in the actor's region."""
    rows = Entitlement.objects.visible_to(actor).filter(programme=PROGRAMME)
    rows = rows.exclude(status=EntitlementStatus.ENDED)
    return rows.select_related("payee", "case", "household", "region__parent")


def of_household(entitlement: Entitlement) -> list[Person]:
    """Who lives in the household now, oldest first."""
    household: Household | None = entitlement.household
    if household is None:
        return []
    rows = household.members.filter(left_on__isnull=True).select_related("person")
    return [row.person for row in rows.order_by("person__birth_date", "person_id")]


class Find(PageView):
    """发起变更: the benefit by its number or the payee's name; and one's unfinished drafts."""

    permission = "assistance.begin_change"
    template_name = "assistance/changes/find.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        rows: list[Entitlement] = []
        if text:
            running = changeable(self.actor)
            named = running.filter(payee__name__startswith=text)
            rows = list((running.filter(number__startswith=text.upper()) | named).order_by("-id")[:FOUND])
        return {
            "text": text,
            "rows": rows,
            "drafts": Draft.objects.visible_to(self.actor).filter(kind=KIND)[:5],
        }


class Choose(DetailPage):
    """Choose the ground, each with the sentence when it applies."""

    permission = "assistance.begin_change"
    model = Entitlement
    template_name = "assistance/changes/choose.html"

    def queryset(self) -> Any:
        return changeable(self.actor)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        suspended = self.object.suspensions.filter(last_month__isnull=True).exists()
        hidden = {"suspend" if suspended else "resume"}
        return {
            "entitlement": self.object,
            "grounds": [(code, rule) for code, rule in GROUNDS.items() if code not in hidden],
            "open_change": open_change_of(self.object),
            "is_migrated": not has_facts(source_case(self.object)),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        ground = request.POST.get("ground", "")
        if ground not in GROUNDS:
            return self.render(status=422, **self.context(), problem="请选择变更事由。")
        try:
            draft = begin_draft(self.object, ground, actor=self.actor)
        except DomainError as error:
            return self.render(status=422, **self.context(), problem=f"{error.message}{error.hint}")
        return redirect(reverse("assistance:change_form", kwargs={"draft_id": draft.pk}))


class Supplement(DetailPage):
    """补正: what was asked for, and the way into the form."""

    permission = "casework.submit_case"
    model = Case
    lookup = "number"
    template_name = "assistance/changes/supplement.html"

    def queryset(self) -> Any:
        waiting = self.visible().filter(kind=KIND, state=CaseState.SUPPLEMENT)
        return waiting.select_related("applicant", "region__parent", "household", "dibao", "change")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.object.actions.filter(action="ask_supplement").order_by("-version").first()
        return {"case": self.object, "asked": asked, "change": self.object.change}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        draft = begin_supplement(self.object, actor=self.actor)
        return redirect(reverse("assistance:change_form", kwargs={"draft_id": draft.pk}))


class Apply(DetailPage):
    """An application of somebody who left the family, with what is on file of him (rulebook 9.1)."""

    permission = "casework.create_case"
    model = Case
    lookup = "number"
    http_method_names = ["post"]

    def queryset(self) -> Any:
        return self.visible().filter(kind=KIND, state=CaseState.CONFIRMED)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        left = self.object.dibao.members.filter(absence="left").select_related("person")
        row = left.filter(person_id=_whole(request.POST.get("person", ""))).first()
        if row is None or not row.person.number:
            raise Http404
        found = look_up(row.person.number, actor=self.actor)
        try:
            draft = begin_entry(row.person.number, found, actor=self.actor)
        except DomainError as error:
            messages.error(request, f"{error.message}{error.hint}")
            return redirect("casework:case", self.object.number)
        return redirect(reverse("assistance:dibao_form", kwargs={"draft_id": draft.pk}))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
