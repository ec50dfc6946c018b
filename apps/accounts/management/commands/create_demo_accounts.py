"""Make the demo accounts. Refuses outside demo and tests."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.demo import ACCOUNTS, create_demo_accounts
from apps.core.errors import Refused


class Command(BaseCommand):
    help = "Make the demo accounts that are missing; all share the password of this clone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", help="another password than this clone's, given to all of them")
        parser.add_argument("--show-password", action="store_true", help="print the password they were given")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or settings.DEMO_PASSWORD
        if not password:
            raise CommandError("No password: this deployment has none for demo accounts.")
        try:
            made = create_demo_accounts(password, reset=bool(options["password"]))
        except Refused as error:
            raise CommandError("Demo accounts are made in demo and test deployments only.") from error
        except LookupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(made)} of {len(ACCOUNTS)} demo accounts made, the others were there.")
        if options["show_password"]:
            self.stdout.write(f"password: {password}")
