"""What is out of the ordinary about a case, said on top of its page: who, why, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.accounts.actor import Actor
from apps.casework.models import Case, CaseAction, CaseState, Complaint, Objection, Verification
from apps.core import clock
from apps.pages import formats

# Steps after which the reader should know why the case is where it is, as long as it stays there.
TOLD = {
    "hand_back": "退回重新核对",
    "return_to_review": "退回重新审核",
    "recall": "撤回了上一步",
    "order_correction": "责令重新审核",
    "ask_supplement": "要求补正",
}
SUPERVISE, REVIEW = "casework.supervise_case", "casework.review_case"


@dataclass(frozen=True)
class Banner:
    """A note on top of the page: ``tone`` of the component ``note``, a title and a sentence."""

    title: str
    text: str = ""
    tone: str = "warn"


def banners(case: Case, actions: Sequence[CaseAction], report: Verification | None) -> list[Banner]:
    """The notes for the state a case is in; none for the straight way."""
    if not case.is_open or case.accepted_on is None:
        return _why_here(case, actions)
    found = _why_here(case, actions)
    if case.state == CaseState.OBJECTION:
        found.append(
            Banner(
                "公示异议复查中",
                "公示已撤下。重新入户调查后由初审人作出复查结论，再提出意见、另行公示；办理期限不中断。",
            )
        )
    if case.waits_for_bureau:
        why = "本件已作近亲属备案。" if case.relative_registered else ""
        found.append(Banner("须由区民政局入户调查", f"{why}区民政局两名人员入户并签名后，才能作出决定。"))
    if report is not None and report.valid_until < clock.today() and case.state != CaseState.VERIFYING:
        found.append(
            Banner(
                f"核对报告 {report.number} 已于 {formats.day(report.valid_until)} 失效",
                "不能据此提出意见或作出决定，须退回重新核对。",
            )
        )
    if case.extended_on is not None:
        found.append(
            Banner(
                f"办理期限已延长至 {formats.day(case.due_on)}",
                f"{formats.day(case.extended_on)} 延长，事由：{case.get_extension_ground_display()}。",
                tone="info",
            )
        )
    return found


def _why_here(case: Case, actions: Sequence[CaseAction]) -> list[Banner]:
    """Who sent the case back, and why, until the next step is taken."""
    moves = [row for row in actions if row.from_state != row.to_state or row.action == "recall"]
    last = moves[-1] if moves else None
    if not case.is_open or last is None or last.action not in TOLD:
        return []
    title = f"{last.actor_name} {formats.day(last.business_date)} {TOLD[last.action]}"
    return [Banner(title, last.comment, tone="info" if last.action == "recall" else "warn")]


def objections_for(case: Case, actor: Actor) -> list[dict[str, object]]:
    """The objections, with who made them only for those who review or supervise."""
    may_see = actor.has(REVIEW) or actor.has(SUPERVISE)
    rows = Objection.objects.filter(case=case).select_related("file", "registered_by")
    return [
        {
            "row": row,
            "who": (row.name or "匿名") if may_see else "保密",
            "phone": row.phone if may_see else "",
            "file": row.file if may_see else None,
        }
        for row in rows
    ]


def complaints_for(case: Case, actor: Actor) -> list[Complaint]:
    """What was complained of about a case, for the bureau: the town is not told."""
    if not actor.has(SUPERVISE):
        return []
    return list(Complaint.objects.visible_to(actor).filter(case=case).order_by("received_on", "pk"))
