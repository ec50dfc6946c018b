"""Changes of a running dibao benefit (变更办件), as data: four eyes and routes like an application."""

from dataclasses import replace

from apps.assistance.kinds import dibao
from apps.assistance.rules.changes import CHANGE_DOCUMENTS
from apps.assistance.rules.documents import DOCUMENTS
from apps.assistance.services import change_pages as pages
from apps.assistance.services import change_steps as own
from apps.assistance.services import dibao_steps
from apps.assistance.services.change_begin import KIND, correct
from apps.assistance.stepforms import ChangeOpinionForm, ChangeResubmitForm, DibaoVerificationForm
from apps.casework import crooked, undo, ways
from apps.casework import steps as shared
from apps.casework.models import CaseState as S
from apps.core.declarations import Action, CaseKind, DocumentSlot, LetterDef, Task
from apps.core.registries import case_kinds

ENTERING = ("community", "town")
WITHDRAWABLE = (S.SUBMITTED, S.SUPPLEMENT, *ways.UNDECIDED)
INVESTIGATORS = ("entry", "visit", "verification")
BEFORE_DECISION = ("entry", "acceptance", "verification", "visit", "review", "decision")


ENTRY = (
    Action(
        "submit",
        "提交变更",
        "assistance.begin_change",
        (),
        (S.SUBMITTED,),
        levels=(*ENTERING, "district", "system"),
        duty="entry",
    ),
    Action(
        "accept",
        "受理",
        "casework.accept_case",
        (S.SUBMITTED,),
        (S.ACCEPTED,),
        task="accept",
        duty="acceptance",
        guards=(own.require_investigated, own.require_facts),
        apply=(dibao_steps.accept, crooked.need_bureau_visit),
        form="accept",
        tone="primary",
        key="Alt T",
        recall=(undo.acceptance,),
        offered=own.is_investigated,
        consequence="随后启动信息核对和入户调查",
    ),
    Action(
        "accept_simple",
        "受理并转审核",
        "casework.accept_case",
        (S.SUBMITTED,),
        (S.REVIEW,),
        task="accept",
        duty="acceptance",
        guards=(own.require_simple, own.require_facts),
        apply=(dibao_steps.accept,),
        form="accept",
        tone="primary",
        key="Alt T",
        recall=(undo.acceptance,),
        offered=own.is_simple,
        consequence="这类变更凭证明材料办理，直接进入审核",
    ),
    Action(
        "ask_supplement",
        "一次性告知补正",
        "casework.accept_case",
        (S.SUBMITTED,),
        (S.SUPPLEMENT,),
        task="accept",
        duty="acceptance",
        apply=(shared.letter("supplement"),),
        form="supplement",
        key="Alt B",
        needs_reason=True,
        recall=(),
        consequence="列明全部所缺内容和材料，由村（社区）补齐",
    ),
    Action(
        "decline",
        "不予受理",
        "casework.accept_case",
        (S.SUBMITTED,),
        (S.NOT_ACCEPTED,),
        task="accept",
        duty="acceptance",
        guards=(own.require_begun_by_somebody,),
        apply=(shared.letter("chg_no"),),
        needs_reason=True,
        tone="danger",
        offered=own.is_begun_by_somebody,
        consequence="须写明理由，书面告知并附救济途径；待遇照旧",
    ),
    Action(
        "resubmit",
        "补正后重新提交",
        "casework.submit_case",
        (S.SUPPLEMENT,),
        (S.SUBMITTED,),
        levels=ENTERING,
        task="supplement",
        duty="entry",
        form="resubmit",
        tone="primary",
        key="Alt T",
        recall=(),
        consequence="回到受理环节",
    ),
)

# Verification and home visit are the same as of an application.
INVESTIGATING = ("start_investigation", "record_verification", "record_visit", "countersign_visit")
INVESTIGATION = tuple(action for action in dibao.ACTIONS if action.code in INVESTIGATING)

