"""What a demo year aims at, read from the data file of its name; no published value stands in code."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from apps.core.errors import Refused
from apps.demo.generator.months import index_of

TARGETS = Path(__file__).resolve().parent.parent / "targets"


@dataclass(frozen=True)
class Aims:
    """Counts of the reference year's last month, and how the years before it are shaped.

    ``paid_yuan`` is what is transferred within ``year``; ``delegated_persons`` those covered at the opening of
    cases that towns confirmed in it. Months are counted from year 0 (``months.index_of``); weights are relative.
    """

    name: str
    year: int
    district: str
    bureau: str
    standard: str
    history_from: int
    payments_from: int
    households: int
    persons: int
    paid_yuan: int
    delegated_persons: int
    delegated_towns: tuple[str, ...]
    delegated_from: date
    delegation_document: str
    business_date: date
    ended_share: float
    refused_share: float
    coming_share: float
    unpaid_at_end: int
    homes_upgraded: int
    care_visits: int
    town_weights: dict[str, int]

    @property
    def last_month(self) -> int:
        """December of the reference year."""
        return self.year * 12 + 11

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    def scaled(self, scale: int) -> "Aims":
        """The same district with ``scale`` times the families; its towns stay as they are."""
        return replace(
            self,
            households=self.households * scale,
            persons=self.persons * scale,
            paid_yuan=self.paid_yuan * scale,
            delegated_persons=self.delegated_persons * scale,
            care_visits=self.care_visits * scale,
        )


def known() -> list[str]:
    """The names of the demo years there are."""
    return sorted(path.stem for path in TARGETS.glob("*.json"))


def read_aims(name: str) -> Aims:
    """The demo year ``name``, or the one in a file of that path. Raises Refused."""
    path = TARGETS / f"{name}.json"
    if name not in known():
        path = Path(name)
        if path.suffix != ".json" or not path.is_file():
            raise Refused(f"没有名为 {name} 的演示年。", hint=f"现有：{'、'.join(known())}。")
    return parse(json.loads(path.read_text("utf-8")))


def parse(values: dict[str, Any]) -> Aims:
    """Aims from the object of a data file; KeyError or ValueError when it is not one."""
    months = {key: index_of(values[key]) for key in ("history_from", "payments_from")}
    return Aims(
        **{
            **values,
            **months,
            "delegated_towns": tuple(values["delegated_towns"]),
            "business_date": date.fromisoformat(values["business_date"]),
            "delegated_from": date.fromisoformat(values["delegated_from"]),
        }
    )
