"""``python -m bench [--scale N] [work …]``: run the measurements and print the table.

Each work has an empty database of its own. ``--scale 0.01`` tries the measurements themselves.
"""

import argparse
from importlib import import_module

from bench import ground
from bench.measure import Row, table

WORKS = ("imports", "inbox", "runs", "closing", "pages", "start")
NEEDS_NO_DATABASE = {"start"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("works", nargs="*", metavar="work", help=", ".join(WORKS))
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args()
    ground.prepare()
    rows: list[Row] = []
    for name in asked.works or WORKS:
        work = import_module(f"bench.{name}")
        print(f"{name} …", flush=True)
        if name in NEEDS_NO_DATABASE:
            rows += work.run(asked.scale)
        else:
            with ground.database():
                rows += work.run(asked.scale)
        print(table(rows[-1:]).splitlines()[-1], flush=True)
    print()
    print(table(rows))


if __name__ == "__main__":
    main()
