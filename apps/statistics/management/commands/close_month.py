"""``manage.py close_month YYYY-MM``: freeze the figures of a month and close it; closed already, it says so."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.actors import system_actor
from apps.core.errors import DomainError
from apps.core.periods import PeriodError, parse_month
from apps.policy.models import Period
from apps.statistics.services.closing import close_period, label_of


class Command(BaseCommand):
    help = "Close a month: its figures are frozen and never change again."
    kind = str(Period.Kind.MONTH)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", metavar="YYYY-MM")

    def start(self, text: str) -> date:
        try:
            return parse_month(text)
        except PeriodError as error:
            raise CommandError(str(error)) from error

    def handle(self, *args: Any, **options: Any) -> None:
        start = self.start(options["period"])
        was_closed = Period.objects.filter(kind=self.kind, start=start, state=Period.State.CLOSED).exists()
        try:
            period = close_period(self.kind, start, actor=system_actor("system_tick"))
        except DomainError as error:
            raise CommandError(error.message + error.hint) from error
        words = "此前已关账" if was_closed else "已关账"
        self.stdout.write(f"{label_of(period)}{words}（{period.closed_on:%Y-%m-%d}）")
