"""Check your answers, print, submit, done; and the case that waits to be supplemented."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from apps.casework.entry.answers import shown_answers
from apps.casework.entry.beginning import begin_supplement
from apps.casework.entry.forms import EntryForms
from apps.casework.entry.recorded import answers_of
from apps.casework.entry.saving import hand_in, hand_in_again
from apps.casework.entry.sheet import slots_of
from apps.casework.entry.views import Declared, DraftPage, whole
from apps.casework.models import Case, CaseState
from apps.core import clock, numbers
from apps.core.errors import DomainError, NotVisible, StaleVersion
from apps.pages.views import DetailPage
from apps.regions.models import Region


class Check(DraftPage):
    """核对信息: every answer with a way back to it, the amount and why, papers that are missing; then submit."""

    template_name = "casework/entry/check.html"

    def without_draft(self, request: HttpRequest) -> HttpResponseBase:
        """The second of two submissions of one form finds the draft gone and the case there."""
        case = self._submitted(request)
        if case is None:
            raise Http404
        return redirect(self.page_url("done", number=case.number))

    def _submitted(self, request: HttpRequest) -> Case | None:
        try:
            token = UUID(request.POST.get("submit_token", ""))
        except ValueError:
            return None
        own = Case.objects.visible_to(self.actor).filter(created_by_id=self.actor.user_id)
        case: Case | None = own.filter(submit_token=token).first()
        return case

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        forms = self.forms(self.typed, checked=True)
        if not forms.is_valid():
            return redirect(self.address())
        return self.render(**self.answers(forms))

    def answers(self, forms: EntryForms) -> dict[str, Any]:
        filled = forms.filled()
        region = Region.objects.select_related("parent").get(pk=filled.region_id)
        return {
            **self.entry_context(self.typed, forms=forms),
            "groups": shown_answers(forms, filled, region.full_name),
            "region_name": region.full_name,
            "today": clock.today(),
            "note": filled.values.get("duplicate_note", ""),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        forms = self.forms(self.typed, checked=True)
        if not forms.is_valid():
            return self.form_again(forms=forms)
        try:
            case = self._hand_in(forms, request)
        except (NotVisible, StaleVersion):
            raise
        except DomainError as error:
            # What the clerk can mend is mended on the form, with everything as typed.
            return self.form_again(trouble=f"{error.message}{error.hint}", trouble_title="还没有提交")
        return redirect(self.page_url("done", number=case.number))

    def form_again(self, **more: Any) -> HttpResponseBase:
        self.template_name = "casework/entry/form.html"  # type: ignore[misc]
        return self.render(status=422, **self.entry_context(self.typed, **more))

    def _hand_in(self, forms: EntryForms, request: HttpRequest) -> Case:
        if self.case is None:
            return hand_in(self.entry, forms.filled(), draft=self.draft, actor=self.actor)
        return hand_in_again(
            self.entry,
            self.case.pk,
            forms.filled(),
            version=whole(request.POST.get("version")),
            draft=self.draft,
            actor=self.actor,
            comment=request.POST.get("comment", "")[:500],
        )


class Paper(Check):
    """打印申请书: the answers as a paper to sign."""

    template_name = "casework/entry/print.html"
    http_method_names = ["get", "head"]

    @property
    def back(self) -> str:
        return self.address("check")


class Done(Declared, DetailPage):
    """提交完成: the number, the next step and by when."""

    model = Case
    lookup = "number"
    template_name = "casework/entry/done.html"

    def queryset(self) -> Any:
        own = self.visible().filter(kind=self.entry.kind, created_by_id=self.actor.user_id)
        return own.select_related("applicant", "region__parent")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        return {
            "case": case,
            "kind": self.kind,
            "item": case.work_items.filter(closed_at__isnull=True).order_by("due_on").first(),
            "town": case.region.parent or case.region,
            "summary": [
                (self.entry.who, numbers.mask_name(case.applicant.name), ""),
                ("申请地", case.region.full_name, ""),
                ("提交日期", case.submitted_on.isoformat(), "no"),
            ],
        }


class Supplement(Declared, DetailPage):
    """补正: what was asked for, and the way into the same form."""

    permission = "casework.submit_case"
    model = Case
    lookup = "number"
    template_name = "casework/entry/supplement.html"

    def queryset(self) -> Any:
        waiting = self.visible().filter(kind=self.entry.kind, state=CaseState.SUPPLEMENT)
        return waiting.select_related("applicant", "region__parent", "household")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        slots = slots_of(self.entry, answers_of(self.entry, case), case=case)
        return {
            "case": case,
            "kind": self.kind,
            "asked": case.actions.filter(action="ask_supplement").order_by("-version").first(),
            "item": case.work_items.filter(closed_at__isnull=True, task="supplement").first(),
            "lacking": [slot.label for slot in slots if not slot.is_met],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        draft = begin_supplement(self.entry, self.object, actor=self.actor)
        return redirect(self.page_url("form", draft_id=draft.pk))
