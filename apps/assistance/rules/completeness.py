"""What is still lacking before an application can be judged: the one-time list of S3 art. 10."""

from dataclasses import dataclass
from typing import Literal

from apps.assistance.rules.facts import DEPARTURES, Application, Assets, Member

Section = Literal["members", "incomes", "assets"]


@dataclass(frozen=True, slots=True)
class Missing:
    """One gap: a stable code, a Chinese sentence, the section of the form, and the member's key or empty."""

    code: str
    text: str
    section: Section
    member: str = ""


def missing_facts(application: Application, heads: int) -> tuple[Missing, ...]:
    """All gaps, in the order of the form. `heads` is the number of persons that would be covered."""
    return (
        *_missing_members(application, heads),
        *_missing_incomes(application),
        *_missing_assets(application.assets),
    )


def _missing_members(application: Application, heads: int) -> list[Missing]:
    if not application.members:
        return [Missing("members", "请填写家庭成员。", "members")]
    gaps = [gap for member in application.members for gap in _missing_of(member)]
    if application.applicant is None:
        gaps.insert(0, Missing("applicant", "请指明哪一位成员是申请人本人。", "members"))
    if not heads:
        gaps.append(Missing("heads", "没有可计入的家庭成员，请核对成员情况。", "members"))
    return gaps


def _missing_of(member: Member) -> list[Missing]:
    if member.absence in DEPARTURES:
        return []
    name = member.name or "这位成员"
    gaps = []
    if not member.name:
        gaps.append(Missing("name", "家庭成员缺姓名，请补填。", "members", member.key))
    if member.birth_date is None:
        gaps.append(Missing("birth_date", f"{name}：缺身份证号或出生日期。", "members", member.key))
    if not member.labour_capacity:
        gaps.append(Missing("labour_capacity", f"{name}：缺劳动能力。", "members", member.key))
    if member.disability and member.disability_level is None:
        gaps.append(Missing("disability_level", f"{name}：缺残疾等级。", "members", member.key))
    return gaps


def _missing_incomes(application: Application) -> list[Missing]:
    if application.incomes is not None:
        keys = {member.key for member in application.members}
        strangers = [income for income in application.incomes if income.member not in keys]
        return (
            [Missing("income_member", "有收入没有写明是哪位成员的，请补填。", "incomes")] if strangers else []
        )
    return [Missing("incomes", "请填写收入；没有收入的，请勾选“全家没有收入”。", "incomes")]


def _missing_assets(assets: Assets) -> list[Missing]:
    facts = (
        ("deposits", assets.deposits, "请填写存款、理财、证券，没有的填 0。"),
        ("insurance", assets.insurance, "请填写商业保险现金价值，没有的填 0。"),
        ("dwellings", assets.dwellings, "请填写住房套数，没有的填 0。"),
        ("vehicle", assets.vehicle, "请选择机动车辆情况。"),
        ("business", assets.business, "请选择工商登记情况。"),
    )
    return [Missing(code, text, "assets") for code, value, text in facts if value is None]
