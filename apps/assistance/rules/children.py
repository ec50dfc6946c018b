"""Allowances of children: orphans, children nobody brings up in fact, children in difficulty (rulebook 6.6, 6.7).

Amounts are flat by class. What a child receives from another basic-living programme is made up to the full amount
(民发〔2019〕62号), never paid twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from apps.core.declarations import Ground, Verdict
from apps.core.money import ZERO, format_money
from apps.core.numbers import age_on
from apps.core.periods import add_months

ORPHAN_ARTICLE: Final = "民发〔2010〕161号"
DEFACTO_ARTICLE: Final = "民发〔2019〕62号、民发〔2020〕125号"
DIFFICULTY_ARTICLE: Final = "国发〔2016〕36号"
ADULT_AGE: Final = 18

ORPHAN_TYPES: Final[Mapping[str, str]] = {
    "both_dead": "父母双亡",
    "declared": "父母被宣告死亡或失踪",
    "abandoned": "查找不到生父母",
}
PLACEMENTS: Final[Mapping[str, str]] = {"scattered": "社会散居", "institution": "机构集中养育"}
# What a parent's circumstance is; the first two are no longer there, the others cannot bring the child up.
PARENT: Final[Mapping[str, str]] = {
    "dead": "死亡",
    "missing": "被宣告失踪",
    "severe_disability": "重度残疾（一、二级，或三、四级精神、智力）",
    "serious_illness": "重病",
    "prison": "服刑在押",
    "detox": "强制隔离戒毒",
    "liberty": "被执行其他限制人身自由的措施",
    "out_of_contact": "失联",
    "revoked": "被撤销监护资格",
    "deported": "被遣送（驱逐）出境",
    "able": "有抚养能力",
}
GONE: Final = ("dead", "missing")
TIMED: Final = ("prison", "detox", "liberty", "out_of_contact")
LEAST_MONTHS: Final = 6
CLASSES: Final[Mapping[str, str]] = {
    "defacto": "事实无人抚养",
    "severe": "本人重度残疾或患重病",
    "dibao_family": "低保家庭儿童",
    "marginal_family": "低边家庭儿童",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """Father or mother: a code of ``PARENT``, and from and to when where it is a matter of time."""

    who: str
    circumstance: str
    since: date | None = None
    until: date | None = None


def orphan(child: Child, kind: str, placement: str, rates: Mapping[str, Decimal], on: date) -> Verdict:
    """An orphan (民发〔2010〕161号): under 18, both parents gone. ``rates`` by placement, yuan a month."""
    grounds = [
        _minor(child, on, ORPHAN_ARTICLE),
        Ground(
            f"父母情况：{ORPHAN_TYPES[kind]}" if kind else "父母情况尚未填写",
            True if kind else None,
            ORPHAN_ARTICLE,
        ),
    ]
    if not placement or any(ground.holds is not True for ground in grounds):
        return Verdict(grounds=grounds)
    rate = rates[placement]
    line = ("每月基本生活费", rate, PLACEMENTS[placement])
    return Verdict(grounds=grounds, amount=rate, standard=rate, lines=[line])


def difficulty(
    child: Child,
    chosen: str,
    parents: Sequence[Parent],
    received: Decimal | None,
    rates: Mapping[str, Decimal],
    on: date,
) -> Verdict:
    """A child in difficulty of the class ``chosen``; ``received`` is what else it has a month to live on."""
    article = DEFACTO_ARTICLE if chosen == "defacto" else DIFFICULTY_ARTICLE
    grounds = [_minor(child, on, article)]
    if not chosen:
        grounds.append(Ground("困境类别尚未填写", None, article))
    elif chosen == "defacto":
        grounds.append(unattended(parents, on))
    else:
        grounds.append(Ground(f"困境类别：{CLASSES[chosen]}，凭证明材料核实", True, article))
    if not chosen or any(ground.holds is not True for ground in grounds):
        return Verdict(grounds=grounds)
    rate, other = rates[chosen], received or ZERO
    amount = max(rate - other, ZERO)
    lines = [(f"{CLASSES[chosen]}标准", rate, "按类别定额")]
    if other:
        lines.append(("已享其他基本生活救助", -other, "补差发放"))
    lines.append(("每月生活补贴", amount, "以上各项相加"))
    if not amount:
        text = f"已享 {format_money(other)} 元，不低于标准，没有差额"
        grounds.append(Ground(text, False, article))
        return Verdict(grounds=grounds)
    return Verdict(grounds=grounds, amount=amount, standard=rate, lines=lines, flags=_flags(parents, on))


def unattended(parents: Sequence[Parent], on: date) -> Ground:
    """Both parents in one of the circumstances, or one gone and the other in one; both gone is an orphan."""
    told = [parent for parent in parents if parent.circumstance]
    if len(told) < 2:
        return Ground("父母双方的情况尚未填写", None, DEFACTO_ARTICLE)
    if all(parent.circumstance in GONE for parent in told):
        return Ground("父母均已死亡或失踪，应按孤儿申请", False, DEFACTO_ARTICLE)
    short = [parent for parent in told if _is_short(parent, on)]
    if short:
        parent = short[0]
        text = f"{parent.who}{PARENT[parent.circumstance]}不满 {LEAST_MONTHS} 个月"
        return Ground(text, False, DEFACTO_ARTICLE)
    able = [parent for parent in told if parent.circumstance == "able"]
    if able:
        return Ground(f"{able[0].who}有抚养能力", False, DEFACTO_ARTICLE)
    words = "；".join(f"{parent.who}{PARENT[parent.circumstance]}" for parent in told)
    return Ground(words, True, DEFACTO_ARTICLE)


def _is_short(parent: Parent, on: date) -> bool:
    """Loss of liberty of less than six months, or nothing heard for less than that."""
    if parent.circumstance not in TIMED or parent.since is None:
        return False
    end = parent.until if parent.circumstance != "out_of_contact" and parent.until else on
    return end < _after_months(parent.since, LEAST_MONTHS)


def _after_months(day: date, months: int) -> date:
    first = add_months(day, months)
    last = (add_months(first, 1) - first).days
    return first.replace(day=min(day.day, last))


def _minor(child: Child, on: date, article: str) -> Ground:
    if child.birth_date is None:
        return Ground("出生日期尚未填写", None, article)
    age = age_on(child.birth_date, on)
    if age < ADULT_AGE:
        return Ground(f"现年 {age} 周岁，未成年", True, article)
    return Ground(f"现年 {age} 周岁，已满 {ADULT_AGE} 周岁", False, article)


def _flags(parents: Sequence[Parent], on: date) -> list[str]:
    """A circumstance that ends is looked at again on that day (rulebook 6.7.1)."""
    return [
        f"{parent.who}{PARENT[parent.circumstance]}至 {parent.until:%Y-%m-%d}，到期重新核查"
        for parent in parents
        if parent.until is not None and parent.until >= on and parent.circumstance in TIMED
    ]
