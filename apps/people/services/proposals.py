"""What corrections and merges share: asked by one person, decided by another, closed once."""

from typing import TypeVar

from django.db import models

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.files.models import StoredFile
from apps.people.models import Person, Proposal

FILE_KIND = "people.evidence"
Asked = TypeVar("Asked", bound=Proposal)
LENGTH = 200


def require_reason(reason: str, what: str = "理由") -> str:
    """The reason, trimmed; ``Refused`` when there is none or it does not fit."""
    reason = reason.strip()
    if not reason:
        raise Refused(f"请写明{what}。", code="reason")
    if len(reason) > LENGTH:
        raise Refused(f"{what}最多 {LENGTH} 字，请缩短。", code="reason")
    return reason


def require_evidence(evidence: StoredFile | None) -> StoredFile:
    if evidence is None:
        raise Refused("请上传证明材料。", hint="例如户口簿、身份证或公安机关证明的扫描件。", code="evidence")
    return evidence


def lock_persons(*persons: Person) -> list[Person]:
    """The rows as they are now, locked in the order of their keys, returned in the order asked for.

    ``Refused`` when one of the files was merged into another meanwhile.
    """
    ids = [person.pk for person in persons]
    found = {row.pk: row for row in Person.objects.filter(pk__in=ids).order_by("pk").select_for_update()}
    for row in found.values():
        if row.merged_into_id is not None:
            raise Refused(
                f"{row.name}的这份档案已并入另一份档案。", hint="请在保留的档案中办理。", code="merged"
            )
    return [found[pk] for pk in ids]


def lock_open(model: type[Asked], proposal: Asked, actor: Actor) -> Asked:
    """The proposal, locked, when it is visible and still open."""
    row: Asked | None = (
        model._default_manager.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(pk=proposal.pk)
        .first()
    )
    if row is None:
        raise NotVisible("没有找到这项申请。")
    if row.state != Proposal.State.ASKED:
        raise Refused(f"这项申请{row.get_state_display()}，不能再办理。", code="decided")
    return row


def place_of(person: Person, actor: Actor) -> str:
    """Where what is asked lies: the person's home, or the actor's own place when the home is elsewhere."""
    return person.home_region_id if actor.covers(person.home_region_id) else actor.region_code


def asked_by(actor: Actor) -> dict[str, object]:
    """The columns that say who asked, and when."""
    return {"asked_by_id": actor.account, "asked_key": actor.person_key, "asked_on": clock.today()}


def decide(proposal: Proposal, actor: Actor, answer: str) -> None:
    """Note who decides; ``Forbidden`` without the right, and for whoever asked, under whatever account."""
    if proposal.asked_by_id == actor.user_id or proposal.asked_key == actor.person_key:
        raise Forbidden("提出和复核不能是同一人。", hint="请由其他人员复核。", code="four_eyes")
    if not actor.has("people.confirm_identity"):
        raise Forbidden("当前岗位不能复核身份事项。", hint="请由区民政局业务科室办理。")
    proposal.decided_by_id, proposal.decided_key = actor.account, actor.person_key
    proposal.decided_on, proposal.answer = clock.today(), answer.strip()[:LENGTH]


def refuse(proposal: Proposal, answer: str, *, actor: Actor, subject: models.Model, action: str) -> None:
    """Close an open proposal without effect, for a written reason."""
    answer = require_reason(answer, "不同意的理由")
    decide(proposal, actor, answer)
    proposal.state = Proposal.State.REFUSED
    proposal.save()
    record(
        f"people.{action}_refused",
        f"{proposal._meta.verbose_name}未通过",
        actor=actor,
        subject=subject,
        region_code=proposal.region_id,
        reason=answer,
        detail={action: proposal.pk},
    )


def withdraw(proposal: Proposal, *, actor: Actor, subject: models.Model, action: str) -> None:
    """Take an open proposal back; only whoever asked may."""
    if proposal.asked_by_id != actor.user_id:
        raise Forbidden("只有提出人可以撤回。")
    proposal.state = Proposal.State.WITHDRAWN
    proposal.save()
    record(
        f"people.{action}_withdrawn",
        f"撤回{proposal._meta.verbose_name}",
        actor=actor,
        subject=subject,
        region_code=proposal.region_id,
        detail={action: proposal.pk},
    )
