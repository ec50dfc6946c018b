"""What the page of a case shows: steps with dates and actors, limits, papers, letters, the log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.casework import queue
from apps.casework.models import Case, CaseAction, CaseDocument, CaseState, Letter, WorkItem
from apps.core.declarations import Action, CaseKind
from apps.jobs.models import Job
from apps.pages import formats

TONES = {
    CaseState.CONFIRMED: "ok",
    CaseState.NOT_ACCEPTED: "danger",
    CaseState.NOT_CONFIRMED: "danger",
    CaseState.SUPPLEMENT: "warn",
    CaseState.WITHDRAWN: "",
    CaseState.TERMINATED: "",
}


def state_tag(case: Case) -> tuple[str, str]:
    """The state in words and the tone of its tag."""
    return case.get_state_display(), TONES.get(CaseState(case.state), "acc")


DETOURS = {CaseState.SUPPLEMENT, CaseState.OBJECTION}


# --- steps -----------------------------------------------------------------------------------------------


@dataclass
class Stage:
    """A step of the straight way: the actions that complete it, and the state in which it happens."""

    label: str
    state: str
    tasks: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


def stages(kind: CaseKind) -> list[Stage]:
    """The straight way of a kind: its main steps in order, those opened by another joined to it.

    A task that is reached only by way of a detour (材料补正, 异议复查) is none of them. The end of a state that ends by
    itself (公示期满) is one.
    """
    main = {"submitted"} | {s for a in kind.actions if _is_main(a) for s in (*a.to_states, a.joins) if s}
    main -= DETOURS
    found: dict[str, Stage] = {}
    for action in kind.actions:
        if action.code == "submit":
            found["submit"] = Stage("申请", "", actions=[action.code])
        elif action.system and action.to_states:
            state = action.from_states[0]
            found[state] = Stage(CaseState(state).label.removesuffix("中"), state, actions=[action.code])
        elif action.task:
            _join(found, kind, action, main)
    return list(found.values())


def _is_main(action: Action) -> bool:
    return action.tone == "primary" or action.system


def _join(found: dict[str, Stage], kind: CaseKind, action: Action, main: set[str]) -> None:
    task = next((task for task in kind.tasks if task.code == action.task), None)
    if task is None or task.state not in main:
        return
    opener = next((a.task for a in kind.actions if a.code == task.after), "")
    stage = found.setdefault(opener or task.code, Stage(task.label, task.state))
    stage.actions.append(action.code)
    if task.code not in stage.tasks:
        stage.tasks.append(task.code)


def flow(case: Case, kind: CaseKind, actions: Sequence[CaseAction], items: Sequence[WorkItem]) -> list[Any]:
    """The steps as the component ``flow`` draws them: done with day and actors, now with limit and holder."""
    entered = _entered(case, actions)
    rows, passed = [], True
    left_out = kind.passes_by(case) if kind.passes_by else ()
    made = [stage for stage in stages(kind) if not {stage.state, *stage.tasks} & set(left_out)]
    standing = [item for item in items if item.closed_at is None]
    state = _state_on_way(case, made, actions)
    for stage in made:
        here = stage.state == state
        waiting = [item for item in standing if item.task in stage.tasks]
        if here and state != case.state:
            waiting = standing
        if here or waiting:
            passed = False
        taken = [a for a in actions if a.action in stage.actions]
        is_done = bool(taken) and not waiting and (passed or (here and taken[-1].version > entered))
        if not case.is_open:
            is_done = bool(taken)
        if is_done:
            last = _last_round(taken, stage)
            rows.append({"label": stage.label, "state": "done", **_taken(case, stage, last)})
        elif (waiting or (here and not stage.tasks)) and case.is_open:
            label = waiting[0].label if waiting and state != case.state else stage.label
            rows.append({"label": label, "state": "now", **_waiting(case, waiting)})
        else:
            rows.append({"label": stage.label, "state": "", "when": "", "who": ""})
    return rows


def _state_on_way(case: Case, made: Sequence[Stage], actions: Sequence[CaseAction]) -> str:
    """The state for the line of steps: on a detour (材料补正) the one from which it began."""
    on_way = {stage.state for stage in made}
    if not case.is_open or case.state in on_way:
        return str(case.state)
    return next((a.from_state for a in reversed(actions) if a.from_state in on_way), str(case.state))


def _entered(case: Case, actions: Sequence[CaseAction]) -> int:
    """The version with which the case came into its state."""
    came = [a.version for a in actions if a.to_state == case.state and a.from_state != case.state]
    return came[-1] if came else 0


def _last_round(taken: Sequence[CaseAction], stage: Stage) -> list[CaseAction]:
    """The last time each action of the step was taken: a step handed back and taken anew counts once."""
    return list({a.action: a for a in taken}.values()) if len(stage.tasks) > 1 else [taken[-1]]


def _taken(case: Case, stage: Stage, actions: Iterable[CaseAction]) -> dict[str, str]:
    rows = list(actions)
    if stage.state == CaseState.NOTICE:
        notice = case.notices.first()
        if notice is not None:
            return {
                "when": f"{notice.posted_on:%m-%d} 至 {notice.ends_on:%m-%d}",
                "who": notice.place.name,
            }
    names = "、".join(dict.fromkeys(row.actor_name for row in rows))
    return {"when": f"{rows[-1].business_date:%m-%d}", "who": names}


def _waiting(case: Case, items: Sequence[WorkItem]) -> dict[str, str]:
    if not items:
        notice = case.notices.filter(taken_down_on__isnull=True).first()
        return {"when": f"至 {notice.ends_on:%m-%d}" if notice else "", "who": ""}
    holders = "、".join(item.holder.name for item in items if item.holder is not None)
    return {"when": f"{min(item.due_on for item in items):%m-%d} 前", "who": holders or "待承办"}


# --- limits ----------------------------------------------------------------------------------------------


def limits(case: Case, items: Sequence[WorkItem], mine: WorkItem | None, days: queue.Days) -> dict[str, Any]:
    """The step's and the whole's working days left, for the component ``clock``; nothing for a closed case."""
    if not case.is_open:
        return {}
    waiting = [item for item in items if item.closed_at is None]
    step = mine or min(waiting, key=lambda item: item.due_on, default=None)
    step_on = step.due_on if step else None
    if step_on is None:
        notice = case.notices.filter(taken_down_on__isnull=True).first()
        step_on = notice.ends_on if notice else None
    found = {
        "step_days": days.left(step_on),
        "step_on": step_on,
        "whole_days": days.left(case.due_on),
        "whole_on": case.due_on,
    }
    return found if found["step_days"] is not None or found["whole_days"] is not None else {}


# --- head and facts --------------------------------------------------------------------------------------


def title(case: Case, kind: CaseKind) -> str:
    return (
        f"{case.applicant.name}户{kind.label}申请"
        if case.household_id
        else f"{case.applicant.name}{kind.label}申请"
    )


def meta(case: Case) -> list[str]:
    """The line under the title."""
    entered = f"{case.get_channel_display()}申请，{formats.day(case.submitted_on)} 提交"
    words = [
        f"编号 {case.number}",
        case.region.full_name,
        entered if case.origin == Case.Origin.ENTERED else f"历史数据，原确认单位 {case.decider_text}",
    ]
    if case.accepted_on:
        words.append(f"{formats.day(case.accepted_on)} 受理")
    if case.origin == Case.Origin.ENTERED:
        words.append(f"经办 {case.created_by.name}")
    return words


def applicant_facts(case: Case, *, shown: bool) -> list[tuple[str, Any, str]]:
    """The applicant; numbers in full only while they are revealed."""
    person = case.applicant
    number = person.number if shown else person.number_hint
    phone = person.phone if shown else person.phone_hint
    facts = [
        ("申请人", f"{person.name}，{person.get_sex_display()}，{person.age_on(case.submitted_on)} 岁", ""),
        ("证件号码", number, "no"),
        ("联系电话", phone, "no"),
        ("户籍地", person.home_region.full_name, ""),
        ("居住地址", person.address, ""),
    ]
    account = person.accounts.filter(valid_to__isnull=True).first() if shown else None
    if account is not None:
        facts.append(("发放账户", f"{account.bank} {account.account}", "no"))
    return facts


# --- papers and the log ----------------------------------------------------------------------------------


def papers(documents: Iterable[CaseDocument]) -> list[dict[str, Any]]:
    """Papers handed in: label, how they came, and pages to look at."""
    return [
        {
            "document": document,
            "source": document.get_source_display(),
            "pages": document.file.pages if document.file else 0,
        }
        for document in documents
    ]


def letters(case: Case) -> dict[str, Any]:
    """Letters issued, and those still being made or that could not be. One whose step was recalled is void."""
    void = CaseAction.objects.filter(case=case, action="recall", version=OuterRef("action__version") + 1)
    issued = list(
        Letter.objects.filter(case=case)
        .select_related("file")
        .annotate(is_void=Exists(void))
        .order_by("issued_on", "id")
    )
    jobs = Job.objects.filter(kind="casework.letter", key__startswith=f"letter:{case.pk}:")
    unfinished = list(jobs.exclude(state__in=(Job.State.DONE, Job.State.CANCELLED)))
    return {
        "issued": issued,
        "pending": any(job.state != Job.State.FAILED for job in unfinished),
        "failed": any(job.state == Job.State.FAILED for job in unfinished),
    }


def log(case: Case, actions: Sequence[CaseAction]) -> list[dict[str, Any]]:
    """What was done, newest first, with who, under which post, and the opinion."""
    return [
        {
            "at": _moment(action),
            "text": _words(action),
            "hint": _hint(action),
        }
        for action in reversed(actions)
    ]


def _words(action: CaseAction) -> str:
    """`林晓（受理员）受理`; what the system does has no post worth naming."""
    if action.grant_id is None or action.actor_name.startswith("系统"):
        return f"{action.actor_name} {action.label}"
    return f"{action.actor_name}（{action.post_label}）{action.label}"


def _moment(action: CaseAction) -> datetime:
    """The business day with the hour of the wall clock: in use they are one day, in a demo they are not."""
    day = action.business_date
    return timezone.localtime(action.at).replace(year=day.year, month=day.month, day=day.day)


def _hint(action: CaseAction) -> str:
    words = [action.comment.rstrip("。；，")] if action.comment else []
    if action.to_state != action.from_state:
        words.append(f"转为{action.get_to_state_display()}")
    return "；".join(words)
