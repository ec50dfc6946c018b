"""The pages of a declared application: search first, the form in one sitting, what is computed while typing."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from apps.casework.entry.beginning import begin
from apps.casework.entry.forms import EntryForms
from apps.casework.entry.recorded import typed_defaults
from apps.casework.entry.related import asked_of, look_up
from apps.casework.entry.sheet import sheet_of
from apps.casework.entry.typed import Typed
from apps.casework.models import Case, CaseState, Draft
from apps.casework.services.documents import attach_upload, note_document, withdraw_document
from apps.casework.services.drafts import discard_draft, draft_fields, save_draft
from apps.core import numbers
from apps.core.declarations import CaseKind, Entry
from apps.core.errors import DomainError, NotVisible, StaleVersion
from apps.core.registries import case_kinds
from apps.pages.fields import ResidentNumberField
from apps.pages.forms import Form
from apps.pages.views import PageView, ScopedPage

STALE = "这份草稿在另一个窗口保存过，本页的内容没有覆盖它，也没有丢。"
STALE_HINT = "请核对后选择保留哪一份。"


class Declared:
    """What every page of an entry knows of its declaration."""

    permission = "casework.create_case"
    entry: ClassVar[Entry]
    names: ClassVar[str]  # namespace and kind: the addresses are <names>_form, <names>_check …

    @property
    def kind(self) -> CaseKind:
        return case_kinds.get(self.entry.kind)

    @property
    def line_url(self) -> str:
        return reverse(f"{self.names.partition(':')[0]}:index")

    @property
    def line_label(self) -> str:
        """The line of business, as the menu calls it."""
        return str(apps.get_app_config(self.kind.line).verbose_name)

    @property
    def entry_url(self) -> str:
        return self.page_url("entry")

    @property
    def form_name(self) -> str:
        return f"{self.names}_form"

    @property
    def print_name(self) -> str:
        return f"{self.names}_print"

    def page_url(self, page: str, **kwargs: Any) -> str:
        return reverse(f"{self.names}_{page}", kwargs=kwargs or None)


class SearchForm(Form):
    """Search first."""

    number = ResidentNumberField(label="身份证号", help_text="18 位；可带空格，末位 x 大小写均可")

    def __init__(self, *args: Any, who: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].label = f"{who}身份证号"
        self.fields["number"].widget.attrs["autofocus"] = not self.is_bound


class Search(Declared, PageView):
    """查重并新增. The number goes by POST, never in an address, and is looked up on record."""

    template_name = "casework/entry/search.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": SearchForm(who=self.entry.who), "drafts": self.drafts()}

    def drafts(self) -> Any:
        """The drafts of the kind that the actor has not finished."""
        rows = Draft.objects.visible_to(self.actor)
        return rows.filter(kind=self.entry.kind, region__code__startswith=self.actor.region_code)[:5]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = SearchForm(request.POST, who=self.entry.who)
        if not form.is_valid():
            return self.render(status=422, form=form, drafts=self.drafts())
        number = form.cleaned_data["number"].value
        found = look_up(asked_of(self.entry), number, actor=self.actor)
        if request.POST.get("do") == "start" and not found.is_barred:
            draft = begin(self.entry, number, found, actor=self.actor)
            return redirect(self.page_url("form", draft_id=draft.pk))
        shown = SearchForm({"number": number}, who=self.entry.who)
        return self.render(form=shown, found=found, number=number)


class DraftPage(Declared, ScopedPage):
    """A page of one draft of the actor, begun in the actor's region; any other is 404."""

    model = Draft
    draft: Draft
    typed: Typed
    case: Case | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = self.visible().filter(pk=kwargs["draft_id"], kind=self.entry.kind).first()
        if draft is None or not self.actor.covers(draft.region_id):
            return self.without_draft(request)
        self.draft = draft
        self.typed = Typed.of_draft(draft_fields(draft))
        self.case = self._case()
        return super().dispatch(request, *args, **kwargs)

    def without_draft(self, request: HttpRequest) -> HttpResponseBase:
        raise Http404

    def _case(self) -> Case | None:
        """The case that the draft supplements, while it waits for that."""
        if not self.typed.case_number:
            return None
        waiting = Case.objects.visible_to(self.actor).filter(state=CaseState.SUPPLEMENT)
        case: Case | None = waiting.filter(number=self.typed.case_number).select_related("applicant").first()
        if case is None:
            raise Http404
        return case

    def forms(self, typed: Typed, *, checked: bool = False, fresh: str = "") -> EntryForms:
        return EntryForms(self.entry, typed, actor=self.actor, checked=checked, fresh=fresh)

    def retyped(self) -> Typed:
        """What the form says now; what it does not show stays as it was."""
        return self.typed.retyped(self.request.POST, self.entry)

    def keep(self, typed: Typed, posted: Mapping[str, Any], *, overwrite: bool = False) -> Draft:
        """Save what is typed. ``StaleVersion`` when another window has saved since this one was opened.

        A window never outruns itself: what it sends after its own autosave is newer than that.
        """
        name = str(typed.applicant.get("name", "")).strip()
        own = numbers.mask_name(name) if name else ""
        self.draft = save_draft(
            self.draft.pk,
            typed.to_draft(),
            revision=whole(posted.get("revision")),
            actor=self.actor,
            label=f"补正 {typed.case_number}" if typed.case_number else own,
            is_own=lambda kept: (
                overwrite or (bool(typed.window) and Typed.of_draft(kept).window == typed.window)
            ),
        )
        self.typed = typed
        return self.draft

    def find_related(self, typed: Typed, *, afresh: bool = False) -> None:
        """Look up every number that was not looked up yet, or all of them again."""
        known = {} if afresh else typed.related
        typed.related = {
            number: known[number]
            if number in known
            else [
                finding.as_dict()
                for finding in look_up(
                    asked_of(self.entry), number, actor=self.actor, besides=typed.case_number
                ).related
            ]
            for number in typed.numbers(self.entry)
        }

    def entry_context(self, typed: Typed, **more: Any) -> dict[str, Any]:
        """Everything that the form and its parts show."""
        forms = more.pop("forms", None) or self.forms(typed, fresh=more.pop("fresh", ""))
        related = [finding for found in typed.related.values() for finding in found]
        return {
            "declared": self.entry,
            "kind": self.kind,
            "draft": self.draft,
            "case": self.case,
            "typed": typed,
            "window": typed.window or uuid.uuid4().hex,
            "forms": forms,
            "form": forms.main,
            "persons": [(person, forms.persons[person.key]) for person in self.entry.persons],
            "tables": [(table, forms.tables[table.name]) for table in self.entry.tables],
            "related": related,
            "has_warn": any(finding["tone"] == "warn" for finding in related),
            "has_bar": any(finding["tone"] == "bar" for finding in related),
            "sheet": sheet_of(forms, draft=self.draft, case=self.case),
            "fixed_region": len(self.actor.region_code) == 12,
            **more,
        }

    def address(self, page: str = "form") -> str:
        return self.page_url(page, draft_id=self.draft.pk)

    @property
    def urls(self) -> dict[str, str]:
        """Where the parts of the form send to."""
        return {page: self.address(page) for page in ("form", "save", "live", "related", "discard", "check")}


