"""Writing the trail."""

from typing import Any

from apps.audit.models import Event
from apps.core import clock


def record(
    action: str,
    label: str,
    *,
    actor: Any,
    subject: Any = None,
    subject_type: str = "",
    subject_id: Any = "",
    region_code: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write one event, in the caller's transaction: if it cannot be written, the change is rolled back.

    ``actor`` is an ``accounts.actor.Actor``. ``subject`` is a model instance, or ``subject_type`` and
    ``subject_id`` name it. ``detail`` must hold ids and codes only.
    """
    if subject is not None:
        subject_type, subject_id = subject._meta.label_lower, subject.pk
    return Event.objects.create(
        business_date=clock.today(),
        user_id=actor.user_id,
        actor_name=actor.signed_name,
        post_label=actor.post_label,
        action=action,
        label=label,
        subject_type=subject_type,
        subject_id=str(subject_id),
        region_code=region_code or getattr(subject, "region_id", "") or "",
        reason=reason,
        detail=detail or {},
        request_id=actor.request_id,
        address=actor.address,
    )
