"""The conditions of the list of jobs: state, kind, who asked, the days between which. All of them in the address.

The lists of ``pages`` lie above; the template of their filters is shared and asks for what ``Bar`` has.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.models import User
from apps.core.registries import job_kinds
from apps.jobs.models import Job, JobQuerySet

VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("全部", ()),
    "open": ("未结束", Job.OPEN),
    "failed": ("失败", (Job.State.FAILED,)),
    "done": ("已完成", (Job.State.DONE,)),
    "cancelled": ("已取消", (Job.State.CANCELLED,)),
}
NAMES_LOOKED_AT = 200
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")


@dataclass(frozen=True)
class Control:
    """A condition as drawn by ``components/filters.html``."""

    name: str
    label: str
    kind: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    value_to: str = ""
    is_wrong: bool = False


@dataclass(frozen=True)
class Chip:
    """A condition in words, and the address of the list without it."""

    text: str
    url: str


@dataclass
class Bar:
    """The conditions asked for. What cannot be read is told and not used."""

    params: QueryDict
    actor: Actor
    has_search: bool = False
    wrong: list[str] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)

    def apply(self, jobs: JobQuerySet) -> JobQuerySet:
        """The jobs that fit, and the chips of the conditions in force."""
        states = VIEWS.get(self.view, VIEWS[""])[1]
        if states:
            jobs = jobs.filter(state__in=states)
        if self._asked("kind") and self._told("kind", "任务", dict(self.kinds).get(self._asked("kind"))):
            jobs = jobs.filter(kind=self._asked("kind"))
        if self.sees_all and self._told("who", "提交人", self._asked("who")):
            jobs = jobs.filter(user_id__in=self._people())
        start, end = self._day("on_from"), self._day("on_to")
        if start:
            jobs = jobs.filter(created_at__gte=start)
        if end:
            jobs = jobs.filter(created_at__lt=end + timedelta(days=1))
        words = [f"{d:%Y-%m-%d} {word}" for d, word in ((start, "起"), (end, "止")) if d]
        self._told("on", "提交日期", "，".join(words), "on_from", "on_to")
        return jobs

    @property
    def sees_all(self) -> bool:
        return self.actor.has("jobs.view_all")

    @property
    def view(self) -> str:
        return self.params.get("view", "")

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds whose jobs the actor can have asked for; all of them for those who see all."""
        offered = [kind for kind in job_kinds if self.sees_all or self.actor.has(kind.permission)]
        return tuple(sorted(((kind.name, kind.label) for kind in offered), key=lambda pair: pair[1]))

    @property
    def controls(self) -> list[Control]:
        wrong = bool(self.wrong)
        made = [Control("kind", "任务", "choice", self._asked("kind"), self.kinds)]
        if self.sees_all:
            made.append(Control("who", "提交人", "text", self._asked("who")))
        days = (self._asked("on_from"), self._asked("on_to"))
        return [*made, Control("on", "提交日期", "date_range", days[0], value_to=days[1], is_wrong=wrong)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [("view", self.view)] if self.view else []

    @property
    def is_used(self) -> bool:
        return bool(self.chips)

    @property
    def cleared(self) -> str:
        return f"?{urlencode(self.kept)}"

    @property
    def tabs(self) -> list[dict[str, object]]:
        """One view a state; the other conditions stay."""
        return [
            {"label": label, "url": self.address("view", view=name), "current": name == self.view}
            for name, (label, _) in VIEWS.items()
        ]

    def address(self, *without: str, **more: object) -> str:
        """The list under the same conditions but these, from its first page."""
        kept = [(k, v) for k, v in self.params.items() if k not in (*without, "before") and v]
        return "?" + urlencode([*kept, *((k, v) for k, v in more.items() if v)])

    def _asked(self, name: str) -> str:
        return self.params.get(name, "").strip()

    def _told(self, name: str, label: str, words: str | None, *names: str) -> bool:
        if words:
            self.chips.append(Chip(f"{label}：{words}", self.address(*(names or (name,)))))
        return bool(words)

    def _people(self) -> list[int]:
        """Keys first: the jobs of a person are found by an index, whatever the names are."""
        found = User.objects.filter(name__startswith=self._asked("who")).order_by("pk")
        return list(found.values_list("pk", flat=True)[:NAMES_LOOKED_AT])

    def _day(self, name: str) -> datetime | None:
        text = self._asked(name)
        if not text:
            return None
        try:
            found = _DAY.fullmatch(text)
            if found is None:
                raise ValueError(text)
            return timezone.make_aware(datetime.combine(date(*map(int, found.groups())), time.min))
        except (ValueError, OverflowError):
            self.wrong.append("提交日期要写成 2021-12-31 的样子，没有用作条件。")
            return None
