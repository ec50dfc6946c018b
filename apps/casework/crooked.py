"""Guards and apply functions of the crooked ways: objections, the bureau's visit, change of route, correction.

Like those of ``steps``, kinds of application name them in their actions.
"""

from django.utils import timezone

from apps.accounts.models import Grant, User
from apps.casework.models import (
    Case,
    CaseState,
    DecisionLevel,
    ExtensionGround,
    Objection,
    SampleCheck,
    Visit,
    WorkItem,
)
from apps.casework.services import work
from apps.casework.services.routing import is_delegated
from apps.casework.steps import assign_investigators, current_visit, in_family, take_down_notice
from apps.casework.workflow import Step
from apps.core import clock
from apps.core.errors import Refused
from apps.core.registries import case_kinds
from apps.files.services import store_upload

INSPECT = "casework.inspect_case"
OBJECTION_FILE = "casework.objection"
BUREAU_VISIT, SAMPLE = "bureau_visit", "sample"


# --- objections ------------------------------------------------------------------------------------------


def require_objection_in_time(step: Step) -> None:
    """An objection counts up to the last minute of the notice's last day; later it is a complaint (rulebook 23)."""
    notice, received = step.case.notices.first(), step.data["received_on"]
    if notice is None:
        raise Refused("本件没有公示，不能登记异议。", hint="请按投诉举报登记。", code="no_notice")
    if received > notice.ends_on:
        raise Refused(
            f"公示期到 {notice.ends_on:%Y-%m-%d} 为止，{received:%Y-%m-%d} 收到的反映不作异议。",
            hint="请按投诉举报登记，15 日内答复。",
            code="late_objection",
        )
    if received < notice.posted_on:
        raise Refused("收到日期早于公示起始日。", hint="请核对收到日期。", code="early_objection")


def register_objection(step: Step) -> None:
    """Take the notice down and investigate anew (民发〔2021〕57号 §19). A further one joins the review that runs."""
    case, data = step.case, step.data
    notice, stored = case.notices.first(), None
    if data.get("file"):
        stored = store_upload(data["file"], kind=OBJECTION_FILE, actor=step.actor)
    objection = Objection.objects.create(
        case=case,
        notice=notice,
        received_on=data["received_on"],
        received_time=data.get("received_time"),
        name=data.get("name", ""),
        phone=data.get("phone", ""),
        content=data["content"],
        file=stored,
        registered_by_id=step.actor.account,
        registered_on=step.day,
    )
    step.detail |= {"objection": objection.pk}
    if case.state != CaseState.OBJECTION:
        take_down_notice(step)
        assign_investigators(step)


def conclude_objection(step: Step) -> None:
    """Say what the review has found; then a new opinion is given, and with it a new notice."""
    if current_visit(step.case).second_signed_at is None:
        raise Refused("复查的入户调查还没有两名调查人的签名。", hint="请先完成复查。", code="visit_unsigned")
    pending = list(Objection.objects.filter(case=step.case, outcome=""))
    for objection in pending:
        objection.outcome, objection.finding = step.data["outcome"], step.comment
        objection.concluded_on = step.day
        objection.save(update_fields=["outcome", "finding", "concluded_on"])
    step.detail |= {"outcome": step.data["outcome"], "objections": [row.pk for row in pending]}


# --- the route -------------------------------------------------------------------------------------------


def is_not_registered(case: Case) -> bool:
    return not case.relative_registered


def register_relative(step: Step) -> None:
    """A relative of staff declared late: the bureau visits and decides, what was done is kept (rulebook 26)."""
    if step.case.relative_registered:
        raise Refused("本件已作近亲属备案。", code="registered")
    step.case.relative_registered = True
    _to_bureau(step)
    need_bureau_visit(step)


def return_to_bureau(step: Step) -> None:
    """The town's authority has ended before it decided (rulebook 6.14)."""
    programme = step.kind.programme
    if not step.case.is_delegated or is_delegated(step.case.region_id[:9], programme, step.day):
        raise Refused("本件的确认权没有变化。", code="delegated")
    _to_bureau(step)


def _to_bureau(step: Step) -> None:
    case = step.case
    if case.decision_level == DecisionLevel.TOWN:
        case.decision_level = DecisionLevel.DISTRICT
        work.route_to_bureau(case, step.kind.tasks)
        step.detail |= {"decision_level": [str(DecisionLevel.TOWN), str(DecisionLevel.DISTRICT)]}


# --- the bureau's home visit -----------------------------------------------------------------------------


def need_bureau_visit(step: Step) -> None:
    """Open the bureau's visit where the law asks for one and none was made (民发〔2021〕57号 §20)."""
    task = step.kind.task(BUREAU_VISIT)
    if task is not None and step.case.waits_for_bureau:
        work.open_once(task, step.case, day=step.day, version=step.version)


