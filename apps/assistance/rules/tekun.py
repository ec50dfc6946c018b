"""Support for people in extreme difficulty (特困供养): who is eligible, and for how much (rulebook 6.3).

Three conditions together (《特困人员认定办法》§4): no capacity to work, no means, nobody who must and can support.
The amount is the basic standard and the care standard of the person's self-care level; own income does not lower it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from apps.core.declarations import Ground, Verdict
from apps.core.money import ZERO, format_money, format_standard
from apps.core.numbers import age_on

LABOUR_ARTICLE: Final = "《特困人员认定办法》第五条"
MEANS_ARTICLE: Final = "《特困人员认定办法》第六条、第七条"
SUPPORT_ARTICLE: Final = "《特困人员认定办法》第八条"
CARE_ARTICLE: Final = "《特困人员认定办法》第二十一条、第二十二条"

NO_LABOUR: Final[Mapping[str, str]] = {
    "elderly": "60 周岁以上",
    "minor": "未满 16 周岁",
    "mental": "智力、精神残疾一至三级",
    "physical": "肢体残疾一、二级",
    "visual": "视力残疾一级",
}
# Why somebody who must support cannot (§8); each has its proof among the papers.
INABILITY: Final[Mapping[str, str]] = {
    "able": "有赡养、抚养、扶养能力",
    "tekun": "本人为特困人员",
    "dibao_old": "60 周岁以上的低保对象",
    "old_poor": "70 周岁以上，收入低于上年人均可支配收入且财产符合规定",
    "disabled": "重度残疾或三级智力、精神残疾，收入和财产符合规定",
    "incapable": "无民事行为能力、失踪或在监，财产符合规定",
}
SELF_CARE: Final[Mapping[str, str]] = {
    "can_eat": "自主吃饭",
    "can_dress": "自主穿衣",
    "can_bed": "自主上下床",
    "can_toilet": "自主如厕",
    "can_walk": "室内自主行走",
    "can_bathe": "自主洗澡",
}
CareLevel = Literal["none", "partial", "full"]
CARE_LEVELS: Final[Mapping[str, str]] = {
    "none": "具备生活自理能力",
    "partial": "部分丧失生活自理能力",
    "full": "完全丧失生活自理能力",
}
SUPPORT_FORMS: Final[Mapping[str, str]] = {"dispersed": "分散供养", "centralised": "集中供养"}
MINOR_AGE: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Somebody applied for. ``self_care`` in the order of ``SELF_CARE``: None while it was not assessed."""

    name: str
    birth_date: date | None
    ground: str
    self_care: Sequence[bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Income a month of all claimants, without what is not counted (§6), and what they own. Yuan; None: not told."""

    income: Decimal | None
    financial: Decimal | None
    dwellings: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TekunRules:
    """Standards (yuan a head a month) and parameters in force on the day."""

    dibao: Decimal
    basic: Decimal
    care: Mapping[str, Decimal]
    elderly_age: int
    financial_multiplier: Decimal
    dwellings_max: int


def care_level(self_care: Sequence[bool | None]) -> CareLevel | None:
    """None of the six failed: able; one to three: partly; four or more: fully dependent (§22). None: not assessed."""
    if any(able is None for able in self_care):
        return None
    failed = sum(not able for able in self_care)
    return "none" if not failed else "partial" if failed <= 3 else "full"


def assess(
    claimants: Sequence[Claimant], means: Means, supporters: Sequence[str], rules: TekunRules, on: date
) -> Verdict:
    """Judge an application. ``supporters`` are codes of ``INABILITY``, one for everybody who must support."""
    levels = [care_level(claimant.self_care) for claimant in claimants]
    grounds = [
        *(_labour(claimant, rules, on) for claimant in claimants),
        *_means(means, len(claimants), rules),
        _support(supporters),
    ]
    missing = [
        f"{claimant.name or '申请人'}还没有评估生活自理能力"
        for claimant, level in zip(claimants, levels, strict=True)
        if level is None
    ]
    verdict = Verdict(grounds=grounds, heads=len(claimants), standard=rules.basic, missing=missing)
    if missing or verdict.failed:
        return verdict
    lines = _lines(claimants, levels, rules)
    return Verdict(
        grounds=grounds,
        heads=len(claimants),
        standard=rules.basic,
        amount=lines[-1][1],
        lines=lines,
        flags=_flags(claimants, on),
    )


def _labour(claimant: Claimant, rules: TekunRules, on: date) -> Ground:
    who = claimant.name or "申请人"
    if not claimant.ground or claimant.birth_date is None:
        return Ground(f"{who}无劳动能力：尚未填写", None, LABOUR_ARTICLE)
    age = age_on(claimant.birth_date, on)
    words = NO_LABOUR[claimant.ground]
    if claimant.ground == "elderly":
        holds = age >= rules.elderly_age
    elif claimant.ground == "minor":
        holds = age < MINOR_AGE
    else:
        holds = True
    verdict = "符合" if holds else f"现年 {age} 周岁，不符合"
    return Ground(f"{who}无劳动能力：{words}，{verdict}", holds, LABOUR_ARTICLE)


def _means(means: Means, heads: int, rules: TekunRules) -> list[Ground]:
    grounds = []
    if means.income is None:
        grounds.append(Ground("收入尚未填写", None, MEANS_ARTICLE))
    else:
        # Compared on totals, so that rounding a head's share never decides.
        holds = means.income < rules.dibao * heads
        share = format_money(means.income / heads)
        verdict = "低于" if holds else "不低于"
        line = format_standard(rules.dibao)
        grounds.append(Ground(f"人均月收入 {share} 元，{verdict}低保标准 {line} 元", holds, MEANS_ARTICLE))
    if means.financial is None or means.dwellings is None:
        grounds.append(Ground("财产尚未填写", None, MEANS_ARTICLE))
        return grounds
    limit = rules.dibao * rules.financial_multiplier * heads
    holds = means.financial <= limit and means.dwellings <= rules.dwellings_max
    found = f"金融资产 {format_money(means.financial)} 元，住房 {means.dwellings} 套"
    bound = f"限额 {format_money(limit)} 元、{rules.dwellings_max} 套"
    grounds.append(Ground(f"{found}，{'未超' if holds else '超过'}{bound}", holds, MEANS_ARTICLE))
    return grounds


def _support(supporters: Sequence[str]) -> Ground:
    if not supporters:
        return Ground("没有法定赡养、抚养、扶养义务人", True, SUPPORT_ARTICLE)
    if "" in supporters:
        return Ground("义务人的履行能力尚未填写", None, SUPPORT_ARTICLE)
    able = sum(code == "able" for code in supporters)
    if able:
        return Ground(f"{able} 名义务人有履行能力", False, SUPPORT_ARTICLE)
    return Ground(f"{len(supporters)} 名义务人均无履行能力", True, SUPPORT_ARTICLE)


def _lines(
    claimants: Sequence[Claimant], levels: Sequence[CareLevel | None], rules: TekunRules
) -> list[tuple[str, Decimal, str]]:
    """Basic living and care of each, and their sum."""
    lines, amount = [], ZERO
    for claimant, level in zip(claimants, levels, strict=True):
        care = rules.care[level or "none"]
        amount += rules.basic + care
        lines += [
            (f"{claimant.name}基本生活", rules.basic, "特困人员基本生活标准"),
            (f"{claimant.name}照料护理", care, CARE_LEVELS[level or "none"]),
        ]
    return [*lines, ("每月供养金", amount, f"{len(claimants)} 人合计")]


def _flags(claimants: Sequence[Claimant], on: date) -> list[str]:
    """A child stays until 18, or the end of school; at 16 it cannot newly enter (§24)."""
    return [
        f"{claimant.name}未满 16 周岁，18 周岁前或在校期间可继续供养；有监护人的另查孤儿、事实无人抚养儿童条件"
        for claimant in claimants
        if claimant.ground == "minor"
    ]
