"""/payments/runs/<pk>/: one run, its sums and lines, and the steps that a post may take with it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.audit.models import Event
from apps.audit.services import record
from apps.core.declarations import Filter
from apps.core.money import ZERO
from apps.files.responses import serve
from apps.pages.filters import FilterBar
from apps.pages.listing import page_of
from apps.pages.returning import from_here
from apps.pages.steps import StepMixin
from apps.pages.views import DetailPage
from apps.payments import mending
from apps.payments.forms import CheckForm, SendForm, VoidForm
from apps.payments.models import BankFile, PaymentLine, Run, RunExclusion, RunState, Transfer, TransferState
from apps.payments.services import inbox, monthend, runs, summary
from apps.payments.services.bankfile import batch_number
from apps.payments.services.programmes import programme_label
from apps.payments.services.returns import IMPORT
from apps.payments.views import RUN_TONES, VIEW, cutoff_words

TRANSFER_TONES = {
    TransferState.OPEN: "plain",
    TransferState.SENT: "now",
    TransferState.PAID: "done",
    TransferState.FAILED: "late",
}
VIEWS = (("", "汇总"), ("lines", "发放明细"), ("excluded", "未发"), ("history", "办理记录"))
FLOW = (("make", "生成"), ("check", "复核"), ("send", "送出"), ("return", "回盘"))


def _kinds(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in PaymentLine.Kind.choices]


def _transfer_states(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in TransferState.choices]


def _reasons(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in RunExclusion.Reason.choices]


LINE_FILTERS = (
    Filter("region", "镇街", "region", "line__"),
    Filter("kind", "类别", "choice", "line__kind", choices=_kinds),
    Filter("state", "转账", "choice", "state", choices=_transfer_states),
)
EXCLUSION_FILTERS = (
    Filter("region", "镇街", "region"),
    Filter("reason", "原因", "choice", "reason", choices=_reasons),
)


class RunPage(DetailPage):
    """Sums, changes and lines of a run, and at the right what the actor may do with it."""

    permission = VIEW
    model = Run
    template_name = "payments/run.html"
    object: Run

    def queryset(self) -> QuerySet[Run]:
        rows: QuerySet[Run] = self.visible().select_related("made_by", "checked_by")
        return rows

    def context(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        view = self.request.GET.get("view", "")
        view = view if view in dict(VIEWS) else ""
        parts = {"": _sums, "lines": self.lines, "excluded": self.excluded, "history": _history}
        return {
            **super().context(**kwargs),
            "run": run,
            "title": runs.run_title(run),
            "programme": programme_label(run.programme),
            "batch": batch_number(run),
            "tone": RUN_TONES[RunState(run.state)],
            "totals": summary.totals(run),
            "version_text": f"版本 {run.version}",
            "flow": _flow(run),
            "chosen": view,
            "tabs": self.tabs(view),
            "files": list(run.bank_files.select_related("file", "made_by")),
            "may_download": self.actor.has(runs.SEND),
            "here": from_here(self.request),
            "wrong_form": None,
            **self.desk(),
            **parts[view](run),
        }

    def tabs(self, chosen: str) -> list[dict[str, Any]]:
        counts = {"excluded": self.object.exclusions.count()}
        return [
            {
                "label": label,
                "url": f"{reverse('payments:run', args=[self.object.pk])}{f'?view={name}' if name else ''}",
                "current": name == chosen,
                "count": counts.get(name),
                "tone": "soon" if counts.get(name) else "",
            }
            for name, label in VIEWS
        ]

    def lines(self, run: Run) -> dict[str, Any]:
        bar = FilterBar(LINE_FILTERS, self.request.GET, self.actor)
        rows = Transfer.objects.visible_to(self.actor).filter(run=run)
        rows = rows.select_related("line__entitlement__payee", "line__region__parent", "line__run")
        page = page_of(bar.apply(rows), ("id",), self.request.GET, unit="笔", size=50)
        lines = [{"transfer": row, "tone": TRANSFER_TONES[TransferState(row.state)]} for row in page.rows]
        return {"bar": bar, "page": page, "lines": lines}

    def excluded(self, run: Run) -> dict[str, Any]:
        bar = FilterBar(EXCLUSION_FILTERS, self.request.GET, self.actor)
        rows = RunExclusion.objects.visible_to(self.actor).filter(run=run)
        rows = rows.select_related("entitlement__payee", "region__parent")
        page = page_of(bar.apply(rows), ("id",), self.request.GET, unit="笔", size=50)
        links = mending.links(((row.entitlement, row.reason) for row in page.rows), run.month, self.actor)
        held = [
            {
                "row": row,
                "words": mending.words(row.reason, run.month),
                "links": links.get(row.entitlement_id, []),
            }
            for row in page.rows
        ]
        return {"bar": bar, "page": page, "held": held}

    def desk(self) -> dict[str, Any]:
        """What the actor may do now, or in words who may."""
        run, actor = self.object, self.actor
        is_maker = actor.user_id == run.made_by_id or actor.person_key == run.maker_key
        is_draft = run.state == RunState.DRAFT and run.origin == "entered"
        version = {"version": run.version}
        found: dict[str, Any] = {
            "is_maker": is_maker,
            "may_check": is_draft and actor.has(runs.CHECK) and not is_maker,
            "may_make": is_draft and actor.has(runs.MAKE) and actor.user_id == run.made_by_id,
            "may_void": is_draft and actor.has(runs.MAKE),
            "may_send": run.state == RunState.CHECKED and actor.has(runs.SEND),
            "may_import": run.state == RunState.SENT and actor.has(IMPORT),
            "check_form": CheckForm(initial=version),
            "void_form": VoidForm(initial=version),
            "send_form": SendForm(initial=version),
            **cutoff_words(
                inbox.run_cutoff(run) if run.state in (RunState.DRAFT, RunState.CHECKED) else None
            ),
        }
        next_one = {RunState.DRAFT: runs.CHECK, RunState.CHECKED: runs.SEND, RunState.SENT: IMPORT}
        needed = next_one.get(RunState(run.state))
        found["next_people"] = monthend.who_may(run, needed) if needed and run.origin == "entered" else []
        return found


def _sums(run: Run) -> dict[str, Any]:
    previous = summary.previous_run(run)
    changes = summary.changes(run, previous) if previous else []
    return {
        "by_kind": summary.by_kind(run),
        "by_town": summary.by_town(run),
        "left_out": summary.left_out(run),
        "previous": previous,
        "changes": changes,
        "difference": sum((change.amount for change in changes), ZERO),
    }


def _history(run: Run) -> dict[str, Any]:
    """The run's own events: who took which step, and why. The run was found visible; so is what was done with it."""
    events = Event.objects.about(run._meta.label_lower, run.pk)[:50]
    return {
        "entries": [
            {"at": e.at, "text": f"{e.actor_name} {e.label}", "hint": e.reason or e.post_label}
            for e in events
        ]
    }


