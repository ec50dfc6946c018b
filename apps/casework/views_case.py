"""The page of a case, the steps taken on it, its papers, and the look at full numbers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.casework import banners, casepage, decisions, presence, queue
from apps.casework.formchoice import action_form
from apps.casework.forms import ActionForm
from apps.casework.models import Case, CaseAction, CaseDocument, WorkItem
from apps.casework.recalls import RECALL, last_step, recall, recall_action
from apps.casework.services import complaints, documents
from apps.casework.workflow import Standing, perform
from apps.core.declarations import Action, CaseKind
from apps.core.errors import DomainError, Forbidden, NotVisible, Refused, StaleVersion
from apps.core.registries import case_kinds
from apps.pages.views import DetailPage
from apps.people.services.reveals import reveal, revealed

# Refusals of a step that somebody else has taken meanwhile: the same page as for an outdated version.
GONE_ON = ("task", "task_done", "state")


class CaseView(DetailPage):
    """What every address of a case shares: the case found by number in scope, and its kind."""

    permission = "casework.view_case"
    model = Case
    lookup = "number"
    template_name = "casework/case.html"
    object: Case

    def queryset(self) -> Any:
        return self.visible().with_people().select_related("household", "applicant__home_region__parent")

    @property
    def kind(self) -> CaseKind:
        found = case_kinds.find(self.object.kind)
        if found is None:
            raise Http404
        return found

    def page(
        self, *, status: int = 200, bound: ActionForm | None = None, problem: Any = None
    ) -> HttpResponse:
        context = {**self.case_context(bound), "problem": problem, "is_refused": status >= 400}
        return self.render(status=status, **context)

    def case_context(self, bound: ActionForm | None = None) -> dict[str, Any]:
        case, kind, actor = self.object, self.kind, self.actor
        days = queue.Days.now()
        actions = list(CaseAction.objects.filter(case=case).order_by("version"))
        items = list(WorkItem.objects.filter(case=case).select_related("holder").order_by("due_on", "id"))
        standing = Standing(case, actor, actions=actions, items=items)
        mine = queue.item_on(case, actor)
        own = kind.context(case, actor) if kind.context else {}
        is_shown = revealed(case, actor)
        evidence = self.evidence(standing)
        report = evidence["verification"] if case.is_open else None
        return {
            **own,
            "object": case,
            "case": case,
            "kind": kind,
            "back": self.back,
            "title": casepage.title(case, kind),
            "state_tag": casepage.state_tag(case),
            "meta": casepage.meta(case),
            "flow_steps": casepage.flow(case, kind, actions, items),
            "limits": casepage.limits(case, items, mine, days),
            "numbers_shown": is_shown,
            "may_reveal": actor.has("people.reveal_number") and not is_shown,
            "may_open_person": actor.has("people.view_person"),
            "applicant_facts": casepage.applicant_facts(case, shown=is_shown),
            "panels": kind.panels,
            **evidence,
            "banners": banners.banners(case, actions, report),
            "log": casepage.log(case, actions),
            "place": queue.place_of(mine, actor) if mine else None,
            **self.steps(standing, actions, own.get("opinions"), bound),
        }

    def steps(
        self, standing: Standing, actions: list[CaseAction], opinions: Any, bound: ActionForm | None
    ) -> dict[str, Any]:
        """What may be done, what was said about the case, and who else is at it."""
        case, actor, last = self.object, self.actor, actions[-1] if actions else None
        made = decisions.panel(
            case, self.kind, actor, last=last, bound=bound, opinions=opinions, standing=standing
        )
        if made.open:
            presence.mark(case, actor, made.open[0].action.label)
        return {
            "decision": made,
            "last": last,
            "objections": banners.objections_for(case, actor),
            "may_complain": actor.has(complaints.REGISTER),
            "complaints": banners.complaints_for(case, actor),
            "onlookers": presence.others(case, actor),
            "since": [],
        }

    def evidence(self, standing: Standing) -> dict[str, Any]:
        """What has been established and handed in."""
        case = self.object
        given = documents.documents_of(case=case)
        may_add = case.is_open and documents.may_add(case, self.actor, standing)
        visits = list(case.visits.standing().select_related("lead", "second"))  # the latest first
        return {
            "verification": case.verifications.standing().select_related("officer").first(),
            "visit": next((visit for visit in visits if not visit.by_bureau), None),
            "bureau_visit": next((visit for visit in visits if visit.by_bureau), None),
            "notice": case.notices.select_related("place__parent").first(),
            "papers": casepage.papers(given),
            "may_add": may_add,
            "slots": self.kind.documents if may_add else (),
            "letters": casepage.letters(case),
        }


class CasePage(CaseView):
    """A case on one page: evidence left, limits and decision right."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.page()


class Presence(CaseView):
    """Asked by the open page now and then: who else is at this case, and what was done meanwhile."""

    template_name = "casework/case/presence.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        shown = request.GET.get("version", "")
        version = int(shown) if shown.isdecimal() and len(shown) < 10 else self.object.version
        since = casepage.log(self.object, presence.acted_since(self.object, version))
        return self.render(
            case=self.object, onlookers=presence.others(self.object, self.actor), since=since, version=version
        )


