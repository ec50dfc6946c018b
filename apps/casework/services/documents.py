"""Papers of a case: taking them in, noting those seen on paper or answered by shared data, withdrawing them.

Before submission a paper belongs to a draft, afterwards to the case; ``submission.submit`` moves it over. Files
are of the kind ``FILE_KIND``; who may open one is said in ``may_see_document`` (registered by the app's config).
"""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.casework.models import Case, CaseDocument, Draft, Letter
from apps.casework.workflow import Standing, bar
from apps.core.declarations import CaseKind
from apps.core.errors import Forbidden, NotVisible, Refused
from apps.core.registries import case_kinds
from apps.files.models import StoredFile
from apps.files.services import store_upload

FILE_KIND = "case.document"
LETTER_KIND = "letter"


@transaction.atomic
def attach_upload(
    uploaded: "File[bytes]",
    slot: str,
    *,
    actor: Actor,
    case: Case | None = None,
    draft: Draft | None = None,
    member_key: str = "",
    label: str = "",
) -> CaseDocument:
    """Store an uploaded file (checked by content) as the paper ``slot`` of a draft or of a case.

    ``member_key`` is the row of the form that it is about; ``label`` defaults to that of the kind's slot. Raises
    ``Refused`` with a sentence about the file or an unknown slot, ``Forbidden`` when the case does not wait for
    the actor, ``NotVisible`` for somebody else's draft.
    """
    kind = _require(actor, case, draft)
    label = label or _slot_label(kind, slot)
    stored = store_upload(uploaded, kind=FILE_KIND, actor=actor)
    return _add(
        actor, case, draft, slot=slot, label=label, member_key=member_key, source="upload", file=stored
    )


@transaction.atomic
def note_document(
    slot: str,
    *,
    actor: Actor,
    source: str,
    case: Case | None = None,
    draft: Draft | None = None,
    member_key: str = "",
    label: str = "",
) -> CaseDocument:
    """Note that ``slot`` was seen on paper (``paper``) or is answered by shared data (``shared``)."""
    if source not in (CaseDocument.Source.PAPER, CaseDocument.Source.SHARED):
        raise Refused("请选择材料的提供方式。", code="source")
    kind = _require(actor, case, draft)
    label = label or _slot_label(kind, slot)
    return _add(actor, case, draft, slot=slot, label=label, member_key=member_key, source=source)


@transaction.atomic
def withdraw_document(document_id: int, *, actor: Actor) -> CaseDocument:
    """Take a paper back out of a draft or a case that waits for the actor; the file itself is kept."""
    document = (
        CaseDocument.objects.filter(withdrawn_at__isnull=True, pk=document_id)
        .filter(_reachable(actor))
        .select_related("case")
        .first()
    )
    if document is None:
        raise NotVisible("没有找到这件材料。")
    if document.case is not None and not may_add(document.case, actor):
        raise Forbidden("本件当前不由本岗位办理，不能撤下材料。", hint="请由承办本环节的岗位处理。")
    document.withdrawn_at = timezone.now()
    document.save(update_fields=["withdrawn_at"])
    if document.case is not None:
        _trace("case.document_withdraw", f"撤下材料：{document.label}", document, actor)
    return document  # type: ignore[no-any-return]


def may_add(case: Case, actor: Actor, standing: Standing | None = None) -> bool:
    """Whether the case now waits for a step of the actor: only then it takes papers from them."""
    kind = case_kinds.get(case.kind)
    steps = [action for action in kind.actions if action.task and case.state in action.from_states]
    standing = standing or Standing(case, actor)
    return any(bar(case, kind, action, actor, standing) is None for action in steps)


def documents_of(*, case: Case | None = None, draft: Draft | None = None) -> list[CaseDocument]:
    """The papers that stand, by slot, with files and who added them."""
    if case is None and draft is None:
        return []
    owner = Q(case=case) if case is not None else Q(draft_id=draft.pk, case__isnull=True)  # type: ignore[union-attr]
    rows = CaseDocument.objects.filter(owner, withdrawn_at__isnull=True)
    return list(rows.select_related("file", "added_by"))


def may_see_document(stored: StoredFile, actor: Actor) -> bool:
    """Whoever may see the case, or the owner of the draft, may see the paper."""
    return CaseDocument.objects.filter(_reachable(actor), file=stored).exists()


def may_see_letter(stored: StoredFile, actor: Actor) -> bool:
    """Whoever may see the case may see its letters."""
    return bool(Letter.objects.visible_to(actor).filter(file=stored).exists())


def _reachable(actor: Actor) -> Q:
    """Papers of cases in scope, and of one's own drafts."""
    cases = Case.objects.visible_to(actor).values("pk")
    drafts = Draft.objects.visible_to(actor).values("pk")
    return Q(case__in=cases) | Q(case__isnull=True, draft_id__in=drafts)


def _require(actor: Actor, case: Case | None, draft: Draft | None) -> CaseKind:
    if draft is not None and case is None:
        if draft.owner_id != actor.user_id:
            raise NotVisible("没有找到这份草稿。")
        return case_kinds.get(draft.kind)
    if case is None or not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotVisible("没有找到这件办件。")
    if not may_add(case, actor):
        raise Forbidden("本件当前不由本岗位办理，不能添加材料。", hint="请由承办本环节的岗位处理。")
    return case_kinds.get(case.kind)


def _slot_label(kind: CaseKind, slot: str) -> str:
    for declared in kind.documents:
        if declared.code == slot:
            return declared.label
    raise Refused("请选择这件材料的名称。", code="slot")


def _add(actor: Actor, case: Case | None, draft: Draft | None, **fields: Any) -> CaseDocument:
    fields |= {"draft_id": draft.pk if draft is not None else None, "added_by_id": actor.user_id}
    document = CaseDocument.objects.create(case=case, **fields)
    if case is not None:
        _trace("case.document", f"添加材料：{document.label}", document, actor)
    return document


def _trace(event: str, text: str, document: CaseDocument, actor: Actor) -> None:
    case = document.case
    record(
        event,
        text,
        actor=actor,
        subject=case,
        region_code=case.region_id if case else "",
        detail={"document": document.pk, "slot": document.slot},
    )
