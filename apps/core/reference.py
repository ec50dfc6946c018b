"""Reference fixtures: regions, posts, calendar, standards, parameters, targets.

A file whose tables only the migration may write is loaded every time; any other file only into empty tables, so
that what officers have edited since stays. A model with a ``reference_key`` (a parameter's key, a standard's code) also
takes the rows of keys that it does not know at all: an update brings what its new programmes need.
"""

import json
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import serializers
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
            elif _add_unknown(path, using):
                loaded.append(path.stem)
    return loaded


def _add_unknown(path: Path, using: str) -> int:
    """Add the rows of the file whose key is not there with any dates; returns how many.

    Their own primary keys are left out: an officer's row may have taken the number.
    """
    rows = json.loads(path.read_text("utf-8"))
    keys = {
        name: getattr(apps.get_model(name), "reference_key", "") for name in {row["model"] for row in rows}
    }
    known = {
        name: set(_rows(apps.get_model(name), using).values_list(key, flat=True))
        for name, key in keys.items()
        if key
    }
    new = [
        {"model": row["model"], "fields": row["fields"]}
        for row in rows
        if (name := row["model"]) in known and row["fields"][keys[name]] not in known[name]
    ]
    for item in serializers.deserialize("python", new, using=using):
        item.save(using=using)
    return len(new)


def _is_due(path: Path, using: str) -> bool:
    held = [apps.get_model(name) for name in {row["model"] for row in json.loads(path.read_text("utf-8"))}]
    if all(getattr(model, "owner_writes_only", False) for model in held):
        return bool(held)
    return not any(_rows(model, using).exists() for model in held)


def _rows(model: type[models.Model], using: str) -> models.QuerySet[models.Model]:
    return model._base_manager.using(using)