class Act(CaseView):
    """One step of a case. What was typed comes back with the reason when the step is refused."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        action = self.action(kwargs["action"])
        form = action_form(self.kind, action, self.object, self.actor, request.POST, request.FILES)
        version = request.POST.get("version", "")
        if not version.isdecimal() or len(version) > 9:
            return self.page(
                status=422, bound=form, problem=Refused("没有收到完整的内容。", hint="请再提交一次。")
            )
        mine = queue.item_on(self.object, self.actor)
        if not form.is_valid():
            return self.page(status=422, bound=form)
        try:
            done = self.take(action, form, int(version))
        except NotVisible:
            raise
        except DomainError as error:
            if self.is_repeat(action, int(version)):
                return self.go_on(action, mine)
            return self.refuse(error, form, int(version))
        messages.success(request, self.said(action, done))
        return self.go_on(action, mine)

    def take(self, action: Action, form: ActionForm, version: int) -> CaseAction:
        if action.code == RECALL:
            return recall(self.object.pk, actor=self.actor, version=version, comment=form.comment_text)
        return perform(
            self.object.pk,
            action.code,
            actor=self.actor,
            version=version,
            data=form.payload(),
            comment=form.comment_text,
        )

    def action(self, code: str) -> Action:
        if code == RECALL:
            return recall_action(last_step(self.object))
        try:
            found = self.kind.action(code)
        except KeyError:
            raise Http404 from None
        if found.system or not found.from_states:
            raise Http404
        return found

    def is_repeat(self, action: Action, version: int) -> bool:
        """A second click of the same person on what the first click has done."""
        later = CaseAction.objects.filter(case=self.object, version__gt=version, action=action.code)
        return later.filter(user_id=self.actor.user_id).exists()

    def refuse(self, error: DomainError, form: ActionForm, version: int) -> HttpResponse:
        self.object = self.find(number=self.object.number)
        if isinstance(error, StaleVersion) or error.code in GONE_ON:
            later = CaseAction.objects.filter(case=self.object, version__gt=version).order_by("version")
            context = {
                "object": self.object,
                "error": error,
                "log": casepage.log(self.object, list(later)),
                "typed": form.comment_text,
                "state_tag": casepage.state_tag(self.object),
            }
            return render(self.request, "casework/stale.html", {"view": self, **context}, status=409)
        action = form.action
        gone = action.offered is not None and not action.offered(self.object)
        if isinstance(error, Forbidden) or gone:  # there is no form any more in which to say it
            return self.page(status=error.status_code, problem=error)
        form.add_error(None, f"{error.message}{error.hint}")
        return self.page(status=error.status_code, bound=form)

    def said(self, action: Action, done: CaseAction) -> str:
        self.object.refresh_from_db()
        words = f"{self.object.number} 已{action.label}。"
        waiting = self.object.work_items.filter(closed_at__isnull=True).order_by("due_on").first()
        if waiting is not None and waiting.task != action.task:
            return f"{words}下一步：{waiting.label}，{waiting.due_on:%Y-%m-%d} 前。"
        return words if done.to_state == done.from_state else f"{words}现在是{done.get_to_state_display()}。"

    def go_on(self, action: Action, mine: WorkItem | None) -> HttpResponse:
        """To the next item when asked for, else back to this case."""
        address = reverse("casework:case", args=[self.object.number])
        if self.request.POST.get("then") == "next":
            following = queue.next_address(self.actor, (mine.due_on, mine.pk) if mine else None)
            if not following:
                messages.info(self.request, "今天没有待办了。")
            return redirect(following or "casework:inbox")
        return redirect(address)


class ShowNumbers(CaseView):
    """Show the full numbers of a case for a while, with a reason, on record."""

    permission = "people.reveal_number"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            reveal(self.object, request.POST.get("reason", ""), actor=self.actor)
        except Refused as error:
            return self.page(status=error.status_code, problem=error)
        return redirect("casework:case", self.object.number)


class Papers(CaseView):
    """Take a paper into a case that waits for the actor, or take one back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            said = self.take_back(kwargs["pk"]) if "pk" in kwargs else self.take_in()
        except NotVisible:
            raise
        except DomainError as error:
            return self.page(status=error.status_code, problem=error)
        messages.success(request, said)
        return redirect(reverse("casework:case", args=[self.object.number]) + "#papers")

    def take_in(self) -> str:
        slot, files = self.request.POST.get("slot", ""), self.request.FILES.getlist("file")
        if not files and self.request.POST.get("source") == "paper":
            noted = documents.note_document(slot, actor=self.actor, source="paper", case=self.object)
            return f"已登记“{noted.label}”为纸质已核。"
        if not files:
            raise Refused("还没有选择文件。", hint="请选择扫描件，或勾选“纸质已核”。", code="no_file")
        for uploaded in files:
            added = documents.attach_upload(uploaded, slot, actor=self.actor, case=self.object)
        return f"已上传“{added.label}”{len(files)} 个文件。"

    def take_back(self, pk: int) -> str:
        if not CaseDocument.objects.filter(pk=pk, case=self.object).exists():
            raise NotVisible("没有找到这件材料。")
        return f"已撤下“{documents.withdraw_document(pk, actor=self.actor).label}”。"
