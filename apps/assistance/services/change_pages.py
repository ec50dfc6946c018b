"""What the pages, previews and letters of a change show: before beside after, and why."""

from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.models import DibaoChange, DibaoIncome
from apps.assistance.rules.changes import ADVERSE, END_REASONS, GROUNDS, LEAVE_REASONS, OUTCOMES
from apps.assistance.rules.facts import DEPARTURES, INCOME_SOURCES
from apps.assistance.services import dibao_pages
from apps.assistance.services.change_facts import source_case
from apps.assistance.services.change_outcome import Comparison, compare
from apps.assistance.services.change_steps import change_of
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.casework.models import Case, CaseAction
from apps.core import clock, numbers
from apps.core.errors import DomainError
from apps.core.money import ZERO, format_money
from apps.core.periods import add_months, month_label
from apps.payments.models import Coverage, Entitlement, EntitlementStatus, Run, RunState
from apps.people.models import Person

PERSON_CHANGES = 10
PANELS = ("assistance/changes/panel_change.html", "assistance/changes/panel_facts.html")


def case_context(case: Case, actor: Any) -> dict[str, Any]:
    """The context of the case page: that of the facts, and the comparison as it stands or was frozen."""
    change = change_of(case)
    shown = dibao_pages.case_context(case, actor)
    rule = GROUNDS[change.ground]
    found, trouble = _found(change)
    is_frozen = bool(change.outcome) and (not case.is_open or case.state not in dibao_pages.NOT_REVIEWED)
    return {
        **shown,
        "change": change,
        "rule": rule,
        "shows_facts": rule.recomputes,
        "found": found,
        "trouble": trouble,
        "is_frozen": is_frozen,
        "change_facts": change_facts(change),
        "rows": frozen_rows(change) if is_frozen else comparison_rows(found),
        "outcome_words": outcome_words(change, found, is_frozen),
        "why_before": why_lines(change.computation_before if is_frozen else term_lines(found)),
        "why_after": _why_after(change, found, is_frozen),
        "month_rows": month_rows(change.months if is_frozen else [m.as_dict() for m in _months(found)]),
        **moved(change, found),
        "run_notes": run_notes(change.entitlement, found) if case.is_open else [],
        "paper_checks": [],
        "opinions": opinions(change, found),
        "apart": _apart(change) if case.state == "confirmed" else [],
    }


def _found(change: DibaoChange) -> tuple[Comparison | None, str]:
    """The comparison as it stands; for a closed case there is none any more."""
    if not change.case.is_open:
        return None, ""
    try:
        return compare(change, clock.today()), ""
    except DomainError as error:
        return None, f"{error.message}{error.hint}"


def change_facts(change: DibaoChange) -> list[tuple[str, Any, str]]:
    """What was stated, as rows of the component ``facts``; only what the ground has."""
    rows: list[tuple[str, Any, str]] = [
        ("变更事由", change.get_ground_display(), ""),
        ("发生日期", change.event_on, "no"),
        ("指定起始月", f"{change.chosen_month:%Y-%m}" if change.chosen_month else "", "no"),
        ("减少原因", LEAVE_REASONS.get(change.leave_reason, ""), ""),
        ("终止原因", END_REASONS.get(change.end_reason, ""), ""),
        ("新领款人", change.payee.name if change.payee else "", ""),
        (
            "新账户",
            f"{change.new_bank} 尾号 {change.new_account[-4:]}" if change.new_account else "",
            "no",
        ),
        ("迁入", change.region.full_name if change.region else "", ""),
        ("新住址", change.address, ""),
        ("并入的待遇", change.other.number if change.other else "", "no"),
        ("情况说明", change.reason_text, ""),
    ]
    if change.pay_held is not None:
        rows.append(("暂停的月份", "补发" if change.pay_held else "不补发", ""))
    return [row for row in rows if row[1]]


def comparison_rows(found: Comparison | None) -> list[tuple[str, str, str]]:
    """Label, before, after, of what stands now."""
    if found is None:
        return []
    after, heads = found.after, found.heads_after
    if found.missing:
        return _rows(found.before, len(found.covered_before), None, None)
    return _rows(found.before, len(found.covered_before), after or ZERO, heads)


