"""The database's side of money that is given once.

The stages of a grant come to what its case decided and do not change afterwards. A stage is booked by one line of its
own amount: by a run of a programme that pays once, when it is due; in cash or as goods by nobody but a person whose
post may, on the day that the receipt says. Such money belongs to no run and stays as it was given. Errors use SQLSTATE
23514, closed months 23001.
"""

from django.db import migrations

STAGES = """
CREATE FUNCTION payments_check_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    giver text; place text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'payments: a stage is stopped, never deleted' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.given_on IS NOT NULL OR NEW.stopped_on IS NOT NULL THEN
            RAISE EXCEPTION 'payments: a stage begins as due' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.entitlement_id, NEW.position, NEW.due_on, NEW.amount, NEW.way)
       IS DISTINCT FROM (OLD.entitlement_id, OLD.position, OLD.due_on, OLD.amount, OLD.way) THEN
        RAISE EXCEPTION 'payments: what was granted once does not change' USING ERRCODE = '23514';
    END IF;
    IF OLD.given_on IS NOT NULL OR OLD.stopped_on IS NOT NULL THEN
        RAISE EXCEPTION 'payments: a stage that was given or stopped stays so' USING ERRCODE = '23514';
    END IF;
    IF NEW.given_on IS NOT NULL THEN
        SELECT region_id INTO place FROM payments_entitlement WHERE id = NEW.entitlement_id;
        SELECT person_key INTO giver FROM accounts_user WHERE id = NEW.given_by_id;
        IF giver IS DISTINCT FROM NEW.giver_key
           OR NOT payments_may(NEW.given_by_id, 'payments.give_once', place, NEW.given_on) THEN
            RAISE EXCEPTION 'payments: no grant to give money by hand' USING ERRCODE = '23514';
        END IF;
    END IF;
    IF NEW.stopped_on IS NOT NULL AND EXISTS (
        SELECT 1 FROM payments_paymentline l LEFT JOIN payments_run r ON r.id = l.run_id
        WHERE l.stage_id = NEW.id AND r.state IS DISTINCT FROM 'draft') THEN
        RAISE EXCEPTION 'payments: a stage that is booked is not stopped' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_check_stage BEFORE INSERT OR UPDATE OR DELETE ON payments_stage
    FOR EACH ROW EXECUTE FUNCTION payments_check_stage();

-- Deferred: the term and the stages of a grant are written one after the other.
CREATE FUNCTION payments_check_grant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    staged numeric; granted record;
BEGIN
    SELECT sum(amount) INTO staged FROM payments_stage WHERE entitlement_id = NEW.entitlement_id;
    IF staged IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT count(*) AS terms, sum(t.amount) AS amount, bool_and(e.from_month = e.last_month) AS at_once INTO granted
    FROM payments_entitlementterm t JOIN payments_entitlement e ON e.id = t.entitlement_id
    WHERE t.entitlement_id = NEW.entitlement_id;
    IF granted.terms <> 1 OR granted.amount <> staged OR granted.at_once IS NOT TRUE THEN
        RAISE EXCEPTION 'payments: the stages do not come to what was granted' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_check_grant AFTER INSERT ON payments_stage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_grant();
CREATE CONSTRAINT TRIGGER payments_check_grant AFTER INSERT ON payments_entitlementterm
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_grant();

CREATE FUNCTION payments_run_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'payments: what a run is does not change' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER payments_run_stays BEFORE UPDATE ON payments_run FOR EACH ROW
    WHEN ((NEW.pays_once, NEW.sequence) IS DISTINCT FROM (OLD.pays_once, OLD.sequence))
    EXECUTE FUNCTION payments_run_stays();
"""

# Beside the guards of lines and transfers that are there already.
MONEY = """
CREATE FUNCTION payments_stage_lines() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_run r ON r.id = f.run_id AND r.origin = 'entered'
               WHERE r.pays_once <> (f.stage_id IS NOT NULL)) THEN
        RAISE EXCEPTION 'payments: stages are paid by runs that pay once, and by no others' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM fresh WHERE stage_id IS NOT NULL) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_stage s ON s.id = f.stage_id
               WHERE s.entitlement_id <> f.entitlement_id OR s.amount <> f.amount OR s.stopped_on IS NOT NULL) THEN
        RAISE EXCEPTION 'payments: a line of another stage' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_stage s ON s.id = f.stage_id
               WHERE f.run_id IS NOT NULL AND (s.way <> 'transfer'
                     OR s.due_on >= (f.run_month + interval '1 month')::date)
                  OR f.run_id IS NULL AND (s.way = 'transfer' OR s.given_on IS NULL)) THEN
        RAISE EXCEPTION 'payments: a stage that is not due this way' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_stage_lines AFTER INSERT ON payments_paymentline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_stage_lines();

CREATE FUNCTION payments_by_hand_added() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_paymentline l ON l.id = f.line_id
               LEFT JOIN payments_stage s ON s.id = l.stage_id
               WHERE (f.run_id IS NULL) <> (l.run_id IS NULL)
                  OR f.run_id IS NULL AND f.paid_on IS DISTINCT FROM s.given_on) THEN
        RAISE EXCEPTION 'payments: money by hand is paid on the day it was given' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_by_hand_added AFTER INSERT ON payments_transfer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_by_hand_added();

CREATE FUNCTION payments_by_hand_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'payments: money that was given by hand stays given' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER payments_by_hand_stays BEFORE UPDATE OR DELETE ON payments_transfer FOR EACH ROW
    WHEN (OLD.run_id IS NULL) EXECUTE FUNCTION payments_by_hand_stays();
CREATE TRIGGER payments_by_hand_stays BEFORE DELETE ON payments_paymentline FOR EACH ROW
    WHEN (OLD.run_id IS NULL) EXECUTE FUNCTION payments_by_hand_stays();
"""
BACKWARDS = """
DROP TRIGGER payments_by_hand_stays ON payments_paymentline;
DROP TRIGGER payments_by_hand_stays ON payments_transfer;
DROP TRIGGER payments_by_hand_added ON payments_transfer;
DROP TRIGGER payments_stage_lines ON payments_paymentline;
DROP TRIGGER payments_run_stays ON payments_run;
DROP TRIGGER payments_check_grant ON payments_entitlementterm;
DROP TRIGGER payments_check_grant ON payments_stage;
DROP TRIGGER payments_check_stage ON payments_stage;
DROP FUNCTION payments_by_hand_stays(), payments_by_hand_added(), payments_stage_lines(), payments_run_stays(),
    payments_check_grant(), payments_check_stage();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0012_once")]

    operations = [migrations.RunSQL([STAGES, MONEY], BACKWARDS)]