REVIEW_GUARDS = (own.require_valid_verification, own.require_signed_visit)
REVIEW = (
    Action(
        "propose",
        "建议变更",
        "casework.review_case",
        (S.REVIEW,),
        (S.CONFIRMATION,),
        task="review",
        duty="review",
        not_after=INVESTIGATORS,
        guards=(*REVIEW_GUARDS, own.require_explained),
        apply=(own.propose,),
        form="change_opinion",
        tone="primary",
        key="Alt T",
        recall=(),
        offered=own.is_not_publicised,
        consequence="定下变更前后的人数和金额，送确认人决定",
    ),
    Action(
        "propose_stop",
        "建议停发并公示",
        "casework.review_case",
        (S.REVIEW,),
        (S.NOTICE,),
        task="review",
        duty="review",
        not_after=INVESTIGATORS,
        guards=(*REVIEW_GUARDS, own.require_explained),
        apply=(own.propose_stop,),
        form="change_opinion",
        tone="primary",
        key="Alt T",
        recall=(undo.notice,),
        offered=own.is_publicised,
        consequence="今天起在村（社区）公示 7 天",
    ),
    Action(
        "propose_phase_out",
        "建议转入渐退",
        "casework.review_case",
        (S.REVIEW,),
        (S.CONFIRMATION,),
        task="review",
        duty="review",
        not_after=INVESTIGATORS,
        guards=(*REVIEW_GUARDS, own.require_explained),
        apply=(own.propose_phase_out,),
        form="change_opinion",
        recall=(),
        offered=own.may_phase_out,
        consequence="收入超过标准的，按规定的金额和月数渐退，期满终止",
    ),
    Action(
        "propose_refusal",
        "建议不予变更",
        "casework.review_case",
        (S.REVIEW,),
        (S.CONFIRMATION,),
        task="review",
        duty="review",
        not_after=INVESTIGATORS,
        guards=REVIEW_GUARDS,
        apply=(own.propose_refusal,),
        form="opinion",
        needs_reason=True,
        key="Alt B",
        recall=(),
        consequence="待遇照旧，送确认人决定",
    ),
    Action(
        "end_notice",
        "公示期满",
        "casework.run_tick",
        (S.NOTICE,),
        (S.CONFIRMATION,),
        system=True,
        guards=(shared.require_notice_over,),
    ),
)

DECISION = (
    Action(
        "confirm",
        "确认变更",
        "casework.confirm_case",
        (S.CONFIRMATION,),
        (S.CONFIRMED,),
        task="confirm",
        duty="decision",
        not_after=BEFORE_DECISION,
        needs_bureau_visit=True,
        decision=True,
        guards=(own.require_opinion, own.require_valid_verification),
        apply=(shared.decide, own.confirm, own.letter_of_outcome),
        form="opinion",
        tone="primary",
        key="Alt T",
        consequence="变更即时生效，生成通知书，决定不可修改",
    ),
    Action(
        "return_to_review",
        "退回重新审核",
        "casework.confirm_case",
        (S.CONFIRMATION,),
        (S.REVIEW,),
        task="confirm",
        duty="",
        not_after=BEFORE_DECISION[:-1],
        decision=True,
        apply=(shared.take_down_notice,),
        form="opinion",
        needs_reason=True,
        key="Alt B",
        recall=(undo.taking_down,),
        consequence="退回初审，期限不中断",
    ),
    Action(
        "refuse",
        "不予变更",
        "casework.confirm_case",
        (S.CONFIRMATION,),
        (S.NOT_CONFIRMED,),
        task="confirm",
        duty="decision",
        not_after=BEFORE_DECISION,
        needs_bureau_visit=True,
        decision=True,
        apply=(shared.take_down_notice, shared.decide, own.leave_as_it_is, shared.letter("chg_no")),
        form="opinion",
        needs_reason=True,
        tone="danger",
        consequence="待遇照旧，书面告知理由并附救济途径",
    ),
    Action(
        "withdraw",
        "撤回变更",
        "casework.withdraw_case",
        WITHDRAWABLE,
        (S.WITHDRAWN,),
        levels=ENTERING,
        duty="entry",
        guards=(own.require_begun_by_somebody,),
        apply=(shared.take_down_notice,),
        form="opinion",
        needs_reason=True,
        tone="danger",
        is_aside=True,
        offered=own.is_begun_by_somebody,
        consequence="不再变更，待遇照旧",
    ),
)

