"""The month's payment from its check to the closing of the month: what is done, what is missing, who is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Q
from django.db.models.functions import TruncMonth

from apps.accounts.actor import Actor
from apps.accounts.models import Grant
from apps.core import clock
from apps.core.money import ZERO
from apps.core.periods import add_months, day_label, first_of, last_day, month_label
from apps.payments.models import Coverage, Entitlement, EntitlementStatus, Run, RunExclusion, RunState
from apps.payments.services import generation, inbox, stages, summary
from apps.payments.services.programmes import paid_programmes, pays_once
from apps.payments.services.runs import CHECK, run_title
from apps.policy.models import Period

# How many entitlements of one reason are listed before the rest is only counted.
LISTED = 20
# Months ahead in which those are named whose time without a number runs out.
AHEAD = 2
UNDER_WAY = (RunState.DRAFT, RunState.CHECKED, RunState.SENT)


@dataclass(frozen=True)
class Step:
    """A step of the month: ``state`` is done, now or empty; ``missing`` says in words what it waits for."""

    code: str
    label: str
    state: str
    on: date | None = None
    who: str = ""
    missing: str = ""


@dataclass(frozen=True)
class ProblemGroup:
    """Entitlements that cannot be paid for one ``reason``: how many amounts, and the first of them.

    ``unlisted`` amounts are counted only.
    """

    reason: str
    label: str
    count: int
    unlisted: int
    entitlements: Sequence[Entitlement]


@dataclass(frozen=True)
class Unnumbered:
    """A person without a number, and the month from which the family's money will be held back for it."""

    coverage: Coverage
    held_from: date


@dataclass(frozen=True)
class MonthEnd:
    """One programme's payment of ``month``; of a programme that pays once, one run of it, or what is ``due`` for the next.

    ``roll`` and ``problems`` are there only while no run is made; then ``sent`` says what goes to the bank,
    ``changes`` why it differs from the month before, and ``left_out`` what could not be paid. ``dead`` are
    persons on the roll who have died, ``waiting`` those whose time without a number is running out.
    """

    programme: str
    label: str
    month: date
    run: Run | None
    steps: Sequence[Step]
    roll: summary.Roll | None = None
    problems: Sequence[ProblemGroup] = ()
    again: int = 0
    cutoff: date | None = None
    sent: Sequence[summary.Part] = ()
    changes: Sequence[summary.Change] = ()
    left_out: Sequence[summary.Part] = ()
    dead: Sequence[Coverage] = ()
    dead_count: int = 0
    waiting: Sequence["Unnumbered"] = ()
    due: stages.Payable | None = None

    @property
    def title(self) -> str:
        """`2022 年 1 月低保月结`, or which run of what is given once."""
        if self.due is not None:
            return f"{self.label}到期应发"
        is_once = self.run is not None and self.run.pays_once
        return run_title(self.run) if self.run and is_once else f"{month_label(self.month)}{self.label}月结"

    @property
    def has_money(self) -> bool:
        """Whether a run made now would send something; the roll of a month is worth a try in any case."""
        return self.due is None or bool(self.due.count or self.again)

    @property
    def sent_amount(self) -> Decimal:
        """Yuan that go to the bank."""
        return sum((part.amount for part in self.sent), ZERO)

    @property
    def difference(self) -> Decimal:
        """Yuan more or less than the month before."""
        return sum((change.amount for change in self.changes), ZERO)

    @property
    def less(self) -> Decimal:
        """Yuan less than the month before."""
        return -self.difference

    @property
    def problem_count(self) -> int:
        return sum(group.count for group in self.problems)

    @property
    def now(self) -> Step | None:
        """The step that is waited for."""
        return next((step for step in self.steps if step.state == "now"), None)


def month_ends(actor: Actor) -> list[MonthEnd]:
    """What the actor's district has to do: the present month, and earlier ones that are not through yet."""
    if actor.level != "district":
        return []
    month = first_of(clock.today())
    found, used = [], _used(actor)
    for programme, label in paid_programmes():
        if programme not in used:
            continue
        found += (_once if pays_once(programme) else _monthly)(programme, label, month, actor)
    return found


def _used(actor: Actor) -> set[str]:
    """The programmes whose money somebody receives or has received, in one statement however many there are."""
    entitlements = Entitlement.objects.visible_to(actor).order_by()
    asked = []
    for code, _ in paid_programmes():
        rows = entitlements.filter(programme=code)
        rows = rows if pays_once(code) else rows.filter(terms__amount__isnull=False)
        asked.append(rows.values("programme")[:1])
    return {row["programme"] for row in asked[0].union(*asked[1:], all=True)} if asked else set()


