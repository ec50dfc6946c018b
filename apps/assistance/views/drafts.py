"""What the pages of one draft share: finding it, reading what is typed, saving it, showing the form."""

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from apps.assistance.forms import EntryForms
from apps.assistance.services.dibao_related import look_up
from apps.assistance.services.dibao_sheet import Sheet, sheet_of
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.assistance.services.dibao_typed import Typed
from apps.assistance.views.lines import income_lines, member_lines, member_options, related_findings
from apps.casework.models import Case, CaseState, Draft
from apps.casework.services.drafts import draft_fields, save_draft
from apps.core import numbers
from apps.pages.views import ScopedPage


class DraftPage(ScopedPage):
    """A page of one dibao draft of the actor, begun in the actor's region; any other is 404."""

    permission = "casework.create_case"
    model = Draft
    kind: ClassVar[str] = PROGRAMME
    names: ClassVar[str] = "dibao"  # the addresses of the kind: dibao_form, dibao_check …
    draft: Draft
    typed: Typed
    case: Case | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = self.visible().filter(pk=kwargs["draft_id"], kind=self.kind).first()
        if draft is None or not self.actor.covers(draft.region_id):
            return self.without_draft(request)
        self.draft = draft
        self.typed = self.stored(draft)
        self.case = self._case()
        return super().dispatch(request, *args, **kwargs)

    def without_draft(self, request: HttpRequest) -> HttpResponseBase:
        raise Http404

    def stored(self, draft: Draft) -> Typed:
        """What the draft has kept."""
        return Typed.of_draft(draft_fields(draft))

    def forms(self, typed: Typed, *, checked: bool = False, fresh: str = "") -> EntryForms:
        """All forms of the page over what is typed."""
        return EntryForms(typed, actor=self.actor, checked=checked, fresh=fresh)

    def label_of(self, typed: Typed) -> str:
        """How the list of drafts calls it; nothing keeps the name it has."""
        name = typed.applicant.get("name", "").strip()
        return f"补正 {typed.case_number}" if typed.case_number else numbers.mask_name(name) if name else ""

    def _case(self) -> Case | None:
        """The case that the draft supplements, while it waits for that."""
        if not self.typed.case_number:
            return None
        waiting = Case.objects.visible_to(self.actor).filter(state=CaseState.SUPPLEMENT)
        case = waiting.filter(number=self.typed.case_number).select_related("applicant").first()
        if case is None:
            raise Http404
        return case  # type: ignore[no-any-return]

    def keep(self, typed: Typed, posted: Mapping[str, str], *, overwrite: bool = False) -> Draft:
        """Save what is typed. ``StaleVersion`` when another window has saved since this one was opened.

        A window never outruns itself: what it sends after its own autosave is newer than that.
        """
        self.draft = save_draft(
            self.draft.pk,
            typed.to_draft(),
            revision=whole(posted.get("revision")),
            actor=self.actor,
            label=self.label_of(typed),
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
                for finding in look_up(number, actor=self.actor, besides=typed.case_number).related
            ]
            for number in typed.numbers
        }

    def sheet(self, typed: Typed) -> Sheet:
        return sheet_of(typed, region_code=self.draft.region_id, draft=self.draft, case=self.case)

    def entry_context(self, typed: Typed, *, checked: bool = False, **more: Any) -> dict[str, Any]:
        """Everything that the form and its parts show."""
        sheet = self.sheet(typed)
        entry = more.pop("entry", None) or self.forms(typed, checked=checked, fresh=more.get("fresh", ""))
        related = related_findings(typed)
        return {
            "draft": self.draft,
            "case": self.case,
            "urls": {"form": self.address(), "related": self.address("related")},
            "typed": typed,
            "window": typed.window or self.new_window(),
            "entry": entry,
            "form": entry.main,
            "member_lines": member_lines(typed, entry, sheet),
            "income_lines": income_lines(typed, entry, sheet),
            "related": related,
            "has_warn": any(finding["tone"] == "warn" for finding in related),
            "has_bar": any(finding["tone"] == "bar" for finding in related),
            "member_options": member_options(typed, entry),
            "sheet": sheet,
            "fixed_region": len(self.actor.region_code) == 12,
            **more,
        }

    @staticmethod
    def new_window() -> str:
        return uuid.uuid4().hex

    def entry_page(self, typed: Typed, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form page with what is typed."""
        self.template_name = "assistance/dibao/entry.html"  # type: ignore[misc]
        return self.render(status=status, **self.entry_context(typed, **more))

    def retyped(self) -> Typed:
        """What the form says now; what it does not show stays as it was."""
        return self.typed.retyped(self.request.POST.dict())

    def address(self, page: str = "form") -> str:
        return reverse(f"assistance:{self.names}_{page}", kwargs={"draft_id": self.draft.pk})


def whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
