"""How often a household is looked at again (S3 art. 31; the classes are local practice, by parameter)."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from apps.assistance.rules.facts import Member

RecheckClass = Literal["A", "B", "C"]
RECHECK_CLASSES: Final[Mapping[str, str]] = {
    "A": "A 类（无劳动能力或重病）",
    "B": "B 类（收入稳定）",
    "C": "C 类（收入不稳定且有劳动能力）",
}


def recheck_class(covered: Sequence[Member], *, has_stable_income: bool) -> RecheckClass:
    """A: nobody can work; B: somebody can, and income is stable; C: somebody can, and it is not."""
    if not any(member.can_work for member in covered):
        return "A"
    return "B" if has_stable_income else "C"


# Why a benefit is looked at, as the change says it: its cycle, or a fact that runs out.
REASONS: Final[Mapping[str, str]] = {
    "cycle": "到期复核，应于{day}前完成",
    "birthday": "成员{day}满 18 周岁，核实就学、就业和收入",
    "disregard": "就业收入豁免期到{day}为止，核实收入",
}
