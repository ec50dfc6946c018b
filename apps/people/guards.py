"""The database's own guards of who is who: plain triggers, SQLSTATE 23514.

- ``people_check_proposal``: who asked and who decided are named truly, and what was asked does not change;
- ``people_check_person``: a number changes, and a file becomes another's, only by such a decision of the same
  transaction; whoever has no number gets a temporary code;
- ``people_live``: no row of any table may name a person whose file was merged away. Statement-level, and installed
  after every migration on every foreign key to ``Person``, so that a new one cannot be forgotten.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models

PROPOSALS = """
CREATE SEQUENCE people_temporary_code;

CREATE FUNCTION people_check_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'people: a proposal stays on file' USING ERRCODE = '23514';
    END IF;
    IF NEW.asked_key IS DISTINCT FROM (SELECT u.person_key FROM accounts_user u WHERE u.id = NEW.asked_by_id)
       OR NEW.decided_key <> COALESCE((SELECT u.person_key FROM accounts_user u WHERE u.id = NEW.decided_by_id), '')
    THEN
        RAISE EXCEPTION 'people: not the key of that account' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' AND NOT (NEW.state = 'done' AND NOT NEW.needs_second) THEN
            RAISE EXCEPTION 'people: a proposal begins as asked' USING ERRCODE = '23514';
        END IF;
    ELSE
        IF (OLD.asked_by_id, OLD.asked_on, OLD.region_id, OLD.reason, OLD.needs_second)
           IS DISTINCT FROM (NEW.asked_by_id, NEW.asked_on, NEW.region_id, NEW.reason, NEW.needs_second)
           OR OLD.evidence_id IS DISTINCT FROM NEW.evidence_id THEN
            RAISE EXCEPTION 'people: what was asked does not change' USING ERRCODE = '23514';
        END IF;
        IF NOT (OLD.state = 'asked' OR OLD.state = NEW.state
                OR (TG_TABLE_NAME = 'people_personmerge' AND OLD.state = 'done' AND NEW.state = 'undone')) THEN
            RAISE EXCEPTION 'people: decided already' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_check_proposal BEFORE INSERT OR UPDATE OR DELETE ON people_identitychange
    FOR EACH ROW EXECUTE FUNCTION people_check_proposal();
CREATE TRIGGER people_check_proposal BEFORE INSERT OR UPDATE OR DELETE ON people_personmerge
    FOR EACH ROW EXECUTE FUNCTION people_check_proposal();

CREATE FUNCTION people_check_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.person_id, OLD.new_name) IS DISTINCT FROM (NEW.person_id, NEW.new_name)
       OR TG_OP = 'UPDATE' AND OLD.new_digest IS DISTINCT FROM NEW.new_digest THEN
        RAISE EXCEPTION 'people: what was asked does not change' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' AND NOT NEW.needs_second AND NEW.new_digest IS NOT NULL
       AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = NEW.person_id AND p.number_digest IS NOT NULL) THEN
        RAISE EXCEPTION 'people: another number takes a second person' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_check_identity BEFORE INSERT OR UPDATE ON people_identitychange
    FOR EACH ROW EXECUTE FUNCTION people_check_identity();

CREATE FUNCTION people_check_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.keep_id, OLD.drop_id, OLD.ground)
       IS DISTINCT FROM (NEW.keep_id, NEW.drop_id, NEW.ground) THEN
        RAISE EXCEPTION 'people: what was asked does not change' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.ground = 'number' AND NOT EXISTS (
        SELECT number_digest FROM people_person WHERE id = NEW.keep_id AND number_digest IS NOT NULL
        UNION SELECT number_digest FROM people_personalias WHERE person_id = NEW.keep_id AND number_digest IS NOT NULL
        INTERSECT (
        SELECT number_digest FROM people_person WHERE id = NEW.drop_id
        UNION SELECT number_digest FROM people_personalias WHERE person_id = NEW.drop_id)) THEN
        RAISE EXCEPTION 'people: the two files share no number' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_check_merge BEFORE INSERT OR UPDATE ON people_personmerge
    FOR EACH ROW EXECUTE FUNCTION people_check_merge();
