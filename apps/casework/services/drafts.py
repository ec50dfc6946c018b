"""Drafts: what is typed is kept, encrypted, until it is submitted or thrown away."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.actor import Actor
from apps.casework.models import CaseDocument, Draft
from apps.core.errors import NotVisible, StaleVersion
from apps.core.registries import case_kinds


@transaction.atomic
def start_draft(kind: str, *, actor: Actor, fields: dict[str, Any] | None = None, label: str = "") -> Draft:
    """A new draft of ``kind`` in the actor's region."""
    case_kinds.get(kind)
    return Draft.objects.create(
        owner_id=actor.account,
        kind=kind,
        region_id=actor.region_code,
        label=label,
        fields=json.dumps(fields or {}, ensure_ascii=False),
    )


@transaction.atomic
def save_draft(
    draft_id: UUID,
    fields: dict[str, Any],
    *,
    revision: int,
    actor: Actor,
    label: str = "",
    is_own: Callable[[dict[str, Any]], bool] | None = None,
) -> Draft:
    """Keep what is typed. Raises ``StaleVersion`` when a newer window has saved since ``revision``.

    ``is_own`` looks at the fields kept by now, under the lock, and says whether the asking window itself kept
    them: several of its requests may be on their way at once.
    """
    draft = Draft.objects.visible_to(actor).select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotVisible("没有找到这份草稿。")
    if draft.revision != revision and not (is_own and is_own(draft_fields(draft))):
        raise StaleVersion("这份草稿在另一个窗口保存过。")
    draft.fields = json.dumps(fields, ensure_ascii=False)
    draft.revision += 1
    draft.label = label or draft.label
    draft.save(update_fields=["fields", "revision", "label", "updated_at"])
    return draft


def draft_fields(draft: Draft) -> dict[str, Any]:
    """The fields as they were typed."""
    fields: dict[str, Any] = json.loads(draft.fields)
    return fields


@transaction.atomic
def discard_draft(draft_id: UUID, *, actor: Actor) -> None:
    """Throw a draft away, with the papers that were attached to it only."""
    draft = Draft.objects.visible_to(actor).filter(pk=draft_id).first()
    if draft is None:
        raise NotVisible("没有找到这份草稿。")
    CaseDocument.objects.filter(draft_id=draft.pk, case__isnull=True).delete()
    draft.delete()
