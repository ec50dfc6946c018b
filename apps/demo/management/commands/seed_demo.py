"""Fill the demo: its year by the importer, open cases at every step, a run to be checked. Demo and tests only."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.errors import DomainError
from apps.demo.services import seed


class Command(BaseCommand):
    help = "Load the demo year and open the demo's cases. What is there already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        default = Path(settings.BASE_DIR) / "fixtures" / "yinzhou-2021"
        parser.add_argument("--set", type=Path, default=default, metavar="DIR", help="another fixture set")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seed(options["set"], self.stdout.write)
        except DomainError as error:
            raise CommandError(f"{error.message} {error.hint}") from error
        except LookupError as error:
            raise CommandError(str(error)) from error
