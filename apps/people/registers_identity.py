"""Registers of corrections, merges and looks at files."""

from typing import Any

from django.db.models import Q

from apps.accounts.actor import Actor
from apps.core.declarations import Column, Filter, Panel, Preset, Register
from apps.people.models import IdentityChange, PersonMerge, Proposal
from apps.people.services.telling import CONFIRM

TONES = {"asked": "soon", "done": "done", "refused": "late", "withdrawn": "off", "undone": "off"}
_WAITING = Preset("waiting", "待复核", lambda rows: rows.filter(state="asked"), tone="soon")
_ALL = Preset("all", "全部", lambda rows: rows)


def about(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    """Which steps the reader may take; the page says why he may not."""
    is_open = proposal.state == Proposal.State.ASKED
    own = proposal.asked_by_id == actor.user_id or proposal.asked_key == actor.person_key
    kind = "corrections" if isinstance(proposal, IdentityChange) else "merges"
    may_undo = isinstance(proposal, PersonMerge) and proposal.state == Proposal.State.DONE
    return {
        "tone": TONES[proposal.state],
        "decide_url": f"people:{kind}_decide",
        "withdraw_url": f"people:{kind}_withdraw",
        "may_decide": is_open and actor.has(CONFIRM) and not own,
        "own_and_open": is_open and own,
        "may_withdraw": is_open and proposal.asked_by_id == actor.user_id,
        "may_undo": may_undo and actor.has(CONFIRM),
    }


def of_correction(change: IdentityChange, actor: Actor) -> dict[str, Any]:
    return {
        **about(change, actor),
        "pairs": [
            ("姓名", change.old_name, change.new_name),
            ("证件号码", change.old_hint, change.new_hint or change.old_hint),
        ],
    }


def changed(change: IdentityChange) -> str:
    parts = ["姓名"] if change.new_name != change.old_name else []
    return "、".join([*parts, *(["证件号码"] if change.new_hint else [])])


def corrections(rows: Any) -> Any:
    return rows.select_related("person", "asked_by", "decided_by", "region__parent", "evidence")


def merges(rows: Any) -> Any:
    return rows.select_related("keep__home_region__parent", "drop__home_region__parent").select_related(
        "asked_by", "decided_by", "region__parent", "evidence"
    )


_COMMON = (
    Column("region", "所在地", kind="region", value=lambda row: row.region.full_name),
    Column("asked_by", "提出人", path="asked_by__name"),
    Column("asked_on", "提出日期", kind="date"),
    Column("decided_by", "复核人", path="decided_by__name"),
    Column("state", "状态", kind="status", tones=TONES),
)
CORRECTIONS = Register(
    name="corrections",
    label="身份信息更正",
    model="people.IdentityChange",
    permission="people.view_person",
    unit="项",
    columns=(
        Column("person", "人员", path="person__name", kind="name"),
        Column("what", "更正内容", value=changed),
        *_COMMON,
    ),
    presets=(_WAITING, _ALL),
    panels=(Panel("correction", "更正内容", template="people/correction.html", context=of_correction),),
    queryset=corrections,
    title=lambda change: f"{change.person.name}：身份信息更正",
    empty="没有身份信息更正",
    history=False,
    crumbs=(("人员档案", "people:persons"),),
)
MERGES = Register(
    name="merges",
    label="档案合并",
    model="people.PersonMerge",
    permission="people.view_person",
    unit="项",
    columns=(
        Column("keep", "保留的档案", path="keep__name", kind="name"),
        Column("drop", "并入的档案", path="drop__name", kind="name"),
        Column("ground", "依据"),
        *_COMMON,
    ),
    presets=(_WAITING, _ALL),
    panels=(Panel("merge", "合并内容", template="people/merge_row.html", context=about),),
    queryset=merges,
    title=lambda row: f"{row.keep.name}：档案合并",
    empty="没有档案合并",
    history=False,
    crumbs=(("人员档案", "people:persons"),),
)


def looks(rows: Any) -> Any:
    return rows.select_related("person", "user")


LOOKS = Register(
    name="looks",
    label="档案查看记录",
    model="people.FileView",
    permission="people.view_access",
    unit="条",
    columns=(
        Column("day", "日期", kind="date", sort="day"),
        Column("user", "查看人", path="user__name"),
        Column("post", "岗位", path="post_label"),
        Column("person", "人员", path="person__name", kind="name"),
        Column("number", "证件号码", path="person__number_hint", kind="resident_number"),
    ),
    filters=(Filter("day", "日期", "date_range", "day"),),
    queryset=looks,
    order=("-id",),
    search=lambda rows, text: rows.filter(Q(user__name=text) | Q(user__username=text)),
    search_hint="查看人姓名或用户名",
    title=lambda row: f"{row.user.name}查看档案",
    panels=(
        Panel(
            "look",
            "查看记录",
            fields=(
                ("查看人", "user__name"),
                ("岗位", "post_label"),
                ("人员", "person__masked_name"),
                ("证件号码", "person__number_hint"),
                ("首次打开", "at"),
            ),
        ),
    ),
    history=False,
    note="打开不由本人经办的人员档案时留下记录，每人每天一条；查看完整证件号另有审计记录。",
    empty="没有档案查看记录",
)