def _flow(run: Run) -> list[dict[str, Any]]:
    steps = {step.code: step for step in monthend.steps_of(run)}
    return [
        {
            "label": label,
            "state": "" if run.state == RunState.VOID else steps[code].state,
            "when": f"{steps[code].on:%m-%d}" if steps[code].on else steps[code].missing,
            "who": steps[code].who,
        }
        for code, label in FLOW
    ]


class RunStep(StepMixin, RunPage):
    def row_url(self) -> str:
        return reverse("payments:run", args=[self.object.pk])


class CheckRun(RunStep):
    permission = runs.CHECK
    form_class = CheckForm
    form_name = "check_form"

    def take(self, data: dict[str, Any]) -> str:
        accept = data["decision"] == "accept"
        runs.check_run(
            self.object, version=data["version"], accept=accept, comment=data["comment"], actor=self.actor
        )
        return "已复核通过。下一步：送出银行。" if accept else "已退回，由生成人重新生成。"


class SendRun(RunStep):
    permission = runs.SEND
    form_class = SendForm
    form_name = "send_form"

    def take(self, data: dict[str, Any]) -> str:
        file = runs.send_run(self.object, version=data["version"], actor=self.actor)
        if not file.row_count:
            return f"没有可以送出的款项，本批已完成，各笔随{self.object.next_one}重发。"
        return f"已送出 {file.row_count} 笔。下一步：下载银行文件交银行，收到回盘后导入。"


class VoidRun(RunStep):
    permission = runs.MAKE
    form_class = VoidForm
    form_name = "void_form"

    def take(self, data: dict[str, Any]) -> str:
        runs.void_run(self.object, version=data["version"], reason=data["reason"], actor=self.actor)
        return "已作废本批，明细已取消，可以重新生成。"


class RunFile(DetailPage):
    """A bank file as a download. It carries account numbers: for those who send only, and told to the trail."""

    permission = runs.SEND
    model = BankFile
    http_method_names = ("get", "head")

    def queryset(self) -> QuerySet[BankFile]:
        rows: QuerySet[BankFile] = self.visible().select_related("run", "file")
        return rows.filter(run_id=self.kwargs["run_pk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        file: BankFile = self.object
        if not file.file:
            raise Http404
        record(
            "payments.download_bank_file",
            f"下载银行文件 {file.row_count} 笔",
            actor=self.actor,
            subject=file.run,
            detail={"file": str(file.file_id), "count": file.row_count, "direction": file.direction},
        )
        return serve(file.file)  # type: ignore[return-value]
