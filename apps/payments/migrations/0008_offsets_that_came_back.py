"""An offset that came back after the benefit had ended is not tried again, so it takes nothing off the overpayment."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION payments_offsets(which bigint, OUT paid numeric, OUT coming numeric) LANGUAGE sql STABLE AS $$
    SELECT COALESCE(-sum(l.amount) FILTER (WHERE l.is_paid), 0),
           COALESCE(-sum(l.amount) FILTER (WHERE NOT l.is_paid AND NOT l.is_over), 0)
    FROM (SELECT l.amount,
                 EXISTS (SELECT 1 FROM payments_transfer t WHERE t.line_id = l.id AND t.state = 'paid') AS is_paid,
                 COALESCE(e.last_month < l.benefit_month, false) AND EXISTS (
                     SELECT 1 FROM payments_transfer t WHERE t.line_id = l.id) AND NOT EXISTS (
                     SELECT 1 FROM payments_transfer t WHERE t.line_id = l.id AND t.state <> 'failed') AS is_over
          FROM payments_paymentline l JOIN payments_entitlement e ON e.id = l.entitlement_id
          WHERE l.overpayment_id = which) l
$$;

CREATE OR REPLACE FUNCTION payments_require_sum(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    total numeric; back numeric; waiting numeric; given_up numeric; status text;
BEGIN
    SELECT state INTO status FROM payments_overpayment WHERE id = which;
    SELECT COALESCE(sum(amount), 0) INTO total FROM payments_overpaymentmonth WHERE overpayment_id = which;
    SELECT COALESCE(sum(amount), 0) INTO back FROM payments_recovery WHERE overpayment_id = which;
    SELECT paid, coming INTO given_up, waiting FROM payments_offsets(which);
    back := back + given_up;
    SELECT COALESCE(sum(amount), 0) INTO given_up FROM payments_writeoff
    WHERE overpayment_id = which AND state = 'approved';
    IF back + waiting + given_up > total THEN
        RAISE EXCEPTION 'payments: more comes back than was paid too much' USING ERRCODE = '23514';
    END IF;
    IF status = 'recovered' AND back <> total OR status = 'written_off' AND back + given_up <> total
       OR status = 'written_off' AND given_up = 0 OR status <> 'written_off' AND given_up > 0
       OR status = 'cancelled' AND back <> total THEN
        RAISE EXCEPTION 'payments: an overpayment that does not add up' USING ERRCODE = '23514';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION payments_check_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    planned numeric; rest numeric; present record;
BEGIN
    -- The row as it is at the commit: an agreement may have replaced another in one transaction.
    SELECT o.by_offset, o.state INTO present FROM payments_overpayment o WHERE o.id = NEW.id;
    IF present.state IS DISTINCT FROM 'instalments' THEN
        RETURN NULL;
    END IF;
    SELECT COALESCE(sum(amount), 0) INTO planned FROM payments_instalment WHERE overpayment_id = NEW.id;
    IF present.by_offset THEN
        rest := 0;
    ELSE
        SELECT COALESCE(sum(amount), 0) INTO rest FROM payments_overpaymentmonth WHERE overpayment_id = NEW.id;
        rest := rest - (SELECT COALESCE(sum(amount), 0) FROM payments_recovery WHERE overpayment_id = NEW.id)
                     - (SELECT paid + coming FROM payments_offsets(NEW.id));
    END IF;
    IF planned <> rest THEN
        RAISE EXCEPTION 'payments: instalments do not come to the rest' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
"""
BACKWARDS = """
CREATE OR REPLACE FUNCTION payments_require_sum(which bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    total numeric; back numeric; waiting numeric; given_up numeric; status text;
BEGIN
    SELECT state INTO status FROM payments_overpayment WHERE id = which;
    SELECT COALESCE(sum(amount), 0) INTO total FROM payments_overpaymentmonth WHERE overpayment_id = which;
    SELECT COALESCE(sum(amount), 0) INTO back FROM payments_recovery WHERE overpayment_id = which;
    SELECT COALESCE(-sum(amount) FILTER (WHERE paid), 0), COALESCE(-sum(amount) FILTER (WHERE NOT paid), 0)
    INTO given_up, waiting
    FROM (SELECT l.amount, EXISTS (SELECT 1 FROM payments_transfer t WHERE t.line_id = l.id AND t.state = 'paid') AS paid
          FROM payments_paymentline l WHERE l.overpayment_id = which) lines;
    back := back + given_up;
    SELECT COALESCE(sum(amount), 0) INTO given_up FROM payments_writeoff
    WHERE overpayment_id = which AND state = 'approved';
    IF back + waiting + given_up > total THEN
        RAISE EXCEPTION 'payments: more comes back than was paid too much' USING ERRCODE = '23514';
    END IF;
    IF status = 'recovered' AND back <> total OR status = 'written_off' AND back + given_up <> total
       OR status = 'written_off' AND given_up = 0 OR status <> 'written_off' AND given_up > 0
       OR status = 'cancelled' AND back <> total THEN
        RAISE EXCEPTION 'payments: an overpayment that does not add up' USING ERRCODE = '23514';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION payments_check_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    planned numeric; rest numeric;
BEGIN
    SELECT COALESCE(sum(amount), 0) INTO planned FROM payments_instalment WHERE overpayment_id = NEW.id;
    IF NEW.by_offset THEN
        rest := 0;
    ELSE
        SELECT COALESCE(sum(amount), 0) INTO rest FROM payments_overpaymentmonth WHERE overpayment_id = NEW.id;
        rest := rest - (SELECT COALESCE(sum(amount), 0) FROM payments_recovery WHERE overpayment_id = NEW.id)
                     + (SELECT COALESCE(sum(amount), 0) FROM payments_paymentline WHERE overpayment_id = NEW.id);
    END IF;
    IF planned <> rest THEN
        RAISE EXCEPTION 'payments: instalments do not come to the rest' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;

DROP FUNCTION payments_offsets(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_life_guards")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
