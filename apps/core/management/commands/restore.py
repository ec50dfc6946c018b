"""Bring a backup back: ``manage.py restore FOLDER --database NAME --files DIR [--drill]``."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from apps.core.backups import Checked, restore
from apps.core.errors import Refused

DRILL = f"restore_drill_{os.getpid()}"  # two drills at once do not meet


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty folder, and check it; --drill does so for nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--database", help="name of an empty database of the owner's server")
        parser.add_argument("--files", type=Path, help="an empty folder, the FILES_ROOT to be")
        parser.add_argument("--drill", action="store_true", help="into a database that is dropped afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, database, files = options["folder"], options["database"], options["files"]
        if options["drill"] == bool(database or files) or bool(database) != bool(files):
            raise CommandError("say --database and --files, or --drill alone")
        try:
            done = (
                self.drill(folder)
                if options["drill"]
                else restore(folder, database=database, files_root=files)
            )
        except Refused as refusal:
            raise CommandError(refusal.message + refusal.hint) from refusal
        self.stdout.write(f"restored and checked: {done.tables} tables, {done.rows} rows, {done.files} files")
        if not options["drill"]:
            self.stdout.write("now run `manage.py migrate` against it")

    def drill(self, folder: Path) -> Checked:
        with connections["owner"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {DRILL}")
            cursor.execute(f"CREATE DATABASE {DRILL}")
        files = Path(tempfile.mkdtemp(prefix="restore-drill-"))
        try:
            return restore(folder, database=DRILL, files_root=files)
        finally:
            shutil.rmtree(files, ignore_errors=True)
            with connections["owner"]._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {DRILL} WITH (FORCE)")
