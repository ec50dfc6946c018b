"""One form, sent twice at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from apps.casework.models import Case, Draft, WorkItem
from apps.people.models import Household, Person
from tests.assistance.entry_form import household, income, member, number, posted
from tests.factories import DONGSHENG, community_of, make_user
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks):
    start = Barrier(len(tasks))

    def run(task):
        try:
            connection.ensure_connection()
            start.wait(timeout=10)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_the_same_form_sent_by_two_clicks_at_once_is_one_case_and_one_household():
    community = community_of(DONGSHENG)
    clerk = make_user("何静", "window_clerk", community)
    window = browser(clerk)
    mother, son = number(date(1956, 3, 12), "F"), number(date(1980, 9, 21), "M")
    draft = window.post("/cases/new/dibao/", {"number": mother, "do": "start"})["Location"]
    rows = [member("m1", "王桂英", "self", mother), member("m2", "李海峰", "son", son)]
    data = posted(
        household(community), rows, [income("i1", "m1", "490")], do="check", window="w", revision="1"
    )
    assert window.post(draft, data).status_code == 302
    token = Draft.objects.get().submit_token
    browsers = [browser(clerk) for _ in range(3)]

    answers = at_once(
        *[lambda one=one: one.post(f"{draft}check/", {"submit_token": token}) for one in browsers]
    )

    assert {answer["Location"] for answer in answers} == {
        f"/cases/new/dibao/done/{Case.objects.get().number}/"
    }
    assert Household.objects.count() == 1 and Person.objects.count() == 2
    assert WorkItem.objects.count() == 1
