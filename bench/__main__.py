"""``python -m bench [--scale N] [work …]``: run the measurements and print the table.

Each work has an empty database of its own. ``--scale 0.01`` tries the measurements themselves. Progress goes to
standard error, the table to standard output. A work that breaks off is reported, the others go on, and the exit
code is 1; a missed target is a line in the table, no error.
"""

import argparse
import os
import shutil
import sys
import traceback
from importlib import import_module

from bench import ground
from bench.measure import Row, say, table

WORKS = ("start", "pages", "runs", "imports", "inbox", "closing")
NEEDS_NO_DATABASE = {"start"}
DISK = 15  # GB that the largest work fills for a while


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("works", nargs="*", metavar="work", choices=[*WORKS, []], help=", ".join(WORKS))
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    free = shutil.disk_usage(ground.ROOT).free / 1e9
    if free < DISK * asked.scale:
        parser.error(f"{DISK * asked.scale:.0f} GB of free disk are needed; there are {free:.0f}")
    ground.prepare()
    rows: list[Row] = []
    broken: list[str] = []
    before = os.getloadavg()[0]
    for name in asked.works or WORKS:
        say(name)
        try:
            rows += _measure(name, asked.scale)
        except Exception:
            traceback.print_exc()
            broken.append(name)
        else:
            say(f"{name} done")
    print(table(rows))
    print(f"\n{os.cpu_count()} processors, scale {asked.scale:g}, load before {before:.1f}.")
    for name in broken:
        print(f"Broken off: {name}.")
    return 1 if broken else 0


def _measure(name: str, scale: float) -> list[Row]:
    work = import_module(f"bench.{name}")
    if name in NEEDS_NO_DATABASE:
        found: list[Row] = work.run(scale)
        return found
    with ground.database():
        return list(work.run(scale))


if __name__ == "__main__":
    sys.exit(main())
