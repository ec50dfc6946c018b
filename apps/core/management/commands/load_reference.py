"""Load the reference data that is missing: regions, posts, calendar, standards, parameters, targets."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from apps.core import reference


class Command(BaseCommand):
    help = "Load reference fixtures into empty tables. What has been edited since is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in connections:
            raise CommandError(
                "DATABASE_OWNER_URL is missing: reference data are loaded by the owner of the tables."
            )
        loaded = reference.load("owner")
        self.stdout.write("loaded: " + (", ".join(loaded) or "nothing, all of it is there"))
