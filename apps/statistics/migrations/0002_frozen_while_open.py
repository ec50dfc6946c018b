"""Figures enter a period only until it is closed; afterwards nothing can be added to what was reported."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION statistics_figures_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh JOIN policy_period ON policy_period.id = fresh.period_id
               WHERE policy_period.state = 'closed') THEN
        RAISE EXCEPTION 'statistics: the period is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statistics_figures_added AFTER INSERT ON statistics_frozenfigure
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION statistics_figures_added();
"""
BACKWARDS = """
DROP TRIGGER statistics_figures_added ON statistics_frozenfigure;
DROP FUNCTION statistics_figures_added();
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_schema")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