def frozen_rows(change: DibaoChange) -> list[tuple[str, str, str]]:
    return _rows(
        change.amount_before or ZERO,
        change.heads_before or 0,
        change.amount_after or ZERO,
        change.heads_after or 0,
    )


def _rows(before: Decimal, heads: int, after: Decimal | None, heads_after: int | None) -> list[Any]:
    return [
        ("保障人数", f"{heads} 人", "—" if heads_after is None else f"{heads_after} 人"),
        (
            "月保障金额",
            f"{format_money(before)} 元",
            "—" if after is None else f"{format_money(after)} 元",
        ),
        ("每月差额", "", _difference(before, after)),
    ]


def _difference(before: Decimal, after: Decimal | None) -> str:
    if after is None:
        return "—"
    gap = after - before
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    return f"{sign}{format_money(abs(gap))} 元"


def outcome_words(change: DibaoChange, found: Comparison | None, is_frozen: bool) -> str:
    """What the change comes to, in one sentence: as frozen, else as it stands."""
    if not is_frozen:
        return stated_words(found)
    month = change.effective_month
    if month is None:
        return ""
    if change.outcome == "phase_out" and change.last_month:
        return f"渐退，{month_label(month)}起至 {month_label(change.last_month)}"
    return _words(change.outcome, month, change.end_reason)


def stated_words(found: Comparison | None) -> str:
    """What a comparison comes to, in one sentence."""
    if found is None or not found.outcome:
        return ""
    return _words(found.outcome, found.effective, found.end_reason)


def _words(outcome: str, month: date, end_reason: str) -> str:
    if outcome == "stop":
        last = month_label(add_months(month, -1))
        reason = END_REASONS.get(end_reason, "")
        return "，".join(filter(None, (f"{OUTCOMES[outcome]}，最后月 {last}", reason)))
    if outcome == "payee":
        return f"{OUTCOMES[outcome]}，下一批次起"
    return f"{OUTCOMES[outcome]}，{month_label(month)}起"


def incomes_before(entitlement: Entitlement) -> list[tuple[str, str, str]]:
    """Member, source and yuan a month of the last decision, to compare with while typing."""
    source = source_case(entitlement)
    rows = DibaoIncome.objects.filter(application__case=source).select_related("member__person")
    return [
        (
            row.member.person.name,
            INCOME_SOURCES[row.source].label,
            format_money(row.monthly if row.verified is None else row.verified),
        )
        for row in rows
        if row.member.absence not in DEPARTURES
    ]


def _months(found: Comparison | None) -> tuple[Any, ...]:
    return found.months if found else ()


