"""Alarm about the working calendar: deadlines in a year without one are refused, so it is asked for in time."""

from datetime import date

from apps.core.declarations import Alarm
from apps.core.registries import alarms
from apps.policy.models import CalendarYear

ASKED_FROM_MONTH = 10  # the State Council's order for the next year comes out in autumn


def missing_years(day: date) -> list[str]:
    """This year, and from October on the next one, when no calendar is loaded for it."""
    wanted = [day.year] + ([day.year + 1] if day.month >= ASKED_FROM_MONTH else [])
    known = set(CalendarYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    return [
        f"{year} 年工作日历还没有导入，期限落在这一年的办件不能办理" for year in wanted if year not in known
    ]


alarms.register(Alarm("policy.calendar", "工作日历缺失", missing_years, order=40))
