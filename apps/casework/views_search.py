"""/search/: one box. By POST always: nobody knows before it is sent whether it holds a resident number, and a
number must not come into an address, a history or a log. Anything else is then shown at ?q=, so that the result
can be kept and come back to."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from apps.casework import search
from apps.casework.models import Case
from apps.casework.registers import TONES
from apps.casework.views import entries
from apps.core.registries import case_kinds
from apps.pages.returning import from_here
from apps.pages.views import PageView

IN_ADDRESS = "证件号码不能写在地址里，请在搜索框中输入。"


@method_decorator(sensitive_post_parameters("q"), name="dispatch")
class SearchPage(PageView):
    """What the top bar's box leads to."""

    permission = "casework.view_case"
    template_name = "casework/search.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        if search.is_number(text):
            return self.shown(search.Found("", problem=IN_ADDRESS))
        return self.shown(search.by_text(text, actor=self.actor) if text else None)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        made = self.context(**kwargs)
        exact = self.exact(made["found"])
        return redirect("casework:case", exact.number) if exact else self.render(**made)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        text = request.POST.get("q", "").strip()
        if not search.is_number(text):
            url = reverse("casework:search")
            return redirect(f"{url}?{urlencode({'q': text})}" if text else url)
        found = search.by_number(text, actor=self.actor)
        return self.render(status=422 if found.problem else 200, **self.shown(found))

    @staticmethod
    def exact(found: search.Found | None) -> Case | None:
        """The case whose whole number was typed."""
        if found is None or len(found.cases) != 1 or found.groups:
            return None
        case = found.cases[0]
        return case if case.number == "".join(found.text.split()).upper() else None

    def shown(self, found: search.Found | None) -> dict[str, Any]:
        cases = [
            {"case": case, "kind": case_kinds.get(case.kind).label, "tone": TONES.get(case.state, "now")}
            for case in (found.cases if found else ())
        ]
        # A result for a number has no address to come back to.
        back = from_here(self.request) if self.request.method == "GET" else ""
        return {"found": found, "cases": cases, "back": back, "entries": entries(self.actor)}
