"""Guards and apply functions that kinds of application share. A kind names them in its actions."""

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import Grant, User
from apps.casework.models import Case, NumberSequence, PublicNotice, Verification, Visit
from apps.casework.services.letters import request_letter
from apps.casework.workflow import Step
from apps.core import clock, workdays
from apps.core.errors import Refused
from apps.people.models import HouseholdMember, Person
from apps.policy.services import parameter
from apps.policy.workcalendar import working_calendar

INVESTIGATE = "casework.visit_case"


def letter(code: str):  # type: ignore[no-untyped-def]
    """An apply function that asks for the letter ``code``; the PDF is made after the commit."""

    def ask(step: Step) -> None:
        request_letter(step.case, code, version=step.case.version + 1, actor=step.actor)

    ask.__name__ = f"letter_{code}"
    return ask


# --- home visit ------------------------------------------------------------------------------------------


def investigators_for(case) -> list[User]:  # type: ignore[no-untyped-def]
    """Accounts that may visit for this case: an investigator's grant of the town, in force today."""
    grants = Grant.objects.in_force(clock.today()).filter(
        region_id=case.region_id[:9], post__permissions__contains=[INVESTIGATE], user__is_active=True
    )
    return list(User.objects.filter(pk__in=grants.values("user_id")).order_by("name"))


def assign_investigators(step: Step) -> None:
    """Name the two investigators (民发〔2021〕57号 §16): two persons, neither of the family, neither the clerk."""
    allowed = {user.pk: user for user in investigators_for(step.case)}
    lead, second = allowed.get(step.data.get("lead")), allowed.get(step.data.get("second"))
    if lead is None or second is None:
        raise Refused("请选择两名本镇（街道）在岗的调查人。", code="investigators")
    if lead.person_key == second.person_key:
        raise Refused("入户调查须由两名不同的调查人进行。", hint="请另选一名调查人。", code="investigators")
    took_part = set(
        step.case.actions.filter(duty__in=("entry", "acceptance")).values_list("person_key", flat=True)
    )
    for user in (lead, second):
        if user.person_key in took_part or in_family(step.case, user):
            raise Refused(
                f"{user.name}经办过本件或属于申请家庭，不能担任调查人。",
                hint="请另选一名调查人。",
                code="investigators",
            )
    visit = Visit.objects.create(case=step.case, lead=lead, second=second, assigned_on=step.day)
    step.detail |= {"visit": visit.pk, "lead": lead.pk, "second": second.pk}


def in_family(case: Case, user: User) -> bool:
    """Whether the holder of an account applies in this case or belongs to its household."""
    members = HouseholdMember.objects.filter(household_id=case.household_id).values("person_id")
    own = Person.objects.filter(number_digest=bytes.fromhex(user.person_key))
    return own.filter(pk=case.applicant_id).exists() or own.filter(pk__in=members).exists()


def current_visit(case) -> Visit:  # type: ignore[no-untyped-def]
    """The town's visit in progress or the last one made; Refused when nobody was assigned."""
    visit = case.visits.standing().filter(by_bureau=False).order_by("-id").first()
    if visit is None:
        raise Refused("还没有指派入户调查人。", hint="请先由受理人启动调查。", code="no_visit")
    return visit  # type: ignore[no-any-return]


def visit_lead_id(case) -> int | None:  # type: ignore[no-untyped-def]
    """The holder of the visit task."""
    return current_visit(case).lead_id


def visit_second_id(case) -> int | None:  # type: ignore[no-untyped-def]
    """The holder of the countersigning task."""
    return current_visit(case).second_id


def record_visit(step: Step) -> None:
    """Enter the findings and sign first. Raises Refused when the date cannot be."""
    visit, data = current_visit(step.case), step.data
    if not visit.assigned_on <= data["visited_on"] <= step.day:
        raise Refused("入户日期应在指派之后，且不晚于今天。", hint="请核对入户日期。", code="visited_on")
    for name in ("visited_on", "finding", "present_text", "living_text", "neighbour_count", "neighbour_text"):
        setattr(visit, name, data.get(name) or type(getattr(visit, name) or "")())
    visit.visited_on = data["visited_on"]
    visit.neighbour_count = data.get("neighbour_count") or 0
    visit.lead_signed_at = timezone.now()
    visit.save()
    step.detail |= {"visit": visit.pk, "finding": visit.finding}


