"""The workflow engine: ``perform`` is the only way in which a case changes state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case, CaseAction, CaseState, WorkItem
from apps.casework.models.cases import CLOSED_STATES
from apps.casework.services import work
from apps.casework.services.telling import tell_caseworker
from apps.core import clock
from apps.core.declarations import Action, CaseKind
from apps.core.errors import Forbidden, NotVisible, Refused, StaleVersion
from apps.core.registries import case_kinds
from apps.people.models import HouseholdMember, Person

# Who has done a duty, as pages name them.
DUTIES = {
    "entry": "经办人",
    "acceptance": "受理人",
    "verification": "核对人",
    "visit": "入户调查人",
    "review": "初审人",
    "decision": "确认人",
}


@dataclass
class Step:
    """What guards and apply functions of an action get: the locked case, the actor, and the form's values.

    ``detail`` goes into the action row (ids, codes and amounts, no personal data). ``case`` fields that an
    apply function sets are saved with the state. ``tasks`` may name which of the new state's tasks are opened
    (None: all of them).
    """

    case: Case
    kind: CaseKind
    action: Action
    actor: Actor
    data: dict[str, Any]
    comment: str
    day: date
    detail: dict[str, Any] = field(default_factory=dict)
    tasks: tuple[str, ...] | None = None

    @property
    def version(self) -> int:
        """The case's version once this step is taken."""
        return self.case.version + 1


@transaction.atomic
def perform(
    case_id: int,
    action_code: str,
    *,
    actor: Actor,
    version: int | None,
    data: dict[str, Any] | None = None,
    comment: str = "",
) -> CaseAction:
    """Take ``action_code`` on a case, whole or not at all, and return the row that records it.

    ``version`` is the case version the actor was shown; parallel steps do not compare it, since what they do
    rests on their own work item. Raises ``NotVisible`` (not there or not yours), ``StaleVersion``, ``Forbidden``
    (permission, level, four eyes) or ``Refused`` (state, guards). The same is enforced by trigger.
    """
    case = lock_case(case_id, actor)
    kind = case_kinds.get(case.kind)
    action = _find(kind, action_code)
    if version is not None and version != case.version and not action.joins:
        raise stale(case, version)
    require(bar(case, kind, action, actor))
    if action.needs_reason and not comment.strip():
        raise Refused("请写明理由。", hint="理由会写入决定书并告知申请人。", code="reason")
    step = Step(case, kind, action, actor, data or {}, comment.strip(), clock.today())
    for guard in action.guards:
        guard(step)
    for apply in action.apply:
        apply(step)
    return _record(step)


@dataclass(frozen=True)
class Bar:
    """Why somebody may not take an action now: the sentence for the page, and who can instead."""

    code: str
    message: str
    hint: str = ""


class Standing:
    """How somebody stands to a case: whether his family has applied, what he has done in it, which steps wait.

    Asked once and only when a bar needs it, however many actions are judged by it. What the caller has read already
    (``actions`` and ``items`` of the case, all of them) is not asked for again.
    """

    def __init__(
        self,
        case: Case,
        actor: Actor,
        *,
        actions: Sequence[CaseAction] | None = None,
        items: Sequence[WorkItem] | None = None,
    ) -> None:
        self.case, self.actor, self._actions, self._items = case, actor, actions, items

    @cached_property
    def own_steps(self) -> list[CaseAction]:
        """The steps of the case that this person took, under whatever account, oldest first."""
        key = self.actor.person_key
        if self._actions is not None:
            return [row for row in self._actions if row.person_key == key]
        return list(CaseAction.objects.filter(case=self.case, person_key=key).order_by("version"))

    @cached_property
    def is_family(self) -> bool:
        """Whether this person applies or belongs to the household that does."""
        own = Person.objects.filter(number_digest=bytes.fromhex(self.actor.person_key))
        members = HouseholdMember.objects.filter(household_id=self.case.household_id).values("person_id")
        return own.filter(Q(pk=self.case.applicant_id) | Q(pk__in=members)).exists()

    @cached_property
    def waiting(self) -> dict[str, WorkItem]:
        """The open items by task, with their holders."""
        if self._items is None:
            self._items = list(
                self.case.work_items.filter(closed_at__isnull=True).select_related("holder").order_by("id")
            )
        return {item.task: item for item in self._items if item.closed_at is None}


def bar(
    case: Case, kind: CaseKind, action: Action, actor: Actor, standing: Standing | None = None
) -> Bar | None:
    """What keeps ``actor`` from ``action`` on ``case`` now, or None. No locks; used by pages and by ``perform``.

    Whoever judges several actions hands on what was found out for the first as ``standing``.
    """
    standing = standing or Standing(case, actor)
    if case.origin != Case.Origin.ENTERED:
        return Bar("origin", "历史数据办件不能再办理。")
    if case.state not in action.from_states:
        return Bar(
            "state",
            f"当前状态是“{CaseState(case.state).label}”，不能{action.label}。",
            "请刷新本页查看最新情况。",
        )
    if not actor.has(action.permission) or not actor.works_on(case.line):
        return Bar("permission", f"当前岗位不能{action.label}。", "请由有此权限的岗位办理。")
    if not actor.covers(case.region_id):
        return Bar("region", "不在当前岗位的区域内。")
    level = "system" if actor.is_system else actor.level
    if action.decision and level != case.decision_level:
        decider = "镇（街道）" if case.is_delegated else "区民政局"
        return Bar("level", f"本件由{decider}确认。", f"请由{decider}的审核确认人办理。")
    if not action.decision and level not in (("system",) if action.system else action.levels):
        return Bar("level", f"{action.label}不在当前层级办理。")
    if action.needs_bureau_visit and case.waits_for_bureau:
        return Bar(
            "bureau_visit",
            f"区民政局入户调查完成前不能{action.label}。",
            "近亲属备案和有投诉举报的办件，须由区民政局入户调查后再作决定。",
        )
    return _held_by_other(action, standing) or four_eyes(action, standing)


