"""The pages of persons and households beside what the registers make by themselves."""

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.accounts.actor import Actor
from apps.core import numbers
from apps.core.errors import Refused
from apps.core.permissions import permission
from apps.pages.engine import RegisterRow
from apps.people import panels
from apps.people.models import Person
from apps.people.registers import PERSONS
from apps.people.services import REVEAL_MINUTES, note_view, reveal
from apps.people.services.aliases import digest_of

TEMPORARY = re.compile(r"LS[0-9]{8}")


class PersonPage(RegisterRow):
    """A person: own panels, those of upper apps, history. A merged file leads to the one that was kept."""

    register = PERSONS
    model = Person
    permission = PERSONS.permission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            kept = self.kept(kwargs["pk"]) if request.method == "GET" else None
            if kept is None:
                raise
        messages.info(request, "你打开的档案已并入这份档案。")
        return redirect("people:persons_row", pk=kept)

    def kept(self, pk: int) -> int | None:
        """The visible file that the merged file ``pk`` leads to."""
        stones = Person.objects.merged_visible_to(self.actor).filter(pk=pk)
        return self.visible().filter(pk__in=stones.values("merged_into")).values_list("pk", flat=True).first()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        note_view(self.object, self.actor)
        return super().get(request, **kwargs)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        made = super().context(**kwargs)
        made["panels"] = [panel for panel in made["panels"] if not panel["extra"].get("is_empty")]
        made["panels"] += panels.from_above(self.object, self.actor)
        return made


class RevealNumber(PersonPage):
    """查看完整证件号: with a reason, by POST, for a quarter of an hour."""

    permission = "people.reveal_number"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        url = reverse("people:persons_row", args=[self.object.pk])
        came = request.POST.get("from", "")
        try:
            reveal(self.object, request.POST.get("reason", ""), actor=self.actor)
        except Refused as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"已记录本次查看，完整号码显示 {REVEAL_MINUTES} 分钟。")
        return redirect(f"{url}?{urlencode({'from': came})}" if came else url)


@permission("people.view_person")
@sensitive_post_parameters("number")
@require_POST
def find(request: Any) -> HttpResponse:
    """To the file of the holder of a number, when visible. By POST: a number must not stand in an address.

    Also by a former number, an old one of 15 digits, or a temporary code.
    """
    try:
        rows = _holders(request.POST.get("number", ""), request.actor)
    except numbers.NumberError as error:
        messages.error(request, str(error))
        return redirect("people:persons")
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        messages.warning(
            request, "管辖范围内没有找到这个证件号的人员。请核对号码，或用页面上方的搜索框核实。"
        )
        return redirect("people:persons")
    return redirect("people:persons_row", pk=found)


def _holders(text: str, actor: Actor) -> Any:
    """Visible persons who are meant by what was typed, the likeliest first. Raises NumberError."""
    code = numbers.normalise_resident_number(text)
    rows = Person.objects.visible_to(actor)
    if TEMPORARY.fullmatch(code):
        return rows.filter(temporary_code=code)
    return rows.with_digest(digest_of(text))
