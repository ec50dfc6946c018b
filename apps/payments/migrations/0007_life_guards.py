"""The database's side of the life of an entitlement: who decided it, and that money adds up to the cent.

Terms and coverage change only with a confirmed case of the same line, by a change of a standard that is in force, or
as a roll that was taken over; terms cover the months of their entitlement without gap. Back-pay is a line of an
arrear, an offset stays within the share that is allowed, and no overpayment gives back more than it is. A write-off
is decided by a second person whose post may. Errors use SQLSTATE 23514, closed months 23001.
"""

from django.db import migrations

DECIDED = """
CREATE FUNCTION payments_decides(decider bigint, opening bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM casework_case c JOIN casework_case o ON o.id = opening
        WHERE c.id = decider AND c.state = 'confirmed' AND c.line = o.line
    )
$$;

-- A roll that was taken over comes with terms and coverage that no case here has decided; from the first change on
-- (its entitlement has a history then) that is over.
CREATE FUNCTION payments_taken_over(entitlement bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM payments_entitlement e JOIN casework_case c ON c.id = e.case_id
        WHERE e.id = entitlement AND c.origin = 'migration'
          AND NOT EXISTS (SELECT 1 FROM payments_entitlementevent h WHERE h.pgh_obj_id = e.id)
    )
$$;

CREATE FUNCTION payments_check_term() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole record; tiles record;
BEGIN
    SELECT e.id, e.case_id, e.from_month, e.last_month INTO whole
    FROM payments_entitlement e WHERE e.id = COALESCE(NEW.entitlement_id, OLD.entitlement_id);
    IF whole.id IS NULL THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' AND NOT (
        payments_decides(NEW.case_id, whole.case_id)
        OR NEW.cause = 'standard' AND EXISTS (
            SELECT 1 FROM policy_standard s
            WHERE s.amount = NEW.standard AND s.effective_from < (NEW.first_month + interval '1 month')::date)
        OR NEW.case_id IS NULL AND payments_taken_over(whole.id)
    ) THEN
        RAISE EXCEPTION 'payments: a term that nobody has decided' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.entitlement_id, NEW.first_month, NEW.amount, NEW.standard, NEW.region_id)
       IS DISTINCT FROM (OLD.entitlement_id, OLD.first_month, OLD.amount, OLD.standard, OLD.region_id) THEN
        RAISE EXCEPTION 'payments: a term is replaced, never changed' USING ERRCODE = '23514';
    END IF;
    SELECT count(*) AS terms, count(*) FILTER (
               WHERE place = 1 AND first_month <> whole.from_month
                  OR place > 1 AND first_month IS DISTINCT FROM (before + interval '1 month')::date
                  OR after IS NULL AND last_month IS DISTINCT FROM whole.last_month) AS gaps
    INTO tiles
    FROM (SELECT first_month, last_month, lag(last_month) OVER w AS before, lead(first_month) OVER w AS after,
                 row_number() OVER w AS place
          FROM payments_entitlementterm t WHERE t.entitlement_id = whole.id WINDOW w AS (ORDER BY first_month)) t;
    IF tiles.terms = 0 OR tiles.gaps > 0 THEN
        RAISE EXCEPTION 'payments: terms leave a gap' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_check_term AFTER INSERT OR UPDATE OR DELETE ON payments_entitlementterm
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_term();

CREATE FUNCTION payments_check_coverage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole record; ends boolean;
BEGIN
    SELECT e.id, e.case_id, e.last_month, e.end_case_id INTO whole
    FROM payments_entitlement e WHERE e.id = COALESCE(NEW.entitlement_id, OLD.entitlement_id);
    IF whole.id IS NULL THEN
        RETURN NULL;
    END IF;
    ends := payments_decides(whole.end_case_id, whole.case_id);
    IF TG_OP = 'DELETE' THEN
        -- Coverage that never began: the entitlement ends before it, or no month of it was owed.
        IF NOT (ends AND whole.last_month < OLD.first_month)
           AND EXISTS (SELECT 1 FROM payments_paymentline l
                       WHERE l.entitlement_id = whole.id AND l.benefit_month >= OLD.first_month) THEN
            RAISE EXCEPTION 'payments: coverage taken out that nobody has decided' USING ERRCODE = '23514';
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        IF NOT (payments_decides(NEW.case_id, whole.case_id)
                OR NEW.case_id IS NULL AND payments_taken_over(whole.id)) THEN
            RAISE EXCEPTION 'payments: coverage that nobody has decided' USING ERRCODE = '23514';
        END IF;
    ELSIF NEW.last_month IS DISTINCT FROM OLD.last_month AND NOT (
        payments_decides(NEW.end_case_id, whole.case_id) OR ends AND NEW.last_month = whole.last_month) THEN
        RAISE EXCEPTION 'payments: coverage ended that nobody has decided' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_check_coverage
    AFTER INSERT OR UPDATE OF first_month, last_month OR DELETE ON payments_coverage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_check_coverage();

CREATE FUNCTION payments_check_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT payments_decides(NEW.end_case_id, NEW.case_id) THEN
        RAISE EXCEPTION 'payments: an end that nobody has decided' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_check_end AFTER UPDATE OF last_month, end_case_id ON payments_entitlement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.last_month IS DISTINCT FROM OLD.last_month) EXECUTE FUNCTION payments_check_end();
"""

