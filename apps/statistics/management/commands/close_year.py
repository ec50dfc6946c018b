"""``manage.py close_year YYYY``: freeze the figures of a year and close it, with those of its months still open."""

from datetime import date

from django.core.management.base import CommandError, CommandParser

from apps.policy.models import Period
from apps.statistics.management.commands.close_month import Command as CloseMonth


class Command(CloseMonth):
    help = "Close a year and its open months: their figures are frozen and never change again."
    kind = str(Period.Kind.YEAR)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", metavar="YYYY")

    def start(self, text: str) -> date:
        try:
            return date(int(text), 1, 1)
        except ValueError as error:
            raise CommandError("年份应写成 2021 的样子。") from error
