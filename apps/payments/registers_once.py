"""The register of what is given once (一次性发放): each part of a grant, when it is due and how it reached the family."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from apps.accounts.actor import Actor
from apps.core.declarations import Column, Filter, Panel, Preset, Register, RowAction
from apps.payments.models import Stage, Way
from apps.payments.services.once import GIVE
from apps.payments.services.programmes import paid_programmes, pays_once, programme_label
from apps.payments.staged import STATES, TONES, with_state


def _programmes(actor: Actor) -> list[tuple[str, str]]:
    return [(code, label) for code, label in paid_programmes() if pays_once(code)]


def _ways(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Way.choices]


def _search(rows: QuerySet[Stage], text: str) -> QuerySet[Stage]:
    return rows.filter(
        Q(entitlement__number__startswith=text.upper()) | Q(entitlement__payee__name__startswith=text)
    )


def _facts(stage: Any, actor: Actor) -> dict[str, Any]:
    """What is given to whom; of cash and goods who gave it and who signed."""
    given = [
        ("发放人", stage.given_by.name if stage.given_by else ""),
        ("签收人", stage.signed_by),
        ("物品清单", stage.goods),
    ]
    return {
        "tone": TONES[stage.state],
        "status": STATES[stage.state],
        "facts": [
            ("待遇编号", stage.entitlement.number, "no"),
            ("项目", programme_label(stage.entitlement.programme)),
            ("领款人", stage.entitlement.payee.name),
            ("期次", f"第 {stage.position} 期"),
            ("应发日期", stage.due_on, "no"),
            ("发放方式", stage.get_way_display()),
            ("到账、发放日期", stage.paid_on, "no"),
            *(row for row in given if row[1]),
        ],
        "stage": stage,
    }


STAGES = Register(
    name="stages",
    label="一次性发放",
    model="payments.Stage",
    permission="payments.view_entitlement",
    unit="期",
    queryset=with_state,
    order=("-due_on", "-id"),
    search=_search,
    search_hint="待遇编号、领款人姓名",
    columns=(
        Column("number", "待遇编号", path="entitlement__number", kind="code"),
        Column("payee", "领款人", path="entitlement__payee__name", kind="name"),
        Column("programme", "项目", kind="code", value=lambda row: programme_label(row.entitlement.programme)),
        Column("region", "镇街、村居", path="entitlement__region__full_name", kind="region"),
        Column("position", "期次", kind="number"),
        Column("way", "方式"),
        Column("amount", "金额（元）", kind="money"),
        Column("due_on", "应发日期", kind="date", sort="due_on"),
        Column("paid_on", "到账、发放日期", kind="date"),
        Column("state", "状态", kind="status", value=lambda row: STATES[row.state], tones=TONES),
    ),
    filters=(
        Filter("region", "镇街", "region", "entitlement__"),
        Filter("programme", "项目", "choice", "entitlement__programme", choices=_programmes),
        Filter("way", "方式", "choice", "way", choices=_ways),
    ),
    presets=(
        Preset("open", "待发放", lambda rows: rows.filter(state__in=("due", "hand", "booked", "failed"))),
        Preset("hand", "待当面发放", lambda rows: rows.filter(state="hand"), tone="soon"),
        Preset("later", "未到期", lambda rows: rows.filter(state="later")),
        Preset("paid", "已发放", lambda rows: rows.filter(state="paid")),
        Preset("all", "全部", lambda rows: rows),
    ),
    totals={"amount": Sum(F("amount"))},
    panels=(Panel("overview", "发放情况", template="payments/stage_facts.html", context=_facts),),
    actions=(
        RowAction(
            "登记发放", "payments:stage_give", GIVE, "receipt", primary=True,
            when=lambda row: row.way != Way.TRANSFER and row.given_on is None and row.stopped_on is None,
        ),
    ),
    title=lambda row: f"{row.entitlement.payee.name}户{programme_label(row.entitlement.programme)}第 {row.position} 期",
    empty="没有一次性发放的款项",
    history=False,
    note="转账的到期后列入发放批次；现金和实物由受理员或业务科室当面发放后登记。",
)  # fmt: skip
