"""What was imported opens like everything else: the case, its person, its entitlement, its run."""

from datetime import date

import pytest
from django.core.management import call_command

from apps.core import crypto
from apps.payments.models import Entitlement, Run
from apps.people.models import Person
from tests.imports.sets import CASES, COVERAGE, PAYMENTS, TERMS, ImportSet, number
from tests.support.accounts import DISTRICT, account, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    """Ten families: one was refused (C00009), one gave up in October (C00001)."""
    made = ImportSet(10)
    made.find(CASES, 办件编号="C00001").update(最后月="2021-10", 终止原因="自愿放弃")
    made.find(TERMS, 办件编号="C00001", 起始月="2021-07")["最后月"] = "2021-10"
    for row in made.rows[COVERAGE]:
        if row["办件编号"] == "C00001":
            row.update(最后月="2021-10", 终止原因="自愿放弃")
    made.rows[PAYMENTS] = [
        row for row in made.rows[PAYMENTS] if row["办件编号"] != "C00001" or row["所属月"] <= "2021-10"
    ]
    call_command("import_data", str(made.write(tmp_path / "set")), verbosity=0)
    return browser(account("section_officer", DISTRICT))


@pytest.mark.parametrize("case", ["C00000", "C00001", "C00009"])
def test_the_page_of_a_case_opens_and_names_who_decided(loaded, case):
    answer = loaded.get(f"/cases/{case}/")
    assert answer.status_code == 200
    assert ("鄞州区民政局" if case == "C00009" else "东胜街道") in answer.content.decode()


def test_the_amount_of_an_entitlement_is_explained_line_by_line(loaded):
    page = loaded.get(
        f"/payments/entitlements/{Entitlement.objects.get(number='C00000').pk}/"
    ).content.decode()
    for part in ("900 × 2 人", "1,800.00 − 300.50", "1,500.00"):
        assert part in page
    assert Entitlement.objects.get(number="C00000").next_recheck_on == date(2022, 12, 20)
    ended = Entitlement.objects.get(number="C00001")
    assert (ended.status, ended.end_reason, ended.next_recheck_on) == ("ended", "自愿放弃", None)


def test_persons_and_runs_open(loaded):
    person = Person.objects.get(number_digest=crypto.digest(number(0)))
    assert loaded.get(f"/people/{person.pk}/").status_code == 200
    assert loaded.get(f"/payments/runs/{Run.objects.first().pk}/").status_code == 200
    assert (
        "C00000" in loaded.get("/cases/?view=all").content.decode() + loaded.get("/cases/").content.decode()
    )
