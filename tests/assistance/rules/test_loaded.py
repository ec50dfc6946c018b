"""The reference data in the database say the same as the files: what a service reads judges a case."""

from datetime import date

import pytest

from apps.assistance.rules.deadlines import deadlines
from apps.assistance.rules.parameters import read_parameters
from apps.policy.services import parameters, standard
from apps.policy.workcalendar import working_calendar
from apps.regions.models import Region
from tests.assistance.rules.examples import ON, PARAMETERS

pytestmark = pytest.mark.django_db


def test_the_loaded_parameters_are_those_of_the_files() -> None:
    assert read_parameters(parameters("", ON)) == PARAMETERS


def test_the_loaded_calendar_gives_the_statutory_dates() -> None:
    due = deadlines(date(2021, 9, 15), working_calendar(), PARAMETERS, delegated=False)
    assert due.preliminary_opinion == date(2021, 10, 12)


def test_each_demo_year_has_its_own_standard() -> None:
    amounts = [standard("dibao", date(year, 12, 31)) for year in (2019, 2020, 2021)]
    assert amounts == sorted(set(amounts))


def test_six_communities_were_founded_in_2021() -> None:
    before, after = (
        Region.objects.communities().filter(kind="community").open_on(day)
        for day in (date(2020, 12, 31), date(2021, 12, 31))
    )
    assert after.count() - before.count() == 6
