"""The history of a row in words: who changed what, from what, to what, when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from apps.accounts.models import User
from apps.core.fields import EncryptedTextField
from apps.core.registries import case_kinds
from apps.pages import formats

LIMIT = 50
SILENT = ("id", "version", "created_at", "updated_at")
# Keys to the person who did something carry no name of their own; neither do two moments.
ROLES = {
    "given_by": "授权人",
    "registered_by": "登记人",
    "answered_by": "答复人",
    "checked_by": "检查人",
    "proposed_by": "提出人",
    "decided_by": "决定人",
    "made_by": "制作人",
    "found_by": "发现人",
    "frozen_by": "定稿人",
    "officer": "核对人",
    "lead_signed_at": "主办人签名时间",
    "second_signed_at": "协办人签名时间",
    "checked_at": "复核时间",
    "frozen_at": "定稿时间",
    "end_case": "终止依据的办件",
}
CHANGED = "（已更改）"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CODE = re.compile(r"[a-z]+(_[a-z]+)*")


@dataclass(frozen=True)
class Entry:
    """A line for the timeline component."""

    at: datetime
    text: str
    hint: str = ""


def entries(row: models.Model) -> list[Entry]:
    """The last changes of ``row``, newest first; empty for a model whose history is not kept.

    History keeps the *old* version at each change: what a change made of it is the version kept next, or the row
    itself.
    """
    if not hasattr(row, "history"):
        return []
    kept = list(row.history.order_by("-pgh_id")[:LIMIT])
    names = _names_of(kept)
    later: Any = row
    made = []
    for old in kept:
        changes = differences(row, old, later)
        if changes:
            told = "，".join(filter(None, (_who(old, names), _reason(old))))
            made.append(Entry(old.pgh_created_at, "；".join(changes), told))
        later = old
    return made


def differences(row: models.Model, old: Any, new: Any) -> list[str]:
    """`发放账户 … → …` for each tracked field that differs; secrets say only that they changed."""
    return [
        f"{label}已更正" if isinstance(field, EncryptedTextField) else f"{label} {before} → {after}"
        for field, label, before, after in _different(row, old, new)
    ]


def pairs(row: models.Model, old: Any, new: Any) -> list[tuple[str, str, str]]:
    """(label, before, after) for each tracked field that differs; secrets are not shown."""
    return [
        (label, "（已更正）", "（已更正）")
        if isinstance(field, EncryptedTextField)
        else (label, before, after)
        for field, label, before, after in _different(row, old, new)
    ]


def _different(row: models.Model, old: Any, new: Any) -> Iterator[tuple[Any, str, str, str]]:
    for field in row._meta.concrete_fields:
        # What is not entered (digests, masks, search keys, levels of a region) follows from what is.
        if field.name in SILENT or not field.editable or isinstance(field, models.GeneratedField):
            continue
        label = label_of(field)
        if not label or not _is_kept(old, field.name):
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before == after:
            continue
        shown = (
            ("", "")
            if isinstance(field, EncryptedTextField)
            else (_words(field, before, old), _words(field, after, new))
        )
        yield field, label, *shown


def _is_kept(old: Any, name: str) -> bool:
    try:
        old._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def label_of(field: Any) -> str:
    """What a field is called on pages; nothing for one that is the system's own (keys, tokens, positions)."""
    name = str(field.verbose_name)
    if _CHINESE.search(name):
        return name
    if field.name in ROLES:
        return ROLES[field.name]
    related = str(field.related_model._meta.verbose_name) if field.is_relation else ""
    return related if _CHINESE.search(related) else ""


def _words(field: Any, value: Any, owner: Any) -> str:
    """A stored value as a person reads it: choices and codes in words, rows by name, never a bag of keys."""
    if value is None or value == "":
        return formats.NOTHING
    of_list = getattr(field, "base_field", None)
    if of_list is not None and of_list.choices:
        return "、".join(str(dict(of_list.flatchoices).get(part, part)) for part in value) or formats.NOTHING
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        related = getattr(owner, field.name, None)
        if related is None:
            return formats.NOTHING
        return str(related) if "__str__" in vars(type(related)) else CHANGED
    if isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value)
    ):
        return CHANGED
    if isinstance(field, models.CharField) and field.name != "username" and _CODE.fullmatch(str(value)):
        return _of_code(str(value))
    return formats.plain(value)


def _of_code(code: str) -> str:
    """A kind of case or a programme by its name; any other code says only that it changed."""
    kind = case_kinds.find(code) or next((k for k in case_kinds if k.programme == code), None)
    return kind.label.removesuffix("申请") if kind else CHANGED


def _names_of(kept: list[Any]) -> dict[int, str]:
    ids = {_user_id(old) for old in kept} - {None}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def context_of(old: Any) -> dict[str, Any]:
    """What the request or job that left this version behind said of itself: ``user``, ``request``, ``reason``."""
    context = getattr(old, "pgh_context", None)
    return (getattr(context, "metadata", context) or {}) if context else {}


def _user_id(old: Any) -> int | None:
    value = context_of(old).get("user")
    return int(value) if value is not None else None


def _reason(old: Any) -> str:
    reason = context_of(old).get("reason", "")
    return f"原因：{reason}" if reason else ""


def _who(old: Any, names: dict[int, str]) -> str:
    return names.get(_user_id(old) or 0, "")
