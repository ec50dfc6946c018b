"""Changes of a running dibao benefit: on what ground, from which month, with what outcome (rulebook 6.1, 9).

Pure functions and vocabularies; amounts in yuan a month, months as their first day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from apps.core.periods import add_months, first_of

CHANGE_ARTICLE: Final = "《最低生活保障审核确认办法》第三十一条、第三十二条"

Timing = Literal["event", "decision", "chosen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why a benefit changes. ``when`` says in one sentence when the ground applies.

    ``sections`` of the declared facts may be edited; ``investigates``: verification and home visit as for an
    application. ``timing`` says from which month it counts: the month after the event, the month after the
    decision, or a month that is named. ``may_reach_back``: a month before may be named (something was not told).
    """

    label: str
    when: str
    sections: tuple[str, ...] = ()
    investigates: bool = False
    timing: Timing = "decision"
    names_members: bool = False
    may_reach_back: bool = False
    recomputes: bool = True


GROUNDS: Final[Mapping[str, Ground]] = {
    "member_join": Ground(
        label="增加成员",
        when="出生、结婚、刑满释放等，家里多了共同生活的成员。",
        sections=("members", "incomes"),
        investigates=True,
    ),
    "member_leave": Ground(
        label="减少成员",
        when="成员服刑、失踪，或不再共同生活。",
        sections=("incomes",),
        timing="event",
        names_members=True,
    ),
    "member_death": Ground(
        label="成员去世",
        when="保障人员去世，去世当月照发，次月起重新计算。",
        sections=("incomes",),
        timing="event",
        names_members=True,
    ),
    "split": Ground(
        label="分户",
        when="离婚、成年子女分家，一部分人另成一户；分出的家庭另行申请。",
        sections=("incomes",),
        timing="event",
        names_members=True,
    ),
    "merge": Ground(
        label="并户",
        when="两户在享家庭因结婚等合成一户，一户终止，另一户按合计收入重新计算。",
        sections=("members", "incomes", "assets"),
        investigates=True,
    ),
    "income": Ground(
        label="收入、财产变化",
        when="收入增加或减少，财产有变化。",
        sections=("members", "incomes", "assets"),
        investigates=True,
        may_reach_back=True,
    ),
    "job_start": Ground(
        label="成员就业",
        when="在享期间成员开始工作，按规定期限豁免部分就业收入。",
        sections=("members", "incomes"),
        investigates=True,
    ),
    "recheck": Ground(
        label="定期复核",
        when="到了复核日期，或成员满 18 周岁、证件到期。",
        sections=("members", "incomes", "assets"),
        investigates=True,
        may_reach_back=True,
    ),
    "payee": Ground(
        label="变更领款人、账户",
        when="领款人去世、换卡、改由监护人领取。",
        recomputes=False,
    ),
    "suspend": Ground(
        label="暂停发放",
        when="下落不明、账户异常等，情况查清前暂不发放。",
        timing="chosen",
        recomputes=False,
    ),
    "resume": Ground(
        label="恢复发放",
        when="暂停的原因已经消除。",
        timing="chosen",
        recomputes=False,
    ),
    "stop": Ground(
        label="终止待遇",
        when="自愿退出、迁出本区、转为特困、拒不配合核查等。",
        timing="event",
        may_reach_back=True,
        recomputes=False,
    ),
    "move": Ground(
        label="区内迁移",
        when="搬到本区另一个村（社区），待遇编号不变，次月起由迁入地管理。",
        recomputes=False,
    ),
    "correction": Ground(
        label="更正差错",
        when="原决定的成员、收入或金额有差错，从出错的月份起更正。",
        sections=("members", "incomes", "assets"),
        investigates=True,
        timing="chosen",
        may_reach_back=True,
    ),
}
GROUND_LABELS: Final[Mapping[str, str]] = {code: ground.label for code, ground in GROUNDS.items()}

LEAVE_REASONS: Final[Mapping[str, str]] = {
    "divorce": "离婚",
    "grown_up": "成年子女分家",
    "prison": "服刑",
    "detox": "强制隔离戒毒",
    "missing": "宣告失踪",
    "own_household": "不再共同生活",
}
# What the facts say of somebody who is gone: a code of facts.ABSENCES.
ABSENCE_OF: Final[Mapping[str, str]] = {"prison": "prison", "detox": "detox", "missing": "missing"}

# Stored with the benefit in these words, as the files of rolls name them.
END_REASONS: Final[Mapping[str, str]] = {
    "income_over": "收入超过标准",
    "assets_over": "财产超过标准",
    "died_last_member": "保障对象死亡",
    "moved_out": "迁出本区",
    "to_extreme_poverty": "转为特困",
    "imprisoned": "服刑",
    "refused_check": "拒绝核查",
    "untruthful": "申报不实",
    "fraud": "骗取待遇",
    "voluntary": "自愿放弃",
    "phase_out_ended": "渐退期满",
    "merged_household": "并入其他家庭",
}
# A stop by an event counts from the month after it; one that judges the family, from the month after the decision.
EVENT_REASONS: Final = frozenset({"died_last_member", "moved_out", "imprisoned", "to_extreme_poverty"})

OUTCOMES: Final[Mapping[str, str]] = {
    "increase": "增加",
    "decrease": "减少",
    "unchanged": "继续享受",
    "stop": "终止",
    "phase_out": "渐退",
    "suspend": "暂停",
    "resume": "恢复",
    "payee": "变更领款人、账户",
    "move": "区内迁移",
}
FIXED_OUTCOMES: Final[Mapping[str, str]] = {
    "payee": "payee",
    "suspend": "suspend",
    "resume": "resume",
    "stop": "stop",
    "move": "move",
}
ADVERSE: Final = frozenset({"decrease", "stop", "phase_out", "suspend"})

