"""/payments/: the month's payment step by step, and all runs."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.declarations import Filter
from apps.core.errors import Refused
from apps.core.periods import day_label
from apps.core.permissions import permission
from apps.core.registries import added_actions, subject_links
from apps.pages.returning import from_here
from apps.pages.views import ListPage
from apps.payments import mending
from apps.payments.forms import MakeForm
from apps.payments.models import Entitlement, Run, RunState
from apps.payments.services import monthend, runs, summary
from apps.payments.services.programmes import paid_programmes, programme_label
from apps.payments.services.returns import IMPORT

VIEW = "payments.view_run"
RUN_TONES = {
    RunState.DRAFT: "soon",
    RunState.CHECKED: "now",
    RunState.SENT: "now",
    RunState.DONE: "done",
    RunState.VOID: "off",
}
# Declared by whoever closes months: where a month is closed.
PERIOD_LINK = "policy.period"


def _programmes(actor: Actor) -> list[tuple[str, str]]:
    return paid_programmes()


def _states(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in RunState.choices]


class Runs(ListPage):
    """Month-end on top, all runs below, newest month first."""

    permission = VIEW
    model = Run
    template_name = "payments/runs.html"
    order = ("-month", "-id")
    unit = "个批次"
    page_size = 20
    filters = (
        Filter("programme", "项目", "choice", "programme", choices=_programmes),
        Filter("state", "状态", "choice", "state", choices=_states),
    )

    def queryset(self) -> QuerySet[Run]:
        rows: QuerySet[Run] = self.visible().select_related("made_by", "checked_by")
        return rows

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        totals = summary.totals_of(found["page"].rows)
        found["lines"] = [_line(run, totals.get(run.pk)) for run in found["page"].rows]
        found["here"] = from_here(self.request)
        found["months"] = [_month(each, self.actor) for each in monthend.month_ends(self.actor)]
        return found


def _line(run: Run, totals: summary.Totals | None) -> dict[str, Any]:
    return {
        "run": run,
        "url": reverse("payments:run", args=[run.pk]),
        "programme": programme_label(run.programme),
        "tone": RUN_TONES[RunState(run.state)],
        "totals": totals,
        "maker": monthend.maker_of(run),
    }


def _month(each: monthend.MonthEnd, actor: Actor) -> dict[str, Any]:
    return {
        "end": each,
        "dead": [
            {
                "coverage": row,
                "actions": _actions(row.entitlement, actor),
            }
            for row in each.dead
        ],
        "waiting": [
            {"item": item, "url": reverse("people:correct", args=[item.coverage.person_id])}
            for item in each.waiting
        ],
        "may_correct": actor.has(mending.CORRECT),
        "problems": [_problem(group, each.month, actor) for group in each.problems],
        "close_url": next((_step_url(step, each, actor) for step in each.steps if step.code == "close"), ""),
        "steps": [{"step": step, "url": _step_url(step, each, actor)} for step in each.steps],
        "month_key": f"{each.month:%Y-%m}",
        "is_maker": actor.has(runs.MAKE),
        "may_make": each.run is None and actor.has(runs.MAKE) and each.has_money,
        **cutoff_words(each.cutoff if each.run is None or each.run.sent_on is None else None),
        "anchor": f"m{each.month:%Y%m}-{each.programme}{f'-{each.run.pk}' if each.run and each.run.pays_once else ''}",
    }


def _problem(group: monthend.ProblemGroup, month: date, actor: Actor) -> dict[str, Any]:
    """A reason with the entitlements it holds back, and how to mend it."""
    links = mending.links(((row, group.reason) for row in group.entitlements), month, actor)
    return {
        "group": group,
        "words": mending.words(group.reason, month),
        "rows": [{"entitlement": row, "links": links.get(row.pk, [])} for row in group.entitlements],
    }


def _actions(entitlement: Entitlement, actor: Actor) -> list[dict[str, str]]:
    """What lines of business offer to do with the entitlement (begin a change), as on its own page."""
    return [
        {"label": added.action.label, "url": reverse(added.action.url, args=[entitlement.pk])}
        for added in added_actions
        if added.register == "entitlements"
        and actor.has(added.action.permission)
        and (added.action.when is None or added.action.when(entitlement))
    ]


def cutoff_words(day: date | None) -> dict[str, Any]:
    """By when money should be on its way, and whether that day has passed."""
    if day is None:
        return {"cutoff_text": "", "cutoff_passed": False}
    passed = clock.today() > day
    return {
        "cutoff_text": f"{day_label(day)}{'已过，尽快送出' if passed else '前送出'}",
        "cutoff_passed": passed,
    }


def _step_url(step: monthend.Step, each: monthend.MonthEnd, actor: Actor) -> str:
    """Where a step is done; empty when there is nothing to go to yet."""
    if step.code == "close":
        link = subject_links.find(PERIOD_LINK)
        may = link is not None and step.state == "now" and actor.has("statistics.close_period")
        return link.url(f"{each.month:%Y-%m}") if link and may else ""
    if each.run is None:
        return f"#m{each.month:%Y%m}-{each.programme}-{step.code}" if step.code in ("verify", "make") else ""
    if step.code == "return" and step.state == "now" and actor.has(IMPORT):
        return reverse("payments:run_return", args=[each.run.pk])
    url = reverse("payments:run", args=[each.run.pk])
    return f"{url}?view=excluded" if step.code == "verify" else url if step.state else ""


# Made at once, not as a job: three set-based statements book the ten thousand entitlements of a district in well
# under a second, and whoever makes a run wants to see its sums next, not a progress bar.
@permission(runs.MAKE)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the run of a month, or make the same draft anew, and show it."""
    form = MakeForm(request.POST)
    if not form.is_valid():
        raise Refused("没有收到要生成的项目和月份。", hint="请回到发放批次重新办理。", code="form")
    data = form.cleaned_data
    run = runs.make_run(
        data["programme"],
        data["month"],
        actor=request.actor,  # type: ignore[attr-defined]
        version=data["version"],
    )
    messages.success(request, f"已生成{runs.run_title(run)}。下一步：由第二人复核。")
    return redirect("payments:run", pk=run.pk)
