"""The kinds of application of social assistance, as data."""

from apps.assistance.rules.documents import DOCUMENTS
from apps.assistance.services import dibao_pages as pages
from apps.assistance.services import dibao_steps as own
from apps.casework import steps as shared
from apps.casework.models import CaseState as S
from apps.core.declarations import Action, CaseKind, DocumentSlot, LetterDef, Task
from apps.core.registries import case_kinds

ENTERING = ("community", "town")
OPEN_TO_DECISION = (S.SUBMITTED, S.SUPPLEMENT, S.ACCEPTED, S.VERIFYING, S.REVIEW, S.NOTICE, S.CONFIRMATION)

ACTIONS = (
    Action("submit", "提交申请", "casework.create_case", (), (S.SUBMITTED,), levels=ENTERING, duty="entry"),
    Action(
        "accept", "受理", "casework.accept_case", (S.SUBMITTED,), (S.ACCEPTED,), task="accept", duty="acceptance",
        apply=(own.accept, shared.letter("acceptance")), form="accept", tone="primary", key="Alt T",
        consequence="当日出具受理通知书，法定时限从今天起算",
    ),
    Action(
        "ask_supplement", "一次性告知补正", "casework.accept_case", (S.SUBMITTED,), (S.SUPPLEMENT,), task="accept",
        duty="acceptance", apply=(shared.letter("supplement"),), form="supplement", key="Alt B", needs_reason=True,
        consequence="列明全部所缺材料，补齐前不计入法定时限",
    ),
    Action(
        "decline", "不予受理", "casework.accept_case", (S.SUBMITTED,), (S.NOT_ACCEPTED,), task="accept",
        duty="acceptance", apply=(shared.letter("decline"),), needs_reason=True, tone="danger",
        consequence="须写明理由，书面告知并附救济途径",
    ),
    Action(
        "resubmit", "补正后重新提交", "casework.submit_case", (S.SUPPLEMENT,), (S.SUBMITTED,), levels=ENTERING,
        task="supplement", duty="entry", form="resubmit", tone="primary", key="Alt T",
        consequence="回到受理环节，由镇（街道）再次核对材料",
    ),
    Action(
        "start_investigation", "启动调查", "casework.start_investigation", (S.ACCEPTED,), (S.VERIFYING,),
        task="start", duty="acceptance", apply=(shared.assign_investigators,), form="start", tone="primary",
        key="Alt T", consequence="信息核对与入户调查同时开始",
    ),
    Action(
        "record_verification", "出具核对报告", "casework.verify_case", (S.VERIFYING,), joins=S.REVIEW,
        levels=("district",), task="verify", duty="verification", not_after=("entry", "visit"),
        apply=(shared.record_verification, own.verify_incomes), form="verification", tone="primary", key="Alt T",
        consequence="报告自出具之日起按规定期限有效",
    ),
    Action(
        "record_visit", "登记入户调查", "casework.visit_case", (S.VERIFYING,), joins=S.REVIEW, task="visit",
        duty="visit", not_after=("entry", "acceptance", "verification"), apply=(shared.record_visit,), form="visit",
        tone="primary", key="Alt T", consequence="登记即签名，随后由第二名调查人复核签名",
    ),
    Action(
        "countersign_visit", "复核并签名", "casework.visit_case", (S.VERIFYING,), joins=S.REVIEW,
        task="countersign", duty="visit", not_after=("entry", "acceptance", "verification"),
        apply=(shared.countersign_visit,), form="countersign", tone="primary", key="Alt T",
        consequence="两人签名后调查表生效",
    ),
    Action(
        "propose", "建议确认", "casework.review_case", (S.REVIEW,), (S.NOTICE,), task="review", duty="review",
        not_after=("entry", "visit", "verification"),
        guards=(shared.require_valid_verification, shared.require_signed_visit), apply=(own.propose,),
        form="opinion", tone="primary", key="Alt T", consequence="今天起在村（社区）公示 7 天",
    ),
    Action(
        "propose_refusal", "建议不予确认", "casework.review_case", (S.REVIEW,), (S.CONFIRMATION,), task="review",
        duty="review", not_after=("entry", "visit", "verification"),
        guards=(shared.require_valid_verification, shared.require_signed_visit), apply=(own.propose_refusal,),
        form="opinion", needs_reason=True, key="Alt B", consequence="不公示，直接送确认人决定",
    ),
    Action(
        "end_notice", "公示期满", "casework.run_tick", (S.NOTICE,), (S.CONFIRMATION,), system=True,
        guards=(shared.require_notice_over,),
    ),
    Action(
        "confirm", "确认", "casework.confirm_case", (S.CONFIRMATION,), (S.CONFIRMED,), task="confirm",
        duty="decision", not_after=("entry", "acceptance", "verification", "visit", "review"), decision=True,
        guards=(own.require_favourable_opinion, shared.require_notice_over, shared.require_valid_verification),
        apply=(shared.decide, own.grant, shared.letter("confirmation")), form="opinion", tone="primary",
        key="Alt T", consequence="次月起发放，生成确认通知书，决定不可修改",
    ),
    Action(
        "return_to_review", "退回重新审核", "casework.confirm_case", (S.CONFIRMATION,), (S.REVIEW,), task="confirm",
        duty="", not_after=("entry", "acceptance", "verification", "visit", "review"), decision=True,
        apply=(shared.take_down_notice,), form="opinion", needs_reason=True, key="Alt B",
        consequence="退回初审，法定时限不中断",
    ),
    Action(
        "refuse", "不予确认", "casework.confirm_case", (S.CONFIRMATION,), (S.NOT_CONFIRMED,), task="confirm",
        duty="decision", not_after=("entry", "acceptance", "verification", "visit", "review"), decision=True,
        apply=(shared.decide, shared.letter("refusal")), form="opinion", needs_reason=True, tone="danger",
        consequence="须写明理由，3 个工作日内书面告知并附救济途径",
    ),
    Action(
        "withdraw", "撤回申请", "casework.withdraw_case", tuple(OPEN_TO_DECISION), (S.WITHDRAWN,), levels=ENTERING,
        duty="entry", apply=(shared.take_down_notice,), form="opinion", needs_reason=True, tone="danger",
        consequence="按申请人意愿撤回，不计为不予确认",
    ),
)

