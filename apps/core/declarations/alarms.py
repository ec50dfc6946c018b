"""What has to be told to whoever looks after the system."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Alarm:
    """Something that goes wrong quietly: ``check(day)`` answers a sentence for everything that needs a hand.

    ``url`` is the URL name of the page where it is put right; ``permission`` says who is told.
    """

    name: str
    label: str
    check: Callable[[date], Sequence[str]]
    permission: str = "jobs.view_all"
    url: str = ""
    order: int = 100
