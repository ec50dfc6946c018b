"""The working calendar as loaded, kept per process for as long as its rows do not change."""

from django.db import connection

from apps.core.workdays import WorkingCalendar
from apps.policy.models import CalendarDay, CalendarYear

# One number a year over its days: cheap to ask for, and different as soon as any day is.
VERSION_SQL = """
SELECT y.year, count(d.day), coalesce(bit_xor(hashtextextended(d.day::text || d.is_working::text, 0)), 0)
FROM policy_calendaryear y LEFT JOIN policy_calendarday d ON d.year_id = y.year
GROUP BY y.year ORDER BY y.year
"""

_kept: tuple[object, WorkingCalendar] | None = None


def working_calendar() -> WorkingCalendar:
    """Years and exceptional days, for ``apps.core.workdays``; there a year not loaded raises CalendarMissing."""
    global _kept
    with connection.cursor() as cursor:
        cursor.execute(VERSION_SQL)
        version = cursor.fetchall()
    if _kept is None or _kept[0] != version:
        _kept = (version, _load())
    return _kept[1]


def _load() -> WorkingCalendar:
    return WorkingCalendar(
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        exceptions=dict(CalendarDay.objects.values_list("day", "is_working")),
    )
