"""Entering a change: find the benefit, choose the ground, one page with what it needs, check, submit."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.assistance.forms_changes import ChangeForms
from apps.assistance.rules.changes import GROUNDS, documents_of_ground
from apps.assistance.rules.documents import DocumentNeed
from apps.assistance.services import change_pages as pages
from apps.assistance.services.change_begin import KIND, ChangeFacts, begin_change, resubmit_change
from apps.assistance.services.change_facts import covered_in, has_facts, open_change_of, source_case
from apps.assistance.services.change_outcome import Comparison, compare
from apps.assistance.services.change_typed import (
    absence_of,
    entry_of,
    facts_typed,
    find_other,
    known_persons,
    live_change,
    take_in,
)
from apps.assistance.services.dibao_papers import check_lines, slots_of
from apps.assistance.services.dibao_sheet import Sheet
from apps.assistance.services.dibao_typed import Typed
from apps.assistance.views.changes_begin import changeable, of_household
from apps.assistance.views.drafts import DraftPage, whole
from apps.assistance.views.entry import Autosave, Discard, Entry, Live, RelatedPart
from apps.assistance.views.lines import income_lines, member_lines, member_options, related_findings
from apps.casework.models import Case
from apps.casework.services.documents import documents_of
from apps.core import clock
from apps.core.errors import DomainError, NotVisible, StaleVersion
from apps.core.periods import first_of
from apps.payments.models import Entitlement
from apps.people.models import Person

FORM = "assistance/changes/entry.html"
CHANGED = "assistance/changes/entry_changed.html"


class ChangeDraft(DraftPage):
    """What the pages of one draft of a change share."""

    permission = "assistance.begin_change"
    kind = KIND
    names = "change"
    entitlement: Entitlement

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = self.visible().filter(pk=kwargs["draft_id"], kind=self.kind).first()
        if draft is not None:
            self.find_benefit(draft)
        return super().dispatch(request, *args, **kwargs)

    def find_benefit(self, draft: Any) -> None:
        fields = self.stored(draft).fields
        found = changeable(self.actor).filter(pk=whole(fields.get("entitlement"))).first()
        if found is None or fields.get("ground") not in GROUNDS:
            raise Http404
        self.entitlement = found

    @property
    def ground(self) -> str:
        return self.typed.fields["ground"]

    def label_of(self, typed: Typed) -> str:
        return ""

    def retyped(self) -> Typed:
        """The form shows some sections only; the others stay as they were."""
        posted = self.request.POST.dict()
        new, old = self.typed.retyped(posted), self.typed
        shown = posted.get("shown", "").split()
        fields = {
            name: value
            for name, value in old.fields.items()
            if not name.startswith("change-") and not any(name in _fields(section) for section in shown)
        }
        stated = {
            name: value
            for name, value in new.fields.items()
            if name.startswith("change-") or any(name in _fields(section) for section in shown)
        }
        return replace(
            new,
            fields=fields | stated,
            members=new.members if "members" in shown else old.members,
            incomes=new.incomes if "incomes" in shown else old.incomes,
        )

    def find_related(self, typed: Typed, *, afresh: bool = False) -> None:
        """Only who is new in the family is looked up; the others are on the roll, that is what changes."""
        filed = {person.number for person in known_persons(typed).values()}
        fresh = replace(typed, members=[row for row in typed.members if row.get("number") not in filed])
        super().find_related(fresh, afresh=afresh)
        typed.related = fresh.related

    def persons(self) -> list[Person]:
        """Those covered, and for the payee everybody of the household."""
        covered = covered_in(self.entitlement, first_of(clock.today()))
        if self.ground != "payee":
            return covered
        known = {person.pk for person in covered}
        return [*covered, *(p for p in of_household(self.entitlement) if p.pk not in known)]

    def forms(self, typed: Typed, *, checked: bool = False, fresh: str = "") -> ChangeForms:
        return ChangeForms(
            typed,
            actor=self.actor,
            ground=self.ground,
            persons=self.persons(),
            needs_all=not has_facts(source_case(self.entitlement)),
            checked=checked,
            fresh=fresh,
        )

    def sheet(self, typed: Typed) -> Sheet:
        """The sheet of an application, with the papers that this ground asks for."""
        sheet = super().sheet(typed)
        papers = [*documents_of(draft=self.draft), *(documents_of(case=self.case) if self.case else [])]
        needs = [DocumentNeed(code, "", reason) for code, reason in documents_of_ground(self.ground)]
        slots = tuple(slot for need in needs for slot in slots_of(need, {}, papers))
        return replace(sheet, slots=slots, sections=(), dates=None)

    def compared(self, typed: Typed, forms: ChangeForms) -> tuple[Comparison | None, str]:
        """Before and after of what is typed; a sentence when it cannot be computed."""
        stated = forms.change.readable()
        change = live_change(self.entitlement, self.ground, stated)
        absence = absence_of(self.ground, change.leave_reason)
        try:
            typed_facts = facts_typed(typed, forms.change.gone, absence)
            return compare(change, clock.today(), application=typed_facts), ""
        except DomainError as error:
            return None, f"{error.message}{error.hint}"

    def entry_context(self, typed: Typed, *, checked: bool = False, **more: Any) -> dict[str, Any]:
        forms = more.pop("entry", None) or self.forms(typed, checked=checked, fresh=more.get("fresh", ""))
        sheet, related = self.sheet(typed), related_findings(typed)
        found, trouble = self.compared(typed, forms)
        return {
            "draft": self.draft,
            "case": self.case,
            "typed": typed,
            "urls": {name: self.address(name) for name in ("form", "related", "autosave", "live", "discard")},
            "window": typed.window or self.new_window(),
            "entry": forms,
            "form": forms.main,
            "change_form": forms.change,
            "sections": forms.sections,
            "rule": GROUNDS[self.ground],
            "ground": self.ground,
            "entitlement": self.entitlement,
            "member_lines": member_lines(typed, forms, sheet),
            "income_lines": income_lines(typed, forms, sheet),
            "related": related,
            "has_warn": any(finding["tone"] == "warn" for finding in related),
            "has_bar": any(finding["tone"] == "bar" for finding in related),
            "member_options": member_options(typed, forms),
            "sheet": sheet,
            "is_migrated": not has_facts(source_case(self.entitlement)),
            "found": found,
            "compare_trouble": trouble,
            "rows": pages.comparison_rows(found),
            "outcome_words": pages.stated_words(found),
            "why_before": pages.why_lines(pages.term_lines(found)),
            "why_after": pages.why_lines(
                list(found.months[-1].computation) if found and found.months else []
            ),
            "run_notes": pages.run_notes(self.entitlement, found),
            "before_incomes": pages.incomes_before(self.entitlement),
            **more,
        }

    def entry_page(self, typed: Typed, *, status: int = 200, **more: Any) -> HttpResponse:
        self.template_name = FORM  # type: ignore[misc]
        return self.render(status=status, **self.entry_context(typed, **more))


def _fields(section: str) -> tuple[str, ...]:
    from_form = {
        "members": ("duplicate_note",),
        "incomes": ("no_income", "has_stable_income", "receives_support", "household_deductions"),
        "assets": ("deposits", "insurance", "dwellings", "area", "vehicle", "business", "housing_text"),
    }
    return from_form.get(section, ())


class ChangeEntry(ChangeDraft, Entry):
    """The form of a change."""

    template_name = FORM
    partial_name = CHANGED

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("do") == "take_other":
            return self._take_other()
        return super().post(request, **kwargs)

    def _take_other(self) -> HttpResponseBase:
        """Bring the family that is merged into the form."""
        typed = self.retyped()
        try:
            other = find_other(
                typed.fields.get("change-other_number", ""), self.entitlement, actor=self.actor
            )
            take_in(typed, other)
            self.keep(typed, self.request.POST)
        except StaleVersion:
            return self.render(status=409, **self._stale(typed))
        except DomainError as error:
            return self.entry_page(typed, status=422, trouble=f"{error.message}{error.hint}")
        return redirect(self.address() + "#members")


class ChangeAutosave(ChangeDraft, Autosave):
    """What is typed, saved in the background."""


class ChangeLive(ChangeDraft, Live):
    """Before and after of what is typed just now."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = self.entry_context(self.retyped(), trigger=request.headers.get("HX-Trigger-Name", ""))
        return render(request, "assistance/changes/entry_live.html", context)


