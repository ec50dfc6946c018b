"""``manage.py alarms``: what needs a hand, a line each; exit status 1 when there is anything (for monitoring)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core import clock
from apps.jobs.services.alarms import raised


class Command(BaseCommand):
    help = "Print every raised alarm; fails when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        found = raised(clock.today())
        for alarm in found:
            self.stdout.write(f"{alarm.label}：{alarm.text}")
        if found:
            raise CommandError(f"{len(found)} 项需要处理")
        self.stdout.write("没有需要处理的事项")
