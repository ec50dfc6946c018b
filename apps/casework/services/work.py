"""Opening, claiming and closing work items."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.audit.services import record
from apps.casework.models import Case, DecisionLevel, WorkItem
from apps.core import clock
from apps.core.declarations import Task
from apps.core.errors import NotVisible, Refused


def item_level(task: Task, case: Case) -> str:
    """The level at whose queue the item waits; the decider's level was frozen at acceptance."""
    if task.level != "decider":
        return task.level
    return case.decision_level or str(DecisionLevel.DISTRICT)


def open_task(task: Task, case: Case, *, day: date | None = None) -> WorkItem:
    """Open the work item of ``task`` on ``case``; its due date comes from the task's own rule."""
    opened = day or clock.today()
    return WorkItem.objects.create(
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
    )


def close_task(case: Case, code: str, *, actor: Any, outcome: str) -> None:
    """Close the open item ``code`` of ``case``; exactly one, else the step was taken by somebody else."""
    closed = WorkItem.objects.filter(case=case, task=code, closed_at__isnull=True).update(
        closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome=outcome
    )
    if closed != 1:
        raise Refused("这一步已由其他人办理。", hint="请刷新本页查看最新情况。", code="task_done")


def cancel_tasks(case: Case, *, actor: Any, outcome: str) -> None:
    """Close whatever is still open on a case that has left its state."""
    WorkItem.objects.filter(case=case, closed_at__isnull=True).update(
        closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome=outcome
    )


def has_open_tasks(case: Case, *, besides: str = "") -> bool:
    """Whether parallel steps of the case are still waiting."""
    return WorkItem.objects.filter(case=case, closed_at__isnull=True).exclude(task=besides).exists()


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
