"""Timing and the printed table."""

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table. ``ours`` and ``floor`` in seconds; ``limit`` is the ratio (or, without a floor, the
    seconds) to reach."""

    work: str
    ours: float
    floor: float | None
    limit: float
    note: str = ""

    @property
    def reached(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def is_met(self) -> bool:
        return self.reached <= self.limit


def best(work: Callable[[], object], *, of: int = 3) -> float:
    """Seconds of the fastest of several runs: what else the machine does only ever adds."""
    return min(once(work) for _ in range(of))


def once(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def table(rows: Iterable[Row]) -> str:
    """Markdown, so that a report can take it over as it is."""
    lines = ["| work | ours | floor | reached | asked | |", "|---|---:|---:|---:|---:|---|"]
    for row in rows:
        floor = _time(row.floor) if row.floor else "—"
        unit = " ×" if row.floor else " s"
        mark = "" if row.is_met else " **missed**"
        lines.append(
            f"| {row.work} | {_time(row.ours)} | {floor} | {row.reached:.2f}{unit}{mark} | ≤ {row.limit:g}{unit} | {row.note} |"
        )
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
