"""Registers of the bureau's supervision: delegations, sample checks, complaints. Imported by ``registers``."""

from typing import Any

from django.db.models import Count, Q

from apps.casework.models import Complaint, Delegation, SampleDraw
from apps.casework.services import complaints, delegating
from apps.core import clock
from apps.core.declarations import Column, Filter, Panel, Preset, Register, RowAction
from apps.core.registries import registers


def _is_running(row: Delegation) -> bool:
    return row.valid_to is None or row.valid_to >= clock.today()


def _programme(row: Delegation) -> str:
    return delegating.programmes().get(row.programme, row.programme)


def _programme_choices(actor: Any) -> list[tuple[str, str]]:
    return list(delegating.programmes().items())


registers.register(
    Register(
        name="delegations",
        label="审批权下放",
        model="casework.Delegation",
        permission=delegating.SUPERVISE,
        unit="项",
        columns=(
            Column("region", "镇（街道）", "region__name"),
            Column("programme", "项目", value=_programme),
            Column("valid_from", "起始日", kind="date"),
            Column("valid_to", "截止日", kind="date"),
            Column("document", "文号"),
        ),
        filters=(Filter("programme", "项目", "choice", "programme", choices=_programme_choices),),
        presets=(
            Preset("running", "在下放", lambda rows: rows.exclude(valid_to__lt=clock.today())),
            Preset("ended", "已结束", lambda rows: rows.filter(valid_to__lt=clock.today())),
            Preset("all", "全部", lambda rows: rows),
        ),
        panels=(
            Panel(
                "facts",
                "下放",
                (
                    ("镇（街道）", "region__name"),
                    ("起始日", "valid_from"),
                    ("截止日", "valid_to"),
                    ("文号", "document"),
                ),
            ),
        ),
        actions=(RowAction("结束下放", "casework:delegation_end", delegating.SUPERVISE, when=_is_running),),
        queryset=lambda rows: rows.select_related("region"),
        order=("-valid_from", "-id"),
        title=lambda row: f"{row.region.name} {_programme(row)}",
        empty="还没有下放。登记下放后，起始日起受理的办件由镇（街道）确认",
        note="确认层级以受理时为准，已受理的办件不变。",
        create="casework:delegation_new",
        create_label="登记下放",
        create_permission=delegating.SUPERVISE,
    )
)


def _counted(rows: Any) -> Any:
    """Each draw with how many were drawn, found right, and sent back."""
    return rows.select_related("region").annotate(
        drawn=Count("checks"),
        consistent=Count("checks", filter=Q(checks__outcome="consistent")),
        corrected=Count("checks", filter=Q(checks__outcome="correction")),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _checks(draw: SampleDraw, actor: Any) -> dict[str, Any]:
    rows = draw.checks.visible_to(actor).select_related("case__region__parent", "checked_by")
    return {"checks": list(rows)}


registers.register(
    Register(
        name="samples",
        label="抽查",
        model="casework.SampleDraw",
        permission=delegating.SUPERVISE,
        unit="次",
        columns=(
            Column("month", "决定月份", kind="month", sort="month"),
            Column("population", "下放决定", kind="number"),
            Column("drawn", "抽取", kind="number"),
            Column("share", "抽取比例", value=lambda row: _percent(row.drawn, row.population)),
            Column("consistent", "一致", kind="number"),
            Column("corrected", "责令更正", kind="number"),
            Column("rate", "更正率", value=lambda row: _percent(row.corrected, row.drawn)),
            Column("drawn_on", "抽取日期", kind="date"),
        ),
        panels=(
            Panel(
                "draw",
                "抽取",
                (
                    ("决定月份", "month"),
                    ("下放决定件数", "population"),
                    ("抽取日期", "drawn_on"),
                    ("随机种子", "seed"),
                ),
            ),
            Panel("checks", "抽查件", template="casework/oversight/checks.html", context=_checks),
        ),
        queryset=_counted,
        order=("-month", "-id"),
        title=lambda row: f"{row.month:%Y 年 %-m 月} 下放决定抽查",
        empty="还没有抽查。每月 1 日自动抽取上月镇（街道）作出的决定",
        note="按参数“下放事项抽查比例”随机抽取，种子留存，可以复算。",
        history=False,
    )
)


def _outcomes(actor: Any) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Complaint.Outcome.choices if value]


registers.register(
    Register(
        name="complaints",
        label="投诉举报",
        model="casework.Complaint",
        permission=complaints.REGISTER,
        unit="件",
        columns=(
            Column("number", "编号", kind="code"),
            Column("received_on", "收到日期", kind="date"),
            Column("channel", "来源"),
            Column("is_anonymous", "署名", value=lambda row: "匿名" if row.is_anonymous else "实名"),
            Column("case", "被反映办件", "case__number", kind="code"),
            Column("region", "区域", "region__full_name", kind="region"),
            Column("due_on", "答复期限", kind="date"),
            Column(
                "outcome",
                "办理结果",
                kind="status",
                tones={"": "now", "founded": "done", "partly": "done", "unfounded": "done"},
            ),
            Column("answered_on", "答复日期", kind="date"),
        ),
        filters=(
            Filter("outcome", "办理结果", "choice", "outcome", choices=_outcomes),
            Filter("received", "收到日期", "date_range", "received_on"),
        ),
        presets=(
            Preset("open", "办理中", lambda rows: rows.filter(outcome="")),
            Preset(
                "late",
                "已超期",
                lambda rows: rows.filter(outcome="", due_on__lt=clock.today()),
                tone="soon",
            ),
            Preset("closed", "已答复", lambda rows: rows.exclude(outcome="")),
            Preset("all", "全部", lambda rows: rows),
        ),
        queryset=lambda rows: rows.select_related("case", "region__parent"),
        order=("-received_on", "-id"),
        title=lambda row: row.number,
        empty="还没有投诉举报。收到后请登记，15 日内答复",
        note="反映人信息只对承办人显示，不列出、不导出。",
        create="casework:complaint_new",
        create_label="登记投诉举报",
        create_permission=complaints.REGISTER,
    )
)
