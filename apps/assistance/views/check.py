"""Check your answers, submit, done; and the case that waits to be supplemented."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.assistance.forms import EntryForms
from apps.assistance.services.dibao_begin import begin_supplement, typed_of_case
from apps.assistance.services.dibao_entry import resubmit_dibao, submit_dibao
from apps.assistance.services.dibao_papers import check_lines
from apps.assistance.services.dibao_sheet import sheet_of
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.assistance.views.drafts import DraftPage, whole
from apps.assistance.views.lines import answers_assets, answers_overview
from apps.casework.models import Case, CaseState
from apps.core import numbers
from apps.core.errors import DomainError, NotVisible, StaleVersion
from apps.pages.views import DetailPage
from apps.regions.models import Region


class Check(DraftPage):
    """核对信息: every answer with a way back to it, the amount and why, papers that are missing; then submit."""

    template_name = "assistance/dibao/check.html"

    def without_draft(self, request: HttpRequest) -> HttpResponseBase:
        """The second of two submissions of one form finds the draft gone and the case there."""
        case = self._submitted(request)
        if case is None:
            raise Http404
        return redirect(done_address(case))

    def _submitted(self, request: HttpRequest) -> Case | None:
        try:
            token = UUID(request.POST.get("submit_token", ""))
        except ValueError:
            return None
        own = Case.objects.visible_to(self.actor).filter(created_by_id=self.actor.user_id)
        return own.filter(submit_token=token).first()  # type: ignore[no-any-return]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        entry = EntryForms(self.typed, actor=self.actor, checked=True)
        if not entry.is_valid():
            return redirect(self.address())
        return self.render(**self._answers(entry))

    def _answers(self, entry: EntryForms) -> dict[str, Any]:
        context = self.entry_context(self.typed, entry=entry)
        answers = entry.entry()
        region = Region.objects.select_related("parent").get(pk=answers.region_id)
        return {
            **context,
            "answers": answers,
            "region_name": region.full_name,
            "overview": answers_overview(entry, region.full_name),
            "assets": answers_assets(entry),
            "paper_checks": check_lines(context["sheet"].slots),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        entry = EntryForms(self.typed, actor=self.actor, checked=True)
        if not entry.is_valid():
            return self.entry_page(self.typed, status=422, entry=entry)
        try:
            case = self._hand_in(entry, request)
        except (NotVisible, StaleVersion):
            raise
        except DomainError as error:
            # What the clerk can mend is mended on the form, with everything as typed.
            return self.entry_page(
                self.typed, status=422, trouble=f"{error.message}{error.hint}", trouble_title="还没有提交"
            )
        return redirect(done_address(case))

    def _hand_in(self, entry: EntryForms, request: HttpRequest) -> Case:
        if self.case is None:
            return submit_dibao(entry.entry(), draft=self.draft, actor=self.actor)
        return resubmit_dibao(
            self.case.pk,
            entry.entry(),
            version=whole(request.POST.get("version")),
            draft=self.draft,
            actor=self.actor,
            comment=request.POST.get("comment", "")[:500],
        )


class Paper(Check):
    """打印申请书: the answers as a paper that the family signs."""

    template_name = "assistance/dibao/print.html"
    http_method_names = ["get", "head"]

    @property
    def back(self) -> str:
        return self.address("check")


class Done(DetailPage):
    """提交完成: the number, the next step and by when."""

    permission = "casework.create_case"
    model = Case
    lookup = "number"
    template_name = "assistance/dibao/done.html"

    def queryset(self) -> Any:
        own = self.visible().filter(kind=PROGRAMME, created_by_id=self.actor.user_id)
        return own.select_related("applicant", "region__parent")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        item = case.work_items.filter(closed_at__isnull=True).order_by("due_on").first()
        summary = [
            ("申请人", numbers.mask_name(case.applicant.name), ""),
            ("申请地", case.region.full_name, ""),
            ("提交日期", case.submitted_on.isoformat(), "no"),
        ]
        return {"case": case, "item": item, "town": case.region.parent or case.region, "summary": summary}


class Supplement(DetailPage):
    """补正: what was asked for, and the way into the same form."""

    permission = "casework.submit_case"
    model = Case
    lookup = "number"
    template_name = "assistance/dibao/supplement.html"

    def queryset(self) -> Any:
        waiting = self.visible().filter(kind=PROGRAMME, state=CaseState.SUPPLEMENT)
        return waiting.select_related("applicant", "region__parent", "household", "dibao")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        asked = case.actions.filter(action="ask_supplement").order_by("-version").first()
        item = case.work_items.filter(closed_at__isnull=True, task="supplement").first()
        sheet = sheet_of(typed_of_case(case), region_code=case.region_id, case=case)
        return {"case": case, "asked": asked, "item": item, "sheet": sheet}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        draft = begin_supplement(self.object, actor=self.actor)
        return redirect(reverse("assistance:dibao_form", kwargs={"draft_id": draft.pk}))


def done_address(case: Case) -> str:
    return reverse("assistance:dibao_done", kwargs={"number": case.number})
