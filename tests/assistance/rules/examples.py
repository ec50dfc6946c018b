"""Households to judge, made by what matters in a test, and the reference data as they are shipped."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from apps.assistance.rules.dibao import Assessment, assess
from apps.assistance.rules.facts import Application, Assets, Income, Member
from apps.assistance.rules.parameters import Parameters, Standards, read_parameters
from apps.core.workdays import WorkingCalendar

REFERENCE: Final = Path(__file__).resolve().parents[3] / "fixtures" / "reference"
ON: Final = date(2022, 1, 12)
STANDARDS: Final = Standards(dibao=Decimal(1005))
PLAIN_ASSETS: Final = Assets(
    deposits=Decimal(18600),
    insurance=Decimal(0),
    dwellings=1,
    area=Decimal(46),
    vehicle="none",
    business="none",
)


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of a reference fixture: its fields, with the key as `pk` and the model as `model`."""
    for row in json.loads((REFERENCE / name).read_text(encoding="utf-8")):
        yield {**row["fields"], "pk": row["pk"], "model": row["model"]}


def values_on(day: date) -> dict[str, Any]:
    """The shipped parameters in force on a day."""
    return {
        row["key"]: row["value"]
        for row in rows("parameters.json")
        if row["effective_from"] <= day.isoformat() <= (row["effective_to"] or "9999")
    }


def parameters_on(day: date, **changes: Any) -> Parameters:
    """The shipped parameters of a day, some replaced."""
    return replace(read_parameters(values_on(day)), **changes)


PARAMETERS: Final = parameters_on(ON)


def shipped_calendar() -> WorkingCalendar:
    """The shipped working calendar."""
    loaded = list(rows("calendar.json"))
    return WorkingCalendar(
        years=frozenset(row["pk"] for row in loaded if row["model"] == "policy.calendaryear"),
        exceptions={
            date.fromisoformat(row["pk"]): row["is_working"]
            for row in loaded
            if row["model"] == "policy.calendarday"
        },
    )


CALENDAR: Final = shipped_calendar()


def member(key: str = "1", relation: str = "self", **changes: Any) -> Member:
    """A healthy person of working age without work, unless said otherwise."""
    facts: dict[str, Any] = {
        "key": key,
        "name": f"成员{key}",
        "relation": relation,
        "birth_date": date(1980, 9, 21),
        "labour_capacity": "full",
    }
    return Member(**(facts | changes))


def income(key: str, monthly: str | Decimal | int, source: str = "wage", **changes: Any) -> Income:
    """A line of income of a member."""
    return Income(member=key, source=source, monthly=Decimal(monthly), **changes)


def household(*members: Member, incomes: tuple[Income, ...] | None = (), **changes: Any) -> Application:
    """A complete application; without members, of one person."""
    facts: dict[str, Any] = {"members": members or (member(),), "incomes": incomes, "assets": PLAIN_ASSETS}
    return Application(**(facts | changes))


def couple(*incomes: Income, **changes: Any) -> Application:
    """Husband and wife."""
    return household(member(), member("2", "spouse"), incomes=incomes, **changes)


def judge(application: Application, parameters: Parameters = PARAMETERS, on: date = ON) -> Assessment:
    """Assess with the standard of the worked examples."""
    return assess(application, STANDARDS, parameters, on)


def step_values(assessment: Assessment) -> dict[str, Decimal]:
    """The steps by key."""
    return {step.key: step.value for step in assessment.steps}
