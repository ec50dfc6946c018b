"""What time alone does to files of persons."""

from datetime import date
from typing import Any

from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.people.services.deaths import follow_open


def follow_deaths(day: date) -> dict[str, Any]:
    """Open what follows from deaths for which that was not possible on the day they were registered."""
    return follow_open()


ticks.register(Tick("people.deaths", "死亡登记后续办理", follow_deaths, order=60))