def inspectors() -> list[User]:
    """Accounts of the bureau that may visit for it."""
    grants = Grant.objects.in_force(clock.today()).filter(
        region__level="district", post__permissions__contains=[INSPECT], user__is_active=True
    )
    return list(User.objects.filter(pk__in=grants.values("user_id")).order_by("name"))


def record_bureau_visit(step: Step) -> None:
    """Enter what two officers of the bureau have found; the one who enters signs first."""
    data = step.data
    second = next((user for user in inspectors() if user.pk == data.get("second")), None)
    if second is None or second.person_key == step.actor.person_key or in_family(step.case, second):
        raise Refused("入户调查须由两名不同的调查人进行。", hint="请另选一名同行人员。", code="investigators")
    if not (step.case.accepted_on or step.day) <= data["visited_on"] <= step.day:
        raise Refused("入户日期应在受理之后，且不晚于今天。", hint="请核对入户日期。", code="visited_on")
    visit = Visit.objects.create(
        case=step.case,
        lead_id=step.actor.account,
        second=second,
        assigned_on=step.day,
        by_bureau=True,
        visited_on=data["visited_on"],
        finding=data["finding"],
        present_text=data.get("present_text", ""),
        living_text=data["living_text"],
        neighbour_count=data.get("neighbour_count") or 0,
        neighbour_text=data.get("neighbour_text", ""),
        lead_signed_at=timezone.now(),
    )
    step.detail |= {"visit": visit.pk, "finding": visit.finding}


def countersign_bureau_visit(step: Step) -> None:
    """The second officer signs; from now on the case may be decided."""
    visit = bureau_visit_of(step.case)
    visit.second_signed_at = timezone.now()
    visit.second_comment = step.comment[:200]
    visit.save(update_fields=["second_signed_at", "second_comment"])
    step.detail |= {"visit": visit.pk}


def bureau_visit_of(case: Case) -> Visit:
    """The bureau's last visit; Refused when there is none."""
    visit = case.visits.standing().filter(by_bureau=True).order_by("-id").first()
    if visit is None:
        raise Refused("还没有登记区民政局入户调查。", code="no_visit")
    return visit  # type: ignore[no-any-return]


def bureau_second_id(case: Case) -> int | None:
    """The holder of the countersigning task."""
    return bureau_visit_of(case).second_id


# --- limits ----------------------------------------------------------------------------------------------


def is_not_extended(case: Case) -> bool:
    return case.extended_on is None


def extend(step: Step, until) -> None:  # type: ignore[no-untyped-def]
    """Move the total limit to ``until``, once and on a ground (民发〔2021〕57号 §22)."""
    case, ground = step.case, step.data.get("ground", "")
    if case.extended_on is not None:
        raise Refused(f"本件已于 {case.extended_on:%Y-%m-%d} 延长过，不能再延长。", code="extended")
    if ground not in ExtensionGround.values:
        raise Refused("请选择延长事由。", code="ground")
    before = case.due_on
    case.extended_on, case.extension_ground, case.due_on = step.day, ground, until
    WorkItem.objects.open().filter(case=case, due_on=before).update(
        due_on=until, warned_on=None, overdue_on=None
    )
    step.detail |= {"ground": ground, "due_on": until.isoformat()}


# --- correction and sample checks ------------------------------------------------------------------------


def reopen(step: Step, until) -> None:  # type: ignore[no-untyped-def]
    """A refusal is to be decided anew, by somebody else, on everything there is; due by ``until``."""
    step.case.decided_on, step.case.due_on = None, until
    _conclude_sample(step, SampleCheck.Outcome.CORRECTION)


def is_correctable(case: Case) -> bool:
    """Whether the kind says how what it granted is corrected."""
    return case_kinds.get(case.kind).correct is not None


def begin_correction(step: Step) -> None:
    """What was granted is corrected by a change of the entitlement, decided like any other."""
    if step.kind.correct is None:
        raise Refused("这类事项还不能在此更正。", code="no_correction")
    change = step.kind.correct(step.case, step.actor, step.comment)
    step.detail |= {"change": change.pk, "number": change.number}
    _conclude_sample(step, SampleCheck.Outcome.CORRECTION)


def pass_sample(step: Step) -> None:
    """The sample check finds the decision right."""
    _conclude_sample(step, SampleCheck.Outcome.CONSISTENT)


def _conclude_sample(step: Step, outcome: SampleCheck.Outcome) -> None:
    check = SampleCheck.objects.filter(case=step.case, outcome="").order_by("-id").first()
    if check is None:
        return
    check.outcome, check.finding = outcome, step.comment
    check.checked_on, check.checked_by_id = step.day, step.actor.account
    check.save()
    step.detail |= {"sample": check.pk, "outcome": str(outcome)}
    is_open = WorkItem.objects.open().filter(case=step.case, task=SAMPLE).exists()
    if is_open and step.action.task != SAMPLE:
        work.close_task(step.case, SAMPLE, actor=step.actor, outcome=step.action.code, version=step.version)
