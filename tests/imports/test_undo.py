"""A load is taken back while nothing depends on it, and everything is as it was."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from apps.audit.models import Event
from apps.people.models import HouseholdMember, Person
from apps.policy.models import Period
from tests.imports.sets import PERSONS, ImportSet

pytestmark = pytest.mark.django_db(transaction=True)

REGISTERS = ("people", "casework", "assistance", "payments")


def content():
    """Row count and content hash of every table of the registers, save the histories, which only grow."""
    found = {}
    for model in apps.get_models():
        if (
            model._meta.app_label in REGISTERS
            and model._meta.managed
            and not hasattr(model, "pgh_tracked_model")
        ):
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t"
                )
                found[table] = cursor.fetchone()
    return found


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def load(upload, page):
    """Upload, confirm; answers the loaded batch."""

    def send(data, name="set.zip", **choice):
        batch = upload(data, name, **choice)
        page.post(f"/imports/{batch.pk}/confirm/")
        batch.refresh_from_db()
        assert batch.state == "done", batch.message
        return batch

    return send


def undo(page, batch):
    page.post(f"/imports/{batch.pk}/undo/")
    batch.refresh_from_db()
    return batch


def test_a_set_with_cases_and_payments_is_undone_to_the_last_row(load, page, small):
    load(small.csv(PERSONS), "a.csv")
    before = content()
    batch = load(ImportSet(12).zipped())
    assert content() != before
    assert "撤销本批" in words(page.get(batch.get_absolute_url()))
    shown = words(page.get(f"/imports/{batch.pk}/undo/"))
    assert "可以撤销" in shown and "发放明细" in shown
    assert undo(page, batch).state == "undone", batch.message
    assert content() == before
    assert Event.objects.filter(action="imports.undo").count() == 1
    assert "已撤销" in words(page.get(batch.get_absolute_url()))


def test_what_was_undone_can_be_loaded_again(load, page, small):
    first = load(small.zipped())
    undo(page, first)
    assert load(small.zipped()).total("new") == first.total("new")


def test_updated_rows_get_their_earlier_values_back(load, page, small):
    load(small.csv(PERSONS), "a.csv")
    before = content()
    small.row(PERSONS, 0, 住址="改后路 9 号", 残疾类别和等级="肢体一级")
    batch = load(small.csv(PERSONS), "b.csv", on_existing="update")
    assert batch.total("changed") == 1 and Person.objects.filter(address="改后路 9 号").count() == 1
    undo(page, batch)
    assert batch.state == "undone" and content() == before


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        (lambda: Person.objects.filter(name="严明").update(address="别处"), "3 条在导入之后改动过"),
        (lambda: HouseholdMember.objects.filter(relation="other").delete(), "已不在库中"),
        (
            lambda: Period.objects.create(
                kind="month",
                start="2021-11-01",
                state="closed",
                closed_at=timezone.now(),
                closed_on="2021-12-01",
            ),
            "在导入之后已关账",
        ),
    ],
)
def test_what_has_happened_since_keeps_it_from_being_undone(load, page, small, then, reason):
    batch = load(small.zipped())
    then()
    before = content()
    assert reason in words(page.get(f"/imports/{batch.pk}/undo/"))
    assert undo(page, batch).state == "done" and content() == before


def test_a_later_import_that_uses_the_rows_keeps_the_earlier_one(load, page, small):
    persons = load(small.csv(PERSONS), "a.csv")
    later = load(small.zipped())
    assert "用到了导入的" in words(page.get(f"/imports/{persons.pk}/undo/"))
    assert undo(page, persons).state == "done"
    undo(page, later)
    assert undo(page, persons).state == "undone" and not Person.objects.exists()


def test_an_undo_asked_for_twice_happens_once(load, page, small):
    batch = load(small.zipped())
    undo(page, batch)
    assert undo(page, batch).state == "undone"
    assert Event.objects.filter(action="imports.undo").count() == 1


def test_a_batch_that_was_never_loaded_has_nothing_to_undo(upload, page, small):
    batch = upload(small.zipped())
    assert "没有可撤销的" in words(page.get(f"/imports/{batch.pk}/undo/"))
    assert undo(page, batch).state == "ready"
