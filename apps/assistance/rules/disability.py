"""The two subsidies for disabled people (残疾人两项补贴, 国发〔2015〕52号): for living, and for nursing (rulebook 6.8).

Both may be had together. Amounts are flat: one rate for living, a band of nursing by the need of care.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from apps.core.declarations import Ground, Verdict

ARTICLE: Final = "国发〔2015〕52号"
DISABILITIES: Final[Mapping[str, str]] = {
    "visual": "视力",
    "hearing": "听力",
    "speech": "言语",
    "physical": "肢体",
    "intellectual": "智力",
    "mental": "精神",
    "multiple": "多重",
}
LEVELS: Final[Mapping[int, str]] = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}
# The nineteenth digit of a certificate says the kind, the twentieth the level; the eighteen before are the holder's number.
CERTIFICATE_DIGITS: Final = 20
KIND_DIGITS: Final[Mapping[str, str]] = dict(zip(DISABILITIES, "1234567", strict=True))
HARDSHIPS: Final[Mapping[str, str]] = {
    "dibao": "低保家庭成员",
    "low_edge": "低边家庭成员",
    "other": "其他困难残疾人",
}
# What is had already and bars a subsidy; the compatibility of programmes paid here is asked of the rolls.
RECEIVED: Final[Mapping[str, str]] = {
    "none": "都没有享受",
    "work_injury": "工伤生活护理费",
    "elderly_care": "养老服务补贴（护理补贴）",
    "retired_cadre": "离休等福利性护理补贴",
    "child_full": "孤儿或全额事实无人抚养儿童生活补贴",
}
BARS_LIVING: Final = ("work_injury", "child_full")
BARS_NURSING: Final = ("work_injury", "elderly_care", "retired_cadre")
BANDS: Final[Mapping[str, str]] = {
    "full": "生活完全不能自理",
    "partial": "生活部分不能自理",
    "light": "生活能够自理，需要长期照护",
}
ALWAYS_NURSED: Final = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The holder of a certificate as typed so far: kind, level, last day of validity (None: not limited)."""

    disability: str
    level: int | None
    valid_until: date | None
    received: str


def living(holder: Holder, hardship: str, rate: Decimal, allowed: Sequence[str], on: date) -> Verdict:
    """The subsidy for living: ``rate`` yuan a month; ``allowed`` are the hardships of ``HARDSHIPS`` that count here."""
    grounds = [_certificate(holder, on)]
    if not hardship:
        grounds.append(Ground("困难情形尚未填写", None, ARTICLE))
    else:
        holds = hardship in allowed
        words = HARDSHIPS[hardship] if holds else f"{HARDSHIPS[hardship]}，本区没有纳入"
        grounds.append(Ground(words, holds, ARTICLE))
    grounds.append(_received(holder, BARS_LIVING))
    if any(ground.holds is not True for ground in grounds):
        return Verdict(grounds=grounds)
    return Verdict(grounds=grounds, amount=rate, standard=rate, lines=[("每月生活补贴", rate, "定额")])


def nursing(
    holder: Holder, band: str, rates: Mapping[str, Decimal], extended: Sequence[str], on: date
) -> Verdict:
    """The subsidy for nursing: ``rates`` by band, yuan a month.

    Levels 1 and 2 of every kind; of level 3 the kinds in ``extended`` (国发〔2015〕52号 leaves them to the place).
    """
    grounds = [_certificate(holder, on), _level(holder, extended)]
    grounds.append(Ground(BANDS[band], True, ARTICLE) if band else Ground("照护需要尚未填写", None, ARTICLE))
    grounds.append(_received(holder, BARS_NURSING))
    if any(ground.holds is not True for ground in grounds):
        return Verdict(grounds=grounds)
    rate = rates[band]
    return Verdict(grounds=grounds, amount=rate, standard=rate, lines=[("每月护理补贴", rate, BANDS[band])])


def certificate_fault(typed: str, number: str, disability: str, level: int | None) -> str:
    """What is wrong with the number of a certificate, as a sentence; empty when nothing is.

    The number of a certificate is the holder's resident ``number``, a digit of the kind and one of the level
    (《残疾人证管理办法》). What is not typed yet is not compared.
    """
    if len(typed) != CERTIFICATE_DIGITS or not typed[-2:].isdigit():
        return "残疾人证号应为 20 位：身份证号加类别、等级各一位。"
    if number and typed[:18].upper() != number:
        return "残疾人证号前 18 位与身份证号不一致，请核对。"
    if disability and typed[18] != KIND_DIGITS[disability]:
        return "残疾人证号第 19 位与所选残疾类别不一致，请核对。"
    if level and typed[19] != str(level):
        return "残疾人证号第 20 位与所选残疾等级不一致，请核对。"
    return ""


def _certificate(holder: Holder, on: date) -> Ground:
    if not holder.disability or holder.level is None:
        return Ground("残疾类别和等级尚未填写", None, ARTICLE)
    words = f"{DISABILITIES[holder.disability]}{LEVELS[holder.level]}"
    if holder.valid_until is not None and holder.valid_until < on:
        return Ground(f"{words}，残疾人证已于 {holder.valid_until:%Y-%m-%d} 到期", False, ARTICLE)
    return Ground(f"{words}，残疾人证在有效期内", True, ARTICLE)


def _level(holder: Holder, extended: Sequence[str]) -> Ground:
    if not holder.disability or holder.level is None:
        return Ground("残疾等级尚未填写", None, ARTICLE)
    holds = holder.level in ALWAYS_NURSED or (holder.level == 3 and holder.disability in extended)
    words = "残疾等级在护理补贴范围内" if holds else "残疾等级不在护理补贴范围内"
    return Ground(words, holds, ARTICLE)


def _received(holder: Holder, bars: Sequence[str]) -> Ground:
    if not holder.received:
        return Ground("已享受的其他待遇尚未填写", None, ARTICLE)
    if holder.received in bars:
        return Ground(f"已享受{RECEIVED[holder.received]}，不重复享受", False, ARTICLE)
    return Ground("没有享受不能同时享受的待遇", True, ARTICLE)