_OVERPAID_CAUSES: Final[Mapping[str, str]] = {
    "member_death": "late_death_report",
    "member_leave": "unreported_member_change",
    "split": "unreported_member_change",
    "merge": "unreported_member_change",
    "correction": "office_error",
}


def effective_month(
    ground: str,
    *,
    decided_on: date,
    event_on: date | None = None,
    chosen: date | None = None,
    end_reason: str = "",
) -> date:
    """The first month in which the change counts (rulebook 9.1 to 9.7).

    The month of an event is still paid; what is decided counts from the month after the decision (S2 art. 56), unless
    a month is named. A stop that an event brings follows the event.
    """
    kind = GROUNDS[ground]
    if chosen is not None and (kind.timing == "chosen" or kind.may_reach_back):
        return first_of(chosen)
    by_event = kind.timing == "event" and (ground != "stop" or end_reason in EVENT_REASONS)
    if by_event and event_on is not None:
        return add_months(event_on, 1)
    return add_months(decided_on, 1)


def outcome_of(
    ground: str, before: Decimal, after: Decimal | None, *, is_eligible: bool, heads_changed: bool = False
) -> str:
    """What the change comes to; a code of OUTCOMES. A family that is eligible no more gets a stop."""
    if ground in FIXED_OUTCOMES:
        return FIXED_OUTCOMES[ground]
    if not is_eligible or not after:
        return "stop"
    if after != before:
        return "increase" if after > before else "decrease"
    return "unchanged"


def end_reason_of(failed: Iterable[str], *, heads: int, ground: str) -> str:
    """Why a family that was recomputed is stopped, from the codes of the conditions that fail."""
    if not heads:
        return "died_last_member" if ground == "member_death" else "voluntary"
    return "income_over" if "income" in set(failed) else "assets_over"


def overpaid_cause(ground: str, end_reason: str = "") -> str:
    """Why months were paid too much, should they have been: a code of payments.Overpayment.Cause (rulebook 5.8)."""
    if end_reason == "fraud":
        return "fraud"
    if end_reason == "died_last_member":
        return "late_death_report"
    if end_reason in {"moved_out", "imprisoned"}:
        return "unreported_member_change"
    return _OVERPAID_CAUSES.get(ground, "unreported_income")


def needs_notice(outcome: str, end_reason: str, publicised: Iterable[str]) -> bool:
    """Whether a proposed stop is publicised first: for the reasons that ``publicised`` names (parameter)."""
    return outcome == "stop" and end_reason in set(publicised)


def standard_months(effective: date, changes: Iterable[date], last: date) -> tuple[date, ...]:
    """The months from which an amount has to be computed anew: the first one, and each change of standard up to
    ``last`` (rulebook 4: the standard side is never frozen)."""
    return (effective, *sorted({first_of(month) for month in changes if effective < first_of(month) <= last}))


# Papers that only changes need; the rest are those of an application.
CHANGE_DOCUMENTS: Final[Mapping[str, str]] = {
    "change_form": "变更申报表（家庭签字）",
    "death_certificate": "死亡证明或火化证明",
    "birth_certificate": "出生医学证明",
    "marriage_certificate": "结婚证",
    "release_certificate": "刑满释放证明",
    "leave_proof": "服刑、失踪或迁出的证明",
    "refusal_record": "告知和拒绝情况记录",
}
_DOCUMENTS_OF: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "member_join": (("change_form", "申报增加的成员"),),
    "member_leave": (("change_form", "申报减少的成员"), ("leave_proof", "证明减少的原因和日期")),
    "member_death": (("death_certificate", "证明去世日期"),),
    "split": (("change_form", "申报分户"), ("marriage_document", "离婚的提供")),
    "merge": (("change_form", "两户共同申报"), ("marriage_certificate", "证明合为一户")),
    "income": (("change_form", "申报收入、财产变化"), ("wage_record", "证明收入的变化")),
    "job_start": (("change_form", "申报就业"), ("wage_record", "证明就业时间和收入")),
    "recheck": (("change_form", "复核时重新申报"),),
    "payee": (("bank_account", "新的发放账户"),),
    "suspend": (),
    "resume": (),
    "stop": (("change_form", "自愿退出、迁出的由家庭申报"), ("refusal_record", "拒绝核查的附")),
    "move": (("change_form", "申报新住址"),),
    "correction": (),
}


def documents_of_ground(ground: str) -> tuple[tuple[str, str], ...]:
    """The papers a ground asks for: code and reason."""
    return _DOCUMENTS_OF[ground]


_CHILDREN: Final = frozenset({"son", "daughter"})
_PARENTS: Final = frozenset({"father", "mother"})


def restated(relation: str, heir: str, *, is_male: bool) -> str:
    """The relation of a member to the new applicant, when the applicant has gone and ``heir`` was the new one's
    relation to him. A code of facts.RELATIONS; ``other`` where it has to be told."""
    if heir == "spouse":
        return relation if relation in _CHILDREN else "parent_in_law" if relation in _PARENTS else "other"
    if heir in _CHILDREN:
        if relation == "spouse":
            return "father" if is_male else "mother"
        if relation in _CHILDREN:
            return "brother" if is_male else "sister"
        return ("grandfather" if is_male else "grandmother") if relation in _PARENTS else "other"
    if heir in _PARENTS:
        if relation in _PARENTS:
            return "spouse"
        if relation == "spouse":
            return "child_in_law"
        return ("grandson" if is_male else "granddaughter") if relation in _CHILDREN else "other"
    return relation if relation in _PARENTS | {"brother", "sister"} else "other"
