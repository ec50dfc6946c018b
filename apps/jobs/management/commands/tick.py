"""``manage.py tick [--until YYYY-MM-DD] [--after YYYY-MM-DD]``: run the daily ticks that are due, now."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core import clock
from apps.core.errors import DomainError
from apps.jobs.services import run_ticks


class Command(BaseCommand):
    help = "Run every daily tick for the business days it has not been run for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until", type=date.fromisoformat, help="last day; today if absent")
        parser.add_argument("--after", type=date.fromisoformat, help="a tick that never ran begins after it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ticked = run_ticks(options["until"] or clock.today(), after=options["after"])
        except DomainError as error:
            raise CommandError(error.message) from error
        for label, day in ticked.ran:
            self.stdout.write(f"{day} {label}")
        if ticked.failed:
            raise CommandError("；".join(f"{day} {label}" for label, day in ticked.failed))
