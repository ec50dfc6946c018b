"""Money leaves, and is booked as paid, only by a bank file of somebody whose post may send or take over returns.

The file row says who; it can only be added. A run in which everything was held back has no answer to wait for.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION payments_run_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'sent' AND NOT EXISTS (
        SELECT 1 FROM payments_bankfile f WHERE f.run_id = NEW.id AND f.direction = 'out'
          AND payments_may(f.made_by_id, 'payments.send_run', NEW.region_id, NEW.sent_on)) THEN
        RAISE EXCEPTION 'payments: nobody who may has sent the run' USING ERRCODE = '23514';
    END IF;
    IF NEW.state = 'done' AND NEW.origin = 'entered'
       AND EXISTS (SELECT 1 FROM payments_transfer t WHERE t.run_id = NEW.id AND t.state = 'paid')
       AND NOT EXISTS (
        SELECT 1 FROM payments_bankfile f WHERE f.run_id = NEW.id AND f.direction = 'return'
          AND payments_may(f.made_by_id, 'payments.import_return', NEW.region_id, NEW.completed_on)) THEN
        RAISE EXCEPTION 'payments: nobody who may has taken the return over' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_run_files BEFORE UPDATE OF state ON payments_run
    FOR EACH ROW WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION payments_run_files();
"""
BACKWARDS = """
DROP TRIGGER payments_run_files ON payments_run;
DROP FUNCTION payments_run_files();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_guards_join_by_hash")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
