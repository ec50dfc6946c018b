"""Notices of a change of standard: of one family at once, of a town as one print file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from apps.assistance.models import StandardChangeRow
from apps.assistance.services import standard_letters as letters
from apps.assistance.views.standard_changes import ChangeView
from apps.audit.services import record
from apps.files.responses import harmless, serve
from apps.regions.models import Region

# What a paper of ours may do in the browser's own viewer.
PAPER_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Letter(ChangeView):
    """The notice to one family, shown in the browser."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        data = letters.letter_pdf(self.change, kwargs["entitlement"], actor=self.actor)
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(False, f"{letters.TITLE}.pdf")
        harmless(response, policy=PAPER_POLICY)
        return response


class TownLetters(ChangeView):
    """The print file of a town: asked for by POST, made by a job, downloaded by GET."""

    town: Region

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        town = Region.objects.towns().filter(code=kwargs["town"]).first()
        visible = StandardChangeRow.objects.visible_to(self.actor).filter(change_id=kwargs["pk"])
        if town is None or not visible.filter(town_code=town.code).exists():
            raise Http404
        self.town = town
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        job = letters.ask_letters(self.change, self.town, actor=self.actor)
        return redirect("jobs:detail", job.pk)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        stored = letters.made_letters(self.change, self.town.code)
        if stored is None or self.actor.level == "community":
            raise Http404
        record(
            "standard_change.letters_downloaded",
            f"下载{self.town.name}{letters.TITLE}",
            actor=self.actor,
            subject=self.change,
            detail={"town": self.town.code},
        )
        return serve(stored)
