"""Two people at the same moment, on real connections."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.core import clock
from apps.payments.models import PaymentLine, Run, Transfer
from apps.payments.services import runs
from tests.factories import DISTRICT, make_actor
from tests.payments.factories import JANUARY, make_benefit, make_desk
from tests.support.accounts import browser
from tests.support.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_run_made_by_four_clicks_at_once_pays_once():
    desk = make_desk()
    benefits = [make_benefit(amount=f"{n}00.00") for n in range(1, 6)]
    made = at_once(*[lambda: runs.make_run("dibao", JANUARY, actor=desk.maker)] * 4)
    assert {run.pk for run in made} == {Run.objects.get().pk}
    assert PaymentLine.objects.count() == Transfer.objects.count() == len(benefits)


def test_two_makers_at_once_make_one_run():
    desk, colleague = make_desk(), make_actor("section_officer", DISTRICT, name="同事")
    make_benefit()
    made = at_once(
        lambda: runs.make_run("dibao", JANUARY, actor=desk.maker),
        lambda: runs.make_run("dibao", JANUARY, actor=colleague),
    )
    assert sorted(type(result).__name__ for result in made) == ["Refused", "Run"]
    assert PaymentLine.objects.count() == 1


def test_two_checkers_at_once_are_one_check():
    desk, second = make_desk(), make_actor("run_checker", DISTRICT, name="另一位复核人")
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    done = at_once(
        lambda: runs.check_run(run, version=run.version, accept=True, actor=desk.checker),
        lambda: runs.check_run(run, version=run.version, accept=True, actor=second),
    )
    assert sorted(type(result).__name__ for result in done) == ["Refused", "Run"]
    assert Run.objects.get().checked_by_id in (desk.checker.user_id, second.user_id)


def test_sending_twice_at_once_makes_one_file():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    run = runs.check_run(run, version=run.version, accept=True, actor=desk.checker)
    at_once(*[lambda: runs.send_run(run, version=run.version, actor=desk.maker)] * 2)
    assert run.bank_files.count() == 1


def test_the_threads_see_the_business_date():
    assert at_once(clock.today) == [clock.today()]


def test_two_browsers_making_the_same_run_pay_once():
    desk = make_desk()
    benefits = [make_benefit(amount=f"{n}00.00") for n in range(1, 4)]
    windows = [browser(User.objects.get(pk=desk.maker.user_id)) for _ in range(2)]
    asked = {"programme": "dibao", "month": "2022-01"}
    answers = at_once(
        *[lambda window=window: window.post(reverse("payments:make"), asked) for window in windows]
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Run.objects.count() == 1
    assert PaymentLine.objects.count() == Transfer.objects.count() == len(benefits)
