"""The alarms that are raised now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from apps.accounts.actor import Actor
from apps.core import registries
from apps.core.declarations import Alarm


@dataclass(frozen=True)
class Raised:
    """One sentence of an alarm, with the address where it is put right (empty when there is none)."""

    name: str
    label: str
    text: str
    url: str


def raised(day: date, actor: Actor | None = None) -> list[Raised]:
    """Everything that needs a hand on ``day``; for an actor only what he is told about.

    Asked when somebody looks, never stored: what has been put right is gone the next time.
    """
    wanted: Iterable[Alarm] = sorted(registries.alarms, key=lambda alarm: (alarm.order, alarm.name))
    return [
        Raised(alarm.name, alarm.label, text, reverse(alarm.url) if alarm.url else "")
        for alarm in wanted
        if actor is None or actor.has(alarm.permission)
        for text in alarm.check(day)
    ]
