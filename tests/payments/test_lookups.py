"""What payments tell the apps below: benefits across scope, links of the inbox, the panel of a person."""

import pytest
from django.urls import reverse

from apps.accounts.models import User
from apps.casework.models import WorkItem
from apps.core.registries import subject_links
from apps.payments.services import runs
from apps.people.services import match
from tests.factories import DONGSHENG, ZHONGHE, make_actor
from tests.payments.factories import JANUARY, make_benefit, make_desk
from tests.support.accounts import browser

pytestmark = pytest.mark.django_db


def test_another_town_is_told_of_a_benefit_but_not_of_the_person():
    benefit = make_benefit(heads=2, town=ZHONGHE)
    member = benefit.coverages.exclude(person=benefit.payee).get().person
    found = match(member.number, actor=make_actor("acceptance_clerk", DONGSHENG), reason="新增申请")
    assert found.person_visible is None
    assert [(b.programme, b.town, b.since) for b in found.benefits] == [("低保", "中河街道", JANUARY)]


def test_the_check_of_a_run_leads_from_the_inbox_to_its_page():
    desk = make_desk()
    make_benefit()
    run = runs.make_run("dibao", JANUARY, actor=desk.maker)
    item = WorkItem.objects.for_actor(desk.checker).get()
    link = subject_links.get(item.subject_type)
    assert link.url(item.subject_id) == reverse("payments:run", args=[run.pk])
    assert link.title(item.subject_id) == "2022 年 1 月低保发放"


def test_the_file_of_a_person_shows_benefits_that_the_reader_may_see():
    own = make_benefit(town=DONGSHENG)
    clerk = browser(User.objects.get(pk=make_actor("acceptance_clerk", DONGSHENG).user_id))
    page = clerk.get(reverse("people:persons_row", args=[own.payee_id])).content.decode()
    assert reverse("payments:entitlements_row", args=[own.pk]) in page
