"""Who is counted as a co-living family member (S3 articles 7 and 8, rulebook 5.4)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from apps.assistance.rules.facts import (
    ABSENCES,
    DEPENDENT_SCHOOLINGS,
    Application,
    Member,
)

_CHILDREN: Final = frozenset({"son", "daughter"})
_ARTICLE_COUNTED: Final = "《最低生活保障审核确认办法》第七条"
_ARTICLE_NOT_COUNTED: Final = "《最低生活保障审核确认办法》第七条（未列入）"
_ARTICLE_ABSENT: Final = "《最低生活保障审核确认办法》第七条第二款"
_ARTICLE_SINGLE: Final = "《最低生活保障审核确认办法》第八条"


@dataclass(frozen=True, slots=True)
class Counting:
    """Whether a member is counted, why, and by which article."""

    member: Member
    is_counted: bool
    reason: str
    article: str


def counted_members(application: Application, on: date) -> tuple[Counting, ...]:
    """One Counting per member, in the order of the application. A single unit is not narrowed here."""
    return tuple(_count(member, on) for member in application.members)


def head_count(countings: tuple[Counting, ...]) -> int:
    """How many of them are counted; may be 0, which every caller has to guard."""
    return sum(counting.is_counted for counting in countings)


def single_unit_ground(member: Member) -> str:
    """Why a person may be covered alone (单列户, S3 art. 8), in Chinese; empty when there is no ground."""
    if member.is_severely_disabled:
        return "低保边缘家庭中的重度残疾人"
    if member.has_serious_illness:
        return "低保边缘家庭中的重病患者"
    if member.absence == "clergy":
        return "在宗教场所居住三年以上的生活困难宗教教职人员"
    return ""


def needs_low_edge_family(member: Member) -> bool:
    """Whether the single unit presupposes a family within the low-edge line: all grounds but clergy do."""
    return member.absence != "clergy"


def applies_alone(member: Member, on: date) -> bool:
    """Whether a person may apply as a unit of one whatever the family has, once there is no work (S5, 2022-10)."""
    return member.is_severely_disabled and member.birth_date is not None and not member.is_minor(on)


SINGLE_UNIT_ARTICLE: Final = _ARTICLE_SINGLE


def _count(member: Member, on: date) -> Counting:
    if member.absence:
        return Counting(member, False, f"{ABSENCES[member.absence]}，不计入", _ARTICLE_ABSENT)
    if member.relation == "self":
        return Counting(member, True, "申请人", _ARTICLE_COUNTED)
    if member.relation == "spouse":
        return Counting(member, True, "配偶", _ARTICLE_COUNTED)
    if member.relation in _CHILDREN:
        reason = _dependent_child(member, on)
        if reason:
            return Counting(member, True, reason, _ARTICLE_COUNTED)
    if not member.lives_together:
        return Counting(member, False, "不共同居住，不计入", _ARTICLE_NOT_COUNTED)
    if member.relation == "other":
        return Counting(member, False, "没有法定赡养、抚养、扶养关系，不计入", _ARTICLE_NOT_COUNTED)
    return Counting(member, True, "有法定赡养、抚养、扶养关系并长期共同居住", _ARTICLE_COUNTED)


def _dependent_child(member: Member, on: date) -> str:
    """Why a child counts wherever it lives; empty for an adult child that can live independently."""
    if member.is_minor(on):
        return "未成年子女"
    if member.schooling in DEPENDENT_SCHOOLINGS:
        return "在校接受全日制本科及以下教育的成年子女"
    if member.labour_capacity == "none" or member.is_severely_disabled or member.has_serious_illness:
        return "不能独立生活的成年子女"
    return ""