TASKS = (
    Task("accept", "受理", S.SUBMITTED, "casework.accept_case", "town", own.acceptance_due),
    Task("supplement", "补正材料", S.SUPPLEMENT, "casework.submit_case", "community", own.acceptance_due),
    Task("start", "启动调查", S.ACCEPTED, "casework.start_investigation", "town", own.start_due),
    Task("verify", "信息核对", S.VERIFYING, "casework.verify_case", "district", own.verification_due),
    Task("visit", "入户调查", S.VERIFYING, "casework.visit_case", "town", own.opinion_due, holder=shared.visit_lead_id),
    Task(
        "countersign", "调查复核签名", S.VERIFYING, "casework.visit_case", "town", own.opinion_due,
        after="record_visit", holder=shared.visit_second_id,
    ),
    Task("review", "初审", S.REVIEW, "casework.review_case", "town", own.opinion_due),
    Task("confirm", "确认", S.CONFIRMATION, "casework.confirm_case", "decider", own.decision_due),
)

LETTERS = (
    LetterDef("acceptance", "受理通知书", "assistance/letters/acceptance.html", "鄞民低保受", pages.letter_context),
    LetterDef("supplement", "补正材料一次性告知书", "assistance/letters/supplement.html", "鄞民低保补", pages.letter_context),
    LetterDef("decline", "不予受理通知书", "assistance/letters/decline.html", "鄞民低保不受", pages.letter_context, True),
    LetterDef("confirmation", "确认通知书", "assistance/letters/confirmation.html", "鄞民低保确", pages.letter_context),
    LetterDef("refusal", "不予确认通知书", "assistance/letters/refusal.html", "鄞民低保不确", pages.letter_context, True),
)

case_kinds.register(
    CaseKind(
        code="dibao",
        label="低保",
        prefix="DB",
        line="assistance",
        programme=own.PROGRAMME,
        detail="assistance.DibaoApplication",
        actions=ACTIONS,
        tasks=TASKS,
        create_permission="casework.create_case",
        entry_url="assistance:dibao_entry",
        panels=pages.PANELS,
        context=pages.case_context,
        summary=pages.summary,
        documents=tuple(DocumentSlot(code, label) for code, label in DOCUMENTS.items()),
        letters=LETTERS,
    )
)
