"""What the steps of a change do: accept it, freeze before and after, and let it take effect with the decision."""

from typing import Any

from apps.assistance.models import DibaoChange
from apps.assistance.rules.changes import ADVERSE, GROUNDS, overpaid_cause
from apps.assistance.rules.rechecks import recheck_class
from apps.assistance.services.change_effect import date_next_recheck, take_effect
from apps.assistance.services.change_outcome import Comparison, MonthAmount, compare
from apps.assistance.services.dibao_facts import explain, facts_of
from apps.casework import steps as shared
from apps.casework.models import Case
from apps.casework.services.letters import request_letter
from apps.casework.workflow import Step
from apps.core import clock
from apps.core.errors import Refused
from apps.core.money import ZERO

# The letter that tells an outcome (民发〔2021〕57号 §32: a decrease or a stop is explained to the family).
LETTERS = {
    "increase": "chg_note",
    "payee": "chg_note",
    "resume": "chg_note",
    "move": "chg_note",
    "unchanged": "chg_keep",
    "decrease": "chg_down",
    "suspend": "chg_down",
    "phase_out": "chg_down",
    "stop": "chg_stop",
}


def change_of(case: Case) -> DibaoChange:
    """The change of a case, with its entitlement."""
    related = ("case", "entitlement__payee", "entitlement__household", "entitlement__region__parent", "other")
    change: DibaoChange = DibaoChange.objects.select_related(*related).get(case=case)
    return change


# --- guards ----------------------------------------------------------------------------------------------


def is_investigated(case: Case) -> bool:
    return GROUNDS[case.change.ground].investigates


def is_simple(case: Case) -> bool:
    return not is_investigated(case)


def require_facts(step: Step) -> None:
    """The family of a roll that was taken over is asked for once, before a change of it is accepted."""
    change = change_of(step.case)
    if GROUNDS[change.ground].recomputes and not change.has_facts:
        raise Refused(
            "这户是历史数据，没有家庭成员、收入和财产情况。",
            hint="请选择“一次性告知补正”，由村（社区）补填后再受理。",
            code="no_facts",
        )


def require_investigated(step: Step) -> None:
    if is_simple(step.case):
        raise Refused("这类变更不需要核对和入户，请直接受理并审核。", code="ground")


def require_simple(step: Step) -> None:
    if is_investigated(step.case):
        raise Refused("这类变更须先核对和入户调查。", code="ground")


def require_valid_verification(step: Step) -> None:
    if is_investigated(step.case):
        shared.require_valid_verification(step)


def require_signed_visit(step: Step) -> None:
    if is_investigated(step.case):
        shared.require_signed_visit(step)


def require_explained(step: Step) -> None:
    """Decrease and stop are explained to the family before they are decided (民发〔2021〕57号 §32)."""
    found = _computed(step)
    if found.outcome in ADVERSE and not step.data.get("explained"):
        raise Refused(
            "减发、暂停或停发的，须先向家庭说明理由。",
            hint="说明后勾选“已向家庭说明”。",
            code="explained",
        )


def is_publicised(case: Case) -> bool:
    """Whether the stop that would be proposed now is publicised first."""
    found = peek(case)
    return found is not None and not found.missing and found.is_publicised


def is_not_publicised(case: Case) -> bool:
    return not is_publicised(case)


def peek(case: Case) -> Comparison | None:
    """The comparison as it stands, None when it cannot be computed."""
    try:
        return compare(change_of(case), clock.today())
    except Refused:
        return None


def is_begun_by_somebody(case: Case) -> bool:
    return not case.created_by.is_system


def require_begun_by_somebody(step: Step) -> None:
    """What the system has begun (a death, a recheck) is the office's own duty (民发〔2021〕57号 §31): nobody has asked for
    it, so it is neither declined nor withdrawn but ends by a decision."""
    if not is_begun_by_somebody(step.case):
        raise Refused(
            "系统发起的变更须作出决定，不能撤回，也不能不予受理。",
            hint="请受理后审核；情况不属实的，建议不予变更，写明理由。",
            code="by_system",
        )


# --- review ----------------------------------------------------------------------------------------------


def propose(step: Step) -> None:
    """Review: freeze what the change comes to. A stop that is publicised goes the other way."""
    found = _computed(step)
    if found.is_publicised:
        raise Refused("停发须先公示 7 天。", hint="请选择“建议停发并公示”。", code="notice_needed")
    _freeze(step, found)


def propose_stop(step: Step) -> None:
    """Review: freeze the stop and publicise it for seven days, with what the family receives now."""
    found = _computed(step)
    if not found.is_publicised:
        raise Refused("本件不需要公示。", hint="请选择“建议变更”。", code="no_notice_needed")
    _freeze(step, found)
    shared.post_notice(
        step,
        head_count=max(len(found.covered_before), 1),
        amount=found.before,
        suppress_name=step.case.applicant.age_on(step.day) < 18,
    )


def may_phase_out(case: Case) -> bool:
    found = peek(case)
    return found is not None and found.phase_out is not None


