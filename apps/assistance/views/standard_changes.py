"""/assistance/standards/changes/: the preview of a change of standard, its decision, its list as a workbook."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.assistance.forms_standards import DecideForm, RenewForm, WithdrawForm
from apps.assistance.models import StandardChange, StandardChangeRow
from apps.assistance.models.standards import BASES, LEFT_OUT
from apps.assistance.services import standard_change as service
from apps.assistance.services import standard_sums
from apps.assistance.views.standards import CHANGE_TONES, visible_changes
from apps.audit.services import record
from apps.core.declarations import Filter
from apps.core.money import format_money, format_standard
from apps.core.numbers import mask_name
from apps.core.periods import month_label
from apps.files import xlsx_out
from apps.pages.filters import FilterBar
from apps.pages.listing import page_of
from apps.pages.returning import from_here
from apps.pages.steps import StepMixin
from apps.pages.views import PageView

TABS = (("", "汇总"), ("rows", "逐户清单"), ("out", "不调整"), ("letters", "告知书"))


def _bases(actor: Actor) -> list[tuple[str, str]]:
    return list(BASES.items())


def _reasons(actor: Actor) -> list[tuple[str, str]]:
    return list(LEFT_OUT.items())


def _ways(actor: Actor) -> list[tuple[str, str]]:
    return [("True", "按最低发放额"), ("False", "按差额")]


def _states(actor: Actor) -> list[tuple[str, str]]:
    return [("True", "暂停中"), ("False", "正常发放")]


ROW_FILTERS = (
    Filter("region", "镇街", "region"),
    Filter("basis", "收入依据", "choice", "basis", choices=_bases),
    Filter("minimum", "金额算法", "choice", "is_minimum", choices=_ways),
    Filter("suspended", "发放状态", "choice", "is_suspended", choices=_states),
)
OUT_FILTERS = (
    Filter("region", "镇街", "region"),
    Filter("reason", "原因", "choice", "left_out", choices=_reasons),
)


class ChangeView(PageView):
    """A change of standard that the actor may see, with the rows that he may see."""

    permission = service.VIEW
    change: StandardChange

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = visible_changes(self.actor).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.change = found
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> QuerySet[StandardChangeRow]:
        rows: QuerySet[StandardChangeRow] = StandardChangeRow.objects.visible_to(self.actor).filter(
            change=self.change
        )
        return rows


class ChangePage(ChangeView):
    """Costs and gains, the list of who gains what and why, who is left out, and what the actor may do."""

    template_name = "assistance/standards/change.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        change, rows = self.change, self.rows()
        chosen = self.request.GET.get("view", "")
        chosen = chosen if chosen in dict(TABS) else ""
        out = standard_sums.left_out(rows)
        parts: dict[str, Callable[[Any], dict[str, Any]]] = {
            "": self.towns,
            "rows": self.listed,
            "out": self.left,
            "letters": self.letters,
        }
        return {
            "change": change,
            "standard": change.standard,
            "before": _standard_before(change),
            "title": f"低保标准调整为 {format_standard(change.standard.amount)} 元",
            "tone": CHANGE_TONES[change.state],
            "month": standard_sums.shown_month(change),
            "sums": standard_sums.sums(change, rows),
            "out": out,
            "chosen": chosen,
            "tabs": self.tabs(chosen, out),
            "here": from_here(self.request),
            "wrong_form": None,
            **self.desk(),
            **parts[chosen](rows),
        }

    def tabs(self, chosen: str, out: list[standard_sums.LeftOut]) -> list[dict[str, Any]]:
        counts = {"out": sum(line.households for line in out) or None}
        address = reverse("assistance:standard_change", args=[self.change.pk])
        decided = self.change.state == StandardChange.State.DECIDED
        return [
            {
                "label": label,
                "url": f"{address}{f'?view={name}' if name else ''}",
                "current": name == chosen,
                "count": counts.get(name),
                "tone": "soon" if counts.get(name) else "",
            }
            for name, label in TABS
            if name != "letters" or decided
        ]

    def towns(self, rows: QuerySet[StandardChangeRow]) -> dict[str, Any]:
        return {"towns": standard_sums.by_town(self.change, rows)}

    def letters(self, rows: QuerySet[StandardChangeRow]) -> dict[str, Any]:
        return self.towns(rows) if self.change.state == StandardChange.State.DECIDED else {"towns": []}

    def listed(self, rows: QuerySet[StandardChangeRow]) -> dict[str, Any]:
        bar = FilterBar(ROW_FILTERS, self.request.GET, self.actor)
        found = bar.apply(rows.filter(after__isnull=False))
        page = page_of(_with_people(found), ("id",), self.request.GET, unit="行", size=50)
        return {
            "bar": bar,
            "page": page,
            "lines": [line_of(row) for row in page.rows],
        }

    def left(self, rows: QuerySet[StandardChangeRow]) -> dict[str, Any]:
        bar = FilterBar(OUT_FILTERS, self.request.GET, self.actor)
        found = bar.apply(rows.exclude(left_out=""))
        page = page_of(_with_people(found), ("id",), self.request.GET, unit="行", size=50)
        return {"bar": bar, "page": page}

    def desk(self) -> dict[str, Any]:
        """What the actor may do now."""
        change, actor = self.change, self.actor
        is_maker = actor.user_id == change.made_by_id or actor.person_key == change.maker_key
        version = {"version": change.version}
        return {
            "is_maker": is_maker,
            "may_decide": change.is_pending and actor.has(service.DECIDE) and not is_maker,
            "may_print": actor.has("jobs.view_job"),
            "may_make": change.is_pending and actor.has(service.MAKE),
            "decide_form": DecideForm(initial=version),
            "renew_form": RenewForm(initial=version),
            "withdraw_form": WithdrawForm(initial=version),
        }


def _standard_before(change: StandardChange) -> Any:
    """The standard that most rows come from; a benefit may come from another one."""
    return (
        change.rows.filter(after__isnull=False)
        .order_by("-standard_before")
        .values_list("standard_before", flat=True)
        .first()
    )


def _with_people(rows: QuerySet[StandardChangeRow]) -> QuerySet[StandardChangeRow]:
    return rows.select_related("entitlement__payee", "region__parent", "change__standard").defer(
        "computation"
    )


def line_of(row: StandardChangeRow) -> dict[str, Any]:
    """A row with what it gains and the line that says why."""
    after, before = row.after or 0, row.before or 0
    income = format_money(row.income or 0)
    why = f"{format_standard(row.change.standard.amount)} × {row.heads} 人 − {income}"
    notes = []
    if row.basis == "derived":
        notes.append(
            f"收入按现金额反推：{format_standard(row.standard_before)} × {row.heads} 人 − {format_money(before)}"
        )
    elif row.basis == "facts":
        notes.append("豁免、增发随标准变动，按申报信息重新测算")
    if row.is_minimum:
        notes.append("不足最低发放额，按最低发放额")
    if row.is_suspended:
        notes.append("暂停中，恢复后按新金额")
    return {
        "row": row,
        "difference": after - before,
        "back_pay": (after - before) * row.booked_months,
        "why": why,
        "note": "；".join(notes),
    }


class ChangeExport(ChangeView):
    """Every row as a workbook, left out or not, with the reason; on record."""

    HEADS: ClassVar = (
        ("待遇编号", "text"), ("领款人", "text"), ("镇街、村居", "text"), ("起始月", "text"), ("最后月", "text"),
        ("保障人数", "number"), ("原标准（元）", "money"), ("可计收入（元/月）", "money"), ("原金额（元/月）", "money"),
        ("新金额（元/月）", "money"), ("增加（元/月）", "money"), ("已发月数", "number"), ("补发（元）", "money"),
        ("测算依据", "text"), ("说明", "text"),
    )  # fmt: skip

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = self.rows().select_related("entitlement__payee", "region__parent", "change__standard")
        rows = rows.defer("computation").order_by("id")
        record(
            "standard_change.export",
            f"导出标准调整清单 {rows.count()} 行",
            actor=self.actor,
            subject=self.change,
        )
        book = xlsx_out.workbook(
            title=f"低保标准调整清单（{month_label(self.change.from_month)}起）",
            note=f"状态：{self.change.get_state_display()}；导出：{self.actor.name}",
            heads=self.HEADS,
            rows=(_exported(row) for row in rows.iterator(chunk_size=2000)),
        )
        return FileResponse(book, as_attachment=True, filename="低保标准调整清单.xlsx")


def _exported(row: StandardChangeRow) -> list[Any]:
    line = line_of(row)
    head = [
        row.entitlement.number, mask_name(row.entitlement.payee.name), row.region.full_name,
        f"{row.first_month:%Y-%m}", f"{row.last_month:%Y-%m}" if row.last_month else "", row.heads,
        row.standard_before, row.income, row.before, row.after,
    ]  # fmt: skip
    if row.after is None:
        return [*head, None, row.booked_months, None, "", row.get_left_out_display()]
    return [
        *head, line["difference"], row.booked_months, line["back_pay"], row.get_basis_display(), line["note"],
    ]  # fmt: skip


class ChangeStep(StepMixin, ChangePage):
    def row_url(self) -> str:
        return reverse("assistance:standard_change", args=[self.change.pk])


class RenewChange(ChangeStep):
    permission = service.MAKE
    form_class, form_name = RenewForm, "renew_form"

    def take(self, data: dict[str, Any]) -> str:
        service.renew_standard_change(self.change, version=data["version"], actor=self.actor)
        return "已按现在的名册重新试算。"


class WithdrawChange(ChangeStep):
    permission = service.MAKE
    form_class, form_name = WithdrawForm, "withdraw_form"

    def take(self, data: dict[str, Any]) -> str:
        service.withdraw_standard_change(
            self.change, version=data["version"], reason=data["reason"], actor=self.actor
        )
        return "已撤回这次调整，各户金额没有变动。"


class DecideChange(ChangeStep):
    permission = service.DECIDE
    form_class, form_name = DecideForm, "decide_form"

    def take(self, data: dict[str, Any]) -> str:
        accept = data["decision"] == "accept"
        done = service.decide_standard_change(
            self.change, version=data["version"], accept=accept, comment=data["comment"], actor=self.actor
        )
        if done.is_applied:
            return f"已决定：{done.households} 户按新标准计算，应补发 {format_money(done.arrears)} 元，随下一批发放。"
        if accept:
            return "名册在试算以后有变化，已重新试算，没有生效。请核对后再决定。"
        return "已登记不同意，各户金额没有变动。"
