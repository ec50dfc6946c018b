"""The trail and the history of rows: added to, never changed, whoever asks."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from apps.accounts.models import User
from apps.audit.guards import append_only_tables
from apps.audit.models import Event
from apps.audit.services import record
from tests.support.accounts import DISTRICT, account, actor, browser

pytestmark = pytest.mark.django_db


def written() -> Event:
    return record("test.done", "试验", actor=actor("reviewer"), subject_type="test", subject_id=1)


CHANGES = ["UPDATE audit_event SET label = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]


@pytest.mark.parametrize("change", CHANGES)
def test_the_application_may_not_change_the_trail(change):
    written()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


@pytest.mark.parametrize("change", CHANGES[:2])
@pytest.mark.django_db(databases=["default", "owner"])
def test_the_owner_of_the_tables_may_not_either(change):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{append_only,audit_event:append_only}', true)")
        cursor.execute(change)


def test_every_append_only_table_has_its_trigger():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'")
        guarded = {row[0].strip('"') for row in cursor.fetchall()}
    assert guarded == set(append_only_tables())


def test_a_changed_row_leaves_its_old_version():
    user = account("reviewer", name="旧名")
    User.objects.filter(pk=user.pk).update(name="新名")
    assert [version.name for version in user.history.all()] == ["旧名"]


def test_when_the_event_cannot_be_written_the_change_is_rolled_back(monkeypatch):
    from apps.accounts import services

    monkeypatch.setattr(services, "record", lambda *a, **k: 1 / 0)
    user = account("reviewer")
    with pytest.raises(ZeroDivisionError):
        services.disable_account(user, reason="离职", actor=actor("security_admin", DISTRICT))
    assert User.objects.get(pk=user.pk).is_active


def test_the_auditor_reads_the_trail_and_narrows_it():
    for name in ("甲", "乙"):
        record(
            "casework.decided",
            "确认",
            actor=actor("reviewer", name=name),
            subject_type="casework.case",
            subject_id=7,
        )
    client = browser(account("audit_admin", DISTRICT))
    assert client.get("/audit/").content.decode().count('<th scope="row">') == 2
    page = client.get("/audit/?who=甲&area=casework.&type=casework.case&on_from=2022-01-12").content.decode()
    assert "甲" in page and "乙" not in page


def test_nobody_else_reads_the_trail():
    written()
    assert browser(account("section_officer", DISTRICT)).get("/audit/").status_code == 403
    assert not Event.objects.visible_to(actor("section_officer", DISTRICT))
