"""Recall (撤回上一步): whoever took the last step takes it back, as long as nobody has acted since.

Only actions that declare their undo can be recalled. A decision cannot: its letter and its entitlement are made
with it, and are corrected by another decision.
"""

from django.db import transaction

from apps.accounts.actor import Actor
from apps.casework.models import Case, CaseAction
from apps.casework.services import work
from apps.casework.workflow import Bar, Step, lock_case, require, stale, trace, write_action
from apps.core import clock
from apps.core.declarations import Action, CaseKind
from apps.core.errors import Refused
from apps.core.registries import case_kinds

RECALL = "recall"


def last_step(case: Case) -> CaseAction | None:
    """The last action of a case."""
    return CaseAction.objects.filter(case=case).order_by("-version").first()


def undone_action(kind: CaseKind, last: CaseAction | None) -> Action | None:
    """The declaration of a step that can be recalled; None for any other."""
    if last is None or last.action == RECALL:
        return None
    found = next((action for action in kind.actions if action.code == last.action), None)
    return found if found is not None and found.recall is not None else None


def recall_action(last: CaseAction | None) -> Action:
    """The recall of ``last`` as an action, for its form and its row."""
    label = f"撤回“{last.label}”" if last is not None else "撤回上一步"
    words = "回到上一步办理前的状态，已作的登记撤下"
    return Action(RECALL, label, "casework.view_case", (), form=RECALL, needs_reason=True, consequence=words)


def recall_bar(case: Case, kind: CaseKind, last: CaseAction | None, actor: Actor) -> Bar | None:
    """What keeps ``actor`` from taking the last step back, or None."""
    action = undone_action(kind, last)
    if last is None or action is None:
        return Bar("state", "上一步不能撤回。", "已作出的决定和已送达的文书，须另行作出决定更正。")
    if last.user_id != actor.user_id:
        return Bar("other", f"上一步由{last.actor_name}办理，只能由本人撤回。")
    if not actor.has(action.permission) or not actor.works_on(case.line) or not actor.covers(case.region_id):
        return Bar("permission", f"当前岗位不能撤回“{last.label}”。", "请切换到办理这一步的岗位。")
    return None


@transaction.atomic
def recall(case_id: int, *, actor: Actor, version: int, comment: str) -> CaseAction:
    """Take back the last step of a case: state, work items, and what the step had applied.

    Raises ``StaleVersion`` when somebody has acted since, ``Forbidden`` when it was not the actor's step,
    ``Refused`` when the step cannot be recalled or no reason is given. The same is enforced by trigger.
    """
    case = lock_case(case_id, actor)
    kind = case_kinds.get(case.kind)
    if version != case.version:
        raise stale(case, version)
    last = last_step(case)
    require(recall_bar(case, kind, last, actor))
    action = undone_action(kind, last)
    if last is None or action is None:
        raise Refused("上一步不能撤回。", code="state")
    if not comment.strip():
        raise Refused("请写明撤回的理由。", code="reason")
    step = Step(
        case,
        kind,
        recall_action(last),
        actor,
        {},
        comment.strip(),
        clock.today(),
        {"undone": last.action, "undone_version": last.version},
    )
    for undo in action.recall or ():
        undo(step, last)
    row = write_action(step, after=last.from_state)
    case.state, case.version = row.to_state, row.version
    case.save()
    work.take_back(case, last.version, actor=actor, outcome=RECALL)
    trace(step, row)
    return row
