"""The crooked ways that kinds of application share, as data: a kind adds them to its own steps.

They presume the codes of the straight way: the tasks ``review`` and ``confirm``, for a hand-back ``verify`` and
``visit``, and the duties entry, acceptance, verification, visit, review, decision.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from apps.casework import crooked, steps, undo
from apps.casework.models import Case, CaseState
from apps.casework.models import CaseState as S
from apps.casework.workflow import Step
from apps.core.declarations import Action, LetterDef, Task

Due = Callable[[Case, date], date]

INVESTIGATED = (S.ACCEPTED, S.VERIFYING, S.REVIEW, S.OBJECTION)
UNDECIDED = (*INVESTIGATED, S.NOTICE, S.CONFIRMATION)
TOWN_UP = ("town", "district")


def _was_publicised(case: Case) -> bool:
    return case.state != CaseState.CONFIRMATION or case.notices.filter(taken_down_on__isnull=True).exists()


OBJECTION: tuple[Action, ...] = (
    Action(
        "hand_back",
        "退回重新核对",
        "casework.review_case",
        (S.REVIEW,),
        (S.VERIFYING,),
        task="review",
        not_after=("entry", "visit", "verification"),
        apply=(steps.hand_back,),
        form="hand_back",
        needs_reason=True,
        recall=(undo.assignment,),
        consequence="重新核对或入户，已办的环节保留，法定时限不中断",
    ),
    Action(
        "register_objection",
        "登记公示异议",
        "casework.review_case",
        (S.NOTICE, S.CONFIRMATION, S.OBJECTION),
        (S.OBJECTION,),
        guards=(crooked.require_objection_in_time,),
        apply=(crooked.register_objection,),
        form="objection",
        is_aside=True,
        offered=_was_publicised,
        consequence="撤下公示，重新调查后另行公示；反映人信息保密",
    ),
    Action(
        "record_review_visit",
        "登记复查情况",
        "casework.visit_case",
        (S.OBJECTION,),
        (S.OBJECTION,),
        task="review_visit",
        duty="visit",
        not_after=("entry", "acceptance", "verification"),
        apply=(steps.record_visit,),
        form="visit",
        tone="primary",
        recall=(undo.visit,),
        consequence="登记即签名，随后由第二名调查人复核签名",
    ),
    Action(
        "countersign_review_visit",
        "复核并签名",
        "casework.visit_case",
        (S.OBJECTION,),
        (S.OBJECTION,),
        task="review_countersign",
        duty="visit",
        not_after=("entry", "acceptance", "verification"),
        apply=(steps.countersign_visit,),
        form="countersign",
        tone="primary",
        recall=(undo.countersigning,),
        consequence="两人签名后由初审人作出复查结论",
    ),
    Action(
        "conclude_objection",
        "作出复查结论",
        "casework.review_case",
        (S.OBJECTION,),
        (S.REVIEW,),
        task="objection",
        duty="review",
        not_after=("entry", "visit", "verification"),
        apply=(crooked.conclude_objection, steps.letter("objection")),
        form="objection_outcome",
        needs_reason=True,
        tone="primary",
        consequence="出具复查结果告知书，回到初审重新提出意见并公示",
    ),
)

ROUTE: tuple[Action, ...] = (
    Action(
        "register_relative",
        "登记近亲属备案",
        "casework.register_relative",
        UNDECIDED,
        levels=("community", *TOWN_UP),
        apply=(crooked.register_relative,),
        form="relative",
        needs_reason=True,
        reroutes=True,
        is_aside=True,
        offered=crooked.is_not_registered,
        consequence="转由区民政局确认，并由区民政局入户调查；已办的环节保留",
    ),
    Action(
        "return_to_bureau",
        "下放结束，转区民政局",
        "casework.run_tick",
        UNDECIDED,
        apply=(crooked.return_to_bureau,),
        reroutes=True,
        system=True,
    ),
)

BUREAU_VISIT: tuple[Action, ...] = (
    Action(
        "record_bureau_visit",
        "登记区民政局入户调查",
        crooked.INSPECT,
        UNDECIDED,
        levels=("district",),
        task=crooked.BUREAU_VISIT,
        duty="visit",
        not_after=("entry", "acceptance", "review"),
        apply=(crooked.record_bureau_visit,),
        form="bureau_visit",
        tone="primary",
        recall=(undo.bureau_visit,),
        consequence="登记即签名，随后由同行人员复核签名",
    ),
    Action(
        "countersign_bureau_visit",
        "复核区民政局入户调查",
        crooked.INSPECT,
        UNDECIDED,
        levels=("district",),
        task="bureau_countersign",
        duty="visit",
        not_after=("entry", "acceptance", "review"),
        apply=(crooked.countersign_bureau_visit,),
        form="countersign",
        tone="primary",
        recall=(undo.countersigning,),
        consequence="两人签名后方可作出决定",
    ),
)


def actions(*, extended: Due, corrected: Due) -> tuple[Action, ...]:
    """The actions. ``extended(case, day)`` is the total limit once extended, ``corrected(case, day)`` the one of a
    decision that is to be taken anew."""
    return (*OBJECTION, *ROUTE, *BUREAU_VISIT, *_limits(extended), *_corrections(corrected))


def _limits(extended: Due) -> tuple[Action, ...]:
    def extend(step: Step) -> None:
        crooked.extend(step, extended(step.case, step.day))

    return (
        Action(
            "extend",
            "延长办理期限",
            "casework.review_case",
            UNDECIDED,
            apply=(extend, steps.letter("extension")),
            form="extend",
            needs_reason=True,
            is_aside=True,
            offered=crooked.is_not_extended,
            consequence="只能延长一次，全程至 45 个工作日，出具告知书",
        ),
        Action(
            "terminate",
            "终止办理",
            "casework.review_case",
            INVESTIGATED,
            (S.TERMINATED,),
            duty="review",
            not_after=("entry",),
            apply=(steps.take_down_notice, steps.letter("termination")),
            form="terminate",
            needs_reason=True,
            tone="danger",
            is_aside=True,
            consequence="无正当理由拒不配合调查的，书面告知并附救济途径",
        ),
    )


def _corrections(corrected: Due) -> tuple[Action, ...]:
    def reopen(step: Step) -> None:
        crooked.reopen(step, corrected(step.case, step.day))

    supervise = "casework.supervise_case"
    return (
        Action(
            "order_correction",
            "责令重新审核",
            supervise,
            (S.NOT_CONFIRMED,),
            (S.REVIEW,),
            levels=("district",),
            apply=(reopen,),
            form="correction",
            needs_reason=True,
            tone="danger",
            is_aside=True,
            consequence="重新审核，已有材料保留，由原决定人以外的人另行决定",
        ),
        Action(
            "order_change",
            "责令更正待遇",
            supervise,
            (S.CONFIRMED,),
            levels=("district",),
            apply=(crooked.begin_correction,),
            form="correction",
            needs_reason=True,
            tone="danger",
            is_aside=True,
            offered=crooked.is_correctable,
            consequence="为这项待遇发起更正，另行审核和确认，原决定保留",
        ),
        Action(
            "pass_sample",
            "抽查一致",
            supervise,
            (S.CONFIRMED, S.NOT_CONFIRMED),
            levels=("district",),
            task=crooked.SAMPLE,
            not_after=("decision", "review"),
            apply=(crooked.pass_sample,),
            form="sample",
            tone="primary",
            consequence="决定正确，抽查办结",
        ),
    )


def tasks(*, opinion_due: Due, decision_due: Due, sample_due: Due) -> tuple[Task, ...]:
    """The work items. An objection is reviewed within the limit of the opinion, the bureau's visit within that of
    the decision."""
    sample = Task(crooked.SAMPLE, "抽查", "", "casework.supervise_case", "district", sample_due, stays=True)
    return (*_review_tasks(opinion_due), *_bureau_tasks(decision_due), sample)


def _review_tasks(due: Due) -> tuple[Task, ...]:
    visiting, lead, second = "casework.visit_case", steps.visit_lead_id, steps.visit_second_id
    after, concluded = "record_review_visit", "countersign_review_visit"
    return (
        Task("review_visit", "异议复查", S.OBJECTION, visiting, "town", due, holder=lead),
        Task("review_countersign", "复查复核签名", S.OBJECTION, visiting, "town", due, after, second),
        Task("objection", "复查结论", S.OBJECTION, "casework.review_case", "town", due, concluded),
    )


def _bureau_tasks(due: Due) -> tuple[Task, ...]:
    by, after, second = crooked.INSPECT, "record_bureau_visit", crooked.bureau_second_id
    return (
        Task(crooked.BUREAU_VISIT, "区民政局入户", "", by, "district", due, stays=True),
        Task("bureau_countersign", "区民政局入户复核签名", "", by, "district", due, after, second, True),
    )


def letters(prefix: str, context: Callable[[Any, Any], dict[str, Any]]) -> tuple[LetterDef, ...]:
    """The letters; ``prefix`` is the beginning of the kind's document numbers (鄞民低保)."""
    return (
        LetterDef("termination", "终止办理通知书", "letters/termination.html", f"{prefix}终", context, True),
        LetterDef("objection", "异议复查结果告知书", "letters/objection.html", f"{prefix}异", context),
        LetterDef("extension", "延长办理期限告知书", "letters/extension.html", f"{prefix}延", context),
    )
