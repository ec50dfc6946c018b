"""``manage.py import_data``: what it loads, what it refuses and how it says so."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.casework.models import Case, Delegation
from apps.imports.models import Batch, RowError
from apps.payments.models import Coverage, Entitlement, EntitlementTerm, PaymentLine, Run, Transfer
from apps.people.models import BankAccount, Household, Person, PersonScope
from tests.imports.sets import PAYMENTS, ImportSet, number

pytestmark = pytest.mark.django_db


def run(*paths, **options):
    """The output of the command."""
    out = io.StringIO()
    call_command("import_data", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def refused(*paths, **options):
    """(output, last sentence) of a command that ends with 1."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_data", *map(str, paths), stdout=out, **options)
    return out.getvalue(), str(caught.value)


def everything():
    """How many rows there are of what an import writes."""
    models = (Person, PersonScope, BankAccount, Household, Delegation, Case, Entitlement, EntitlementTerm)
    more = (Coverage, Run, PaymentLine, Transfer, Batch, RowError)
    return [model.objects.count() for model in (*models, *more)]


def stages():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'")
        return cursor.fetchone()[0]


def test_a_folder_loads_whole_with_money_derived_columns_and_scopes(tmp_path):
    loaded = ImportSet()
    out = run(loaded.write(tmp_path / "set"))
    assert "人员：40 行，新增 40，相同 0，有误 0" in out and "已导入。" in out
    person = Person.objects.get(
        number_hint=number(0)[:6] + "********" + number(0)[-4:], name="陈秀芳", pk__isnull=False
    )
    assert (person.number, person.phone, person.phone_hint) == (number(0), "13800000127", "138****0127")
    assert person.accounts.get().account == "6228480000000000000" and person.name_search
    assert set(person.scopes.values_list("reason", flat=True)) == {"home", "case", "benefit"}
    case = Case.objects.get(number="C00000")
    assert (case.state, case.origin, case.decider_text, case.is_open) == (
        "confirmed", "migration", "东胜街道", False,
    )  # fmt: skip
    paid = sum(line.amount for line in PaymentLine.objects.all())
    assert paid == sum(int(row["金额"]) for row in loaded.rows[PAYMENTS])
    assert set(Run.objects.values_list("state", "origin", "checked_by")) == {("done", "migration", None)}
    assert Transfer.objects.filter(state="paid").count() == len(loaded.rows[PAYMENTS])
