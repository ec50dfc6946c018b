"""Search first (查重并新增): the number decides what the clerk sees before anything is typed."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.assistance.forms import SearchForm
from apps.assistance.services.dibao_begin import begin_entry
from apps.assistance.services.dibao_related import look_up
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import Draft
from apps.pages.views import PageView


class Search(PageView):
    """The number goes by POST, never in an address, and is looked up on record."""

    permission = "casework.create_case"
    template_name = "assistance/dibao/search.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": SearchForm(), "drafts": own_drafts(self.actor)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.render(status=422, form=form, drafts=own_drafts(self.actor))
        number = form.cleaned_data["number"].value
        found = look_up(number, actor=self.actor)
        if request.POST.get("do") == "start" and not found.is_barred:
            draft = begin_entry(number, found, actor=self.actor)
            return redirect(reverse("assistance:dibao_form", kwargs={"draft_id": draft.pk}))
        shown = SearchForm({"number": number})
        return self.render(form=shown, found=found, number=number)


def own_drafts(actor: Actor) -> Any:
    """The drafts of dibao that the actor has not finished."""
    return Draft.objects.visible_to(actor).filter(kind=PROGRAMME, region__code__startswith=actor.region_code)[
        :5
    ]
