"""One event of the trail: what was changed, in words, for the auditor and for nobody else."""

import re

import pytest
from django.apps import apps

from apps.audit.models import Event
from apps.pages import history
from tests.factories import DONGSHENG, Office, make_dibao, make_person
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db


def rows_of(event, client):
    """(field, before, after) as the page of the event shows them."""
    answer = client.get(f"/audit/{event.pk}/")
    assert answer.status_code == 200
    found = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', answer.content.decode())
    return [tuple(cells) for cells in found]


@pytest.fixture
def auditor():
    return browser(account("audit_admin", DISTRICT))


def edited(person, **fields):
    """The event that changing these fields of a file through its page leaves behind."""
    clerk = browser(account("acceptance_clerk", DONGSHENG))
    page = clerk.get(f"/people/{person.pk}/edit/")
    form = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    answer = clerk.post(f"/people/{person.pk}/edit/", {**form, **fields, "reason": "按户口簿更正"})
    assert answer.status_code == 302, answer.content.decode()
    return Event.objects.about("people.person", person.pk).latest("at")


def test_changed_fields_are_told_by_their_labels_with_both_values(auditor):
    person = make_person("李建设", phone="13800000127", address="泰和路 1 号")
    event = edited(person, address="泰和路 2 号", phone="13800000128")
    changed = rows_of(event, auditor)
    assert ("住址", "泰和路 1 号", "泰和路 2 号") in changed
    assert ("联系电话", "（已更正）", "（已更正）") in changed
    assert "13800000128" not in str(changed)


def test_a_later_change_is_not_told_as_part_of_an_earlier_one(auditor):
    person = make_person("李建设", address="一")
    first = edited(person, address="二")
    edited(person, address="三")
    assert rows_of(first, auditor) == [("住址", "一", "二")]


def test_the_list_names_cases_and_masks_persons(auditor):
    person = make_person("李建设")
    edited(person, address="二")
    page = auditor.get("/audit/").content.decode()
    assert "李*设" in page and "李建设" not in page


def test_everything_about_a_case_is_found_by_its_number(auditor):
    case, other = (make_dibao(Office(DONGSHENG)) for _ in range(2))
    page = auditor.get("/audit/", {"q": case.number}).content.decode()
    assert case.number in page and other.number not in page


def test_who_is_no_auditor_does_not_get_the_page(auditor):
    event = edited(make_person("李建设"), address="二")
    assert browser(account("section_officer", DISTRICT)).get(f"/audit/{event.pk}/").status_code == 403


def test_every_kept_field_that_is_shown_has_a_chinese_name():
    kept = [model for model in apps.get_models() if hasattr(model, "history")]
    labels = {history.label_of(field) for model in kept for field in model._meta.concrete_fields}
    assert [label for label in labels if re.search("[A-Za-z]", label)] == []
