"""Submitting an application: one token, one case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case, CaseAction, CaseDocument, CaseState, Draft, NumberSequence
from apps.casework.services import work
from apps.core import clock, numbers
from apps.core.declarations import CaseKind
from apps.core.errors import Forbidden
from apps.core.registries import case_kinds
from apps.people.models import Household, Person, PersonScope


@dataclass(frozen=True)
class Submission:
    """What makes a case: the kind, where, for whom, and the token that makes it unique.

    ``build`` writes the detail model for the new case; it runs inside the transaction.
    """

    kind: str
    token: UUID
    region_id: str
    applicant: Person
    household: Household | None
    build: Callable[[Case], None]
    channel: str = Case.Channel.WINDOW
    relative_registered: bool = False
    draft_id: UUID | None = None


@transaction.atomic
def submit(submission: Submission, *, actor: Actor) -> Case:
    """Create the case in 待受理, or return the one this token already made (double click, repeated request)."""
    kind = case_kinds.get(submission.kind)
    if not actor.has(kind.create_permission) or not actor.covers(submission.region_id):
        raise Forbidden("当前岗位不能在这里提交申请。", hint="请切换到该村（社区）或所属镇街的岗位。")
    existing = existing_case(submission.token)
    if existing is not None:
        return existing
    day = clock.today()
    case = Case.objects.create(
        number=next_number(kind.prefix, submission.region_id),
        kind=kind.code,
        line=kind.line,
        region_id=submission.region_id,
        applicant=submission.applicant,
        household=submission.household,
        state=CaseState.SUBMITTED,
        channel=submission.channel,
        relative_registered=submission.relative_registered,
        submitted_on=day,
        submitted_at=timezone.now(),
        created_by_id=actor.account,
        workflow_version=kind.version,
        submit_token=submission.token,
    )
    submission.build(case)
    _first_action(case, kind, actor)
    extend_scope(submission.applicant, submission.region_id, PersonScope.Reason.CASE)
    if submission.draft_id:
        CaseDocument.objects.filter(draft_id=submission.draft_id, withdrawn_at__isnull=True).update(case=case)
        Draft.objects.visible_to(actor).filter(pk=submission.draft_id).delete()
    for task in kind.tasks_of(CaseState.SUBMITTED):
        work.open_task(task, case, day=day)
    record("case.submit", f"提交{kind.label}申请", actor=actor, subject=case, region_code=case.region_id)
    return case


def extend_scope(person: Person, region_id: str, reason: str) -> None:
    """Make a person visible where it now is somebody's business."""
    PersonScope.objects.get_or_create(person=person, region_id=region_id, reason=reason)


def next_number(prefix: str, region_id: str) -> str:
    """The next case number of the town and day, e.g. ``DB-212009-20211217-0003``; no number is given twice."""
    town, day = region_id[:9], clock.today()
    NumberSequence.objects.get_or_create(prefix=prefix, region_code=town, day=day)
    row = NumberSequence.objects.select_for_update().get(prefix=prefix, region_code=town, day=day)
    NumberSequence.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return numbers.case_number(prefix, town, day, row.last + 1)


def existing_case(token: UUID) -> Case | None:
    """The case that this token has made. Requests with the same token queue here until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(token)])
    return Case.objects.filter(submit_token=token).first()


def _first_action(case: Case, kind: CaseKind, actor: Actor) -> Any:
    action = kind.action("submit")
    return CaseAction.objects.create(
        case=case,
        version=1,
        action=action.code,
        label=action.label,
        duty=action.duty,
        from_state="",
        to_state=CaseState.SUBMITTED,
        user_id=actor.account,
        grant_id=actor.grant_id,
        person_key=actor.person_key,
        actor_name=actor.signed_name,
        post_label=actor.post_label,
        business_date=case.submitted_on,
    )