def month_rows(months: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Month, amount and standard; only where the standard has changed in between."""
    if len(months) < 2:
        return []
    return [
        (
            month_label(date.fromisoformat(row["month"])),
            format_money(Decimal(row["amount"])),
            format_money(Decimal(row["standard"])),
        )
        for row in months
    ]


def why_lines(computation: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored lines for the component ``why``."""
    return [
        {
            "label": line.get("label", ""),
            "value": _yuan(str(line.get("value", ""))),
            "source": line.get("source", ""),
            "total": line.get("kind") == "sum",
        }
        for line in computation
    ]


def _yuan(text: str) -> str:
    try:
        return format_money(Decimal(text))
    except ArithmeticError:
        return text


def term_lines(found: Comparison | None) -> list[dict[str, Any]]:
    return list(found.term.computation) if found and found.term else []


def _why_after(change: DibaoChange, found: Comparison | None, is_frozen: bool) -> list[dict[str, Any]]:
    if is_frozen:
        return why_lines(change.months[-1]["computation"] if change.months else [])
    if found and found.months:
        return why_lines(found.months[-1].computation)
    return []


def moved(change: DibaoChange, found: Comparison | None) -> dict[str, list[str]]:
    """Who joins and who leaves: as it stands, and of a confirmed change as it was decided."""
    if found is not None:
        return {"joining": _names(found.joining), "leaving": _names(found.leaving)}
    rows = Coverage.objects.filter(entitlement=change.entitlement).select_related("person")
    return {
        "joining": [row.person.name for row in rows.filter(case=change.case)],
        "leaving": [row.person.name for row in rows.filter(end_case=change.case)],
    }


def _names(persons: list[Person]) -> list[str]:
    return [person.name for person in persons]


def run_notes(entitlement: Entitlement, found: Comparison | None) -> list[str]:
    """What happens to months that are in a draft or booked already."""
    month = found.effective if found else None
    if month is None:
        return []
    notes = []
    drafts = Run.objects.filter(
        programme=entitlement.programme, state=RunState.DRAFT, month__gte=month
    ).values_list("month", flat=True)
    notes += [
        f"{month_label(day)}的发放批次正在编制，变更确认后须重新生成该批次。" for day in sorted(set(drafts))
    ]
    booked = (
        entitlement.lines.exclude(run__state=RunState.DRAFT)
        .filter(benefit_month__gte=month)
        .values_list("benefit_month", flat=True)
        .distinct()
    )
    past = sorted(booked)
    if past:
        span = month_label(past[0]) if len(past) == 1 else f"{month_label(past[0])}至{month_label(past[-1])}"
        notes.append(f"{span}已列入发放：少发的随下一批次补发，多发的列入多发追回。")
    return notes


def opinions(change: DibaoChange, found: Comparison | None) -> dict[str, str]:
    """A first wording of each opinion, from the facts."""
    if found is None or not found.outcome:
        return {}
    words = outcome_words(change, found, False)
    before = f"原 {len(found.covered_before)} 人、每月 {format_money(found.before)} 元"
    after = (
        ""
        if found.outcome == "stop"
        else (f"，现 {found.heads_after} 人、每月 {format_money(found.after or ZERO)} 元")
    )
    opinion = f"经审核，{change.get_ground_display()}：{before}{after}。建议{words}。"
    return {
        "propose": opinion,
        "propose_stop": opinion,
        "confirm": f"情况属实，同意{words}。",
    }


def _apart(change: DibaoChange) -> list[Person]:
    """Who left to a household of his own and may apply anew (rulebook 9.1)."""
    if change.ground not in {"split", "member_leave"} or change.leave_reason in {
        "prison",
        "detox",
        "missing",
    }:
        return []
    rows = change.case.dibao.members.filter(absence="left").select_related("person")
    return [row.person for row in rows if row.person.number]


def summary(case: Case) -> dict[str, Any]:
    """The preview beside the inbox."""
    change = change_of(case)
    found, trouble = _found(change)
    shown: dict[str, Any] = {
        "applicant": numbers.mask_name(case.applicant.name),
        "number_hint": case.applicant.number_hint,
        "failed": [trouble] if trouble else [],
    }
    if found is not None and not found.missing:
        shown |= {"heads": found.heads_after, "amount": found.after or ZERO}
        if found.assessment is not None:
            shown["steps"] = found.assessment.steps
    return shown


def letter_context(case: Case, action: CaseAction) -> dict[str, Any]:
    """What the letters of a change say."""
    change = change_of(case)
    adverse = change.outcome in ADVERSE
    return {
        "change": change,
        "applicant": case.applicant,
        "reason": action.comment,
        "ground": change.get_ground_display(),
        "outcome": OUTCOMES.get(change.outcome, ""),
        "is_adverse": adverse,
        "month": change.effective_month,
        "last_month": add_months(change.effective_month, -1) if change.effective_month else None,
        "end_reason": END_REASONS.get(change.end_reason, ""),
        "why": change.months[-1]["computation"] if change.months else [],
        "town": case.region.parent or case.region,
        "application": case.dibao,
        "members": list(case.dibao.members.select_related("person")),
    }


def person_changes(person: Person, actor: Any) -> dict[str, Any]:
    """The running benefit that covers the person with the way to a change, and the latest changes of it."""
    running = (
        Entitlement.objects.visible_to(actor)
        .filter(programme=PROGRAMME, coverages__person=person)
        .exclude(status=EntitlementStatus.ENDED)
        .order_by("-id")
        .first()
    )
    rows = DibaoChange.objects.visible_to(actor).filter(entitlement__coverages__person=person)
    rows = rows.select_related("case").distinct().order_by("-case_id")[:PERSON_CHANGES]
    return {
        "running": running,
        "rows": [(row, outcome_words(row, None, bool(row.outcome))) for row in rows],
        "may_begin": actor.has("assistance.begin_change"),
    }
