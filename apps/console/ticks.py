"""What people are reminded of by the day: due dates of what they hold, grants that end, a calendar that is missing."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from apps.accounts.messages import holders_of, tell
from apps.accounts.models import Grant
from apps.accounts.services import MANAGE
from apps.casework.models import WorkItem
from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.policy.alarms import missing_years

# Days ahead on which the end of a grant is told: time to appoint, and once more at the last moment.
ENDING_DAYS = (14, 3)


def remind_due(day: date) -> dict[str, Any]:
    """Tell each holder, in one message, how many of his items became overdue or nearly due today."""
    late, soon = Q(overdue_on=day), Q(warned_on=day, due_on__gte=day)
    held = WorkItem.objects.open().filter(late | soon, holder__isnull=False)
    told = 0
    for row in held.values("holder_id").annotate(
        late=Count("pk", filter=late), soon=Count("pk", filter=soon)
    ):
        parts = [f"{row['late']} 件待办已超期"] if row["late"] else []
        parts += [f"{row['soon']} 件待办即将到期"] if row["soon"] else []
        link = reverse("casework:inbox") + ("?view=late" if row["late"] else "?view=soon")
        told += tell(
            [row["holder_id"]], f"{'，'.join(parts)}，请尽快办理。", link=link, kind=f"casework.due:{day}"
        )
    return {"told": told}


def remind_grants(day: date) -> dict[str, Any]:
    """Tell the holder of a grant, and who may prolong it, that it ends in two weeks and in three days."""
    ending = Grant.objects.filter(
        valid_to__in=[day + timedelta(days=n) for n in ENDING_DAYS], user__is_active=True
    ).filter(~Q(valid_to=F("valid_from")))
    told = 0
    for grant in ending.with_parts().select_related("user"):
        last = f"{grant.valid_to:%Y-%m-%d}"
        kind = f"accounts.ending:{grant.pk}:{last}"
        told += tell(
            [grant.user_id], f"岗位“{grant}”授权到 {last} 为止，需要延长的请告诉安全管理员。", kind=kind
        )
        told += tell(
            holders_of(MANAGE),
            f"{grant.user.name}的“{grant}”授权到 {last} 为止。",
            link=reverse("console:account", args=[grant.user_id]),
            kind=kind,
        )
    return {"told": told}


def remind_calendar(day: date) -> dict[str, Any]:
    """From October on, tell who keeps the calendar that the next year is missing; again on every first of a month."""
    missing = missing_years(day)
    if not missing:
        return {}
    kind = f"policy.calendar:{day:%Y-%m}"
    told = tell(
        holders_of("policy.manage_parameter"), f"{missing[0]}。", link=reverse("console:calendar"), kind=kind
    )
    return {"told": told}


# After the marks of casework (20), which they read.
ticks.register(
    Tick("console.remind_due", "待办到期提醒", remind_due, order=25),
    Tick("console.remind_grants", "授权到期提醒", remind_grants, order=26),
    Tick("console.remind_calendar", "工作日历提醒", remind_calendar, order=27),
)
