"""The daily tick: once for every business day, in the order of days, by one runner."""

import threading
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from apps.accounts.actors import system_actor
from apps.core import clock
from apps.core.declarations import Tick
from apps.core.registries import ticks
from apps.jobs import services, tasks
from apps.jobs.models import TickRun

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2022, 1, 12)


def day(number):
    return date(2022, 1, number)


@pytest.fixture
def declared(monkeypatch):
    """Nothing but the ticks of one test: ``declared(name, run, order)``."""
    monkeypatch.setattr(ticks, "_items", {})

    def declare(name, run, order=100):
        ticks.register(Tick(name=name, label=f"任务{name}", run=run, order=order))

    return declare


@pytest.fixture
def diary(declared):
    """A tick that writes down its days."""
    days = []
    declared("diary", lambda day: days.append((day, clock.today())))
    return days


def test_a_tick_runs_under_the_business_date_it_is_for(diary):
    services.run_ticks(DAY)
    assert diary == [(DAY, DAY)]


def test_a_day_never_runs_twice(diary):
    services.run_ticks(DAY)
    assert services.run_ticks(DAY).ran == []
    assert len(diary) == 1


def test_days_that_were_missed_are_caught_up_in_order(diary):
    services.run_ticks(day(12))
    services.run_ticks(day(15))
    assert [ran for ran, _ in diary] == [day(12), day(13), day(14), day(15)]


def test_a_tick_that_never_ran_begins_where_the_date_was_moved_from(diary):
    services.run_ticks(day(15), after=day(12))
    assert [ran for ran, _ in diary] == [day(13), day(14), day(15)]


def test_within_a_day_ticks_run_in_their_declared_order(declared):
    seen = []
    declared("late", lambda day: seen.append(("late", day)), order=2)
    declared("early", lambda day: seen.append(("early", day)), order=1)
    services.run_ticks(day(14), after=day(12))
    assert seen == [("early", day(13)), ("late", day(13)), ("early", day(14)), ("late", day(14))]


def test_a_tick_that_raises_waits_for_its_day_and_lets_the_others_go_on(declared, diary):
    broken = [True]

    def moody(day):
        if broken[0]:
            raise ValueError("not today")

    declared("moody", moody)
    services.run_ticks(day(14), after=day(12))
    assert len(diary) == 2
    assert [(run.day, run.state) for run in TickRun.objects.filter(name="moody")] == [(day(13), "failed")]
    broken[0] = False
    services.run_ticks(day(14))
    assert [run.day for run in TickRun.objects.filter(name="moody", state="done")] == [day(14), day(13)]


def test_a_tick_interrupted_by_a_killed_process_runs_again(diary):
    TickRun.objects.create(name="diary", day=day(11), state="done", finished_at="2022-01-11T00:00Z")
    TickRun.objects.create(name="diary", day=day(12), state="running")
    services.run_ticks(day(12))
    assert [ran for ran, _ in diary] == [day(12)]


def test_two_runners_at_the_same_moment_run_a_day_once(declared):
    seen, together = [], threading.Barrier(3)
    declared("slow", lambda day: (threading.Event().wait(0.3), seen.append(day)))

    def runner():
        together.wait()
        services.run_ticks(DAY)
        connections.close_all()

    threads = [threading.Thread(target=runner) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert seen == [DAY]


def test_the_beat_runs_the_ticks_of_the_business_date(diary):
    tasks.tick()
    assert diary == [(DAY, DAY)]


def test_the_ticks_can_be_asked_for_as_a_job_with_a_log(diary, eager):
    job = services.enqueue(
        "jobs.daily_ticks",
        actor=system_actor("system_tick"),
        arguments={"until": "2022-01-13", "after": "2022-01-11"},
    )
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"ran": 2})
    assert [line["text"] for line in job.log] == [
        "2022-01-12 任务diary：已完成",
        "2022-01-13 任务diary：已完成",
    ]


def test_the_command_runs_what_is_due_and_says_what_went_wrong(declared, capsys):
    declared("good", lambda day: None, order=1)
    declared("bad", lambda day: 1 / 0, order=2)
    with pytest.raises(CommandError, match="2022-01-12 任务bad"):
        call_command("tick")
    assert capsys.readouterr().out == "2022-01-12 任务good\n"
