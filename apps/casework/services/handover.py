"""Handing over what somebody leaves behind: his items to a colleague or back to the pool, in one step."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from apps.accounts.actor import Actor
from apps.accounts.actors import actor_for
from apps.accounts.messages import tell
from apps.accounts.models import Grant, User
from apps.accounts.services import MANAGE
from apps.audit.services import record
from apps.casework.models import Draft, WorkItem
from apps.core import clock
from apps.core.errors import Forbidden, Refused


@dataclass(frozen=True)
class Held:
    """What lies with a person: open items by task, the earliest due date, and how many drafts."""

    tasks: list[dict[str, Any]]
    items: int
    drafts: int


@dataclass(frozen=True)
class HandedOver:
    """How many items a colleague has now, and how many went back to the pool."""

    moved: int
    pooled: int


def held_by(user: User) -> Held:
    """The open items a person holds and the drafts he owns; numbers only, two statements."""
    rows = WorkItem.objects.open().filter(holder=user).values("label")
    tasks = list(rows.annotate(count=Count("pk"), due_on=Min("due_on")).order_by("due_on", "label"))
    return Held(tasks, sum(row["count"] for row in tasks), Draft.objects.filter(owner=user).count())


@transaction.atomic
def hand_over(user: User, to: User | None, *, reason: str, actor: Actor) -> HandedOver:
    """Give the items held by ``user`` to ``to``, as far as his posts reach; the rest goes back to the pool.

    Decides nothing: who takes a step next is still asked for four eyes by person. Raises Refused when ``user`` holds
    nothing or ``to`` could take none of it.
    """
    if not actor.has(MANAGE):
        raise Forbidden("当前岗位不能移交他人的待办。", hint="请安全管理员办理。")
    held = WorkItem.objects.open().select_for_update(of=("self",)).filter(holder=user)
    keys = list(held.values_list("pk", flat=True))
    if not keys:
        raise Refused("没有承办中的待办。", hint="不用移交。", code="nothing")
    moved = _move(keys, to, actor) if to is not None else 0
    if to is not None and not moved:
        raise Refused(f"{to.name}的岗位接不了这些待办。", hint="请另选一位，或退回待办池。", code="to")
    pooled = WorkItem.objects.filter(pk__in=keys, holder=user).update(holder=None)
    record(
        "casework.handed_over", f"移交{user.name}的待办：{moved} 件转交，{pooled} 件退回待办池", actor=actor,
        subject_type="accounts.user", subject_id=user.pk, reason=reason,
        detail={"items": keys, "to": to.pk if to else None},
    )  # fmt: skip
    return HandedOver(moved, pooled)


def _move(keys: list[int], to: User, actor: Actor) -> int:
    moved = 0
    for grant in Grant.objects.in_force(clock.today()).filter(user=to).with_parts():
        moved += _takeable(actor_for(to, grant)).filter(pk__in=keys).exclude(holder=to).update(holder=to)
    if moved:
        link = f"{reverse('casework:inbox')}?view=mine"
        tell([to.pk], f"移交来 {moved} 件待办，请接着办理。", link=link, actor=actor)
    return moved


def _takeable(colleague: Actor) -> QuerySet[WorkItem]:
    """Open items a colleague could take if nobody held them."""
    items = WorkItem.objects.open().visible_to(colleague)
    items = items.filter(level=colleague.level, permission__in=sorted(colleague.permissions))
    return items.filter(line__in=colleague.lines) if colleague.lines else items  # type: ignore[no-any-return]
