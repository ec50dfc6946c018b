"""Standards, parameters and the calendar in force."""

from typing import Any

from apps.core import clock
from apps.pages.views import PageView
from apps.policy.models import CalendarDay, CalendarYear, Parameter, Standard


class Parameters(PageView):
    """What is in force today, with what comes next, and the working calendar by year."""

    permission = "policy.view_parameter"
    template_name = "console/parameters.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        years = list(CalendarYear.objects.order_by("-year"))
        return {
            "standards": Standard.objects.order_by("code", "-effective_from"),
            "parameters": Parameter.objects.order_by("key", "-effective_from"),
            "years": years,
            "days": CalendarDay.objects.filter(day__year__gte=today.year).order_by("day"),
            "missing_year": _missing_year(years),
            "today": today,
        }


def _missing_year(years: list[CalendarYear]) -> int | None:
    """Next year, when its holidays are not entered though limits may already run into it."""
    following = clock.today().year + 1
    loaded = {year.year for year in years}
    if clock.today().year not in loaded:
        return clock.today().year
    return following if clock.today().month >= 11 and following not in loaded else None
