"""A database of its own, as tests have one, and rows by the hundred thousand written straight by SQL."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.measure import say

ROOT = Path(__file__).resolve().parent.parent
DAY = "2022-01-12"


def prepare() -> None:
    """Settings of a test session, under names that disturb neither tests nor demo."""
    sys.path.insert(0, str(ROOT))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DEPLOYMENT="test",
        BUSINESS_DATE=DAY,
        TEST_DB_SUFFIX="bench",
        FILES_ROOT=str(ROOT / "var" / "bench-files"),
    )
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "bench.urls"


@contextmanager
def database() -> Iterator[None]:
    """An empty database with reference data, dropped at the end."""
    from tests.support import database as made

    name = "test_bench"
    made.create(name)
    try:
        yield
    finally:
        made.drop(name)


def sql(statement: str, params: Any = None) -> Any:
    """Run as the owner, without time limits; answers the first column of the first row, if there is one."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0] if cursor.description else None


def fill(table: str, count: int, first: int = 1, **columns: str) -> None:
    """Write ``count`` rows whose ``id`` is ``g``, from ``first`` on; ``columns`` are expressions over ``g``.

    What is not said gets the plainest value of its type, so that a column added later needs no word here.
    """
    values = {"id": "g", **_plain(table), **columns}
    names = ", ".join(f'"{name}"' for name in values)
    sql(
        f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {', '.join(values.values())}"
        f" FROM generate_series({first}, {first + count - 1}) AS g"
    )
    sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {first + count})")


PLAIN: Mapping[str, str] = {
    "text": "''",
    "character varying": "''",
    "boolean": "false",
    "jsonb": "'[]'::jsonb",
    "ARRAY": "'{}'",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "now()",
    "date": f"'{DAY}'::date",
    "bytea": "''::bytea",
}


def _plain(table: str) -> dict[str, str]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'",
            [table],
        )
        return {name: PLAIN.get(kind, "0") for name, kind in cursor.fetchall()}


def communities() -> str:
    """An expression over ``g``: one open community after the other."""
    from apps.regions.models import Region

    codes = (
        Region.objects.filter(level=Region.Level.COMMUNITY).order_by("code").values_list("code", flat=True)
    )
    return f"(ARRAY[{', '.join(repr(code) for code in codes)}])[1 + g % {len(codes)}]"


@contextmanager
def bare(*tables: str) -> Iterator[None]:
    """Fill ``tables`` without guards, foreign keys and secondary indexes, which come back at the end.

    The keys come back unchecked (NOT VALID): what they promise is promised by whoever writes the rows.
    """
    restore: list[str] = []
    for table in tables:
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, kind, definition in _rows(
            "SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('f', 'u')",
            table,
        ):
            sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            late = " NOT VALID" if kind == "f" else ""
            restore.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}{late}')
        for name, definition in _rows(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = %s::regclass AND NOT i.indisprimary",
            table,
        ):
            sql(f'DROP INDEX "{name}"')
            restore.append(definition)
        restore.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    yield
    say("indexes")
    sql("SET maintenance_work_mem = '512MB'")
    for statement in restore:
        sql(statement)
    for table in tables:
        sql(f"VACUUM (ANALYZE) {table}")


def _rows(statement: str, *params: str) -> list[Any]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def roll(count: int) -> None:
    """``count`` single persons on dibao since 2013, with accounts: ids 1 to ``count`` in every table."""
    say(f"a roll of {count:,} entitlements")
    place = communities()
    _persons(count, place)
    _decided_cases(count, place)
    _entitlements(count, place)
    sql("ANALYZE")


def _persons(count: int, place: str) -> None:
    fill(
        "people_person",
        count,
        number_kind="'resident_id'",
        number_digest="sha256(g::text::bytea)",
        number_hint="'330299********4120'",
        name="'张' || g",
        name_sort="'zhang ' || g",
        name_search="' zhang ' || g",
        sex="'F'",
        birth_date="'1960-01-01'::date",
        home_region_id=place,
    )
    fill("people_personscope", count, person_id="g", region_id=place, reason="'home'")
    fill(
        "people_bankaccount",
        count,
        person_id="g",
        account="'x'",
        account_hint="'6228 **** 3306'",
        holder_name="'张' || g",
        bank="'鄞州银行'",
        valid_from="'2013-01-01'::date",
    )


def _decided_cases(count: int, place: str) -> None:
    from apps.accounts.actors import system_actor

    fill(
        "casework_case",
        count,
        number="'DB-' || g",
        kind="'dibao'",
        line="'assistance'",
        state="'confirmed'",
        origin="'migration'",
        channel="'window'",
        decider_text="'原确认单位'",
        decision_level="'district'",
        applicant_id="g",
        region_id=place,
        submitted_on="'2013-08-01'::date",
        accepted_on="'2013-08-01'::date",
        decided_on="'2013-08-20'::date",
        version="1",
        workflow_version="1",
        created_by_id=str(system_actor("system_import").account),
    )


def _entitlements(count: int, place: str) -> None:
    fill(
        "payments_entitlement",
        count,
        number="'DB-' || g",
        case_id="g",
        programme="'dibao'",
        payee_id="g",
        account_id="g",
        region_id=place,
        status="'active'",
        from_month="'2013-09-01'::date",
        recheck_class="'B'",
        version="1",
    )
    fill(
        "payments_entitlementterm",
        count,
        entitlement_id="g",
        region_id=place,
        first_month="'2013-09-01'::date",
        amount="500 + g % 500",
        standard="1005",
        cause="'new'",
    )
    fill(
        "payments_coverage",
        count,
        entitlement_id="g",
        person_id="g",
        exclusive_group="'basic_living'",
        first_month="'2013-09-01'::date",
    )


def browser(post: str, region: str) -> Any:
    """A signed-in browser of a new account."""
    from tests.support import accounts

    return accounts.browser(accounts.account(post, region))
