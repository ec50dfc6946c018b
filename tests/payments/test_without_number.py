"""Whoever has lived too long without a resident number brings no cash, and all of it once the number is there (5.2)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.models import User
from apps.payments.services import runs
from apps.people.services import PersonData, ensure_person
from tests.factories import DONGSHENG, community_of, make_actor, resident_number
from tests.payments.factories import JANUARY, make_benefit, make_paid_run
from tests.payments.test_life import lines, on
from tests.people.test_identity_pages import PNG
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST, SEPTEMBER = (date(2022, month, 1) for month in (6, 7, 8, 9))


def make_benefit_with_a_newborn(since, from_month=JANUARY):
    """A mother and her child, who was entered under a temporary code on the day ``since``."""
    on(since, since.day)
    born = PersonData("陈小", "", community_of(DONGSHENG), birth_date=date(2022, 1, 3), sex="F")
    child = ensure_person(born, actor=make_actor("acceptance_clerk", DONGSHENG))
    return make_benefit(also=(child,), from_month=from_month), child


def enter_number(child, born=date(2022, 1, 3)):
    """By the page of the file, with the paper that shows it."""
    clerk = browser(User.objects.get(pk=make_actor("acceptance_clerk", DONGSHENG).user_id))
    paper = SimpleUploadedFile("户口簿.png", PNG, content_type="image/png")
    answer = clerk.post(
        reverse("people:correct", args=[child.pk]),
        {"name": child.name, "number": resident_number(born), "reason": "已报户口", "evidence": paper},
    )
    assert answer.status_code == 302, answer.content.decode()


def test_a_month_beyond_the_limit_is_held_back_with_the_way_to_mend_it(officer):
    benefit, child = make_benefit_with_a_newborn(date(2022, 1, 12), from_month=AUGUST)
    on(AUGUST)
    for shown in (
        officer.get(reverse("payments:runs")),
        officer.post(reverse("payments:make"), {"programme": "dibao", "month": "2022-08"}, follow=True),
    ):
        assert "没有身份证号已满期限" in shown.content.decode()
    run = benefit.exclusions.get().run
    listed = officer.get(reverse("payments:run", args=[run.pk]), {"view": "excluded"}).content.decode()
    assert "已满 6 个月，补录号码后补发" in listed
    assert reverse("people:correct", args=[child.pk]) in listed
    assert not run.lines.exists()


def test_the_months_held_back_are_paid_with_the_run_after_the_number_was_entered(desk):
    benefit, child = make_benefit_with_a_newborn(date(2022, 1, 12), from_month=JULY)
    make_benefit(from_month=JULY)
    for month in (JULY, AUGUST):
        on(month)
        make_paid_run(desk, month)
    on(SEPTEMBER)
    enter_number(child)
    run = runs.make_run("dibao", SEPTEMBER, actor=desk.maker)
    owed = run.lines.filter(entitlement=benefit).order_by("benefit_month")
    assert list(owed.values_list("benefit_month", "kind", "cause")) == [
        (AUGUST, "back_pay", "前期缓发"),
        (SEPTEMBER, "regular", ""),
    ]


def test_within_the_limit_a_family_with_a_newborn_is_paid(desk):
    make_benefit_with_a_newborn(date(2022, 1, 12), from_month=JULY)
    on(JULY, 31)
    run = runs.make_run("dibao", JULY, actor=desk.maker)
    assert [kind for _, kind, _, _ in lines(run)] == ["regular"]
    assert not run.exclusions.exists()


def test_the_month_end_names_in_time_whose_months_run_out(officer):
    _, child = make_benefit_with_a_newborn(date(2022, 1, 12))
    link = reverse("people:correct", args=[child.pk])
    for month, told in ((JANUARY, False), (JUNE, True), (JULY, True)):
        on(month)
        shown = officer.get(reverse("payments:runs")).content.decode()
        assert (link in shown) == told
    assert "2022-08</span> 起缓发" in shown
