"""The history of a row in words: who changed what, from what, to what, when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from apps.accounts.models import User
from apps.core.fields import EncryptedTextField
from apps.pages import formats

LIMIT = 50
SILENT = ("id", "version", "created_at", "updated_at")


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
        if not _is_kept(old, field.name):
            continue
        before, after = getattr(old, field.attname), getattr(new, field.attname)
        if before == after:
            continue
        shown = (
            ("", "")
            if isinstance(field, EncryptedTextField)
            else (_words(field, before, old), _words(field, after, new))
        )
        yield field, str(field.verbose_name), *shown


def _is_kept(old: Any, name: str) -> bool:
    try:
        old._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _words(field: Any, value: Any, owner: Any) -> str:
    if value is None or value == "":
        return formats.NOTHING
    of_list = getattr(field, "base_field", None)
    if of_list is not None and of_list.choices:
        return "、".join(str(dict(of_list.flatchoices).get(part, part)) for part in value) or formats.NOTHING
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        related = getattr(owner, field.name, None)
        return str(related) if related is not None else formats.NOTHING
    return formats.plain(value)


def _names_of(kept: list[Any]) -> dict[int, str]:
    ids = {_user_id(old) for old in kept} - {None}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _context(old: Any) -> dict[str, Any]:
    context = getattr(old, "pgh_context", None)
    return (getattr(context, "metadata", context) or {}) if context else {}


def _user_id(old: Any) -> int | None:
    value = _context(old).get("user")
    return int(value) if value is not None else None


def _reason(old: Any) -> str:
    reason = _context(old).get("reason", "")
    return f"原因：{reason}" if reason else ""


def _who(old: Any, names: dict[int, str]) -> str:
    return names.get(_user_id(old) or 0, "")
