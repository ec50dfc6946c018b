"""What the steps of a dibao case do beyond the shared ones."""

from datetime import date
from decimal import Decimal

from apps.assistance.rules import deadlines as limits
from apps.assistance.rules.rechecks import recheck_class
from apps.assistance.services.dibao_facts import assess_case, covered_person_ids, explain, facts_of, rules_on
from apps.assistance.services.programmes import require_compatible
from apps.casework.models import Case, CaseAction
from apps.casework.services.routing import decision_level
from apps.casework.services.submission import extend_scope
from apps.casework.steps import post_notice
from apps.casework.workflow import Step
from apps.core import workdays
from apps.core.errors import Refused
from apps.payments.services.entitlements import open_entitlement
from apps.people.models import BankAccount, PersonScope
from apps.policy.services import parameter
from apps.policy.workcalendar import working_calendar

PROGRAMME = "dibao"
ACCEPTANCE_WD = 1
EXCLUSIVE_GROUP = "basic_living"  # one basic-living programme a person and month (rulebook 7)


# --- due dates of tasks ----------------------------------------------------------------------------------


def _limits(case: Case) -> limits.Deadlines:
    accepted = case.accepted_on or case.submitted_on
    _, parameters = rules_on(accepted)
    return limits.deadlines(accepted, working_calendar(), parameters, delegated=case.is_delegated)


def acceptance_due(case: Case, day: date) -> date:
    """Completeness is checked at once (民发〔2021〕57号 §10): by the end of the next working day."""
    return workdays.add_workdays(day, ACCEPTANCE_WD, working_calendar())


def start_due(case: Case, day: date) -> date:
    return _limits(case).start_investigation


def verification_due(case: Case, day: date) -> date:
    _, parameters = rules_on(case.accepted_on or day)
    return limits.verification_due(day, working_calendar(), parameters)


def opinion_due(case: Case, day: date) -> date:
    """Visit, countersigning and opinion share the limit for the preliminary opinion.

    Where it has passed before the task was opened (a hand-back, an objection, a correction), only the total is left.
    """
    due = _limits(case).preliminary_opinion
    return due if due >= day else case.due_on or due


def extended_total(case: Case, day: date) -> date:
    """The total of a case whose limit was extended (民发〔2021〕57号 §22)."""
    return _limits(case).total_extended


def corrected_total(case: Case, day: date) -> date:
    """The day by which a refusal that was set aside is decided anew."""
    return workdays.add_workdays(day, int(parameter("correction.wd", day)), working_calendar())


def sample_due(case: Case, day: date) -> date:
    """The day by which a decision that was drawn is looked at."""
    return workdays.add_workdays(day, int(parameter("sample.wd", day)), working_calendar())


def decision_due(case: Case, day: date) -> date:
    """Five working days after the notice ended, never past the total."""
    _, parameters = rules_on(case.accepted_on or day)
    notice = case.notices.order_by("-id").first()
    ended = notice.ends_on if notice else day
    return limits.decision_due(ended, case.due_on or day, working_calendar(), parameters)


# --- guards and effects ----------------------------------------------------------------------------------


def require_nothing_else(step: Step) -> None:
    """Raises Refused when somebody who counts receives what excludes dibao: it may have been granted meanwhile."""
    require_compatible(covered_person_ids(step.case, assess_case(step.case)), PROGRAMME, step.day)


def accept(step: Step) -> None:
    """Date the acceptance, freeze who decides, and set the total limit."""
    case = step.case
    case.accepted_on = step.day
    case.decision_level = decision_level(case, PROGRAMME, step.day)
    case.due_on = _limits(case).total
    step.detail |= {"decision_level": case.decision_level, "due_on": case.due_on.isoformat()}


def verify_incomes(step: Step) -> None:
    """Take over the monthly means that verification found: ``incomes`` maps income id to yuan."""
    found, before = step.data.get("incomes", {}), {}
    for income in step.case.dibao.incomes.all():
        if income.pk in found and found[income.pk] is not None:
            before[str(income.pk)] = None if income.verified is None else str(income.verified)
            income.verified = found[income.pk]
            income.save(update_fields=["verified"])
    if before:
        step.detail |= {"incomes_before": before}


def undo_incomes(step: Step, undone: CaseAction) -> None:
    """Put back what stood before the report that is recalled."""
    before = undone.detail.get("incomes_before", {})
    for income in step.case.dibao.incomes.filter(pk__in=before):
        value = before[str(income.pk)]
        income.verified = None if value is None else Decimal(value)
        income.save(update_fields=["verified"])


def propose(step: Step) -> None:
    """Review in favour: freeze the computation and publicise it. Raises Refused when the rules say no."""
    assessment = assess_case(step.case)
    if not assessment.is_eligible or not assessment.amount:
        reasons = "；".join(condition.text for condition in assessment.failed) or "信息还不完整"
        raise Refused(
            f"按现有信息不符合低保条件：{reasons}。",
            hint="请选择“建议不予确认”，或退回核实信息。",
            code="not_eligible",
        )
    _freeze(step, assessment)
    applicant = step.case.applicant
    post_notice(
        step,
        head_count=assessment.head_count,
        amount=assessment.amount,
        suppress_name=applicant.age_on(step.day) < 18,
    )


def propose_refusal(step: Step) -> None:
    """Review against: freeze the computation; there is nothing to publicise."""
    _freeze(step, assess_case(step.case))


def _freeze(step: Step, assessment) -> None:  # type: ignore[no-untyped-def]
    application = step.case.dibao
    application.countable_income = assessment.means.countable
    application.proposed_amount = assessment.amount
    application.proposed_heads = assessment.head_count
    application.standard = assessment.standard
    application.recheck_class = recheck_class(
        assessment.covered, has_stable_income=facts_of(application).has_stable_income
    )
    application.computation = explain(assessment.steps)
    application.save()
    step.detail |= {"amount": str(assessment.amount), "heads": assessment.head_count}


def require_favourable_opinion(step: Step) -> None:
    """A confirmation rests on a publicised opinion in favour."""
    if not step.case.notices.filter(taken_down_on__isnull=True).exists():
        raise Refused(
            "初审意见是不予确认，本件没有公示。", hint="请选择“不予确认”，或退回重新审核。", code="no_notice"
        )


def grant(step: Step) -> None:
    """Open the entitlement from the month after confirmation (浙江省社会救助条例 §56), inside the decision."""
    case, application = step.case, step.case.dibao
    assessment = assess_case(case)
    if (
        assessment.amount != application.proposed_amount
        or assessment.head_count != application.proposed_heads
    ):
        raise Refused(
            "信息在公示后有变化，测算结果与公示不一致。", hint="请退回重新审核和公示。", code="changed"
        )
    _, parameters = rules_on(case.accepted_on or case.submitted_on)
    persons = covered_person_ids(case, assessment)
    account = BankAccount.objects.filter(person_id=case.applicant_id, valid_to__isnull=True).first()
    entitlement = open_entitlement(
        case=case,
        programme=PROGRAMME,
        payee=case.applicant,
        household=case.household,
        account=account,
        region_id=case.region_id,
        from_month=limits.first_benefit_month(step.day),
        amount=assessment.amount,
        standard=assessment.standard,
        computation=application.computation,
        persons=persons,
        exclusive_group=EXCLUSIVE_GROUP,
        recheck_class=application.recheck_class,
        next_recheck_on=limits.next_recheck(step.day, application.recheck_class, parameters),
        actor=step.actor,
    )
    extend_scope(case.applicant, case.region_id, PersonScope.Reason.BENEFIT)
    step.detail |= {"entitlement": entitlement.pk, "amount": str(assessment.amount)}
