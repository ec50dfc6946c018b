"""Each control holds while it is on; with its off-switch thrown, what it forbids happens. The list is docs/controls.md."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.security.controls.code import CONTROLS as OF_CODE
from tests.security.controls.database import CONTROLS as OF_RECORDS
from tests.security.controls.money import CONTROLS as OF_MONEY
from tests.security.controls.persons import CONTROLS as OF_PERSONS
from tests.security.controls.switches import Control

OF_DATABASE = (*OF_RECORDS, *OF_MONEY, *OF_PERSONS)
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "controls.md"


def named(controls):
    return pytest.mark.parametrize("control", controls, ids=lambda control: control.name)


@pytest.mark.django_db
@named(OF_CODE)
def test_a_control_of_the_application_holds(control: Control):
    assert not control.happens()


@pytest.mark.django_db
@named(OF_CODE)
def test_without_a_control_of_the_application_it_happens(control: Control, monkeypatch):
    with control.off(monkeypatch):
        assert control.happens()


# Triggers are switched off by another connection: the rows must be committed.
@pytest.mark.django_db(transaction=True)
@named(OF_DATABASE)
def test_a_control_of_the_database_holds(control: Control, monkeypatch):
    assert not control.happens()


@pytest.mark.django_db(transaction=True)
@named(OF_DATABASE)
def test_without_a_control_of_the_database_it_happens(control: Control, monkeypatch):
    with control.off(monkeypatch):
        assert control.happens()


def test_the_document_lists_these_controls_and_no_others():
    listed = re.findall(r"^\| (?!control|---)([^|]+?) \|", DOCUMENT.read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(control.name for control in (*OF_CODE, *OF_DATABASE))
