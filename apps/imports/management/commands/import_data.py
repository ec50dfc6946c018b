"""``manage.py import_data PATH… [--dataset NAME] [--dry-run] [--errors FILE]``: the browser's importer, at once."""

import shutil
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.actors import system_actor
from apps.core import registries
from apps.core.errors import DomainError
from apps.core.importing import Dataset
from apps.imports.errorfile import error_file
from apps.imports.models import Batch
from apps.imports.paths import plans_of
from apps.imports.services import Result, import_plans
from apps.imports.sources import Plan

SHOWN = 20


class Command(BaseCommand):
    help = "Import CSV files, or fixture sets (folder or ZIP with a manifest): all of them, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dataset", help="what a CSV file holds; by its header if absent")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument(
            "--errors", type=Path, metavar="FILE", help="write the rows with what is wrong here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.error_path: Path | None = options["errors"]
        self.written: list[Path] = []
        self.stage = ""
        try:
            result = import_plans(
                plans_of(options["paths"], self._dataset(options["dataset"])),
                actor=system_actor("system_import"),
                dry_run=options["dry_run"],
                progress=self._say,
                witness=self._keep_errors,
                show=SHOWN,
            )
        except DomainError as error:
            raise CommandError(f"{error.message}{error.hint}") from error
        except LookupError as error:
            raise CommandError(str(error)) from error
        self._report(result)
        if result.faults:
            raise CommandError(f"有 {result.faults:,} 处错误，没有导入任何数据。")
        self.stdout.write("试运行通过，没有改动任何数据。" if options["dry_run"] else "已导入。")

    def _dataset(self, name: str | None) -> Dataset | None:
        if name is None:
            return None
        dataset = registries.datasets.find(name)
        if dataset is None:
            known = "、".join(sorted(item.name for item in registries.datasets))
            raise CommandError(f"没有数据集“{name}”。可选：{known}。")
        return dataset

    def _say(self, done: int, total: int, stage: str) -> None:
        """A line a stage, on a terminal only."""
        if stage != self.stage and sys.stderr.isatty():
            self.stderr.write(f"{stage} …")
        self.stage = stage

    def _keep_errors(self, batch: Batch, plan: Plan) -> None:
        """Write the error file of a plan; further ones are numbered."""
        if self.error_path is None:
            return
        path, count = self.error_path, len(self.written)
        if count:
            path = path.with_stem(f"{path.stem}-{count + 1}")
        _, stream = error_file(batch, plan)
        with stream, path.open("wb") as target:
            shutil.copyfileobj(stream, target)
        self.written.append(path)

    def _report(self, result: Result) -> None:
        for name, counts in result.counts.items():
            self.stdout.write(
                f"{registries.datasets.get(name).label}：{counts['rows']:,} 行，新增 {counts['new']:,}，"
                f"相同 {counts['same']:,}，有误 {counts['bad']:,}"
            )
        for error in result.first_errors:
            label = registries.datasets.get(error.dataset).label
            column = f" {error.column}" if error.column else ""
            value = f" [{error.value}]" if error.value else ""
            self.stdout.write(f"{label} 第 {error.row:,} 行{column}{value}：{error.reason}")
        if result.faults > len(result.first_errors):
            self.stdout.write(f"…… 共 {result.faults:,} 处，以上是前 {len(result.first_errors)} 处。")
        for path in self.written:
            self.stdout.write(f"错误说明已写入 {path}。")
