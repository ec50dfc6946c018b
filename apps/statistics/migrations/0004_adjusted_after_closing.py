"""What is corrected belongs to a closed period: an open one is simply computed anew."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION statistics_adjustments_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh JOIN policy_period ON policy_period.id = fresh.period_id
               WHERE policy_period.state <> 'closed') THEN
        RAISE EXCEPTION 'statistics: only a closed period is adjusted' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh WHERE found_month <> date_trunc('month', found_on)::date) THEN
        RAISE EXCEPTION 'statistics: an adjustment belongs to the month of its day' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statistics_adjustments_added AFTER INSERT ON statistics_adjustment
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION statistics_adjustments_added();
"""
BACKWARDS = """
DROP TRIGGER statistics_adjustments_added ON statistics_adjustment;
DROP FUNCTION statistics_adjustments_added();
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_frozen_while_open")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
