"""Complaints (投诉举报) about assistance work: registered, taken on, answered within fifteen calendar days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case, CaseAction, Complaint, WorkItem
from apps.casework.services import work
from apps.casework.steps import next_serial
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.registries import case_kinds
from apps.files.pdf import render_pdf
from apps.files.services import store_bytes
from apps.jobs.services import enqueue
from apps.policy.services import parameter

SUBJECT, TASK = "casework.complaint", "complaint"
REGISTER, HANDLE = "casework.register_complaint", "casework.supervise_case"
FILE_KIND, JOB = "complaint.answer", "casework.complaint_answer"
STYLES = ("css/letter.css",)


@dataclass(frozen=True)
class Told:
    """What was brought forward. ``about`` names a person or matter where there is no case; ``name`` is empty for
    an anonymous one."""

    channel: str
    content: str
    received_on: date
    case: Case | None = None
    about: str = ""
    name: str = ""
    phone: str = ""


@transaction.atomic
def register_complaint(told: Told, *, actor: Actor) -> Complaint:
    """Give it a number, a due date and a work item at the bureau; a complained case waits for the bureau's visit.

    浙江省社会救助条例 §58; 民发〔2021〕57号 §20, §37.
    """
    if not actor.has(REGISTER):
        raise Forbidden("当前岗位不能登记投诉举报。", hint="请由镇（街道）受理、初审岗位或区业务科室登记。")
    case, district = told.case, actor.region_code[:6]
    if case is not None and not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotVisible("没有找到这件办件。")
    day = clock.today()
    made = Complaint.objects.create(
        number=next_serial("TS", district, day),
        region_id=case.region_id if case else actor.region_code,
        case=case,
        about=told.about,
        channel=told.channel,
        is_anonymous=not told.name,
        name=told.name,
        phone=told.phone,
        content=told.content,
        received_on=told.received_on,
        due_on=told.received_on + timedelta(days=int(parameter("complaint.days", told.received_on))),
        registered_by_id=actor.account,
    )
    WorkItem.objects.create(
        subject_type=SUBJECT,
        subject_id=str(made.pk),
        region_id=made.region_id,
        task=TASK,
        label="投诉举报",
        permission=HANDLE,
        level="district",
        line=case.line if case else "assistance",
        opened_on=day,
        due_on=made.due_on,
    )
    if case is not None:
        _ask_for_visit(case)
    record("complaint.register", "登记投诉举报", actor=actor, subject=made, region_code=made.region_id)
    return made


def _ask_for_visit(case: Case) -> None:
    """The bureau visits every household complained about before the case is decided."""
    task = case_kinds.get(case.kind).task("bureau_visit")
    if task is not None and case.is_open and case.accepted_on and case.waits_for_bureau:
        work.open_once(task, case)


def item_of(complaint: Complaint) -> WorkItem | None:
    """The work item of a complaint; its holder is the handler."""
    rows = WorkItem.objects.filter(subject_type=SUBJECT, subject_id=str(complaint.pk))
    return rows.select_related("holder").order_by("-id").first()


def is_handler(complaint: Complaint, actor: Actor) -> bool:
    """Whether ``actor`` has taken the complaint on: only then it learns who complained.

    A claim from the inbox by somebody who took part in the case tells nothing.
    """
    item = item_of(complaint)
    holds = item is not None and item.holder_id is not None and item.holder_id == actor.user_id
    return holds and not is_involved(complaint, actor)


@transaction.atomic
def take_on(complaint_id: int, *, actor: Actor) -> Complaint:
    """Claim a complaint. Nobody handles one about a case in which it took a step."""
    complaint = _lock(complaint_id, actor)
    _refuse_involved(complaint, actor)
    item = item_of(complaint)
    if item is None or item.closed_at is not None:
        raise Refused("这件投诉已经答复。", code="answered")
    if item.holder_id != actor.user_id:
        work.claim(item.pk, actor=actor)
    return complaint


@transaction.atomic
def answer(complaint_id: int, *, outcome: str, finding: str, text: str, actor: Actor) -> Complaint:
    """Conclude a complaint; under a name it is answered by letter (民发〔2021〕57号 §37).

    Raises ``Refused`` for anybody but its handler, when it is answered already, or without the words it needs.
    """
    complaint = _lock(complaint_id, actor)
    if complaint.outcome:
        raise Refused("这件投诉已经答复。", hint="请刷新本页查看答复。", code="answered")
    if not is_handler(complaint, actor):
        raise Refused("请先承办这件投诉，再登记答复。", code="holder")
    _refuse_involved(complaint, actor)
    if outcome not in [value for value in Complaint.Outcome.values if value] or not finding.strip():
        raise Refused("请选择办理结果，并写明调查情况。", code="finding")
    if not complaint.is_anonymous and not text.strip():
        raise Refused("实名反映的，请写明给反映人的答复。", code="answer")
    complaint.outcome, complaint.finding, complaint.answer = outcome, finding.strip(), text.strip()
    complaint.answered_on, complaint.answered_by_id = clock.today(), actor.account
    if not complaint.is_anonymous:
        complaint.answer_number = f"鄞民访答 {next_serial('TSD', complaint.region_id[:6], clock.today())}"
    complaint.save()
    WorkItem.objects.open().filter(subject_type=SUBJECT, subject_id=str(complaint.pk)).update(
        closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome="answered"
    )
    if not complaint.is_anonymous:
        enqueue(
            JOB, actor=actor, arguments={"complaint": complaint.pk}, key=f"complaint-answer:{complaint.pk}"
        )
    record(
        "complaint.answer",
        "答复投诉举报",
        actor=actor,
        subject=complaint,
        region_code=complaint.region_id,
        detail={"outcome": outcome},
    )
    return complaint


def make_answer(complaint: Complaint, *, bureau: str) -> None:
    """Draw the answer as PDF, once."""
    if complaint.answer_file_id is not None or not complaint.outcome:
        return
    context: dict[str, Any] = {"complaint": complaint, "bureau": bureau}
    html = render_to_string("letters/complaint.html", context)
    stored = store_bytes(
        render_pdf(html, stylesheets=STYLES, title="投诉举报答复", dated=complaint.answered_on),
        kind=FILE_KIND,
        name=f"投诉举报答复-{complaint.number}.pdf",
        content_type="application/pdf",
    )
    Complaint.objects.filter(pk=complaint.pk).update(answer_file=stored)


def _lock(complaint_id: int, actor: Actor) -> Complaint:
    rows = Complaint.objects.visible_to(actor).select_for_update(of=("self",)).select_related("case")
    found: Complaint | None = rows.filter(pk=complaint_id).first()
    if found is None:
        raise NotVisible("没有找到这件投诉。")
    if not actor.has(HANDLE):
        raise Forbidden("当前岗位不能办理投诉举报。", hint="请由区民政局业务科室办理。")
    return found


def is_involved(complaint: Complaint, actor: Actor) -> bool:
    """Whether the person took a step of the case that is complained about."""
    if complaint.case_id is None or not actor.person_key:
        return False
    rows = CaseAction.objects.filter(case_id=complaint.case_id, person_key=actor.person_key)
    return bool(rows.exists())


def _refuse_involved(complaint: Complaint, actor: Actor) -> None:
    if is_involved(complaint, actor):
        raise Forbidden("本人办理过被反映的办件，应当回避。", hint="请由其他人员承办。", code="four_eyes")