def propose_phase_out(step: Step) -> None:
    """Review: instead of a stop for income, some months at the local amount (民发〔2021〕57号 §33)."""
    found = _computed(step)
    if found.phase_out is None:
        raise Refused("本件不适用渐退。", hint="只有收入超过标准的家庭可以渐退。", code="no_phase_out")
    _freeze(step, found)
    change, planned = change_of(step.case), found.phase_out
    change.outcome, change.end_reason, change.last_month = "phase_out", "", planned.last_month
    change.amount_after, change.heads_after = planned.amount, len(found.covered_before)
    change.months = [_planned(found).as_dict()]
    change.save()
    step.detail |= {"outcome": "phase_out", "amount": str(planned.amount), "heads": change.heads_after}


def _planned(found: Comparison) -> MonthAmount:
    """The phase-out as the one amount that is paid from now on."""
    planned = found.phase_out
    assert planned is not None
    standard = found.term.standard if found.term and found.term.standard else ZERO
    return MonthAmount(planned.first_month, planned.amount, standard, explain(planned.steps))


def propose_refusal(step: Step) -> None:
    """Review against the change: the benefit goes on as it is."""
    change = change_of(step.case)
    change.outcome, change.months = "", []
    change.save()


def _computed(step: Step) -> Comparison:
    found = compare(change_of(step.case), step.day)
    if found.missing:
        raise Refused(
            f"还不能计算：{'；'.join(found.missing[:3])}。", hint="请先补齐家庭情况。", code="missing"
        )
    return found


def _freeze(step: Step, found: Comparison) -> None:
    change = change_of(step.case)
    change.outcome, change.effective_month = found.outcome, found.effective
    change.end_reason = found.end_reason or change.end_reason
    change.amount_before, change.heads_before = found.before, len(found.covered_before)
    change.amount_after, change.heads_after = found.after, found.heads_after
    change.computation_before = list(found.term.computation) if found.term else []
    change.months = [month.as_dict() for month in found.months]
    change.save()
    if found.assessment is not None:
        _freeze_facts(step.case, found)
    step.detail |= {
        "outcome": found.outcome,
        "before": str(found.before),
        "amount": str(found.after or ZERO),
        "heads": found.heads_after,
        "from": found.effective.isoformat(),
    }


def _freeze_facts(case: Case, found: Comparison) -> None:
    """The application of the case says what it was computed from, as one that is granted does."""
    assessment, application = found.assessment, case.dibao
    assert assessment is not None
    application.countable_income = assessment.means.countable
    application.proposed_amount = found.after or ZERO
    application.proposed_heads = found.heads_after
    application.standard = found.months[-1].standard if found.months else assessment.standard
    stable = facts_of(application).has_stable_income
    application.recheck_class = recheck_class(assessment.covered, has_stable_income=stable)
    application.computation = found.months[-1].computation if found.months else explain(assessment.steps)
    application.save()


# --- decision --------------------------------------------------------------------------------------------


def require_opinion(step: Step) -> None:
    """A confirmation rests on an opinion in favour of the change, publicised where it had to be."""
    change = change_of(step.case)
    if not change.outcome:
        raise Refused("初审意见是不予变更。", hint="请选择“不予变更”，或退回重新审核。", code="no_opinion")
    if change.outcome == "stop" and compare(change, step.day).is_publicised:
        shared.require_notice_over(step)


def confirm(step: Step) -> None:
    """Let the change take effect, inside the decision. Refused when it would come to something else by now."""
    change = change_of(step.case)
    found = _computed(step)
    if not _is_as_reviewed(change, found):
        raise Refused(
            "审核以后情况有变化，测算结果与审核意见不一致。", hint="请退回重新审核。", code="changed"
        )
    change.effective_month = found.effective
    if change.outcome == "phase_out" and found.phase_out is not None:
        change.last_month = found.phase_out.last_month
        change.months = [_planned(found).as_dict()]
    else:
        change.months = [month.as_dict() for month in found.months]
    change.save()
    take_effect(
        change,
        found,
        actor=step.actor,
        day=step.day,
        overpaid_cause=overpaid_cause(change.ground, change.end_reason),
    )
    step.detail |= {"outcome": change.outcome, "from": found.effective.isoformat()}


def leave_as_it_is(step: Step) -> None:
    """A recheck that is decided without a change was a look all the same: the next one comes with its cycle."""
    change = change_of(step.case)
    if change.ground == "recheck":
        date_next_recheck(change, step.day)


def _is_as_reviewed(change: DibaoChange, found: Comparison) -> bool:
    """Whether it still comes to what was reviewed; only the months move on with the day of the decision."""
    if change.outcome == "phase_out":
        planned = found.phase_out
        return planned is not None and planned.amount == change.amount_after
    now = (found.outcome, found.before, found.after, found.heads_after)
    return now == (change.outcome, change.amount_before, change.amount_after, change.heads_after)


def letter_of_outcome(step: Step) -> None:
    """Ask for the letter that tells the family what was decided."""
    change = change_of(step.case)
    code = LETTERS[change.outcome]
    if change.outcome == "unchanged" and change.ground != "recheck":
        code = "chg_note"
    request_letter(step.case, code, version=step.version, actor=step.actor)


def skipped(case: Case) -> set[str]:
    """Tasks and states that this change does not go through, for the line of steps."""
    passed: set[str] = set()
    change: Any = getattr(case, "change", None)
    if change is None:
        return passed
    if not GROUNDS[change.ground].investigates:
        passed |= {"start", "verify", "visit", "countersign"}
    if not case.notices.exists() and change.outcome != "stop":
        passed |= {"notice"}
    return passed
