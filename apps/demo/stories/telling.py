"""The open cases of the demo as data: invented families, and how far their applications have come.

Days are working days before the business date; 0 is the business date itself. A step is ``(days before,
action)``; who takes it follows from the action and the office of the town.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Steps = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Office:
    """The demo accounts of one town, by duty."""

    town: str
    clerk: str
    clerk_community: str
    acceptor: str
    investigators: tuple[str, str]
    reviewer: str
    confirmer: str
    verifier: str = "hedui"
    section: str = "keshi"


@dataclass(frozen=True)
class Kin:
    """A member of a family; codes of ``assistance.rules.facts``. ``born`` is YYYYMMDD, ``serial`` ends in the sex."""

    name: str
    born: str
    serial: str
    relation: str = "self"
    labour: str = "none"
    marital: str = ""
    schooling: str = "none"
    disability: str = ""
    level: int | None = None
    is_ill: bool = False


@dataclass(frozen=True)
class Earning:
    """A line of income of the ``of``-th member: yuan a month."""

    source: str
    monthly: str
    note: str = ""
    of: int = 0
    deduction: str = "0"
    deduction_kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One application. ``comments`` are the opinions of steps, ``lacking`` the papers that were not handed in."""

    key: str
    office: Office
    community: str
    reason: str
    text: str
    family: tuple[Kin, ...]
    incomes: tuple[Earning, ...]
    submitted: int
    steps: Steps = ()
    deposits: str = "0"
    area: str = "52"
    is_relative: bool = False
    is_swapped: bool = False  # the second investigator leads
    lacking: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # what the form of a step says besides
    found: str = ""  # what verification found instead of the first income
    living: str = "住房为旧公房，家具陈旧，没有贵重物品，与申报一致。"
    neighbours: str = "走访两户邻居，均反映家庭生活确有困难。"


DONGSHENG: Final = Office(
    "东胜街道", "chuangkou", "泰和社区", "shouli", ("diaocha1", "diaocha2"), "chushen", "queren"
)
ZHONGHE: Final = Office(
    "中河街道", "zh_chuangkou", "东城社区", "zh_shouli", ("zh_diaocha1", "zh_diaocha2"), "zh_chushen", "keshi"
)


def to_investigation(accept: int, start: int) -> Steps:
    return (accept, "accept"), (start, "start_investigation")


def to_review(accept: int, start: int, verify: int, visit: int, sign: int) -> Steps:
    """Accepted, verified and visited: the review is open."""
    return (
        *to_investigation(accept, start),
        (verify, "record_verification"),
        (visit, "record_visit"),
        (sign, "countersign_visit"),
    )
