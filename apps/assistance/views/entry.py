"""The form in one sitting: typing, rows, papers, autosave, the live computation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from apps.assistance.services.dibao_typed import Typed
from apps.assistance.views.differences import differences
from apps.assistance.views.drafts import DraftPage, whole
from apps.casework.services.documents import attach_upload, note_document, withdraw_document
from apps.casework.services.drafts import discard_draft
from apps.core.errors import DomainError, NotVisible, StaleVersion

STALE = "这份草稿在另一个窗口保存过，本页的内容没有覆盖它，也没有丢。"
SHOWN = 12
STALE_HINT = "请核对后选择保留哪一份。"
SECTION_OF = {
    "add_member": "members",
    "remove_member": "members",
    "add_income": "incomes",
    "remove_income": "incomes",
}


class Entry(DraftPage):
    """The form. Buttons say in ``do`` what they are for; whatever they do, what is typed is saved first."""

    template_name = "assistance/dibao/entry.html"
    partial_name = "assistance/dibao/entry_changed.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return self.entry_context(self.typed)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        typed = self.retyped()
        verb, _, rest = request.POST.get("do", "check").partition(":")
        self.find_related(typed)
        try:
            self._change_rows(typed, verb, rest)
            self.keep(typed, request.POST, overwrite=verb == "overwrite")
        except StaleVersion:
            return self.render(status=409, **self._stale(typed))
        if verb == "check":
            return self._check(typed)
        trouble = self._change_papers(request, verb, rest)
        if request.headers.get("HX-Request") == "true":
            fresh = {"add_member": typed.members, "add_income": typed.incomes}.get(verb)
            return self.render(
                **self.entry_context(typed, trouble=trouble, fresh=fresh[-1]["key"] if fresh else "")
            )
        if trouble:
            return self.entry_page(typed, status=422, trouble=trouble)
        if verb == "save":
            messages.success(request, "草稿已保存，可以在“草稿”中继续填写。")
        section = SECTION_OF.get(verb) or ("papers" if verb in ("note", "upload", "withdraw") else "")
        return redirect(self.address() + (f"#{section}" if section else ""))

    def _stale(self, typed: Typed) -> dict[str, Any]:
        """This window's text with what the draft has by now beside it."""
        now = self.stored(self.visible().get(pk=self.draft.pk))
        context = self.entry_context(typed, stale=STALE, stale_hint=STALE_HINT)
        there = self.forms(now)
        return {**context, "differences": differences(context["entry"], there)[:SHOWN]}

    def _change_rows(self, typed: Typed, verb: str, rest: str) -> None:
        if verb == "add_member":
            typed.add_member()
        elif verb == "add_income":
            applicant = typed.applicant.get("key", "")
            typed.add_income(member=applicant if len(typed.members) == 1 else "")
        elif verb in ("remove_member", "remove_income"):
            typed.remove(verb.removeprefix("remove_"), rest)

    def _change_papers(self, request: HttpRequest, verb: str, rest: str) -> str:
        """Take in, note or withdraw one paper; the sentence of what was refused, else nothing."""
        owner = {"case": self.case} if self.case else {"draft": self.draft}
        try:
            if verb == "note":
                name, _, source = rest.partition(":")
                slot, _, member = name.partition(".")
                note_document(slot, actor=self.actor, source=source, member_key=member, **owner)
            elif verb == "upload":
                slot, _, member = rest.partition(".")
                chosen = request.FILES.getlist(f"file-{rest}")
                if not chosen:
                    return "还没有选择文件，请先选择再上传。"
                for uploaded in chosen:
                    attach_upload(uploaded, slot, actor=self.actor, member_key=member, **owner)
            elif verb == "withdraw":
                withdraw_document(whole(rest), actor=self.actor)
        except NotVisible:
            raise
        except DomainError as error:
            return f"{error.message}{error.hint}"
        return ""

    def _check(self, typed: Typed) -> HttpResponseBase:
        """On to the page of answers when every field holds; else the same page with all that is wrong."""
        entry = self.forms(typed.without_blank_rows(), checked=True)
        self.find_related(entry.typed, afresh=True)
        entry.add_bars()
        if entry.is_valid():
            self.keep(entry.typed, {}, overwrite=True)
            return redirect(self.address("check"))
        return self.entry_page(entry.typed, status=422, entry=entry)


class Autosave(DraftPage):
    """What is typed, saved in the background; answers with the revision the window now holds."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        typed = self.retyped()
        same_window = typed.window == self.typed.window
        overtaken = same_window and whole(request.POST.get("revision")) < self.draft.revision
        if not overtaken:
            try:
                self.keep(typed, request.POST)
            except StaleVersion:
                return JsonResponse({"message": STALE + STALE_HINT}, status=409)
        at = timezone.localtime(self.draft.updated_at)
        return JsonResponse({"revision": self.draft.revision, "saved_at": f"{at:%H:%M}"})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.address())


class Live(DraftPage):
    """The computation of what is typed just now; saves nothing."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = self.retyped()
        context = self.entry_context(typed, trigger=request.headers.get("HX-Trigger-Name", ""))
        return render(request, "assistance/dibao/entry_live.html", context)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.address())


class RelatedPart(DraftPage):
    """The warnings about everybody whose number is typed, when a number has been left."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = self.retyped()
        self.find_related(typed)
        if typed.related != self.typed.related:
            try:
                self.keep(typed, request.POST)
            except StaleVersion:
                pass  # The warnings are shown all the same; saving is refused where the person is told so.
        return render(request, "assistance/dibao/entry_related.html", self.entry_context(typed))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.address())


class Discard(DraftPage):
    """Throw the draft away."""

    template_name = "assistance/dibao/discard.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"draft": self.draft, "typed": self.typed}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        discard_draft(self.draft.pk, actor=self.actor)
        messages.success(request, "草稿已删除。")
        return redirect(self.done())

    def done(self) -> str:
        return reverse("assistance:dibao_entry")