class ChangeRelated(ChangeDraft, RelatedPart):
    """Warnings about who is new in the family."""


class ChangeDiscard(ChangeDraft, Discard):
    """Throw the draft away."""

    template_name = "assistance/changes/discard.html"

    def done(self) -> str:
        return reverse("payments:entitlements_row", args=[self.entitlement.pk])


class ChangeCheck(ChangeDraft):
    """核对变更: what is stated, before and after, missing papers; then submit."""

    template_name = "assistance/changes/check.html"

    def without_draft(self, request: HttpRequest) -> HttpResponseBase:
        """The second of two submissions of one form finds the case there."""
        try:
            token = UUID(request.POST.get("submit_token", ""))
        except ValueError:
            raise Http404 from None
        own = Case.objects.visible_to(self.actor).filter(created_by_id=self.actor.user_id)
        case = own.filter(submit_token=token).first()
        if case is None:
            raise Http404
        return redirect("casework:case", case.number)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        forms = self.forms(self.typed, checked=True)
        if not forms.is_valid():
            return redirect(self.address())
        return self.render(**self._context(forms))

    def _context(self, forms: ChangeForms) -> dict[str, Any]:
        context = self.entry_context(self.typed, entry=forms)
        return {
            **context,
            "stated": forms.change.words(),
            "paper_checks": check_lines(context["sheet"].slots),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        forms = self.forms(self.typed, checked=True)
        if not forms.is_valid():
            return self.entry_page(self.typed, status=422, entry=forms)
        try:
            case = self._hand_in(forms)
        except (NotVisible, StaleVersion):
            raise
        except DomainError as error:
            words = f"{error.message}{error.hint}"
            title = "还没有提交"
            if error.code == "open_change" and (other := open_change_of(self.entitlement)) is not None:
                return self.entry_page(
                    self.typed, status=422, trouble=words, trouble_title=title, trouble_case=other.case.number
                )
            return self.entry_page(self.typed, status=422, trouble=words, trouble_title=title)
        messages.success(request, f"已提交变更，办件编号 {case.number}。下一步：镇（街道）受理。")
        return redirect("casework:case", case.number)

    def _hand_in(self, forms: ChangeForms) -> Case:
        facts = self._facts(forms)
        month = forms.change.cleaned_data.get("chosen_month")
        if self.case is None:
            return begin_change(
                self.entitlement,
                self.ground,
                actor=self.actor,
                effective_month=month,
                facts=facts,
                token=self.draft.submit_token,
                draft=self.draft,
            )
        return resubmit_change(
            self.case.pk,
            facts,
            version=whole(self.request.POST.get("version")),
            draft=self.draft,
            actor=self.actor,
            effective_month=month,
        )

    def _facts(self, forms: ChangeForms) -> ChangeFacts:
        stated = forms.change.cleaned_data
        entry = None
        if GROUNDS[self.ground].recomputes:
            members = tuple(form.entry() for form in forms.members)
            incomes = tuple(form.entry() for form in forms.incomes)
            entry = entry_of(self.entitlement, members, incomes, forms.declared())
        other = None
        if stated.get("other_number"):
            other = find_other(stated["other_number"], self.entitlement, actor=self.actor)
        payee = next((p for p in self.persons() if str(p.pk) == stated.get("payee")), None)
        return ChangeFacts(
            event_on=stated.get("event_on"),
            leave_reason=stated.get("leave_reason", ""),
            end_reason=stated.get("end_reason", ""),
            reason_text=stated.get("reason_text", ""),
            payee=payee,
            new_bank=stated.get("bank", ""),
            new_account=stated.get("account", "").replace(" ", ""),
            region_id=stated.get("region", ""),
            address=stated.get("address", ""),
            other=other,
            pay_held={"yes": True, "no": False}.get(stated.get("pay_held", "")),
            gone=forms.change.gone,
            entry=entry,
            known=known_persons(self.typed),
        )
