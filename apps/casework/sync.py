"""Writing the declared workflow into the table from which the database enforces it."""

from typing import Any

from apps.core.declarations import Action, CaseKind
from apps.core.registries import case_kinds


def sync_action_rules(*, using: str, model: Any) -> int:
    """Make ``ActionRule`` equal to the declared kinds; returns how many rules there are. Runs as the owner."""
    keep = []
    for kind in case_kinds:
        for action in kind.actions:
            row, _ = model.objects.using(using).update_or_create(
                kind=kind.code, action=action.code, defaults=_columns(action)
            )
            keep.append(row.pk)
    model.objects.using(using).exclude(pk__in=keep).delete()
    return len(keep)


def possible_states(action: Action) -> list[str]:
    """Every state an action may lead to; a parallel step leaves the state or joins."""
    if action.to_states:
        return list(action.to_states)
    return [*action.from_states, *([action.joins] if action.joins else [])]


def _columns(action: Action) -> dict[str, Any]:
    return {
        "permission": action.permission,
        "task": action.task,
        "levels": ["system"] if action.system else list(action.levels),
        "from_states": list(action.from_states),
        "to_states": possible_states(action),
        "duty": action.duty,
        "not_after": list(action.not_after),
        "decision": action.decision,
        "recallable": action.recall is not None,
        "reroutes": action.reroutes,
        "needs_bureau_visit": action.needs_bureau_visit,
    }


def check_kind(kind: CaseKind) -> list[str]:
    """What is wrong with a declared kind, as sentences for developers; empty when it is sound."""
    problems = []
    tasks = {task.code for task in kind.tasks}
    duties = {action.duty for action in kind.actions if action.duty}
    for action in kind.actions:
        if action.task and action.task not in tasks:
            problems.append(f"{kind.code}.{action.code}: no task {action.task}")
        if len(action.to_states) > 1:
            problems.append(f"{kind.code}.{action.code}: leads to more than one state")
        if action.joins and action.to_states:
            problems.append(f"{kind.code}.{action.code}: joins or leads, not both")
        problems += [f"{kind.code}.{action.code}: no duty {d}" for d in action.not_after if d not in duties]
        if action.recall is not None and (action.system or not action.from_states or action.code == "recall"):
            problems.append(f"{kind.code}.{action.code}: not a step that can be recalled")
        if action.decision and not action.not_after:
            problems.append(f"{kind.code}.{action.code}: a decision without four eyes")
    return problems