def _monthly(programme: str, label: str, month: date, actor: Actor) -> list[MonthEnd]:
    """The present month, and those before it that are not through."""
    runs = _recent_runs(programme, month, actor)
    closed = _closed([add_months(month, -1), month])
    unpaid = [run.month for run in runs.values() if run.state in UNDER_WAY]
    before = add_months(month, -1)
    if before in runs and before not in closed:
        unpaid.append(before)
    return [
        _month_end(programme, label, each, runs.get(each), closed.get(each), actor)
        for each in sorted({*unpaid, month})
    ]


def _once(programme: str, label: str, month: date, actor: Actor) -> list[MonthEnd]:
    """The runs that are not through yet, and what is due while no draft takes it."""
    rows = Run.objects.visible_to(actor).filter(programme=programme, pays_once=True, state__in=UNDER_WAY)
    runs = list(rows.select_related("made_by", "checked_by").order_by("month", "sequence"))
    found = [
        MonthEnd(
            programme,
            label,
            run.month,
            run,
            steps_of(run),
            sent=summary.composition(run),
            left_out=summary.left_out(run),
        )
        for run in runs
    ]
    if any(run.state == RunState.DRAFT and run.month == month for run in runs):
        return found
    due = stages.payable(programme, actor.region_code, month, clock.today())
    again = generation.waiting_again(programme, actor.region_code, month)
    groups = problem_groups(programme, month, actor)
    if due.count or again or groups:
        steps = [
            _checked_before(None, sum(group.count for group in groups)),
            _made(None),
            _checked(None),
            _sent(None),
            _answered(None),
        ]
        found.append(MonthEnd(programme, label, month, None, steps, problems=groups, again=again, due=due))
    return found


def _recent_runs(programme: str, month: date, actor: Actor) -> dict[date, Run]:
    """The runs of the last year that are not void, by month."""
    runs = Run.objects.visible_to(actor).exclude(state=RunState.VOID).select_related("made_by", "checked_by")
    rows = runs.filter(programme=programme, month__gte=add_months(month, -12), month__lte=month)
    return {run.month: run for run in rows}


def _closed(months: Sequence[date]) -> dict[date, Period]:
    rows = Period.objects.filter(kind=Period.Kind.MONTH, state=Period.State.CLOSED, start__in=months)
    return {row.start: row for row in rows.select_related("closed_by")}


def _month_end(
    programme: str, label: str, month: date, run: Run | None, closed: Period | None, actor: Actor
) -> MonthEnd:
    cutoff = inbox.cutoff(month)
    is_present = month == first_of(clock.today())
    dead, dead_count = deaths_on_roll(programme, month, actor) if is_present else ([], 0)
    waiting = soon_held(programme, month, actor) if is_present else []
    if run is not None:
        return MonthEnd(
            programme,
            label,
            month,
            run,
            _steps(run, month, closed, 0),
            cutoff=cutoff,
            sent=summary.composition(run),
            changes=[change for change in summary.changes(run) if change.cause != "same"],
            left_out=summary.left_out(run),
            dead=dead,
            dead_count=dead_count,
            waiting=waiting,
        )
    groups = problem_groups(programme, month, actor)
    count = sum(group.count for group in groups)
    return MonthEnd(
        programme,
        label,
        month,
        None,
        _steps(None, month, closed, count),
        roll=summary.roll(programme, actor.region_code, month),
        problems=groups,
        again=generation.waiting_again(programme, actor.region_code, month),
        cutoff=cutoff,
        dead=dead,
        dead_count=dead_count,
        waiting=waiting,
    )


def soon_held(programme: str, month: date, actor: Actor) -> list[Unnumbered]:
    """Whoever on the roll of ``month`` will have been too long without a number in one of the next ``AHEAD`` months."""
    limit = generation.temporary_months(month)
    if limit is None:
        return []
    first, last = add_months(month, -limit), add_months(month, AHEAD - limit)
    rows = (
        Coverage.objects.visible_to(actor)
        .in_month(month)
        .filter(entitlement__programme=programme, person__number_digest=None, person__merged_into=None)
        .filter(person__temporary_since__gte=first, person__temporary_since__lt=last)
        .exclude(entitlement__status=EntitlementStatus.ENDED)
    )
    found = rows.select_related("person", "entitlement__region__parent").order_by(
        "person__temporary_since", "id"
    )
    return [
        Unnumbered(row, add_months(first_of(row.person.temporary_since), limit + 1)) for row in found[:LISTED]
    ]


