"""Timing, progress and the printed table."""

import gc
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_BEGAN = time.monotonic()


@dataclass(frozen=True)
class Row:
    """One line of the table. ``ours`` and ``floor`` in seconds; ``limit`` is the ratio (or, without a floor, the
    seconds) to reach. ``why`` is printed when it is missed."""

    work: str
    ours: float
    floor: float | None
    limit: float
    note: str = ""
    why: str = ""

    @property
    def reached(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def is_met(self) -> bool:
        return self.reached <= self.limit


def say(text: str) -> None:
    """A line of progress on standard error, with the seconds since the start."""
    print(f"{time.monotonic() - _BEGAN:7.0f} s  {text}", file=sys.stderr, flush=True)


def best(work: Callable[[], object], *, of: int = 3) -> float:
    """Seconds of the fastest of several runs: what else the machine does only ever adds."""
    return min(once(work) for _ in range(of))


def in_turn(*works: Callable[[], object], of: int = 3) -> list[float]:
    """Seconds of the fastest run of each, taken in turn, so that a busy minute of the machine meets all of them."""
    rounds = [[once(work) for work in works] for _ in range(of)]
    return [min(times) for times in zip(*rounds, strict=True)]


def once(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def table(rows: Iterable[Row]) -> str:
    """Markdown, so that a report can take it over as it is."""
    rows = list(rows)
    lines = ["| work | result | floor | ratio | asked | verdict | |", "|---|---:|---:|---:|---:|---|---|"]
    lines += [_line(row) for row in rows]
    missed = [row for row in rows if not row.is_met]
    if missed:
        lines += ["", *(f"Missed: {row.work}. {row.why}".rstrip() for row in missed)]
    return "\n".join(lines)


def _line(row: Row) -> str:
    unit = " ×" if row.floor else " s"
    cells = (
        row.work,
        _time(row.ours),
        _time(row.floor) if row.floor else "—",
        f"{row.reached:.2f}{unit}",
        f"≤ {row.limit:g}{unit}",
        "met" if row.is_met else "**missed**",
        row.note,
    )
    return f"| {' | '.join(cells)} |"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
