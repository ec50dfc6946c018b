"""A run from making to completion, through the services that the pages call."""

from datetime import date

import pytest

from apps.casework.models import WorkItem
from apps.core import clock
from apps.core.errors import Forbidden, Refused, StaleVersion
from apps.payments.models import PaymentLine, RunState
from apps.payments.services import runs
from tests.payments.factories import JANUARY, make_benefit, make_desk

pytestmark = pytest.mark.django_db


def test_a_run_made_twice_owes_every_month_once():
    desk, benefit = make_desk(), make_benefit(heads=2)
    first = runs.make_run("dibao", JANUARY, actor=desk.maker)
    second = runs.make_run("dibao", JANUARY, actor=desk.maker)
    assert first.pk == second.pk
    line = PaymentLine.objects.get(entitlement=benefit)
    assert (line.kind, line.amount, line.head_count) == ("regular", benefit.terms.get().amount, 2)
    assert line.transfers.get().state == "open"