def deaths_on_roll(programme: str, month: date, actor: Actor) -> tuple[list[Coverage], int]:
    """Persons covered after the month of their death, or in it with no end in sight: the first of them, and how many.

    The month of a death is still paid; from the next one on a change is due (§9.4, §9.5).
    """
    rows = (
        Coverage.objects.visible_to(actor)
        .filter(
            entitlement__programme=programme, person__death_date__lte=clock.today(), first_month__lte=month
        )
        .exclude(entitlement__status=EntitlementStatus.ENDED)
        .filter(Q(last_month__isnull=True) | Q(last_month__gt=TruncMonth("person__death_date")))
        .filter(Q(last_month__isnull=True) | Q(last_month__gte=month))
    )
    listed = rows.select_related("person", "entitlement__region__parent").order_by("person__death_date", "id")
    found = list(listed[: LISTED + 1])
    return found[:LISTED], len(found) if len(found) <= LISTED else rows.count()


def problem_groups(programme: str, month: date, actor: Actor) -> list[ProblemGroup]:
    """What a run of ``month`` made today would leave out, by reason, with the entitlements to look at."""
    ask = stages.problems if pays_once(programme) else generation.problems
    found = ask(programme, actor.region_code, month, clock.today(), each=LISTED)
    rows = Entitlement.objects.visible_to(actor).with_people()
    entitlements = rows.in_bulk([problem.entitlement_id for problem in found])
    groups = []
    for reason, members in groupby(found, key=lambda problem: problem.reason):
        listed = list(members)
        ids = dict.fromkeys(problem.entitlement_id for problem in listed)
        groups.append(
            ProblemGroup(
                reason,
                str(RunExclusion.Reason(reason).label),
                listed[0].found,
                listed[0].found - len(listed),
                [entitlements[pk] for pk in ids if pk in entitlements],
            )
        )
    return groups


def _steps(run: Run | None, month: date, closed: Period | None, problems: int) -> list[Step]:
    return [
        _checked_before(run, problems),
        _made(run),
        _checked(run),
        _sent(run),
        _answered(run),
        _closed_step(run, month, closed),
    ]


def steps_of(run: Run) -> list[Step]:
    """The steps of a run that is made; the closing of its month is not looked up."""
    return [_made(run), _checked(run), _sent(run), _answered(run)]


def _checked_before(run: Run | None, problems: int) -> Step:
    if run is not None or not problems:
        return Step("verify", "检查", "done", missing="" if run else "没有发现问题")
    return Step("verify", "检查", "now", missing=f"{problems} 笔暂不能发放")


def _made(run: Run | None) -> Step:
    if run is None:
        return Step("make", "生成", "now", missing="还没有生成")
    if run.state == RunState.DRAFT and run.comment:
        return Step("make", "生成", "now", run.made_on, maker_of(run), "已退回，待重新生成")
    # Taken-over money was not made on the day it was loaded.
    return Step("make", "生成", "done", None if run.origin == "migration" else run.made_on, maker_of(run))


def _checked(run: Run | None) -> Step:
    if run is None or (run.state == RunState.DRAFT and run.comment):
        return Step("check", "复核", "")
    if run.state == RunState.DRAFT:
        return Step("check", "复核", "now", missing="待第二人复核")
    who = run.checked_by.name if run.checked_by else maker_of(run)
    return Step("check", "复核", "done", run.checked_on, who)


def _sent(run: Run | None) -> Step:
    if run is None or run.state == RunState.DRAFT:
        return Step("send", "送出", "")
    if run.state == RunState.CHECKED:
        return Step("send", "送出", "now", missing="待送银行")
    return Step("send", "送出", "done", run.sent_on)


def _answered(run: Run | None) -> Step:
    if run is None or run.state not in (RunState.SENT, RunState.DONE):
        return Step("return", "回盘", "")
    if run.state == RunState.SENT:
        return Step("return", "回盘", "now", missing="待导入回盘结果")
    return Step("return", "回盘", "done", run.completed_on)


def _closed_step(run: Run | None, month: date, closed: Period | None) -> Step:
    if closed is not None:
        return Step(
            "close", "关账", "done", closed.closed_on, closed.closed_by.name if closed.closed_by else ""
        )
    if run is None or run.state != RunState.DONE:
        return Step("close", "关账", "")
    if clock.today() <= last_day(month):
        return Step("close", "关账", "", missing=f"{day_label(add_months(month, 1))}起办理")
    return Step("close", "关账", "now", missing="待关账")


def maker_of(run: Run) -> str:
    """Who made the run; money taken over from before this system has no maker."""
    return "历史数据" if run.origin == "migration" else str(run.made_by.name)


def who_may(run: Run, permission: str) -> list[str]:
    """Names of those whose grant lets them take a step of ``run`` today; never its maker when it is checked."""
    grants = Grant.objects.in_force(clock.today()).filter(
        Q(region_id=run.region_id), user__is_active=True, post__permissions__contains=[permission]
    )
    if permission == CHECK:
        grants = grants.exclude(user_id=run.made_by_id).exclude(user__person_key=run.maker_key)
    return sorted(set(grants.values_list("user__name", flat=True)))[:8]
