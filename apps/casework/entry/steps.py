"""What the steps of a declared application do: acceptance, opinion with its frozen computation, decision."""

from collections.abc import Callable
from typing import Any

from apps.casework.entry.limits import Limits
from apps.casework.entry.recorded import answers_of, covered_by, detail_of
from apps.casework.models import Case
from apps.casework.services.routing import decision_level
from apps.casework.steps import post_notice
from apps.casework.workflow import Step
from apps.core.declarations import Entry, Verdict
from apps.core.errors import Refused

# What a line does once a case is confirmed: (step, detail, verdict).
Grant = Callable[[Step, Any, Verdict], None]


class EntrySteps:
    """Apply functions and guards of one kind. ``name`` is how sentences call what is granted (临时救助)."""

    def __init__(self, entry: Entry, *, programme: str, name: str, limits: Limits, grant: Grant) -> None:
        self.entry, self.programme, self.name = entry, programme, name
        self.limits, self._grant = limits, grant

    def verdict(self, case: Case) -> Verdict:
        """The recorded application judged by the rules in force at acceptance."""
        return self.entry.assess(answers_of(self.entry, case))

    def accept(self, step: Step) -> None:
        """Date the acceptance, freeze who decides, set the total limit. Raises Refused when something bars a person.

        Looked at when the form was sent, and again here: the other benefit may have been granted in between.
        """
        case = step.case
        for person in covered_by(self.entry, case) if self.entry.conflicts else ():
            for sentence in self.entry.conflicts(person.pk, person.name):
                raise Refused(sentence, hint="请核实；情况属实的，请选择“不予受理”。", code="conflict")
        case.accepted_on = step.day
        case.decision_level = decision_level(case, self.programme, step.day)
        case.due_on = self.limits.total_due(case, step.day)
        step.detail |= {"decision_level": case.decision_level, "due_on": case.due_on.isoformat()}

    def propose(self, step: Step) -> None:
        """An opinion in favour: freeze the computation. Raises Refused when the rules say no."""
        self._freeze(step, self._favourable(step.case))

    def publicise(self, step: Step) -> None:
        """An opinion in favour that is publicised; the name of a minor is kept back."""
        verdict = self._favourable(step.case)
        self._freeze(step, verdict)
        post_notice(
            step,
            head_count=verdict.heads,
            amount=verdict.amount,
            suppress_name=step.case.applicant.age_on(step.day) < 18,
        )

    def propose_refusal(self, step: Step) -> None:
        """An opinion against: freeze what it rests on."""
        self._freeze(step, self.verdict(step.case))

    def require_favourable(self, step: Step) -> None:
        """A confirmation rests on an opinion in favour."""
        detail = detail_of(self.entry, step.case)
        last = (
            step.case.actions.filter(action__in=("propose", "propose_refusal")).order_by("-version").first()
        )
        if detail.proposed_heads is None or last is None or last.action != "propose":
            raise Refused(
                "审核意见是不予确认。", hint="请选择“不予确认”，或退回重新审核。", code="no_opinion"
            )

    def grant(self, step: Step) -> None:
        """What the line does with a confirmed case, after the facts were found unchanged since the opinion."""
        detail, verdict = detail_of(self.entry, step.case), self.verdict(step.case)
        if (verdict.amount, verdict.heads) != (detail.proposed_amount, detail.proposed_heads):
            raise Refused(
                "信息在审核后有变化，测算结果与审核意见不一致。", hint="请退回重新审核。", code="changed"
            )
        self._grant(step, detail, verdict)
        step.detail |= {"amount": str(verdict.amount)}

    def _favourable(self, case: Case) -> Verdict:
        verdict = self.verdict(case)
        if not verdict.is_eligible:
            reasons = "；".join(ground.text for ground in verdict.failed) or "信息还不完整"
            raise Refused(
                f"按现有信息不符合{self.name}条件：{reasons}。",
                hint="请选择“建议不予确认”，或退回核实信息。",
                code="not_eligible",
            )
        return verdict

    def _freeze(self, step: Step, verdict: Verdict) -> None:
        detail = detail_of(self.entry, step.case)
        detail.proposed_amount = verdict.amount
        detail.proposed_heads = verdict.heads
        detail.standard = verdict.standard
        detail.computation = [
            {"label": label, "value": str(value), "source": source} for label, value, source in verdict.lines
        ]
        detail.save(update_fields=["proposed_amount", "proposed_heads", "standard", "computation"])
        step.detail |= {"amount": str(verdict.amount), "heads": verdict.heads}