MONEY = """
CREATE FUNCTION payments_check_additions() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
DECLARE
    share numeric;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM fresh WHERE cause <> '') THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT 1 FROM fresh f JOIN payments_run r ON r.id = f.run_id AND r.origin = 'entered'
        WHERE f.kind = 'back_pay' AND f.cause NOT IN ('', '确认较晚', '前期缓发') AND NOT EXISTS (
            SELECT 1 FROM payments_arrear a
            WHERE a.entitlement_id = f.entitlement_id AND a.benefit_month = f.benefit_month AND a.cause = f.cause
              AND a.amount = f.amount)) THEN
        RAISE EXCEPTION 'payments: back-pay that is not owed' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_run r ON r.id = f.run_id AND r.origin = 'entered'
               WHERE f.kind = 'offset' AND f.overpayment_id IS NULL) THEN
        RAISE EXCEPTION 'payments: an offset of nothing' USING ERRCODE = '23514';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM fresh WHERE overpayment_id IS NOT NULL) THEN
        RETURN NULL;
    END IF;
    SELECT (p.value #>> '{}')::numeric INTO share FROM policy_parameter p
    WHERE p.key = 'offset.max_share' AND p.effective_from <= (SELECT min(run_month) FROM fresh)
    ORDER BY p.effective_from DESC LIMIT 1;
    IF EXISTS (
        SELECT 1 FROM (SELECT entitlement_id, benefit_month, run_id, -sum(amount) AS taken FROM fresh
                       WHERE overpayment_id IS NOT NULL GROUP BY 1, 2, 3) f
        LEFT JOIN payments_paymentline l ON l.entitlement_id = f.entitlement_id
             AND l.benefit_month = f.benefit_month AND l.kind = 'regular' AND l.run_id = f.run_id
        WHERE f.taken > COALESCE(l.amount, 0) * COALESCE(share, 0)) THEN
        RAISE EXCEPTION 'payments: an offset beyond its share' USING ERRCODE = '23514';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f JOIN payments_overpayment o ON o.id = f.overpayment_id
               WHERE o.entitlement_id <> f.entitlement_id OR NOT o.by_offset OR o.closed_on IS NOT NULL) THEN
        RAISE EXCEPTION 'payments: an offset that was not agreed' USING ERRCODE = '23514';
    END IF;
    PERFORM payments_require_sum(o.id) FROM (SELECT DISTINCT overpayment_id AS id FROM fresh) o WHERE o.id IS NOT NULL;
    RETURN NULL;
END $$;

-- What came back, is on its way by offset, or was written off is never more than the months come to, and a closed
-- overpayment has nothing left.
CREATE FUNCTION payments_require_sum(which bigint) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE TRIGGER payments_lines_owed AFTER INSERT ON payments_paymentline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_check_additions();

CREATE FUNCTION payments_overpayment_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_require_sum(CASE TG_TABLE_NAME WHEN 'payments_overpayment' THEN (to_jsonb(NEW) ->> 'id')::bigint
        ELSE COALESCE((to_jsonb(NEW) ->> 'overpayment_id')::bigint, (to_jsonb(OLD) ->> 'overpayment_id')::bigint) END);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_overpayment_sum AFTER INSERT OR UPDATE ON payments_overpayment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_overpayment_sum();
CREATE CONSTRAINT TRIGGER payments_overpayment_sum AFTER INSERT OR UPDATE OR DELETE ON payments_overpaymentmonth
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_overpayment_sum();
CREATE CONSTRAINT TRIGGER payments_overpayment_sum AFTER INSERT ON payments_recovery
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_overpayment_sum();
CREATE CONSTRAINT TRIGGER payments_overpayment_sum AFTER INSERT OR UPDATE ON payments_writeoff
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_overpayment_sum();

-- An agreement comes to what is left when it is made.
CREATE FUNCTION payments_check_plan() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER payments_check_plan AFTER UPDATE ON payments_overpayment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state = 'instalments' AND (NEW.state, NEW.planned_on, NEW.by_offset)
          IS DISTINCT FROM (OLD.state, OLD.planned_on, OLD.by_offset)) EXECUTE FUNCTION payments_check_plan();

CREATE FUNCTION payments_check_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF policy_is_closed(date_trunc('month', NEW.received_on)::date) THEN
        RAISE EXCEPTION 'payments: the month is closed' USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_check_receipt BEFORE INSERT ON payments_recovery
    FOR EACH ROW EXECUTE FUNCTION payments_check_receipt();

CREATE FUNCTION payments_check_write_off() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    place text; decider text; proposer text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'payments: a write-off is never deleted' USING ERRCODE = '23514';
    END IF;
    SELECT e.region_id INTO place FROM payments_overpayment o JOIN payments_entitlement e ON e.id = o.entitlement_id
    WHERE o.id = NEW.overpayment_id;
    place := left(place, 6);
    IF TG_OP = 'INSERT' THEN
        SELECT person_key INTO proposer FROM accounts_user WHERE id = NEW.proposed_by_id;
        IF NEW.state <> 'proposed' OR proposer IS DISTINCT FROM NEW.proposer_key
           OR NOT payments_may(NEW.proposed_by_id, 'payments.manage_overpayment', place, NEW.proposed_on) THEN
            RAISE EXCEPTION 'payments: a write-off begins as a proposal of somebody who may' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'proposed' OR (NEW.overpayment_id, NEW.amount, NEW.reason, NEW.proposed_by_id, NEW.proposer_key)
       IS DISTINCT FROM (OLD.overpayment_id, OLD.amount, OLD.reason, OLD.proposed_by_id, OLD.proposer_key) THEN
        RAISE EXCEPTION 'payments: a write-off is decided as it was proposed' USING ERRCODE = '23514';
    END IF;
    SELECT person_key INTO decider FROM accounts_user WHERE id = NEW.decided_by_id;
    IF decider IS NULL OR decider = '' OR decider <> NEW.decider_key OR decider = NEW.proposer_key THEN
        RAISE EXCEPTION 'payments: four eyes' USING ERRCODE = '23514';
    END IF;
    IF NOT payments_may(NEW.decided_by_id, 'payments.approve_write_off', place, NEW.decided_on) THEN
        RAISE EXCEPTION 'payments: no grant to decide a write-off' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_check_write_off BEFORE INSERT OR UPDATE OR DELETE ON payments_writeoff
    FOR EACH ROW EXECUTE FUNCTION payments_check_write_off();
"""

