"""``migrate``, signed in as the owner of the tables; afterwards the application gets its rights."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections

from apps.core import rights
from apps.core.migrating import TogetherExecutor

OWNER = "owner"
# Trusted extensions: the owner of the database may create them. Needed by exclusion constraints and name search.
EXTENSIONS = ("btree_gist", "pg_trgm")


# The command takes its executor from here and offers no other way in.
vars(migrate)["MigrationExecutor"] = TogetherExecutor


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=OWNER)

    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        if alias not in connections:
            raise CommandError(
                "DATABASE_OWNER_URL is missing: migrations run as another role than the application."
            )
        if alias != OWNER:
            raise CommandError(f"Migrations run as the owner of the tables, not through '{alias}'.")
        if settings.DATABASE_ASSUMES_ROLE:
            rights.ensure_role(alias, settings.DATABASE_APP_ROLE)
        if not (options["plan"] or options["check_unapplied"]):
            with connections[alias].cursor() as cursor:
                for extension in EXTENSIONS:
                    cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        rights.grant(alias, settings.DATABASE_APP_ROLE)
