"""What time alone does to figures: the month is closed on the 1st, the year on 2 January, corrections every night."""

from datetime import date
from typing import Any

from apps.accounts.actors import system_actor
from apps.core.declarations import Tick
from apps.core.errors import Refused
from apps.core.registries import ticks
from apps.statistics.services.adjusting import adjust
from apps.statistics.services.closing import close_period, due_periods


def close_ended(day: date) -> dict[str, Any]:
    """Close what has ended. A month that money still on its way keeps open is tried again the next day."""
    actor = system_actor("system_tick")
    done: dict[str, Any] = {"closed": [], "waiting": []}
    for kind, start in due_periods(day):
        try:
            close_period(kind, start, actor=actor)
        except Refused as refusal:
            done["waiting"].append(f"{kind} {start.isoformat()}: {refusal.message}")
        else:
            done["closed"].append(f"{kind} {start.isoformat()}")
    return done


def note_adjustments(day: date) -> dict[str, Any]:
    """Write down what was corrected in closed periods since the night before."""
    done = adjust(actor=system_actor("system_tick"))
    return {"periods": done.periods, "figures": done.figures, "written": done.written}


ticks.register(
    Tick("statistics.close_ended", "月末、年末关账", close_ended, order=50),
    Tick("statistics.adjust", "关账后更正", note_adjustments, order=60),
)
