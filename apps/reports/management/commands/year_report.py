"""``manage.py year_report YYYY --output FILE.pdf``: the year-end report as a PDF."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.actors import system_actor
from apps.core import clock
from apps.core.errors import DomainError
from apps.reports.services.issue import issue, year_pdf


class Command(BaseCommand):
    help = "Writes the report of a year: as it was frozen, else as records and draft say now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument(
            "--freeze", action="store_true", help="freeze the report first; needs a closed year"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        year, output = options["year"], options["output"]
        if not 2000 <= year <= clock.today().year:
            raise CommandError(f"{year} 年还没有数据。")
        try:
            actor = system_actor("system_tick")
            if options["freeze"]:
                issue(year, freeze=True, actor=actor)
            data = year_pdf(year, actor=actor)
        except DomainError as error:
            raise CommandError(f"{error.message}{error.hint}") from error
        except LookupError as error:
            raise CommandError(str(error)) from error
        output.write_bytes(data)
        self.stdout.write(f"{output} {len(data)} {hashlib.sha256(data).hexdigest()}")
