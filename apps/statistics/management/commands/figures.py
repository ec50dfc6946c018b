"""``manage.py figures --year YYYY [--month M] [--region CODE] [--live]``: the figures of a period as JSON.

One object ``{key: number}`` in the printed unit: frozen values of a closed period, computed now otherwise or with
``--live``. An indicator without a number (nothing to divide by, no standard in force) is left out.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.services import figures
from apps.statistics.services.computing import district


class Command(BaseCommand):
    help = "Print the figures of a year or a month."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--month", type=int, choices=range(1, 13), metavar="M")
        parser.add_argument("--region", default="", metavar="CODE", help="a town; the district when absent")
        parser.add_argument("--live", action="store_true", help="recompute, even in a closed period")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = Period.Kind.MONTH if options["month"] else Period.Kind.YEAR
        try:
            start = date(options["year"], options["month"] or 1, 1)
        except ValueError as error:
            raise CommandError("没有这个年份，请核对。") from error
        found = figures(kind, start, region=self.region(options["region"]), live=options["live"])
        numbers = {key: number(figure.printed) for key, figure in found.items() if figure.printed is not None}
        self.stdout.write(json.dumps(numbers, ensure_ascii=False, indent=2))

    def region(self, code: str) -> Region | None:
        if not code:
            return None
        found = Region.objects.within(district().code).filter(code=code).exclude(level="community").first()
        if found is None:
            raise CommandError(f"没有区划 {code}，应为区或镇（街道）的代码。")
        return found


def number(value: Decimal) -> int | float:
    """A JSON number: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
