"""What the pages, previews and letters of a dibao case show beyond the shared frame."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.models import DibaoApplication, DibaoMember
from apps.assistance.rules import dibao, facts
from apps.assistance.rules.rechecks import RECHECK_CLASSES
from apps.assistance.services.dibao_entry import LEVELS
from apps.assistance.services.dibao_facts import assess_case, facts_of
from apps.assistance.services.dibao_papers import Slot, check_lines, checklist, lacking
from apps.assistance.services.dibao_sheet import why_lines
from apps.casework.models import Case, CaseAction, CaseState
from apps.core import numbers
from apps.core.money import ZERO, format_money, format_standard
from apps.core.periods import add_months, day_label
from apps.people.models import BankAccount, HouseholdMember, Person
from apps.people.services import revealed

PANELS = (
    "assistance/dibao/panel_overview.html",
    "assistance/dibao/panel_members.html",
    "assistance/dibao/panel_amount.html",
    "assistance/dibao/panel_checklist.html",
)
BEFORE_ACCEPTANCE = (CaseState.SUBMITTED, CaseState.SUPPLEMENT)
NOT_REVIEWED = (
    CaseState.SUBMITTED,
    CaseState.SUPPLEMENT,
    CaseState.ACCEPTED,
    CaseState.VERIFYING,
    CaseState.REVIEW,
)


def case_context(case: Case, actor: Any) -> dict[str, Any]:
    """The declared family, the assessment as it stands (or as frozen by the review) for the case page.

    ``assessment`` is None for a case taken over from the roll before this system: of its family only those covered
    are known, of its computation what was decided.
    """
    application = case.dibao
    members = list(application.members.select_related("person"))
    assessment = _assessment(case)
    is_frozen = case.state not in NOT_REVIEWED and application.proposed_amount is not None
    context = {
        "application": application,
        "members": members,
        "incomes": list(application.incomes.select_related("member__person")),
        "assessment": assessment,
        "first_month": first_month(case),
        "overview": _overview(case, application),
        "family": _family(case, members, assessment, shown=revealed(case, actor)) or _covered(case),
        "income_rows": _income_rows(application, assessment),
        "income_off": _off(assessment),
        "is_frozen": is_frozen,
        "recheck_words": RECHECK_CLASSES.get(application.recheck_class, ""),
    }
    if is_frozen:
        shown = (application.proposed_amount, application.proposed_heads, _frozen_lines(application))
    elif assessment is not None:
        shown = (assessment.amount, assessment.head_count, why_lines(assessment))
    else:
        shown = (None, len(members), [])
    amount, heads, why = shown
    slots: tuple[Slot, ...] = ()
    if case.state in BEFORE_ACCEPTANCE:
        slots = checklist(facts_of(application), case.submitted_on, case=case)
    return {
        **context,
        "amount": amount,
        "amount_heads": heads,
        "why": why,
        "paper_checks": check_lines(slots),
        "papers_met": sum(slot.is_met for slot in slots),
        "opinions": {**opinions(assessment), **_first_look(lacking(slots))},
    }


def opinions(assessment: dibao.Assessment | None) -> dict[str, str]:
    """A first wording of the opinion for each action, from the facts; the officer changes it as needed."""
    if assessment is None or assessment.amount is None or not assessment.head_count:
        return {}
    share = f"人均月收入 {format_money(assessment.per_head)} 元"
    standard = format_standard(assessment.standard)
    if assessment.is_eligible is False:
        reasons = "；".join(condition.text for condition in assessment.failed)
        refusal = f"经审核，{share}，低保标准 {standard} 元：{reasons}。"
        return {"propose_refusal": refusal, "refuse": refusal}
    basis = f"经审核，{share}，低于 {standard} 元标准，财产符合规定"
    granted = f"{assessment.head_count} 人，每月 {format_money(assessment.amount)} 元。"
    return {
        "propose": f"{basis}，建议纳入低保，{granted}",
        "confirm": f"{basis}，公示无异议，同意纳入低保，{granted}",
    }


def _first_look(missing: list[str]) -> dict[str, str]:
    """The completeness check in words: everything that is missing, told once (民发〔2021〕57号 §10)."""
    if not missing:
        return {"accept": "材料齐全，符合受理条件。"}
    return {"ask_supplement": f"请补齐以下材料：{'、'.join(missing)}。"}


def first_month(case: Case) -> date | None:
    """The first benefit month once decided: the month after."""
    return add_months(case.decided_on, 1) if case.decided_on else None


def summary(case: Case) -> dict[str, Any]:
    """The preview beside the inbox: the applicant masked, the computation, what has been done."""
    assessment = assess_case(case)
    return {
        "applicant": numbers.mask_name(case.applicant.name),
        "number_hint": case.applicant.number_hint,
        "heads": assessment.head_count,
        "amount": assessment.amount,
        "is_eligible": assessment.is_eligible,
        "steps": assessment.steps,
        "failed": [condition.text for condition in assessment.failed],
    }


def letter_context(case: Case, action: CaseAction) -> dict[str, Any]:
    """What the letters need: the family, amounts as frozen, reasons, limits."""
    return {
        "application": case.dibao,
        "members": list(case.dibao.members.select_related("person")),
        "applicant": case.applicant,
        "reason": action.comment,
        "first_month": first_month(case),
        "town": case.region.parent or case.region,
    }


def member_words(row: DibaoMember) -> list[str]:
    """What marks a member out: disability, illness, study, where it lives."""
    words = []
    if row.disability:
        words.append(row.get_disability_display() + LEVELS.get(row.disability_level or 0, ""))
    if row.has_serious_illness:
        words.append("重病")
    if row.schooling in facts.DEPENDENT_SCHOOLINGS:
        words.append(row.get_schooling_display())
    if row.divorced_on:
        words.append(f"{day_label(row.divorced_on)}离婚")
    if not row.lives_together:
        words.append("不共同居住")
    if not row.has_local_hukou:
        words.append("外区户籍")
    return words


def _assessment(case: Case) -> dibao.Assessment | None:
    return assess_case(case) if case.origin == Case.Origin.ENTERED else None


def _overview(case: Case, application: DibaoApplication) -> list[tuple[str, Any, str]]:
    account = BankAccount.objects.filter(person_id=case.applicant_id, valid_to__isnull=True).first()
    heads = application.members.count()
    financial = None
    if application.deposits is not None and application.insurance is not None and heads:
        financial = f"人均 {format_money((application.deposits + application.insurance) / heads)} 元"
    return [
        (
            "申请事由",
            "，".join(filter(None, (application.get_reason_display(), application.reason_text))),
            "",
        ),
        ("申请单位", application.get_unit_display(), ""),
        ("申请方式", case.get_channel_display(), ""),
        ("住房", _housing(application), ""),
        ("机动车辆", application.get_vehicle_display(), ""),
        ("工商登记", application.get_business_display(), ""),
        ("金融资产", financial, ""),
        ("近亲属备案", "已备案" if case.relative_registered else "无", ""),
        ("委托办理", application.proxy_name if application.is_by_proxy else "本人办理", ""),
        ("发放账户", f"{account.bank} {account.account_hint}" if account else "未登记", "no"),
    ]


def _housing(application: DibaoApplication) -> str:
    if application.dwellings is None:
        return ""
    words = f"{application.dwellings} 套" if application.dwellings else "无住房"
    if application.area:
        words += f"，{application.area.normalize():f} 平方米"
    return "，".join(filter(None, (words, application.housing_text)))


def _family(
    case: Case, members: list[DibaoMember], assessment: dibao.Assessment | None, *, shown: bool
) -> list[dict[str, Any]]:
    counted = {c.member.key: c for c in assessment.countings} if assessment else {}
    rows = []
    for row in members:
        counting = counted.get(row.key)
        rows.append(
            {
                "person": row.person,
                "relation": row.get_relation_display(),
                "labour": row.get_labour_capacity_display(),
                "number": (row.person.number if shown else row.person.number_hint) or "没有证件号码",
                "age": row.person.age_on(case.submitted_on),
                "tags": member_words(row),
                "left_out": counting.reason if counting and not counting.is_counted else "",
            }
        )
    return rows


def _covered(case: Case) -> list[dict[str, Any]]:
    """The persons covered, of a case whose declared family is in no file."""
    persons = Person.objects.filter(coverages__entitlement__case=case).distinct().order_by("birth_date")
    filed = dict(
        HouseholdMember.objects.filter(household=case.household, person__in=persons).values_list(
            "person_id", "relation"
        )
    )
    labels = dict(HouseholdMember.Relation.choices)
    return [
        {
            "person": person,
            "relation": labels.get(filed.get(person.pk, ""), ""),
            "labour": "",
            "number": person.number_hint,
            "age": person.age_on(case.submitted_on),
            "tags": [person.disability] if person.disability else [],
            "left_out": "",
        }
        for person in persons
    ]


def _income_rows(application: DibaoApplication, assessment: dibao.Assessment | None) -> list[dict[str, Any]]:
    incomes = list(application.incomes.select_related("member__person"))
    lines = assessment.means.lines if assessment else (None,) * len(incomes)
    return [
        {
            "row": row,
            "name": row.member.person.name,
            "source": facts.INCOME_SOURCES[row.source].label,
            "differs": row.verified is not None and row.verified != row.monthly,
            "off": line.amount - line.countable if line else None,
            "reason": line.reason if line else "",
            "countable": line.countable if line else None,
        }
        for row, line in zip(incomes, lines, strict=True)
    ]


def _off(assessment: dibao.Assessment | None) -> Decimal | None:
    if assessment is None:
        return None
    means = assessment.means
    return means.exempt + means.deducted + means.disregarded + means.household_deducted or ZERO


def _frozen_lines(application: DibaoApplication) -> list[dict[str, Any]]:
    """The computation as the review has frozen it, in lines of the component ``why``."""
    return [
        {
            "label": step["label"],
            "value": format_money(Decimal(step["value"])),
            "source": step["source"],
            "total": step["kind"] == "sum",
        }
        for step in application.computation
    ]
