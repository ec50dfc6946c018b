"""Opening, claiming and closing work items."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.messages import tell
from apps.audit.services import record
from apps.casework.models import Case, DecisionLevel, WorkItem
from apps.core import clock
from apps.core.declarations import Task
from apps.core.errors import NotVisible, Refused
from apps.core.periods import day_label


def item_level(task: Task, case: Case) -> str:
    """The level at whose queue the item waits; the decider's level was frozen at acceptance."""
    if task.level != "decider":
        return task.level
    return case.decision_level or str(DecisionLevel.DISTRICT)


def open_task(task: Task, case: Case, *, day: date | None = None, version: int | None = None) -> WorkItem:
    """Open the work item of ``task`` on ``case``; its due date comes from the task's own rule.

    ``version`` is that of the action which opens it, so that a recall can take it back.
    """
    opened = day or clock.today()
    item: WorkItem = WorkItem.objects.create(
        case=case,
        subject_type="casework.case",
        subject_id=str(case.pk),
        region_id=case.region_id,
        task=task.code,
        label=task.label,
        permission=task.permission,
        level=item_level(task, case),
        line=case.line,
        holder_id=task.holder(case) if task.holder else None,
        opened_on=opened,
        due_on=task.due(case, opened),
        opened_version=version,
    )
    if item.holder_id:
        _tell_holder(item, case)
    return item


def _tell_holder(item: WorkItem, case: Case) -> None:
    """An item with a holder lies in no pool where he would come across it."""
    until = f"，{day_label(item.due_on)}前办理" if item.due_on else ""
    link = reverse("casework:case", args=[case.number])
    tell(
        [item.holder_id],
        f"{case.number} 等待{item.label}{until}。",
        link=link,
        kind=f"casework.item:{item.pk}",
    )


def open_once(task: Task, case: Case, *, day: date | None = None, version: int | None = None) -> None:
    """Open ``task`` unless it waits already."""
    if not WorkItem.objects.open().filter(case=case, task=task.code).exists():
        open_task(task, case, day=day, version=version)


def route_to_bureau(case: Case, tasks: Iterable[Task]) -> None:
    """Put the open items of the decider into the bureau's pool; the claim of the town's confirmer ends."""
    codes = [task.code for task in tasks if task.level == "decider"]
    WorkItem.objects.open().filter(case=case, task__in=codes).update(
        level=str(DecisionLevel.DISTRICT), holder=None
    )


def close_task(case: Case, code: str, *, actor: Any, outcome: str, version: int | None = None) -> None:
    """Close the open item ``code`` of ``case``; exactly one, else the step was taken by somebody else."""
    closed = WorkItem.objects.filter(case=case, task=code, closed_at__isnull=True).update(
        **_closing(actor, outcome, version)
    )
    if closed != 1:
        raise Refused("这一步已由其他人办理。", hint="请刷新本页查看最新情况。", code="task_done")


def take_over(case: Case, code: str, *, actor: Any) -> None:
    """Put the open item ``code`` into the hands of who stands in for its holder, before he takes the step."""
    if code and actor.substitutes_id:
        items = WorkItem.objects.open().filter(case=case, task=code, holder_id=actor.substitutes_id)
        items.update(holder_id=actor.user_id)


def cancel_tasks(
    case: Case, *, actor: Any, outcome: str, version: int | None = None, besides: Iterable[str] = ()
) -> None:
    """Close whatever is still open on a case that has left its state, but for the tasks ``besides``."""
    items = WorkItem.objects.filter(case=case, closed_at__isnull=True).exclude(task__in=list(besides))
    items.update(**_closing(actor, outcome, version))


def take_back(case: Case, version: int, *, actor: Any, outcome: str) -> None:
    """Undo what the action that made ``version`` did to the items: close what it opened, reopen what it closed."""
    items = WorkItem.objects.filter(case=case)
    items.filter(opened_version=version, closed_at__isnull=True).update(
        **_closing(actor, outcome, case.version)
    )
    items.filter(closed_version=version).update(
        closed_at=None, closed_on=None, closed_by=None, outcome="", closed_version=None
    )


def has_open_tasks(case: Case, *, besides: Iterable[str] = ()) -> bool:
    """Whether parallel steps of the case are still waiting."""
    open_items = WorkItem.objects.filter(case=case, closed_at__isnull=True)
    return open_items.exclude(task__in=list(besides)).exists()


def _closing(actor: Any, outcome: str, version: int | None) -> dict[str, Any]:
    return {
        "closed_at": timezone.now(),
        "closed_on": clock.today(),
        "closed_by_id": actor.user_id,
        "outcome": outcome,
        "closed_version": version,
    }


@transaction.atomic
def claim(item_id: int, *, actor: Any) -> WorkItem:
    """Take an item out of the pool. Raises ``Refused`` when another was faster, ``NotVisible`` when not the actor's."""
    taken = WorkItem.objects.for_actor(actor).filter(pk=item_id).update(holder_id=actor.user_id)
    if not taken:
        item = WorkItem.objects.open().visible_to(actor).filter(pk=item_id).select_related("holder").first()
        if item is None:
            raise NotVisible("没有找到这件待办。")
        raise Refused(
            f"这件待办已由{item.holder.name if item.holder else '其他人'}承办。", hint="请处理下一件。"
        )
    item = WorkItem.objects.get(pk=item_id)
    record("casework.claim", "承办待办", actor=actor, subject=item, region_code=item.region_id)
    return item


@transaction.atomic
def release(item_id: int, *, actor: Any) -> WorkItem:
    """Put a claimed item back into the pool; only its holder may."""
    changed = (
        WorkItem.objects.open()
        .visible_to(actor)
        .filter(pk=item_id, holder_id=actor.user_id)
        .update(holder=None)
    )
    if not changed:
        raise NotVisible("没有找到这件待办。")
    item = WorkItem.objects.get(pk=item_id)
    record("casework.release", "退回待办池", actor=actor, subject=item, region_code=item.region_id)
    return item
