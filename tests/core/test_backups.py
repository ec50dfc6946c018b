"""A backup taken while people work comes back whole, and a damaged or foreign one is refused."""

import json
import os
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from apps.core import backups
from apps.files.storage import write_new
from apps.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)

COPY = "test_restored"


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def made(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    make_person("陈国良")
    write_new([b"paper"])
    return Path(run("backup", str(tmp_path / "kept")))


@pytest.fixture
def empty_database():
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {COPY}")
    yield COPY
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {COPY} WITH (FORCE)")


def rows(database, statement):
    with psycopg.connect(**{**backups._owner(), "dbname": database}) as connection:
        return connection.execute(statement).fetchall()


def test_what_was_backed_up_is_there_again(made, empty_database, tmp_path):
    said = run("restore", str(made), "--database", COPY, "--files", str(tmp_path / "again"))
    assert "1 files" in said
    assert rows(COPY, "SELECT name, number FROM people_person") == [
        tuple(row)
        for row in rows(connections["owner"].settings_dict["NAME"], "SELECT name, number FROM people_person")
    ]
    (blob,) = [path for path in (tmp_path / "again").rglob("*") if path.is_file()]
    assert blob.read_bytes() == b"paper"


def test_rows_staged_by_an_import_stay_behind(made, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE staging.b0_people_persons (row_no int)")
    try:
        folder = Path(run("backup", str(tmp_path / "again")))
        assert "restored and checked" in run("restore", str(folder), "--drill")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE staging.b0_people_persons")


def test_the_guards_of_the_database_come_back_with_it(made, empty_database, tmp_path):
    run("restore", str(made), "--database", COPY, "--files", str(tmp_path / "again"))
    with pytest.raises(psycopg.Error, match="append-only"):
        rows(COPY, "DELETE FROM audit_event RETURNING 1")


def test_a_drill_leaves_nothing_behind(made):
    assert "restored and checked" in run("restore", str(made), "--drill")
    assert not rows(
        connections["owner"].settings_dict["NAME"],
        f"SELECT 1 FROM pg_database WHERE datname = 'restore_drill_{os.getpid()}'",
    )


def test_a_damaged_backup_is_refused(made):
    with (made / "database.dump").open("r+b") as dump:
        dump.seek(200)
        dump.write(b"x")
    with pytest.raises(CommandError, match="可能已损坏"):
        run("restore", str(made), "--drill")


def test_a_backup_made_with_other_keys_is_refused(made, settings):
    settings.DATA_KEY = "another-key-of-more-than-thirty-two-characters"
    with pytest.raises(CommandError, match="另外的密钥"):
        run("restore", str(made), "--drill")


def test_a_database_that_holds_something_is_never_overwritten(made, tmp_path):
    mine = connections["owner"].settings_dict["NAME"]
    with pytest.raises(CommandError, match="不是空的"):
        run("restore", str(made), "--database", mine, "--files", str(tmp_path / "again"))
    assert Person.objects.count() == 1


def test_a_row_lost_on_the_way_is_noticed(made, empty_database, tmp_path):
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["rows"]["people_person"] += 1
    (made / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CommandError, match="people_person"):
        run("restore", str(made), "--database", COPY, "--files", str(tmp_path / "again"))
