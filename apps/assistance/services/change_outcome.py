"""What a change comes to: before and after, from which month, for whom; computed for the page and for the decision."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.models import DibaoChange
from apps.assistance.rules import dibao
from apps.assistance.rules.changes import (
    GROUNDS,
    effective_month,
    end_reason_of,
    needs_notice,
    outcome_of,
    standard_months,
)
from apps.assistance.rules.dibao import Assessment
from apps.assistance.rules.facts import Application
from apps.assistance.rules.parameters import Parameters, Standards
from apps.assistance.rules.phase_out import PhaseOut, phase_out
from apps.assistance.services.change_facts import covered_in
from apps.assistance.services.dibao_facts import STANDARD_CODE, explain, facts_of, rules_on
from apps.core import clock
from apps.core.errors import Refused
from apps.core.money import ZERO
from apps.core.periods import add_months, month_label
from apps.payments.models import Entitlement, EntitlementTerm
from apps.people.models import Person
from apps.policy.models import Standard
from apps.policy.services import parameter, standard

# Grounds on which income may be found over the line, so that a phase-out may take the place of the stop.
PHASING = ("income", "recheck", "job_start")


@dataclass(frozen=True)
class MonthAmount:
    """From ``month`` on: yuan a month, the standard a head, and the lines of the why-sheet."""

    month: date
    amount: Decimal
    standard: Decimal
    computation: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        return {
            "month": self.month.isoformat(),
            "amount": str(self.amount),
            "standard": str(self.standard),
            "computation": self.computation,
        }


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Before and after of one entitlement. ``phase_out`` may take the place of a stop. ``months`` are the amounts from ``effective`` on, in order; empty when
    the amount stays or ends. ``missing`` says what keeps it from being computed."""

    outcome: str
    end_reason: str
    effective: date
    before: Decimal
    term: EntitlementTerm | None
    covered_before: tuple[Person, ...]
    covered_after: tuple[Person, ...]
    assessment: Assessment | None = None
    months: tuple[MonthAmount, ...] = ()
    missing: tuple[str, ...] = ()
    phase_out: PhaseOut | None = None

    @property
    def after(self) -> Decimal | None:
        """Yuan a month in the end; None when nothing is paid any more."""
        if self.outcome == "stop":
            return None
        return self.months[-1].amount if self.months else self.before

    @property
    def heads_after(self) -> int:
        if self.outcome == "stop":
            return 0
        return self.assessment.head_count if self.assessment is not None else len(self.covered_after)

    @property
    def joining(self) -> list[Person]:
        known = {person.pk for person in self.covered_before}
        return [person for person in self.covered_after if person.pk not in known]

    @property
    def leaving(self) -> list[Person]:
        kept = {person.pk for person in self.covered_after}
        return [person for person in self.covered_before if person.pk not in kept]

    @property
    def is_publicised(self) -> bool:
        """Whether what is proposed is publicised before it is decided."""
        return needs_notice(self.outcome, self.end_reason, parameter("change.notice_reasons", clock.today()))


def compare(change: DibaoChange, day: date, *, application: Application | None = None) -> Comparison:
    """Compute the change as decided on ``day``, by the rules in force at acceptance (before: at submission).

    ``application`` are facts as typed just now; None: those of the case. Raises ``Refused`` only when a month in
    between cannot be computed; what is lacking is in ``missing``.
    """
    entitlement, rule = change.entitlement, GROUNDS[change.ground]
    effective = effective_month(
        change.ground,
        decided_on=day,
        event_on=change.event_on,
        chosen=change.chosen_month,
        end_reason=change.end_reason,
    )
    effective = max(effective, entitlement.from_month)
    term = _term(entitlement, effective)
    before = term.amount if term is not None and term.amount is not None else ZERO
    covered = tuple(covered_in(entitlement, effective))
    basis = Comparison(
        outcome=outcome_of(change.ground, before, before, is_eligible=True) if not rule.recomputes else "",
        end_reason=change.end_reason,
        effective=effective,
        before=before,
        term=term,
        covered_before=covered,
        covered_after=covered,
    )
    return _recomputed(change, basis, application) if rule.recomputes else basis


def _recomputed(change: DibaoChange, basis: Comparison, application: Application | None) -> Comparison:
    typed = application or (facts_of(change.case.dibao) if change.has_facts else None)
    if typed is None:
        return replace(basis, missing=("还没有填写家庭成员、收入和财产",))
    day = judged_on(change)
    standards, parameters = rules_on(day)
    assessment = dibao.assess(typed, standards, parameters, day)
    basis = replace(
        basis, assessment=assessment, covered_after=_covered_persons(change, assessment, basis.covered_before)
    )
    nobody_left = not assessment.head_count and bool(typed.members)
    if assessment.is_eligible is None and not nobody_left:
        missing = tuple(gap.text.rstrip("。") for gap in assessment.missing) or ("信息还不完整",)
        return replace(basis, missing=missing)
    is_eligible = bool(assessment.is_eligible) and not nobody_left
    months = _months(typed, basis.effective, parameters, day) if is_eligible else ()
    amount = months[-1].amount if months else None
    outcome = outcome_of(change.ground, basis.before, amount, is_eligible=is_eligible)
    failed = [condition.code for condition in assessment.failed]
    reason = end_reason_of(failed, heads=assessment.head_count, ground=change.ground)
    is_over = outcome == "stop" and change.ground in PHASING and change.entitlement.phase_out_from is None
    return replace(
        basis,
        outcome=outcome,
        end_reason=reason if outcome == "stop" else "",
        months=months,
        phase_out=phase_out(basis.before, basis.effective, parameters, failed=failed) if is_over else None,
    )


def judged_on(change: DibaoChange) -> date:
    """The day whose rules judge the change: acceptance, before it submission, before that today."""
    if change.case_id is None:
        return clock.today()
    return change.case.accepted_on or change.case.submitted_on


def _months(
    application: Application, effective: date, parameters: Parameters, day: date
) -> tuple[MonthAmount, ...]:
    """The amount from each month on in which the standard is another; a month that is below nothing is refused."""
    changes = Standard.objects.filter(code=STANDARD_CODE, effective_from__gt=effective)
    last = add_months(clock.today(), 1)
    months = standard_months(effective, changes.values_list("effective_from", flat=True), last)
    found = []
    for month in months:
        value = standard(STANDARD_CODE, month)
        assessment = dibao.assess(application, Standards(dibao=value), parameters, day)
        if not assessment.amount:
            raise Refused(
                f"按{month_label(month)}的标准 {value} 元测算不符合条件，与现行标准的结论不同。",
                hint="请把起始月改到标准调整之后，此前的月份另行更正。",
                code="months_differ",
            )
        found.append(MonthAmount(month, assessment.amount, value, explain(assessment.steps)))
    return tuple(found)


def _covered_persons(
    change: DibaoChange, assessment: Assessment, covered: tuple[Person, ...]
) -> tuple[Person, ...]:
    """The persons of the covered members; of facts typed just now only those who have a file."""
    keys = {member.key for member in assessment.covered}
    if change.case_id is None:
        return covered
    rows = change.case.dibao.members.filter(key__in=keys).select_related("person")
    return tuple(row.person for row in rows)


def _term(entitlement: Entitlement, month: date) -> EntitlementTerm | None:
    """The term of the month; after the last one, the last."""
    found: EntitlementTerm | None = entitlement.terms.in_month(month).first()
    return found or entitlement.terms.order_by("-first_month").first()