def countersign_visit(step: Step) -> None:
    """The second investigator signs what the first has entered."""
    visit = current_visit(step.case)
    visit.second_signed_at = timezone.now()
    visit.second_comment = step.comment[:200]
    visit.save(update_fields=["second_signed_at", "second_comment"])
    step.detail |= {"visit": visit.pk}


def require_signed_visit(step: Step) -> None:
    """A decision or opinion needs the last visit signed by both, not one from before a hand-back."""
    if current_visit(step.case).second_signed_at is None:
        raise Refused("入户调查还没有两名调查人的签名。", hint="请先完成入户调查。", code="visit_unsigned")


# --- verification ----------------------------------------------------------------------------------------


def record_verification(step: Step) -> None:
    """Write the bureau's report; it can support decisions for ``verification.report_valid_days`` days."""
    data = step.data
    days = int(parameter("verification.report_valid_days", step.case.accepted_on or step.day))
    report = Verification.objects.create(
        case=step.case,
        number=next_serial("HD", step.case.region_id[:6], step.day),
        reported_on=step.day,
        valid_until=step.day + timedelta(days=days),
        result=data["result"],
        sources=data["sources"],
        differences=data.get("differences", ""),
        officer_id=step.actor.user_id,
    )
    step.detail |= {"verification": report.pk, "result": report.result}


def require_valid_verification(step: Step) -> None:
    """A report older than its validity cannot support an opinion or decision (rulebook 5.5)."""
    report = step.case.verifications.standing().first()
    if report is None:
        raise Refused("还没有核对报告。", hint="请等核对人员出具报告。", code="no_report")
    if report.valid_until < step.day:
        raise Refused(
            f"核对报告 {report.number} 已于 {report.valid_until:%Y-%m-%d} 失效。",
            hint="请退回重新核对后再办理。",
            code="report_expired",
        )


def next_serial(prefix: str, region_code: str, day) -> str:  # type: ignore[no-untyped-def]
    """``HD-20211224-0118``: a serial number of the district and day."""
    NumberSequence.objects.get_or_create(prefix=prefix, region_code=region_code, day=day)
    row = NumberSequence.objects.select_for_update().get(prefix=prefix, region_code=region_code, day=day)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{prefix}-{day:%Y%m%d}-{row.last:04d}"


# --- public notice ---------------------------------------------------------------------------------------


def post_notice(step: Step, *, head_count: int, amount, suppress_name: bool) -> PublicNotice:  # type: ignore[no-untyped-def]
    """Publicise for seven calendar days in the village or community; a last day off moves to a working day."""
    days = int(parameter("notice.days", step.case.accepted_on or step.day))
    notice = PublicNotice.objects.create(
        case=step.case,
        place_id=step.case.region_id,
        posted_on=step.day,
        ends_on=workdays.next_workday(step.day + timedelta(days=days), working_calendar()),
        head_count=head_count,
        amount=amount,
        suppress_name=suppress_name,
    )
    step.detail |= {"notice": notice.pk}
    return notice


def require_notice_over(step: Step) -> None:
    """The next step is taken the day after the notice has ended at the earliest."""
    notice = step.case.notices.filter(taken_down_on__isnull=True).first()
    if notice is None or notice.ends_on >= step.day:
        raise Refused("公示期还没有结束。", hint="公示期满次日自动进入下一环节。", code="notice_running")


def take_down_notice(step: Step) -> None:
    """Take the standing notice down, on withdrawal or when the opinion is to be given anew."""
    notice = step.case.notices.filter(taken_down_on__isnull=True).first()
    if notice is not None:
        notice.taken_down_on = step.day
        notice.save(update_fields=["taken_down_on"])
        step.detail |= {"taken_down": notice.pk}


def decide(step: Step) -> None:
    """Date the decision."""
    step.case.decided_on = step.day


# --- hand-back -------------------------------------------------------------------------------------------


def hand_back(step: Step) -> None:
    """Back to the investigation: ``redo`` names the tasks to be done again (``verify``, ``visit``).

    The limits run on; what was found before is kept. A report that has expired leaves no other way out.
    """
    redo = tuple(step.data.get("redo", ()))
    if not redo:
        raise Refused("请选择需要重新办理的环节。", hint="信息核对、入户调查至少选一项。", code="redo")
    if "visit" in redo:
        assign_investigators(step)
    step.tasks = redo
    step.detail |= {"redo": list(redo)}
