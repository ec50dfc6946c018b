"""The straight way of a declared application as data: acceptance, investigation where there is one, opinion, decision.

The crooked ways come from ``casework.ways``. A kind with steps of its own puts its actions beside these.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apps.casework import crooked, undo, ways
from apps.casework import steps as shared
from apps.casework.entry.steps import EntrySteps
from apps.casework.models import CaseState as S
from apps.core.declarations import Action, LetterDef, Task

ENTERING = ("community", "town")
INVESTIGATORS = ("entry", "visit", "verification")
BEFORE_DECISION = ("entry", "acceptance", "verification", "visit", "review", "decision")
WITHDRAWABLE = (S.SUBMITTED, S.SUPPLEMENT, *ways.UNDECIDED)


@dataclass(frozen=True)
class Procedure:
    """What a kind's straight way has. ``investigated``: verification by the bureau and a home visit; without it the
    town reviews what it has accepted. ``publicised``: a notice before the decision. ``consequence`` is told where
    the decision is made; ``prefix`` begins the numbers of its letters; ``letter_context`` is that of ``casepage``."""

    steps: EntrySteps
    prefix: str
    letter_context: Callable[[Any, Any], dict[str, Any]]
    consequence: str
    investigated: bool = True
    publicised: bool = True

    def _barred(self, duties: tuple[str, ...]) -> tuple[str, ...]:
        """The duties that exist here: without an investigation nobody verifies."""
        return tuple(duty for duty in duties if self.investigated or duty != "verification")

    @property
    def actions(self) -> tuple[Action, ...]:
        limits = self.steps.limits
        crooked_ways = ways.actions(extended=limits.extended_due, corrected=limits.correction_due)
        if not self.investigated:
            crooked_ways = tuple(action for action in crooked_ways if action not in ways.OBJECTION)
        return (
            *self._entry(),
            *(self._investigation() if self.investigated else ()),
            *self._opinion(),
            *self._decision(),
            *crooked_ways,
        )

    def _entry(self) -> tuple[Action, ...]:
        accepted = S.ACCEPTED if self.investigated else S.REVIEW
        onward = "随后启动信息核对和入户调查" if self.investigated else "随后由镇（街道）审核"
        accept, enter = "casework.accept_case", "casework.create_case"
        return (
            Action("submit", "提交申请", enter, (), (S.SUBMITTED,), levels=ENTERING, duty="entry"),
            Action(
                "accept", "受理", accept, (S.SUBMITTED,), (accepted,), task="accept", duty="acceptance",
                apply=(self.steps.accept, crooked.need_bureau_visit, shared.letter("acceptance")),
                form="accept", tone="primary", key="Alt T", recall=(undo.acceptance,),
                consequence=f"出具受理通知书，法定时限从今天起算；{onward}",
            ),
            Action(
                "ask_supplement", "一次性告知补正", accept, (S.SUBMITTED,), (S.SUPPLEMENT,), task="accept",
                duty="acceptance", apply=(shared.letter("supplement"),), form="supplement", key="Alt B",
                needs_reason=True, recall=(), consequence="列明全部所缺材料，补齐前不计入法定时限",
            ),
            Action(
                "decline", "不予受理", accept, (S.SUBMITTED,), (S.NOT_ACCEPTED,), task="accept",
                duty="acceptance", apply=(shared.letter("decline"),), needs_reason=True, tone="danger",
                consequence="须写明理由，书面告知并附救济途径",
            ),
            Action(
                "resubmit", "补正后重新提交", "casework.submit_case", (S.SUPPLEMENT,), (S.SUBMITTED,),
                levels=ENTERING, task="supplement", duty="entry", form="resubmit", tone="primary", key="Alt T",
                recall=(), consequence="回到受理环节，由镇（街道）再次核对材料",
            ),
        )  # fmt: skip

    def _investigation(self) -> tuple[Action, ...]:
        visiting, barred = "casework.visit_case", ("entry", "acceptance", "verification")
        return (
            Action(
                "start_investigation", "启动调查", "casework.start_investigation", (S.ACCEPTED,), (S.VERIFYING,),
                task="start", duty="acceptance", apply=(shared.assign_investigators,), form="start",
                tone="primary", key="Alt T", recall=(undo.assignment,), consequence="信息核对与入户调查同时开始",
            ),
            Action(
                "record_verification", "出具核对报告", "casework.verify_case", (S.VERIFYING,), joins=S.REVIEW,
                levels=("district",), task="verify", duty="verification", not_after=("entry", "visit"),
                apply=(shared.record_verification,), form="verification", tone="primary", key="Alt T",
                recall=(undo.verification,), consequence="报告自出具之日起按规定期限有效",
            ),
            Action(
                "record_visit", "登记入户调查", visiting, (S.VERIFYING,), joins=S.REVIEW, task="visit",
                duty="visit", not_after=barred, apply=(shared.record_visit,), form="visit", tone="primary",
                key="Alt T", recall=(undo.visit,), consequence="登记即签名，随后由第二名调查人复核签名",
            ),
            Action(
                "countersign_visit", "复核并签名", visiting, (S.VERIFYING,), joins=S.REVIEW, task="countersign",
                duty="visit", not_after=barred, apply=(shared.countersign_visit,), form="countersign",
                tone="primary", key="Alt T", recall=(undo.countersigning,), consequence="两人签名后调查表生效",
            ),
        )  # fmt: skip

    @property
    def _evidence(self) -> tuple[Callable[[Any], None], ...]:
        return (shared.require_valid_verification, shared.require_signed_visit) if self.investigated else ()

    def _opinion(self) -> tuple[Action, ...]:
        review = "casework.review_case"
        favour, onward, effect = (
            (S.NOTICE, self.steps.publicise, "今天起在村（社区）公示")
            if self.publicised
            else (S.CONFIRMATION, self.steps.propose, "定下金额和人数，送确认人决定")
        )
        found: list[Action] = [
            Action(
                "propose", "建议确认", review, (S.REVIEW,), (favour,), task="review", duty="review",
                not_after=self._barred(INVESTIGATORS), guards=self._evidence, apply=(onward,), form="opinion", tone="primary",
                key="Alt T", recall=(undo.notice,) if self.publicised else (), consequence=effect,
            ),
            Action(
                "propose_refusal", "建议不予确认", review, (S.REVIEW,), (S.CONFIRMATION,), task="review",
                duty="review", not_after=self._barred(INVESTIGATORS), guards=self._evidence,
                apply=(self.steps.propose_refusal,), form="opinion", needs_reason=True, key="Alt B", recall=(),
                consequence="直接送确认人决定",
            ),
        ]  # fmt: skip
        if self.publicised:
            found.append(
                Action(
                    "end_notice", "公示期满", "casework.run_tick", (S.NOTICE,), (S.CONFIRMATION,), system=True,
                    guards=(shared.require_notice_over,),
                )
            )  # fmt: skip
        return tuple(found)

    def _decision(self) -> tuple[Action, ...]:
        confirm, guards = "casework.confirm_case", [self.steps.require_favourable]
        if self.publicised:
            guards.append(shared.require_notice_over)
        if self.investigated:
            guards.append(shared.require_valid_verification)
        return (
            Action(
                "confirm", "确认", confirm, (S.CONFIRMATION,), (S.CONFIRMED,), task="confirm", duty="decision",
                not_after=self._barred(BEFORE_DECISION), needs_bureau_visit=True, decision=True, guards=tuple(guards),
                apply=(shared.decide, self.steps.grant, shared.letter("confirmation")), form="opinion",
                tone="primary", key="Alt T", consequence=self.consequence,
            ),
            Action(
                "return_to_review", "退回重新审核", confirm, (S.CONFIRMATION,), (S.REVIEW,), task="confirm",
                not_after=self._barred(BEFORE_DECISION[:-1]), decision=True, apply=(shared.take_down_notice,), form="opinion",
                needs_reason=True, key="Alt B", recall=(undo.taking_down,), consequence="退回审核，法定时限不中断",
            ),
            Action(
                "refuse", "不予确认", confirm, (S.CONFIRMATION,), (S.NOT_CONFIRMED,), task="confirm",
                duty="decision", not_after=self._barred(BEFORE_DECISION), needs_bureau_visit=True, decision=True,
                apply=(shared.take_down_notice, shared.decide, shared.letter("refusal")), form="opinion",
                needs_reason=True, tone="danger", consequence="须写明理由，书面告知并附救济途径",
            ),
            Action(
                "withdraw", "撤回申请", "casework.withdraw_case", WITHDRAWABLE, (S.WITHDRAWN,), levels=ENTERING,
                duty="entry", apply=(shared.take_down_notice,), form="opinion", needs_reason=True, tone="danger",
                is_aside=True, consequence="按申请人意愿撤回，不计为不予确认",
            ),
        )  # fmt: skip

    @property
    def tasks(self) -> tuple[Task, ...]:
        limits = self.steps.limits
        visiting = "casework.visit_case"
        found = [
            Task("accept", "受理", S.SUBMITTED, "casework.accept_case", "town", limits.acceptance_due),
            Task("supplement", "补正材料", S.SUPPLEMENT, "casework.submit_case", "community", limits.acceptance_due),
        ]  # fmt: skip
        if self.investigated:
            lead, second = shared.visit_lead_id, shared.visit_second_id
            found += [
                Task("start", "启动调查", S.ACCEPTED, "casework.start_investigation", "town", limits.start_due),
                Task("verify", "信息核对", S.VERIFYING, "casework.verify_case", "district", limits.verification_due),
                Task("visit", "入户调查", S.VERIFYING, visiting, "town", limits.opinion_due, holder=lead),
                Task(
                    "countersign", "调查复核签名", S.VERIFYING, visiting, "town", limits.opinion_due,
                    "record_visit", second,
                ),
            ]  # fmt: skip
        found += [
            Task("review", "审核", S.REVIEW, "casework.review_case", "town", limits.opinion_due),
            Task("confirm", "确认", S.CONFIRMATION, "casework.confirm_case", "decider", limits.decision_due),
        ]
        aside = ways.tasks(
            opinion_due=limits.opinion_due, decision_due=limits.decision_due, sample_due=limits.sample_due
        )
        return (*found, *(task for task in aside if self.investigated or task.state != S.OBJECTION))

    @property
    def letters(self) -> tuple[LetterDef, ...]:
        own = (
            ("acceptance", "受理通知书", "受", False),
            ("supplement", "补正材料一次性告知书", "补", False),
            ("decline", "不予受理通知书", "不受", True),
            ("confirmation", "确认通知书", "确", False),
            ("refusal", "不予确认通知书", "不确", True),
        )
        return (
            *(
                LetterDef(
                    code, label, f"letters/entry/{code}.html", self.prefix + short, self.letter_context, neg
                )
                for code, label, short, neg in own
            ),
            *ways.letters(self.prefix, self.letter_context),
        )
