"""What time alone does to imports."""

from datetime import date
from typing import Any

from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.imports.services import clean


def clean_up(day: date) -> dict[str, Any]:
    return {"discarded": clean(day)}


ticks.register(Tick("imports.clean", "清理搁置的导入批次", clean_up, order=900))