def four_eyes(action: Action, standing: Standing) -> Bar | None:
    """The bar of a person who took a conflicting step of this case or belongs to its household."""
    if not standing.actor.person_key:
        return None
    if action.not_after:
        earlier = next((row for row in standing.own_steps if row.duty in action.not_after), None)
        if earlier is not None:
            return Bar(
                "four_eyes",
                f"{DUTIES.get(earlier.duty, earlier.label)}是本人，不能{action.label}本件。",
                "同一人不得在一件中先后承担调查、审核和确认。请由其他人员办理。",
            )
    if standing.is_family:
        return Bar("family", "申请家庭成员是本人，应当回避。", "请由其他人员办理。")
    return None


def _held_by_other(action: Action, standing: Standing) -> Bar | None:
    if not action.task:
        return None
    item = standing.waiting.get(action.task)
    if item is None:
        return Bar("task", "这一步已由其他人办理。", "请刷新本页查看最新情况。")
    if item.holder is not None and item.holder_id not in standing.actor.may_hold_for:
        return Bar("holder", f"这一步由{item.holder.name}承办。", "如需换人，请由承办人退回待办池。")
    return None


def lock_case(case_id: int, actor: Actor) -> Case:
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotVisible("没有找到这件办件。")
    return case  # type: ignore[no-any-return]


def _find(kind: CaseKind, code: str) -> Action:
    try:
        return kind.action(code)
    except KeyError:
        raise NotVisible("没有这项操作。") from None


def require(barred: Bar | None) -> None:
    if barred is None:
        return
    error = Refused if barred.code in {"state", "task", "origin", "bureau_visit"} else Forbidden
    raise error(barred.message, hint=barred.hint, code=barred.code)


def stale(case: Case, shown: int) -> StaleVersion:
    later = case.actions.filter(version__gt=shown).order_by("version")
    changes = [(row.label, row.actor_name, row.at) for row in later]
    who = later.last()
    return StaleVersion(
        f"{who.actor_name}已办理“{who.label}”，本页内容不是最新的。" if who else "本页内容不是最新的。",
        changes=changes,
    )


def _target(step: Step) -> str:
    """The state after the step: the declared one, or for parallel steps the join once nothing else is open."""
    action = step.action
    if action.to_states:
        return action.to_states[0]
    opens_more = bool(step.kind.tasks_after(action.code))
    besides = (action.task, *lasting_tasks(step.kind))
    if action.joins and not opens_more and not work.has_open_tasks(step.case, besides=besides):
        return action.joins
    return str(step.case.state)


def lasting_tasks(kind: CaseKind) -> tuple[str, ...]:
    """The codes of the tasks that outlive a change of state."""
    return tuple(task.code for task in kind.tasks if task.stays)


def write_action(step: Step, *, after: str) -> CaseAction:
    """Write the row of a step (checked by trigger). Raises ``Refused`` when the database says no."""
    case, action, actor = step.case, step.action, step.actor
    row = CaseAction(
        case=case,
        version=step.version,
        action=action.code,
        label=action.label,
        duty=action.duty,
        from_state=case.state,
        to_state=after,
        user_id=actor.user_id,
        grant_id=actor.grant_id,
        person_key=actor.person_key,
        actor_name=actor.signed_name,
        post_label=actor.post_label,
        comment=step.comment,
        detail=step.detail,
        business_date=step.day,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            "数据库拒绝了这一步：条件已经变化。", hint="请刷新本页后再办理。", code="guard"
        ) from error
    return row


def trace(step: Step, row: CaseAction) -> None:
    """The audit event of a step."""
    record(
        f"case.{row.action}",
        row.label,
        actor=step.actor,
        subject=step.case,
        region_code=step.case.region_id,
        reason=step.comment[:500],
        detail={"from": row.from_state, "to": row.to_state, "version": row.version, **step.detail},
    )


def _record(step: Step) -> CaseAction:
    """Write the action, then state, work items and audit event."""
    case, action, kind = step.case, step.action, step.kind
    before, after = str(case.state), _target(step)
    work.take_over(case, action.task, actor=step.actor)
    row = write_action(step, after=after)
    case.state, case.version = after, row.version
    case.save()
    traces = {"actor": step.actor, "outcome": action.code, "version": row.version}
    if action.task:
        work.close_task(case, action.task, **traces)
    for task in kind.tasks_after(action.code):
        work.open_task(task, case, day=step.day, version=row.version)
    if after != before:
        is_closed = after in CLOSED_STATES
        work.cancel_tasks(case, besides=() if is_closed else lasting_tasks(kind), **traces)
        for task in () if is_closed else kind.tasks_of(after):
            if step.tasks is None or task.code in step.tasks:
                work.open_task(task, case, day=step.day, version=row.version)
    trace(step, row)
    tell_caseworker(case, row, actor=step.actor)
    return row
