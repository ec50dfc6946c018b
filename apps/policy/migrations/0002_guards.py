"""A closed period stays closed; `policy_is_closed(date)` is what the triggers of other tables ask.

The function takes a share lock on the period's row, so that a write into a month waits for a closing that
is under way and then sees its result.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION policy_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_database() LIKE 'test\\_%' THEN
            RETURN NULL;  -- transactional tests empty their tables
        END IF;
        RAISE EXCEPTION 'periods are never emptied' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'period % % is closed', OLD.kind, OLD.start USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER closed_stays_closed BEFORE UPDATE OR DELETE ON policy_period
    FOR EACH ROW EXECUTE FUNCTION policy_period_guard();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON policy_period
    FOR EACH STATEMENT EXECUTE FUNCTION policy_period_guard();

CREATE FUNCTION policy_is_closed(day date) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM 1 FROM policy_period
    WHERE state = 'closed'
      AND (kind = 'month' AND start = date_trunc('month', day)::date
           OR kind = 'year' AND start = date_trunc('year', day)::date)
    LIMIT 1;
    IF FOUND THEN
        RETURN true;
    END IF;
    PERFORM 1 FROM policy_period
    WHERE kind = 'month' AND start = date_trunc('month', day)::date AND state = 'open'
    FOR SHARE;
    RETURN EXISTS (
        SELECT 1 FROM policy_period
        WHERE kind = 'month' AND start = date_trunc('month', day)::date AND state = 'closed'
    );
END $$;
"""
BACKWARDS = """
DROP FUNCTION policy_is_closed(date);
DROP TRIGGER never_emptied ON policy_period;
DROP TRIGGER closed_stays_closed ON policy_period;
DROP FUNCTION policy_period_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_schema")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
