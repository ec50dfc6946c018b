"""Keeping a parameter and the working calendar."""

import calendar
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.console.forms import ReasonForm
from apps.console.forms_policy import CalendarForm, ParameterForm
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.permissions import permission
from apps.pages.views import FormPage, PageView
from apps.policy import keeping
from apps.policy.alarms import missing_years
from apps.policy.holidays import read_order
from apps.policy.models import CalendarDay, CalendarYear, Parameter

VIEW = "policy.view_parameter"


class ParameterPage(FormPage):
    """One parameter: its values over time, and a new one from a day on."""

    permission = keeping.MANAGE
    template_name = "console/parameter.html"
    form_class = ParameterForm
    success = "已录入新的值。"

    @property
    def values(self) -> list[Parameter]:
        found = list(Parameter.objects.filter(key=self.kwargs["key"]).order_by("-effective_from"))
        if not found:
            raise Http404
        return found

    def form_options(self) -> dict[str, Any]:
        return {"parameter": self.values[0]}

    def save(self, form: Any) -> str:
        data, key = form.cleaned_data, self.kwargs["key"]
        keeping.set_parameter(
            key, data["value"], effective_from=data["effective_from"], source=data["source"], actor=self.actor
        )
        return reverse("console:parameter", args=[key])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        values, today = self.values, clock.today()
        for row in values:
            row.is_ahead = row.effective_from > today
            row.is_over = row.effective_to is not None and row.effective_to < today
        return {
            **super().context(**kwargs),
            "values": values,
            "label": values[0].label,
            "is_limit": self.kwargs["key"].startswith("limit."),
        }


@permission(keeping.MANAGE)
@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    """Take back a value that is not in force yet."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    row = Parameter.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    back = redirect("console:parameter", row.key)
    if not reason:
        messages.error(request, "请填写理由，然后再撤下。")
        return back
    try:
        keeping.withdraw_parameter(pk, reason=reason, actor=request.actor)
    except DomainError as error:
        messages.error(request, error.message + error.hint)
    else:
        messages.success(request, "已撤下这个值。")
    return back


class CalendarPage(PageView):
    """A year as a grid of months, with what breaks the weekly rule."""

    permission = VIEW
    template_name = "console/calendar.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        years = list(CalendarYear.objects.order_by("year"))
        asked = self.request.GET.get("year", "")
        year = (
            int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100 else today.year
        )
        days = {row.day: row for row in CalendarDay.objects.filter(day__year=year).order_by("day")}
        tabs = [
            {"label": f"{row.year} 年", "url": f"?year={row.year}", "current": row.year == year}
            for row in years[-6:]
        ]
        return {
            "year": year,
            "loaded": next((row for row in years if row.year == year), None),
            "tabs": tabs,
            "months": [_month(year, number, days, today) for number in range(1, 13)],
            "days": list(days.values()),
            "missing": missing_years(today),
            "may_manage": self.actor.has(keeping.MANAGE),
        }


def _month(year: int, number: int, days: dict[date, CalendarDay], today: date) -> dict[str, Any]:
    weeks = [
        [_cell(day, number, days.get(day), today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    worked = sum(cell["is_working"] for week in weeks for cell in week if cell["number"])
    return {"number": number, "weeks": weeks, "worked": worked}


def _cell(day: date, month: int, special: CalendarDay | None, today: date) -> dict[str, Any]:
    """A day of the grid; days of the neighbouring months are empty cells."""
    if day.month != month:
        return {"number": 0, "is_working": False, "mark": "", "tone": "", "label": ""}
    is_working = special.is_working if special else day.weekday() < calendar.SATURDAY
    mark = ("班" if special.is_working else "休") if special else ""
    tone = "worked" if mark == "班" else "off" if mark == "休" else "" if is_working else "weekend"
    return {
        "number": day.day,
        "is_working": is_working,
        "mark": mark,
        "tone": f"{tone} today" if day == today else tone,
        "label": special.label if special else "",
    }


class CalendarEntry(FormPage):
    """Enter a year's order, pasted as it was published."""

    permission = keeping.MANAGE
    template_name = "console/calendar_entry.html"
    form_class = CalendarForm
    success = "已录入工作日历，请在年历上核对。"

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        days = read_order(data["order"], data["year"])
        keeping.set_calendar(data["year"], days, source=data["source"], actor=self.actor)
        return f"{reverse('console:calendar')}?year={data['year']}"
