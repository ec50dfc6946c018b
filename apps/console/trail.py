"""One event of the trail in words: what it was about, and what it changed in that row."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models

from apps.audit.models import Event
from apps.core.numbers import mask_name
from apps.pages import formats, history
from apps.regions.models import Region

# A version is stamped with the start of its transaction, an event with the moment it is written.
TRANSACTION_AT_MOST = timedelta(hours=1)
TOGETHER_WITHIN = timedelta(minutes=10)
VERSIONS_READ = 200
OTHERS_SHOWN = 20
SUBJECTS = {
    "register": "台账",
    "policy.businessday": "业务日期",
    "policy.calendaryear": "工作日历",
    "audit.event": "审计记录",
}
OTHER = "其他"


def subject_label(subject_type: str) -> str:
    """The kind of object in words."""
    if subject_type in SUBJECTS:
        return SUBJECTS[subject_type]
    model = _model(subject_type)
    return str(model._meta.verbose_name) if model is not None else OTHER


def name_subjects(events: Iterable[Event]) -> None:
    """Give every event ``subject_label`` and ``subject_name`` (the number of a case, the masked name of a person).

    One query for each kind of object among them; objects without a name of their own keep their number.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for event in events:
        wanted[event.subject_type].add(event.subject_id)
    names = {kind: _names(kind, keys) for kind, keys in wanted.items()}
    for event in events:
        event.subject_label = subject_label(event.subject_type)  # type: ignore[attr-defined]
        event.subject_name = names[event.subject_type].get(event.subject_id, "")  # type: ignore[attr-defined]


def _names(subject_type: str, keys: set[str]) -> dict[str, str]:
    """By key: number or name where the model has one in clear; names of persons masked."""
    model = _model(subject_type)
    field = next((name for name in ("number", "name") if model and _is_text(model, name)), "")
    if model is None or not field:
        # A bare word is a name in the code, not of a thing; what has a figure in it is a number or a day.
        return {key: key for key in keys if any(sign.isdigit() for sign in key)}
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    found = model._base_manager.filter(pk__in=numbers).values_list("pk", field)
    masks = hasattr(model, "masked_name")
    return {str(pk): mask_name(value) if masks else str(value) for pk, value in found}


def changes(event: Event) -> list[tuple[str, str, str]]:
    """(field, before, after) of the row the event is about, as far as this request or job changed it."""
    model = _model(event.subject_type)
    if not event.request_id or model is None or not hasattr(model, "history"):
        return []
    row = model._base_manager.filter(pk=event.subject_id).first()
    if row is None:
        return []
    since = event.at - TRANSACTION_AT_MOST
    kept = list(row.history.filter(pgh_created_at__gte=since).order_by("pgh_id")[:VERSIONS_READ])
    made = []
    for place, old in enumerate(kept):
        if history.context_of(old).get("request") == event.request_id:
            made += history.pairs(row, old, kept[place + 1] if place + 1 < len(kept) else row)
    return made


def others(event: Event, actor: Any) -> list[Event]:
    """What else the same request or job wrote into the trail."""
    if not event.request_id:
        return []
    rows = Event.objects.visible_to(actor).filter(
        at__range=(event.at - TOGETHER_WITHIN, event.at + TOGETHER_WITHIN), request_id=event.request_id
    )
    return list(rows.exclude(pk=event.pk).order_by("at", "pk")[:OTHERS_SHOWN])


def facts(event: Event) -> list[tuple[str, Any, str]]:
    """Label, value and class of everything that was said of the event."""
    place = Region.objects.filter(pk=event.region_code).first() if event.region_code else None
    name_subjects([event])
    name: str = event.subject_name  # type: ignore[attr-defined]
    return [
        ("时间", formats.moment(event.at), "no"),
        ("业务日期", event.business_date, "no"),
        ("姓名", event.actor_name, ""),
        ("岗位", event.post_label, ""),
        ("对象", f"{event.subject_label} {name}".strip(), ""),  # type: ignore[attr-defined]
        ("区划", place.full_name if place else "", ""),
        ("理由", event.reason, ""),
        ("地址", event.address, "no"),
    ]


def _model(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def _is_text(model: type[models.Model], name: str) -> bool:
    """A plain column: an encrypted one is a class of its own and must not be shown here."""
    return any(
        field.name == name and type(field) is models.CharField for field in model._meta.concrete_fields
    )
