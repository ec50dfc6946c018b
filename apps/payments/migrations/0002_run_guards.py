"""The database's side of a run: its states, and that nobody checks what he has made.

Plain triggers: a run begins as a draft, only a second person whose post holds the permission turns it into 已复核,
and what it is (programme, month, maker) never changes. A draft is voided, never deleted; only money taken over
from before this system (``migration``) can be taken out again, while its months are open.

Errors use SQLSTATE 23514 (check_violation), which Django raises as ``IntegrityError``.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION payments_may(account bigint, wanted text, place text, day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1
        FROM accounts_grant g
        JOIN accounts_post p ON p.code = g.post_id
        JOIN accounts_user u ON u.id = g.user_id
        WHERE g.user_id = account AND u.is_active AND wanted = ANY (p.permissions)
          AND starts_with(place, g.region_id)
          AND g.valid_from <= day AND COALESCE(g.valid_to, day) >= day
    )
$$;

CREATE FUNCTION payments_check_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    maker text; checker text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.origin <> 'migration' THEN
            RAISE EXCEPTION 'payments: a run is voided, never deleted' USING ERRCODE = '23514';
        END IF;
        RETURN OLD;
    END IF;

    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' OR NEW.version <> 1 OR NEW.checked_by_id IS NOT NULL
           OR NEW.sent_on IS NOT NULL OR NEW.completed_on IS NOT NULL THEN
            RAISE EXCEPTION 'payments: a run begins as a draft' USING ERRCODE = '23514';
        END IF;
        IF NEW.origin = 'entered' THEN
            SELECT person_key INTO maker FROM accounts_user WHERE id = NEW.made_by_id;
            IF maker IS DISTINCT FROM NEW.maker_key
               OR NOT payments_may(NEW.made_by_id, 'payments.make_run', NEW.region_id, NEW.made_on) THEN
                RAISE EXCEPTION 'payments: no grant to make a run' USING ERRCODE = '23514';
            END IF;
        END IF;
        RETURN NEW;
    END IF;

    IF (NEW.programme, NEW.month, NEW.region_id, NEW.made_by_id, NEW.maker_key, NEW.origin)
       IS DISTINCT FROM (OLD.programme, OLD.month, OLD.region_id, OLD.made_by_id, OLD.maker_key, OLD.origin) THEN
        RAISE EXCEPTION 'payments: what a run is does not change' USING ERRCODE = '23514';
    END IF;
    IF NOT (CASE OLD.state
           WHEN 'draft' THEN NEW.state IN ('draft', 'void')
                             OR NEW.state = 'checked' AND NEW.origin = 'entered'
                             OR NEW.state = 'done' AND NEW.origin = 'migration'
           WHEN 'checked' THEN NEW.state = 'sent'
           WHEN 'sent' THEN NEW.state = 'done'
           ELSE false END) THEN
        RAISE EXCEPTION 'payments: a run does not go from % to %', OLD.state, NEW.state USING ERRCODE = '23514';
    END IF;

    IF NEW.state = 'checked' THEN
        SELECT person_key INTO checker FROM accounts_user WHERE id = NEW.checked_by_id;
        SELECT person_key INTO maker FROM accounts_user WHERE id = NEW.made_by_id;
        IF checker IS NULL OR checker = '' OR checker <> NEW.checker_key
           OR checker IN (NEW.maker_key, maker) THEN
            RAISE EXCEPTION 'payments: four eyes' USING ERRCODE = '23514';
        END IF;
        IF NOT payments_may(NEW.checked_by_id, 'payments.check_run', NEW.region_id, NEW.checked_on) THEN
            RAISE EXCEPTION 'payments: no grant to check a run' USING ERRCODE = '23514';
        END IF;
    ELSIF (NEW.checked_by_id, NEW.checker_key, NEW.checked_at, NEW.checked_on)
          IS DISTINCT FROM (OLD.checked_by_id, OLD.checker_key, OLD.checked_at, OLD.checked_on) THEN
        RAISE EXCEPTION 'payments: a check is not altered' USING ERRCODE = '23514';
    END IF;

    IF NEW.state = 'void' AND EXISTS (SELECT 1 FROM payments_paymentline WHERE run_id = NEW.id) THEN
        RAISE EXCEPTION 'payments: a void run owes nothing' USING ERRCODE = '23514';
    END IF;
    IF NEW.state = 'sent' AND EXISTS (
        SELECT 1 FROM payments_transfer WHERE run_id = NEW.id AND state = 'open') THEN
        RAISE EXCEPTION 'payments: transfers left behind' USING ERRCODE = '23514';
    END IF;
    IF NEW.state = 'done' AND (NEW.completed_on IS NULL OR EXISTS (
        SELECT 1 FROM payments_transfer WHERE run_id = NEW.id AND state IN ('open', 'sent'))) THEN
        RAISE EXCEPTION 'payments: transfers without a result' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_check_run BEFORE INSERT OR UPDATE OR DELETE ON payments_run
    FOR EACH ROW EXECUTE FUNCTION payments_check_run();

-- Nobody enters the roll without a confirmed application (民发〔2021〕57号 §28). Deferred: the case is confirmed
-- in the same transaction, after its entitlement was opened.
CREATE FUNCTION payments_check_entitlement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM casework_case WHERE id = NEW.case_id AND state = 'confirmed') THEN
        RAISE EXCEPTION 'payments: an entitlement without a confirmed case' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_check_entitlement AFTER INSERT OR UPDATE OF case_id ON payments_entitlement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_entitlement();
"""
BACKWARDS = """
DROP TRIGGER payments_check_entitlement ON payments_entitlement;
DROP TRIGGER payments_check_run ON payments_run;
DROP FUNCTION payments_check_entitlement(), payments_check_run(), payments_may(bigint, text, text, date);
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_schema")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
