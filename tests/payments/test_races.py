"""Two people at the same moment, on real connections."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse

from apps.accounts.models import User
from apps.core import clock
from apps.core.errors import Refused
from apps.payments.models import OverpaymentMonth, PaymentLine, Run, Transfer
from apps.payments.services import life, notices, overpayments, runs
from apps.people.models import Person
from tests.factories import DISTRICT, make_actor
from tests.payments.factories import JANUARY, make_benefit, make_checked_run, make_desk
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


def change(benefit, amount, actor):
    with transaction.atomic():
        return life.change_amount(
            benefit, from_month=JANUARY, amount=Decimal(amount), standard=Decimal("1005.00"), cause="change",
            computation=[], actor=actor, case=benefit.case,
        )  # fmt: skip


def owed(benefit):
    """What the checked runs owe for January, and what is still to be booked."""
    lines = benefit.lines.exclude(run__state="draft").aggregate(sum=Sum("amount"))["sum"] or 0
    pending = benefit.arrears.aggregate(sum=Sum("amount"))["sum"] or 0
    over = OverpaymentMonth.objects.filter(overpayment__entitlement=benefit).aggregate(sum=Sum("amount"))[
        "sum"
    ]
    return lines + pending - (over or 0)


def test_a_change_at_the_moment_of_the_check_is_either_in_the_run_or_owed_beside_it():
    desk, benefit = make_desk(), make_benefit(amount="700.00")
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    checked, changed = at_once(
        lambda: runs.check_run(run, version=run.version, accept=True, actor=desk.checker),
        lambda: change(benefit, "750.00", desk.maker),
    )
    assert type(changed).__name__ == "Change"
    if type(checked).__name__ == "Run":  # checked first: the raise is owed as back-pay
        assert (changed.arrears, owed(benefit)) == (Decimal("50.00"), Decimal("750.00"))
    else:  # changed first: the draft does not pass its check
        assert (type(checked).__name__, changed.arrears) == ("Refused", Decimal(0))


def test_a_change_while_the_run_is_made_ends_without_deadlock_and_without_a_wrong_check():
    desk, benefit = make_desk(), make_benefit(amount="700.00")
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    made, changed = at_once(
        lambda: runs.make_run("dibao", JANUARY, actor=desk.maker),
        lambda: change(benefit, "750.00", desk.maker),
    )
    assert [type(made).__name__, type(changed).__name__] == ["Run", "Change"]
    run.refresh_from_db()
    amount = benefit.lines.get().amount
    if amount == Decimal("700.00"):  # made before the change was seen: the check finds it
        with pytest.raises(Refused, match="情况有变"):
            runs.check_run(run, version=run.version, accept=True, actor=desk.checker)
    else:
        assert runs.check_run(run, version=run.version, accept=True, actor=desk.checker).state == "checked"


def test_a_death_entered_while_the_run_is_checked_never_reaches_the_bank():
    desk, benefit = make_desk(), make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    died = Person.objects.filter(pk=benefit.payee_id)
    at_once(
        lambda: runs.check_run(run, version=run.version, accept=True, actor=desk.checker),
        lambda: died.update(death_date=date(2022, 1, 11)),
    )
    run.refresh_from_db()
    if run.state == "checked":
        file = runs.send_run(run, version=run.version, actor=desk.maker)
        assert (file.row_count, run.transfers.get().state) == (0, "failed")
    else:
        assert run.state == "draft"


def test_two_officers_changing_one_benefit_leave_one_sum():
    desk, benefit = make_desk(), make_benefit(amount="700.00")
    make_checked_run(desk)
    at_once(*[lambda amount=amount: change(benefit, amount, desk.maker) for amount in ("750.00", "650.00")])
    assert owed(benefit) == benefit.terms.get().amount


def test_a_write_off_decided_twice_at_once_is_one_decision():
    desk, second = make_desk(), make_actor("run_checker", DISTRICT, name="另一位复核人")
    benefit = make_benefit(amount="700.00")
    make_checked_run(desk)
    row = change(benefit, "600.00", desk.maker).overpayment
    notices.notify(row, version=1, cause="office_error", note="", actor=desk.maker)
    overpayments.propose_write_off(row, version=2, reason="金额很小", actor=desk.maker)
    done = at_once(
        *[
            lambda actor=actor: overpayments.decide_write_off(row, version=3, accept=True, actor=actor)
            for actor in (desk.checker, second)
        ]
    )
    assert sorted(type(result).__name__ for result in done) == ["Overpayment", "Refused"]
