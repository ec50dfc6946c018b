"""A closed period keeps what it said, whatever becomes of the records; nobody can change or reopen it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.audit.models import Event
from apps.core import clock
from apps.core.errors import Forbidden
from apps.payments.models import Coverage
from apps.policy.models import Period
from apps.statistics.models import FrozenFigure
from apps.statistics.services import close_period, figures
from apps.statistics.ticks import close_ended
from tests.factories import DISTRICT, make_actor
from tests.payments.factories import JANUARY, make_benefit, make_desk, make_sent_run, return_text, take_return
from tests.statistics.rolls import DECEMBER, add_family, end, make_roll
from tests.statistics.test_figures import HOUSEHOLDS, PERSONS, asked

pytestmark = pytest.mark.django_db


def run(command, period):
    out = StringIO()
    call_command(command, period, stdout=out)
    return out.getvalue()


@pytest.fixture
def roll():
    return make_roll()


@pytest.fixture
def closed(roll):
    run("close_month", "2021-12")
    return roll


def of_december(*arguments):
    return asked("--year", "2021", "--month", "12", *arguments)


def test_frozen_figures_stay_when_records_change_and_live_ones_follow(closed):
    end(closed["陈"], date(2021, 11, 1))
    assert of_december()[PERSONS] == 6
    assert of_december("--live")[PERSONS] == 3


def test_the_records_behind_a_frozen_figure_are_kept_town_by_town(closed):
    rows = FrozenFigure.objects.filter(key=PERSONS)
    kept = sorted(key for row in rows for key in row.record_ids)
    assert kept == sorted(str(pk) for pk in Coverage.objects.values_list("pk", flat=True))
    assert all(len(row.record_ids) == row.value for row in rows if row.region_id != DISTRICT)


def test_closing_twice_answers_as_it_was(closed):
    before = list(FrozenFigure.objects.order_by("pk").values_list("pk", "value"))
    add_family(closed, "赵", since=DECEMBER)
    assert "此前已关账" in run("close_month", "2021-12")
    assert list(FrozenFigure.objects.order_by("pk").values_list("pk", "value")) == before


def test_closing_a_year_closes_its_months(roll):
    run("close_year", "2021")
    assert Period.objects.filter(kind="month", start__year=2021, state="closed").count() == 12
    assert all(figure.is_frozen for figure in figures("month", DECEMBER).values())


def test_a_month_that_is_not_over_is_not_closed():
    with pytest.raises(CommandError, match="还没有结束"):
        run("close_month", "2022-01")


def test_closing_is_on_the_record(roll):
    officer = make_actor("section_officer", DISTRICT)
    close_period("month", DECEMBER, actor=officer)
    assert Event.objects.filter(action="statistics.close_period", user_id=officer.user_id).count() == 1


@pytest.mark.parametrize("post", ["leader", "town_confirmer", "data_admin"])
def test_only_the_section_closes(roll, post):
    with pytest.raises(Forbidden):
        close_period("month", DECEMBER, actor=make_actor(post, DISTRICT))
    assert not FrozenFigure.objects.exists()


ADD = (
    "INSERT INTO statistics_frozenfigure (period_id, key, region_id, value, record_ids, definition)"
    " SELECT id, 'assistance.invented', '330212', 1, '{}', '' FROM policy_period WHERE state = 'closed' LIMIT 1"
)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE statistics_frozenfigure SET value = 0", "permission denied|append-only"),
        ("DELETE FROM statistics_frozenfigure", "permission denied|append-only"),
        ("TRUNCATE statistics_frozenfigure", "permission denied"),
        (ADD, "the period is closed"),
        ("UPDATE policy_period SET state = 'open', closed_at = NULL, closed_on = NULL", "is closed"),
        ("DELETE FROM policy_period", "is closed|violates foreign key"),
        ("UPDATE payments_transfer SET state = 'failed', paid_on = NULL", "the month is closed"),
    ],
)
def test_the_application_role_cannot_undo_a_closing(closed, statement, reason):
    with pytest.raises(DatabaseError, match=reason), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_time_closes_the_month_on_the_first_and_the_year_on_the_second(roll):
    with clock.held(date(2022, 1, 1)):
        assert close_ended(date(2022, 1, 1))["closed"] == ["month 2021-12-01"]
    with clock.held(date(2022, 1, 2)):
        assert close_ended(date(2022, 1, 2))["closed"] == ["year 2021-01-01"]
    with clock.held(date(2022, 1, 3)):
        assert close_ended(date(2022, 1, 3)) == {"closed": [], "waiting": []}


def test_money_without_a_result_keeps_the_month_open_until_its_return_is_in():
    make_benefit()
    desk = make_desk()
    sent = make_sent_run(desk)
    with clock.held(date(2022, 2, 1)):
        assert not close_ended(date(2022, 2, 1))["closed"]
        with pytest.raises(CommandError, match="还没有回盘"):
            run("close_month", "2022-01")
        take_return(sent, return_text(sent), desk)
    with clock.held(date(2022, 2, 2)):
        assert close_ended(date(2022, 2, 2))["closed"] == ["month 2022-01-01"]
        assert figures("month", JANUARY)["assistance.dibao_amount"].value > 0


def test_a_month_is_compared_with_the_closed_one_of_the_year_before(closed):
    end(closed["陈"], date(2021, 11, 1))
    with clock.held(date(2022, 12, 31)):
        figure = figures("month", date(2022, 12, 1))[HOUSEHOLDS]
    assert (figure.previous, figure.value) == (3, 2)
