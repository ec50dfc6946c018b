"""The application may have the planner's statistics of a table gathered, though it does not own it.

After a bulk load the plans made for empty tables cost a hundred times as much. A table that somebody else is working on
is passed over: statistics are a help, and no reason to wait.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION audit_refresh_statistics(names text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '300ms' AS $$
DECLARE
    name text; done integer := 0;
BEGIN
    FOR name IN SELECT c.relname FROM pg_class c JOIN unnest(names) AS wanted (table_name) ON c.relname = wanted.table_name
                WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1 LOOP
        BEGIN
            EXECUTE format('ANALYZE public.%I', name);
            done := done + 1;
        EXCEPTION WHEN lock_not_available THEN
            NULL;
        END;
    END LOOP;
    RETURN done;
END $$;
"""
BACKWARDS = "DROP FUNCTION audit_refresh_statistics(text[]);"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guards")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
