"""Families of the roll whose benefit changes, as data: what is told, and how far the change has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from apps.demo.stories.telling import ZHONGHE, Office, Steps

OPINIONS: Final[Mapping[str, str]] = {
    "accept_simple": "材料齐全，予以受理。",
    "propose": "情况属实，建议变更。",
    "propose_phase_out": "收入已超过标准，按规定渐退。",
    "confirm": "同意变更。",
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of a benefit that was taken over; which family it is, the roll decides.

    ``heads`` persons are covered. ``more`` yuan a month come in that the last decision did not know; ``is_over``: so
    much that the standard is passed by them. ``months_back`` names the first month, counted back from the month in
    which the change is entered (negative: later); None leaves it to the decision. ``town`` and ``community`` say
    where the family moves. Steps, days and the rest are those of a story.
    """

    key: str
    ground: str
    text: str
    submitted: int
    steps: Steps
    office: Office = ZHONGHE
    heads: int = 1
    more: str = ""
    note: str = ""
    is_over: bool = False
    is_job: bool = False
    months_back: int | None = None
    pay_held: bool | None = None
    town: str = ""
    community: str = ""
    is_swapped: bool = False
    comments: Mapping[str, str] = field(default_factory=lambda: OPINIONS)
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    found: str = ""
    living: str = "住房和家庭情况与申报一致，没有贵重物品。"
    neighbours: str = "走访两户邻居，反映情况与申报一致。"


def investigated(*, proposal: str = "propose") -> Steps:
    """Accepted, verified, visited and decided within a week, about a month before the business date."""
    return (
        (22, "accept"),
        (22, "start_investigation"),
        (21, "record_verification"),
        (20, "record_visit"),
        (19, "countersign_visit"),
        (18, proposal),
        (17, "confirm"),
    )


def simple(accept: int, propose: int, confirm: int) -> Steps:
    return (accept, "accept_simple"), (propose, "propose"), (confirm, "confirm")


INSTALMENTS, WRITE_OFF, OFFSET, SUSPENDED = "bg-01", "bg-02", "bg-03", "bg-07"

CHANGES: Final = (
    Change(
        key=INSTALMENTS, ground="income", submitted=23, months_back=2, more="180", note="10 月起领取的养老金",
        text="比对发现 10 月起领取养老金，家庭没有申报。", steps=investigated(),
    ),
    Change(
        key=WRITE_OFF, ground="correction", submitted=23, months_back=1, more="45", note="核对时漏记的津贴",
        text="原核对漏记一项津贴，从 11 月起更正。", steps=investigated(), is_swapped=True,
    ),
    Change(
        key=OFFSET, ground="income", submitted=23, months_back=0, more="220", note="12 月起的看护收入",
        text="家庭主动申报 12 月起有看护收入。", steps=investigated(),
    ),
    Change(
        key="bg-04", ground="income", submitted=23, more="260", note="单位重新核定的退休金", is_over=True,
        text="退休金重新核定，家庭收入超过标准。", steps=investigated(proposal="propose_phase_out"),
    ),
    Change(
        key="bg-05", ground="job_start", submitted=23, heads=2, more="3200", note="物业保洁", is_job=True,
        text="12 月起在物业公司上班，申请就业收入豁免。", steps=investigated(), is_swapped=True,
    ),
    Change(
        key="bg-06", ground="move", submitted=10, town="东胜街道", community="泰和社区",
        text="随女儿搬到东胜街道泰和社区居住。", steps=simple(9, 8, 7),
    ),
    Change(
        key=SUSPENDED, ground="suspend", submitted=12, months_back=-1,
        text="连续两次上门未见本人，电话无人接听，先暂停发放。", steps=simple(11, 10, 9),
    ),
)  # fmt: skip

# Of the suspended family; decided once the run of the month has left it out.
RESUMED: Final = Change(
    key="bg-08", ground="resume", submitted=4, months_back=-1, pay_held=True,
    text="本人住院治疗，现已出院，情况查清，申请恢复并补发。", steps=simple(3, 2, 1),
)  # fmt: skip
