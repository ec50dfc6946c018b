"""Why the records behind a closed figure are others now, in words: from the trail of what was done to them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from apps.audit.models import Event
from apps.core.declarations import Bounds, Indicator

LONGEST = 300
ASKED = (
    500  # records whose trail is read; more than that is a change of the whole roll, told by the first ones
)
TOLD = 3


def cause_of(
    indicator: Indicator,
    bounds: Bounds,
    added: Sequence[str],
    removed: Sequence[str],
    *,
    since: datetime | None,
) -> str:
    """`增加 1 条、减少 2 条；终止待遇（收入超过标准）`: how many records moved and what was done to them since closing."""
    told = []
    if added:
        told.append(f"增加 {len(added)} 条")
    if removed:
        told.append(f"减少 {len(removed)} 条")
    moved = "、".join(told) or ("记录的数值有变化" if indicator.records is not None else "标准有变化")
    done = _done_to(indicator, bounds, [*added, *removed][:ASKED], since)
    return (f"{moved}；{'、'.join(done)}" if done else moved)[:LONGEST]


def _done_to(indicator: Indicator, bounds: Bounds, ids: Sequence[str], since: datetime | None) -> list[str]:
    """The labels (and reasons) of what was done since to the pages that these records stand on, the latest first."""
    _, _, path = indicator.record_url.partition("|")
    if not ids or not path or since is None or indicator.records is None:
        return []
    model = indicator.records(bounds).model
    owner = model
    *steps, _last = path.split("__")
    for step in steps:
        owner = owner._meta.get_field(step).related_model
    subject = "__".join([*steps, "pk"])
    subjects = model._default_manager.filter(pk__in=list(ids)).values_list(F(subject), flat=True).distinct()
    events = Event.objects.filter(
        subject_type=owner._meta.label_lower, subject_id__in=[str(pk) for pk in subjects], at__gte=since
    )
    words: list[str] = []
    # The reason of a change of an entitlement is a word of a list; what somebody typed at a case may name people.
    for action, label, reason in events.order_by("-at").values_list("action", "label", "reason")[:ASKED]:
        said = f"{label}（{reason}）" if reason and action.startswith("entitlement.") else label
        if said not in words:
            words.append(said)
    return words[:TOLD]
