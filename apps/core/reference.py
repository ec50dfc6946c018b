"""Reference fixtures: regions, posts, calendar, standards, parameters, targets.

A file whose tables only the migration may write is loaded every time; any other file only into empty tables, so
that what officers have edited since stays.
"""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models, transaction

# Those that others refer to come first; whatever is not named follows in alphabetical order.
ORDER = ("regions", "posts", "calendar", "standards", "parameters", "targets")


def fixtures() -> list[Path]:
    """The committed reference fixtures, in the order in which they load."""
    rank = {name: position for position, name in enumerate(ORDER)}
    found = (path for directory in settings.FIXTURE_DIRS for path in Path(directory).glob("*.json"))
    return sorted(found, key=lambda path: (rank.get(path.stem, len(rank)), path.stem))


def load(using: str) -> list[str]:
    """Load what is due over the owner's connection ``using``; returns the names of the files loaded.

    All or nothing: a bad file leaves the tables as they were.
    """
    loaded = []
    with transaction.atomic(using=using):
        for path in fixtures():
            if _is_due(path, using):
                call_command("loaddata", str(path), database=using, verbosity=0)
                loaded.append(path.stem)
    return loaded


def _is_due(path: Path, using: str) -> bool:
    held = [apps.get_model(name) for name in {row["model"] for row in json.loads(path.read_text("utf-8"))}]
    if all(getattr(model, "owner_writes_only", False) for model in held):
        return bool(held)
    return not any(_rows(model, using).exists() for model in held)


def _rows(model: type[models.Model], using: str) -> models.QuerySet[models.Model]:
    return model._base_manager.using(using)
