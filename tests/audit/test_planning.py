"""The application may have statistics gathered of tables that it does not own."""

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.planning import refresh_statistics
from apps.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def rows_known():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'people_person'")
        return int(cursor.fetchone()[0])


def test_statistics_of_a_table_are_gathered_inside_the_transaction():
    for number in range(3):
        make_person(f"陈某{number}")
    before = rows_known()
    assert refresh_statistics([Person]) == 1
    assert rows_known() == 3 != before


def test_no_other_statement_gets_through_the_name_of_a_table():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_refresh_statistics(%s)", [["people_person; DROP TABLE people_person", "pg_class"]]
        )
        assert cursor.fetchone() == (0,)
    assert Person.objects.count() == 0
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_refresh_statistics('x')")
