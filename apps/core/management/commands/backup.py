"""Back up database and files: ``manage.py backup DIR``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.backups import backup
from apps.core.errors import Refused


class Command(BaseCommand):
    help = "Write database, stored files and their counts into a new folder of DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder = backup(options["directory"].resolve())
        except Refused as refusal:
            raise CommandError(refusal.message + refusal.hint) from refusal
        self.stdout.write(str(folder))
