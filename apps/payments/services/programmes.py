"""What a programme code is called and which line of business it belongs to, as the case kinds declare it."""

from apps.core.declarations import CaseKind
from apps.core.registries import case_kinds

UNKNOWN = "其他待遇"
# What the rules about programmes that exclude each other name before anybody can apply for it here.
NAMES = {
    "dibao": "低保",
    "low_edge": "低边",
    "tekun": "特困供养",
    "orphan": "孤儿基本生活费",
    "child": "困境儿童补贴",
    "disability_living": "困难残疾人生活补贴",
    "disability_nursing": "重度残疾人护理补贴",
    "rigid_expenditure": "支出型贫困救助",
    "temporary_aid": "临时救助",
}


def kind_of(programme: str) -> CaseKind | None:
    """The case kind whose approval opens entitlements of ``programme``; None when none is declared.

    Changes of an entitlement are kinds of the same programme; the one that opens it bears its name.
    """
    kinds = [kind for kind in case_kinds if kind.programme == programme]
    return next((kind for kind in kinds if kind.code == programme), kinds[0] if kinds else None)


def programme_label(programme: str) -> str:
    """The programme in words (低保). A programme that is declared no more keeps its payments readable."""
    kind = kind_of(programme)
    return kind.label.removesuffix("申请") if kind else NAMES.get(programme, UNKNOWN)


def pays_once(programme: str) -> bool:
    """Whether what the programme grants is given once or in stages, as its case kind declares."""
    kind = kind_of(programme)
    return kind is not None and kind.pays_once


def programme_line(programme: str) -> str:
    """The line of business that pays the programme."""
    kind = kind_of(programme)
    return kind.line if kind else ""


def paid_programmes() -> list[tuple[str, str]]:
    """(code, label) of every programme that a case kind declares, once."""
    codes = dict.fromkeys(kind.programme for kind in case_kinds if kind.programme)
    return [(code, programme_label(code)) for code in codes]
