"""Write a demo year as a fixture set for the importer. The same arguments give the same bytes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.errors import Refused
from apps.demo.generator import known, make_year, read_aims, write_year


class Command(BaseCommand):
    help = "Write the fixture set of a demo year: CSV files and a manifest. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=f"one of: {', '.join(known())}; or the path of a file of targets")
        parser.add_argument("--scale", type=int, default=1, help="that many times the families and the money")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] < 1:
            raise CommandError("--scale is 1 or more")
        try:
            year = make_year(read_aims(options["name"]), seed=options["seed"], scale=options["scale"])
        except Refused as error:
            raise CommandError(f"{error.message} {error.hint}") from error
        for dataset, rows in write_year(year, options["out"]).items():
            self.stdout.write(f"{dataset:<28}{rows:>9} rows")