"""

PERSONS = """
CREATE FUNCTION people_check_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM people_identitychange c
        WHERE c.person_id = NEW.id AND c.state = 'done' AND c.applied_at = CURRENT_TIMESTAMP
          AND c.new_digest = NEW.number_digest AND OLD.merged_into_id IS NOT DISTINCT FROM NEW.merged_into_id
        UNION ALL
        SELECT 1 FROM people_personmerge m
        WHERE NEW.id IN (m.keep_id, m.drop_id) AND m.state IN ('done', 'undone')
          AND m.applied_at = CURRENT_TIMESTAMP
        UNION ALL  -- a file merged earlier follows when the one it leads to is merged in turn
        SELECT 1 FROM people_personmerge m
        WHERE m.state IN ('done', 'undone') AND m.applied_at = CURRENT_TIMESTAMP
          AND NEW.number_digest IS NULL AND OLD.number_digest IS NULL
          AND OLD.merged_into_id IN (m.keep_id, m.drop_id) AND NEW.merged_into_id IN (m.keep_id, m.drop_id)) THEN
        RAISE EXCEPTION 'people: a number changes by a correction only' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_check_person BEFORE UPDATE ON people_person FOR EACH ROW
    WHEN (OLD.number_digest IS DISTINCT FROM NEW.number_digest
          OR OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
    EXECUTE FUNCTION people_check_person();

CREATE FUNCTION people_give_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.temporary_code := OLD.temporary_code;
    END IF;
    IF NEW.temporary_code IS NULL THEN
        NEW.temporary_code := 'LS' || lpad(nextval('people_temporary_code')::text, 8, '0');
    END IF;
    NEW.number_hint := NEW.temporary_code;
    RETURN NEW;
END $$;
CREATE TRIGGER people_give_code BEFORE INSERT OR UPDATE ON people_person FOR EACH ROW
    WHEN (NEW.number_digest IS NULL AND NEW.merged_into_id IS NULL)
    EXECUTE FUNCTION people_give_code();
UPDATE people_person SET temporary_since = created_at::date WHERE number_digest IS NULL;

CREATE FUNCTION people_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    merged boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM people_person t JOIN new_rows n ON n.%I = t.id'
                   ' WHERE t.merged_into_id IS NOT NULL)', TG_ARGV[0]) INTO merged;
    IF merged THEN
        RAISE EXCEPTION 'people: % names a file that was merged into another', TG_TABLE_NAME
            USING ERRCODE = '23514', CONSTRAINT = 'people_live';
    END IF;
    RETURN NULL;
END $$;
"""

UNDO = """
DROP FUNCTION people_check_proposal, people_check_identity, people_check_merge, people_check_person,
    people_give_code, people_live CASCADE;
DROP SEQUENCE people_temporary_code;
"""


def person_columns() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    """Every foreign key to a person, of any app, whose rows follow when a file is merged into another.

    Not those that a model names in ``merge_keeps``, and not histories, which tell what was.
    """
    person = apps.get_model("people", "Person")
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table):
        if not model._meta.managed or model._meta.proxy or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is person and field.name not in getattr(model, "merge_keeps", ()):
                yield model, field


def install(using: str = "default", **_: Any) -> None:
    """Put ``people_live`` on every column that names a person and lacks it (``post_migrate`` receiver)."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regproc('people_live') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        )
        tables: dict[str, set[str]] = {}
        for table, trigger in cursor.fetchall():
            tables.setdefault(table, set()).add(trigger)
        for model, field in person_columns():
            table, column = model._meta.db_table, field.column
            for event in ("insert", "update"):
                name = f"live_{column}_{event}"
                if table in tables and name not in tables[table]:
                    cursor.execute(
                        f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" REFERENCING NEW TABLE AS new_rows'
                        f" FOR EACH STATEMENT EXECUTE FUNCTION people_live('{column}')"
                    )