BACKWARDS = """
DROP TRIGGER payments_check_write_off ON payments_writeoff;
DROP TRIGGER payments_check_receipt ON payments_recovery;
DROP TRIGGER payments_check_plan ON payments_overpayment;
DROP TRIGGER payments_overpayment_sum ON payments_writeoff;
DROP TRIGGER payments_overpayment_sum ON payments_recovery;
DROP TRIGGER payments_overpayment_sum ON payments_overpaymentmonth;
DROP TRIGGER payments_overpayment_sum ON payments_overpayment;
DROP TRIGGER payments_lines_owed ON payments_paymentline;
DROP TRIGGER payments_check_end ON payments_entitlement;
DROP TRIGGER payments_check_coverage ON payments_coverage;
DROP TRIGGER payments_check_term ON payments_entitlementterm;
DROP FUNCTION payments_check_write_off(), payments_check_receipt(), payments_check_plan(), payments_overpayment_sum(),
    payments_check_additions(), payments_require_sum(bigint), payments_check_end(), payments_check_coverage(),
    payments_check_term(), payments_taken_over(bigint), payments_decides(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0005_files_name_who"),
        ("policy", "0002_guards"),
        ("casework", "0002_guards"),
    ]

    operations = [migrations.RunSQL([DECIDED, MONEY], BACKWARDS)]
