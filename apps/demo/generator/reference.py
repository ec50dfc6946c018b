"""Places, standards and working days, read from the reference fixtures: the generator needs no database."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.core.workdays import WorkingCalendar, add_workdays, is_workday
from apps.demo.generator.months import first_day

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "reference"


@dataclass(frozen=True)
class Place:
    """A village or community."""

    code: str
    name: str
    town: str
    is_village: bool
    since: date


@dataclass(frozen=True)
class Reference:
    """What the years are made on: towns by code, communities by town, standards by month, working days."""

    towns: dict[str, str]
    places: dict[str, list[Place]]
    standards: list[tuple[date, int]]
    calendar: WorkingCalendar
    communities: list[Place]  # with those that hold no history

    def standard_in(self, month: int) -> int:
        """Fen a head a month."""
        day = first_day(month)
        return next(fen for since, fen in reversed(self.standards) if since <= day)

    def workday(self, day: date) -> date:
        """The day, or the next one on which offices work."""
        while not is_workday(day, self.calendar):
            day += timedelta(days=1)
        return day

    def workday_back(self, day: date) -> date:
        """The day, or the last one before it on which offices work."""
        while not is_workday(day, self.calendar):
            day -= timedelta(days=1)
        return day

    def later(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``."""
        return add_workdays(day, count, self.calendar)


def read_reference(district: str, standard: str, settled_by: date) -> Reference:
    """The reference of one district; communities founded after ``settled_by`` hold no history and are left out."""
    regions = {row["pk"]: row["fields"] for row in _rows("regions.json", "regions.region")}
    mine = {code: row for code, row in sorted(regions.items()) if code.startswith(district)}
    places: dict[str, list[Place]] = {}
    communities = []
    for code, row in mine.items():
        if row["level"] == "community":
            place = Place(
                code,
                row["name"],
                row["parent"],
                row["kind"] == "village",
                date.fromisoformat(row["opened_on"]),
            )
            communities.append(place)
            if place.since <= settled_by:
                places.setdefault(place.town, []).append(place)
    return Reference(
        towns={code: row["name"] for code, row in mine.items() if row["level"] == "town"},
        places=places,
        standards=sorted(
            (date.fromisoformat(row["fields"]["effective_from"]), round(float(row["fields"]["amount"]) * 100))
            for row in _rows("standards.json", "policy.standard")
            if row["fields"]["code"] == standard
        ),
        calendar=_calendar(),
        communities=communities,
    )


def read_number(key: str) -> int:
    """The last value of a parameter that is a whole number; LookupError when there is none."""
    values = [
        row["fields"] for row in _rows("parameters.json", "policy.parameter") if row["fields"]["key"] == key
    ]
    if not values:
        raise LookupError(f"no parameter {key}")
    return int(max(values, key=lambda fields: fields["effective_from"])["value"])


def _calendar() -> WorkingCalendar:
    return WorkingCalendar(
        years=frozenset(row["pk"] for row in _rows("calendar.json", "policy.calendaryear")),
        exceptions={
            date.fromisoformat(row["pk"]): row["fields"]["is_working"]
            for row in _rows("calendar.json", "policy.calendarday")
        },
    )


def _rows(file: str, model: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FOLDER / file).read_text("utf-8"))
    return [row for row in rows if row["model"] == model]