SAME_TASKS = ("supplement", "start", "verify", "visit", "countersign")
TASKS = (
    Task("accept", "受理变更", S.SUBMITTED, "casework.accept_case", "town", dibao_steps.acceptance_due),
    *(task for task in dibao.TASKS if task.code in SAME_TASKS),
    Task("review", "审核变更", S.REVIEW, "casework.review_case", "town", dibao_steps.opinion_due),
    Task("confirm", "确认变更", S.CONFIRMATION, "casework.confirm_case", "decider", dibao_steps.decision_due),
    *ways.tasks(
        opinion_due=dibao_steps.opinion_due,
        decision_due=dibao_steps.decision_due,
        sample_due=dibao_steps.sample_due,
    ),
)

LETTERS = (
    LetterDef(
        "supplement",
        "补正材料一次性告知书",
        "assistance/letters/change_supplement.html",
        "鄞民低保变补",
        pages.letter_context,
    ),
    LetterDef("chg_note", "变更通知书", "assistance/letters/change.html", "鄞民低保变", pages.letter_context),
    LetterDef(
        "chg_keep",
        "继续享受通知书",
        "assistance/letters/change_renewal.html",
        "鄞民低保续",
        pages.letter_context,
    ),
    LetterDef(
        "chg_down", "变更告知书", "assistance/letters/change.html", "鄞民低保减", pages.letter_context, True
    ),
    LetterDef(
        "chg_stop",
        "停发告知书",
        "assistance/letters/change_stop.html",
        "鄞民低保停",
        pages.letter_context,
        True,
    ),
    LetterDef(
        "chg_no",
        "不予变更告知书",
        "assistance/letters/change_refusal.html",
        "鄞民低保不变",
        pages.letter_context,
        True,
    ),
    *ways.letters("鄞民低保变", pages.letter_context),
)


def _where_it_fits(action: Action) -> Action:
    """Nothing was verified or visited in a change that is not investigated, so it is not handed back there."""
    if action.code != "hand_back":
        return action
    guards = (own.require_investigated, *action.guards)
    return replace(action, guards=guards, offered=own.is_investigated)


WAYS = tuple(
    _where_it_fits(action)
    for action in ways.actions(extended=dibao_steps.extended_total, corrected=dibao_steps.corrected_total)
)

case_kinds.register(
    CaseKind(
        code=KIND,
        label="低保变更",
        full_label="最低生活保障",
        prefix="DBBG",
        line="assistance",
        programme=dibao_steps.PROGRAMME,
        detail="assistance.DibaoChange",
        actions=(
            *ENTRY,
            *INVESTIGATION,
            *REVIEW,
            *DECISION,
            *WAYS,
        ),
        tasks=TASKS,
        create_permission="assistance.begin_change",
        entry_url="assistance:change_entry",
        purpose="在享家庭的人口、收入、住址等变化，或暂停、恢复、停发",
        panels=pages.PANELS,
        context=pages.case_context,
        summary=pages.summary,
        documents=tuple(
            DocumentSlot(code, label) for code, label in {**DOCUMENTS, **CHANGE_DOCUMENTS}.items()
        ),
        letters=LETTERS,
        forms={
            "verification": DibaoVerificationForm,
            "resubmit": ChangeResubmitForm,
            "change_opinion": ChangeOpinionForm,
        },
        correct=correct,
        passes_by=own.skipped,
        notice_purpose="stop",
    )
)
