"""Steps that put reference data into the database after every full ``migrate``, as the owner.

Code declares some reference data (the action rules of casework are one example); the tables that hold it give the
application no right to write. An app registers a step in ``AppConfig.ready``; steps run in the order of
``INSTALLED_APPS``, inside one transaction each, and must be repeatable.
"""

from collections.abc import Callable

from django.db import transaction

Step = Callable[[str], None]

_steps: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Run ``step(alias)`` after every full migration; ``alias`` is the connection of the owner."""
    _steps[name] = step


def run(alias: str) -> list[str]:
    """Run all steps and return their names. An error of a step is not caught: a half-set-up site must not start."""
    for step in _steps.values():
        with transaction.atomic(using=alias):
            step(alias)
    return list(_steps)