class Fill(DraftPage):
    """The form. Buttons say in ``do`` what they are for; whatever they do, what is typed is saved first."""

    template_name = "casework/entry/form.html"
    partial_name = "casework/entry/changed.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return self.entry_context(self.typed)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        typed = self.retyped()
        verb, _, rest = request.POST.get("do", "check").partition(":")
        self.find_related(typed)
        fresh = ""
        try:
            if verb == "add":
                fresh = self._add_row(typed, rest)
            elif verb == "remove":
                table, _, key = rest.partition(":")
                typed.remove_row(table, key)
            self.keep(typed, request.POST, overwrite=verb == "overwrite")
        except StaleVersion:
            context = self.entry_context(typed, stale=STALE, stale_hint=STALE_HINT)
            return self.render(status=409, **context)
        if verb == "check":
            return self._check(typed)
        trouble = self._change_papers(request, verb, rest)
        if request.headers.get("HX-Request") == "true":
            return self.render(**self.entry_context(typed, trouble=trouble, fresh=fresh))
        if trouble:
            return self.render(status=422, **self.entry_context(typed, trouble=trouble))
        if verb == "save":
            messages.success(request, "草稿已保存，可以在“草稿”中继续填写。")
        return redirect(self.address() + (f"#{rest.partition(':')[0]}" if verb in ("add", "remove") else ""))

    def _add_row(self, typed: Typed, name: str) -> str:
        """A row more of the table ``name``; how the page finds it: ``table:key``."""
        table = next((table for table in self.entry.tables if table.name == name), None)
        if table is None:
            return ""
        row = typed.add_row(name, **typed_defaults(apps.get_model(table.model), table.sections))
        return f"{name}:{row['key']}"

    def _change_papers(self, request: HttpRequest, verb: str, rest: str) -> str:
        """Take in, note or withdraw one paper; the sentence of what was refused, else nothing."""
        owner: dict[str, Any] = {"case": self.case} if self.case else {"draft": self.draft}
        try:
            if verb == "note":
                slot, _, source = rest.partition(":")
                note_document(slot, actor=self.actor, source=source, **owner)
            elif verb == "upload":
                chosen = request.FILES.getlist(f"file-{rest}")
                if not chosen:
                    return "还没有选择文件，请先选择再上传。"
                for uploaded in chosen:
                    attach_upload(uploaded, rest, actor=self.actor, **owner)
            elif verb == "withdraw":
                withdraw_document(whole(rest), actor=self.actor)
        except NotVisible:
            raise
        except DomainError as error:
            return f"{error.message}{error.hint}"
        return ""

    def _check(self, typed: Typed) -> HttpResponseBase:
        """On to the page of answers when every field holds; else the same page with all that is wrong."""
        whole_form = typed.without_blank_rows(self.entry)
        self.find_related(whole_form, afresh=True)
        forms = self.forms(whole_form, checked=True)
        forms.add_bars()
        if forms.is_valid():
            self.keep(whole_form, {}, overwrite=True)
            return redirect(self.address("check"))
        return self.render(status=422, **self.entry_context(whole_form, forms=forms))


class Autosave(DraftPage):
    """What is typed, saved in the background; answers with the revision the window now holds."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        typed = self.retyped()
        same_window = typed.window == self.typed.window
        if not (same_window and whole(request.POST.get("revision")) < self.draft.revision):
            try:
                self.keep(typed, request.POST)
            except StaleVersion:
                return JsonResponse({"message": STALE + STALE_HINT}, status=409)
        at = timezone.localtime(self.draft.updated_at)
        return JsonResponse({"revision": self.draft.revision, "saved_at": f"{at:%H:%M}"})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.address())


class Live(DraftPage):
    """What is computed of what is typed just now; saves nothing."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(
            request,
            "casework/entry/live.html",
            {"view": self, **self.entry_context(self.retyped())},
        )

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
        return render(request, "casework/entry/related.html", {"view": self, **self.entry_context(typed)})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return redirect(self.address())


class Discard(DraftPage):
    """Throw the draft away."""

    template_name = "casework/entry/discard.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"draft": self.draft, "typed": self.typed, "kind": self.kind}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        discard_draft(self.draft.pk, actor=self.actor)
        messages.success(request, "草稿已删除。")
        return redirect(self.page_url("entry"))


def whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
