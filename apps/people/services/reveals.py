"""Looking at full numbers: with a reason, for a while, on record."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core.errors import Forbidden, Refused
from apps.people.models import Reveal

REVEAL_MINUTES = 15
REASON_LENGTH = 200


@transaction.atomic
def reveal(subject: models.Model, reason: str, *, actor: Actor) -> Reveal:
    """Show the actor the full numbers of ``subject`` (a person, a case …) for 15 minutes.

    The caller has found ``subject`` through ``visible_to``. ``Forbidden`` without ``people.reveal_number``;
    ``Refused`` without a reason.
    """
    if actor.user_id is None or not actor.has("people.reveal_number"):
        raise Forbidden("当前岗位不能查看完整证件号。", hint="办理需要时，请由经办岗位查看。")
    reason = reason.strip()
    if not reason:
        raise Refused("请写明查看理由。", code="reason")
    if len(reason) > REASON_LENGTH:
        raise Refused(f"查看理由最多 {REASON_LENGTH} 字，请缩短。", code="reason")
    shown = Reveal.objects.create(
        user_id=actor.user_id,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        reason=reason,
        until=timezone.now() + timedelta(minutes=REVEAL_MINUTES),
    )
    record(
        "people.reveal",
        "查看完整证件号",
        actor=actor,
        subject=subject,
        region_code=getattr(subject, "region_id", "") or getattr(subject, "home_region_id", ""),
        reason=reason,
    )
    return shown


def revealed(subject: models.Model, actor: Actor) -> bool:
    """Whether the actor, under a post that may, is looking at full numbers of ``subject`` just now."""
    return (
        actor.user_id is not None
        and actor.has("people.reveal_number")
        and Reveal.objects.filter(
            user_id=actor.user_id,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            until__gt=timezone.now(),
        ).exists()
    )
