"""/assistance/standards/: the standards by date, how one is entered, and the preview of what it changes."""

from datetime import date, timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.actor import Actor
from apps.assistance.forms_standards import OnForm, StandardForm
from apps.assistance.models import StandardChange
from apps.assistance.rules.parameters import read_parameters
from apps.assistance.rules.standards import dependent_standards
from apps.assistance.services.dibao_facts import STANDARD_CODE
from apps.assistance.services.standard_change import MAKE, VIEW, begin_standard_change
from apps.core import clock
from apps.core.errors import DomainError, Forbidden, NotVisible
from apps.core.permissions import permission
from apps.pages.views import FormPage, PageView
from apps.policy.models import Standard
from apps.policy.services import parameters
from apps.policy.standards import MANAGE, StandardData, correct_standard, enter_standard, withdraw_standard

HOME = "assistance:standards"
CHANGE_TONES = {"pending": "soon", "decided": "done", "refused": "off", "withdrawn": "off"}


class Standards(PageView):
    """What is in force on a day, what follows from it by formula, and every standard with its change of the roll."""

    permission = "casework.view_case"
    template_name = "assistance/standards/list.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        form = OnForm(self.request.GET or None)
        day = clock.today()
        if form.is_bound and form.is_valid():
            day = form.cleaned_data["on"] or day
        rows = list(Standard.objects.filter(code=STANDARD_CODE).order_by("-effective_from"))
        in_force = next((row for row in rows if _covers(row, day)), None)
        may_see = self.actor.has(VIEW)
        changes = list(visible_changes(self.actor)) if may_see else []
        return {
            "form": form,
            "day": day,
            "is_today": day == clock.today(),
            "in_force": in_force,
            "dependent": _dependent(in_force, day) if in_force else (),
            "lines": [_line(row, rows, changes, self.actor, day) for row in rows],
            "may_enter": self.actor.has(MANAGE),
        }


def visible_changes(actor: Actor) -> Any:
    """The changes of the actor's district: the bureau sees all, a town those that are decided."""
    rows = StandardChange.objects.select_related("standard", "made_by", "decided_by").order_by("-id")
    if not actor.sees_everything:
        rows = rows.filter(district_code=actor.region_code[:6])
    return rows if actor.level == "district" else rows.filter(state=StandardChange.State.DECIDED)


class StandardEntry(FormPage):
    """A new standard after the last one."""

    permission = MANAGE
    form_class = StandardForm
    template_name = "assistance/standards/form.html"
    success = "已录入标准。下一步：试算对在享家庭的影响。"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        last = Standard.objects.filter(code=STANDARD_CODE).order_by("-effective_from").first()
        return {**super().context(**kwargs), "last": last, "standard": None}

    def save(self, form: Any) -> str:
        enter_standard(STANDARD_CODE, _data(form), actor=self.actor)
        return reverse(HOME)


class StandardCorrection(FormPage):
    """A slip of the last standard, before it is used."""

    permission = MANAGE
    form_class = StandardForm
    template_name = "assistance/standards/form.html"
    success = "已更正标准。"

    def form_options(self) -> dict[str, Any]:
        row = self.standard()
        return {"initial": {"amount": row.amount, "from_month": row.effective_from, "document": row.document}}

    def standard(self) -> Standard:
        row = Standard.objects.filter(code=STANDARD_CODE, pk=self.kwargs["pk"]).first()
        if row is None:
            raise Http404
        return cast(Standard, row)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = self.standard()
        last = (
            Standard.objects.filter(code=STANDARD_CODE, effective_from__lt=row.effective_from)
            .order_by("-effective_from")
            .first()
        )
        return {**super().context(**kwargs), "last": last, "standard": row}

    def save(self, form: Any) -> str:
        correct_standard(self.standard().pk, _data(form), actor=self.actor)
        return reverse(HOME)


@require_POST
@permission(MANAGE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a standard that was not used."""
    return _step(
        request,
        lambda actor: withdraw_standard(pk, reason=request.POST.get("reason", ""), actor=actor),
        "已撤下标准，上一个标准继续执行。",
    )


@require_POST
@permission(MAKE)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Work out what a standard changes and go to the preview."""
    standard = Standard.objects.filter(code=STANDARD_CODE, pk=pk).first()
    if standard is None:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        change = begin_standard_change(standard, actor=actor)
    except Forbidden:
        raise
    except DomainError as error:
        messages.error(request, error.message + error.hint)
        return redirect(HOME)
    messages.success(request, "已试算全部在享家庭。核对后由另一人决定。")
    return redirect("assistance:standard_change", pk=change.pk)


def _step(request: HttpRequest, take: Any, said: str) -> HttpResponse:
    try:
        take(request.actor)  # type: ignore[attr-defined]
    except (NotVisible, Forbidden):
        raise
    except DomainError as error:
        messages.error(request, error.message + error.hint)
    else:
        messages.success(request, said)
    return redirect(HOME)


def _data(form: Any) -> StandardData:
    cleaned = form.cleaned_data
    return StandardData(cleaned["amount"], cleaned["from_month"], cleaned["document"])


def _covers(row: Standard, day: date) -> bool:
    return row.effective_from <= day and (row.effective_to is None or row.effective_to >= day)


def _dependent(row: Standard, day: date) -> Any:
    try:
        return dependent_standards(row.amount, read_parameters(parameters("", day)))
    except DomainError:
        return ()


def _line(
    row: Standard, rows: list[Standard], changes: list[StandardChange], actor: Actor, day: date
) -> dict[str, Any]:
    own = [change for change in changes if change.standard_id == row.pk]
    is_open = any(change.is_pending for change in changes)
    is_last = row == rows[0] and len(rows) > 1
    today = clock.today()
    return {
        "standard": row,
        "state": "ahead" if row.effective_from > today else "now" if _covers(row, today) else "over",
        "is_asked": _covers(row, day),
        "changes": [{"change": change, "tone": CHANGE_TONES[change.state]} for change in own],
        "may_preview": is_last and not is_open and actor.has(MAKE),
        "may_correct": is_last
        and not any(c.state in ("pending", "decided") for c in own)
        and actor.has(MANAGE),
        "since": row.effective_from,
        "until": row.effective_to,
        "ends_open": row.effective_to is None,
        "before": row.effective_from - timedelta(days=1),
    }
