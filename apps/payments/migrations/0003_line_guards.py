"""The database's side of lines and transfers: what a checked run owes and has paid stays as it was checked.

Statement triggers over transition tables, so that a run of 10^5 lines is checked once and not 10^5 times. The
share lock on the run makes a check that is under way and a late line see each other. Sent money only becomes
paid or failed; what was paid in a closed month can be neither added, changed nor taken away (SQLSTATE 23001).
"""

from django.db import migrations

LINES = """
CREATE FUNCTION payments_lines_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM payments_run WHERE id IN (SELECT run_id FROM fresh) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT 1 FROM payments_run WHERE id IN (SELECT run_id FROM fresh) AND state <> 'draft') THEN
        RAISE EXCEPTION 'payments: lines are added to a draft only' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_run r ON r.id = f.run_id
               JOIN payments_entitlement e ON e.id = f.entitlement_id
               WHERE r.month <> f.run_month OR r.programme <> e.programme) THEN
        RAISE EXCEPTION 'payments: a line of another month or programme' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_lines_added AFTER INSERT ON payments_paymentline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_lines_added();

CREATE FUNCTION payments_lines_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'payments: a line is never changed' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER payments_lines_stay BEFORE UPDATE ON payments_paymentline
    FOR EACH STATEMENT EXECUTE FUNCTION payments_lines_stay();
CREATE TRIGGER payments_lines_stay BEFORE UPDATE ON payments_runexclusion
    FOR EACH STATEMENT EXECUTE FUNCTION payments_lines_stay();

-- For lines, transfers and exclusions alike: a draft is replaced as a whole, taken-over money can be taken out.
CREATE FUNCTION payments_rows_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM payments_run WHERE id IN (SELECT run_id FROM gone) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT 1 FROM payments_run WHERE id IN (SELECT run_id FROM gone)
               AND state <> 'draft' AND origin <> 'migration') THEN
        RAISE EXCEPTION 'payments: only a draft can be replaced' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_lines_gone AFTER DELETE ON payments_paymentline
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION payments_rows_gone();
CREATE TRIGGER payments_exclusions_gone AFTER DELETE ON payments_runexclusion
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION payments_rows_gone();
CREATE TRIGGER payments_transfers_gone AFTER DELETE ON payments_transfer
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION payments_rows_gone();
"""

TRANSFERS = """
CREATE FUNCTION payments_transfers_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM payments_run WHERE id IN (SELECT run_id FROM fresh) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT 1 FROM payments_run WHERE id IN (SELECT run_id FROM fresh) AND state <> 'draft') THEN
        RAISE EXCEPTION 'payments: transfers are added to a draft only' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_run r ON r.id = f.run_id
               WHERE r.origin = 'entered' AND (f.state <> 'open' OR f.account_id IS NULL)) THEN
        RAISE EXCEPTION 'payments: money begins as open, with its account' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_run r ON r.id = f.run_id
               JOIN payments_paymentline l ON l.id = f.line_id JOIN payments_run o ON o.id = l.run_id
               WHERE o.programme <> r.programme OR o.region_id <> r.region_id OR o.month > r.month) THEN
        RAISE EXCEPTION 'payments: a transfer of a foreign line' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT date_trunc('month', paid_on)::date AS paid FROM fresh
                              WHERE paid_on IS NOT NULL) months WHERE policy_is_closed(paid)) THEN
        RAISE EXCEPTION 'payments: the month is closed' USING ERRCODE = '23001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_transfers_added AFTER INSERT ON payments_transfer
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_transfers_added();

CREATE FUNCTION payments_transfers_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT date_trunc('month', paid_on)::date AS paid
                              FROM (SELECT paid_on FROM was UNION ALL SELECT paid_on FROM now) both_sides
                              WHERE paid_on IS NOT NULL) months WHERE policy_is_closed(paid)) THEN
        RAISE EXCEPTION 'payments: the month is closed' USING ERRCODE = '23001';
    END IF;
    IF EXISTS (SELECT 1 FROM was LEFT JOIN now USING (id)
               WHERE (was.line_id, was.run_id, was.attempt, was.account_id, was.account_hint)
                     IS DISTINCT FROM (now.line_id, now.run_id, now.attempt, now.account_id, now.account_hint)) THEN
        RAISE EXCEPTION 'payments: what a transfer pays does not change' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM was JOIN now USING (id) JOIN payments_run r ON r.id = now.run_id
               WHERE NOT (was.state = 'open' AND now.state IN ('sent', 'failed') AND r.state = 'checked'
                          OR was.state = 'sent' AND now.state IN ('paid', 'failed') AND r.state = 'sent')) THEN
        RAISE EXCEPTION 'payments: money does not move this way' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_transfers_moved AFTER UPDATE ON payments_transfer
    REFERENCING OLD TABLE AS was NEW TABLE AS now FOR EACH STATEMENT EXECUTE FUNCTION payments_transfers_moved();

CREATE FUNCTION payments_transfers_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT date_trunc('month', paid_on)::date AS paid FROM gone
                              WHERE paid_on IS NOT NULL) months WHERE policy_is_closed(paid)) THEN
        RAISE EXCEPTION 'payments: the month is closed' USING ERRCODE = '23001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_transfers_closed AFTER DELETE ON payments_transfer
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION payments_transfers_closed();
"""

BACKWARDS = """
DROP TRIGGER payments_transfers_closed ON payments_transfer;
DROP TRIGGER payments_transfers_moved ON payments_transfer;
DROP TRIGGER payments_transfers_added ON payments_transfer;
DROP TRIGGER payments_transfers_gone ON payments_transfer;
DROP TRIGGER payments_exclusions_gone ON payments_runexclusion;
DROP TRIGGER payments_lines_gone ON payments_paymentline;
DROP TRIGGER payments_lines_stay ON payments_runexclusion;
DROP TRIGGER payments_lines_stay ON payments_paymentline;
DROP TRIGGER payments_lines_added ON payments_paymentline;
DROP FUNCTION payments_transfers_closed(), payments_transfers_moved(), payments_transfers_added(),
    payments_rows_gone(), payments_lines_stay(), payments_lines_added();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_run_guards"), ("policy", "0002_guards")]

    operations = [migrations.RunSQL([LINES, TRANSFERS], BACKWARDS)]
