"""The database's side of changes: one open change of a benefit, none rewritten once it is decided, none for another family.

Plain triggers, like those of ``casework.guards``; errors use SQLSTATE 23514 (check_violation).
"""

ONE_CHANGE = """
CREATE OR REPLACE FUNCTION assistance_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.case_id, NEW.entitlement_id, NEW.ground) IS DISTINCT FROM (OLD.case_id, OLD.entitlement_id, OLD.ground) THEN
            RAISE EXCEPTION 'assistance: what a change is about stays' USING ERRCODE = '23514';
        END IF;
        IF NOT (SELECT is_open FROM casework_case WHERE id = NEW.case_id) THEN
            RAISE EXCEPTION 'assistance: a change that is closed stays as it is' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    -- Two who begin a change at once wait for each other here, the lower number first.
    PERFORM pg_advisory_xact_lock(hashtextextended('dibao_change', LEAST(NEW.entitlement_id, NEW.other_id)));
    PERFORM pg_advisory_xact_lock(hashtextextended('dibao_change', GREATEST(NEW.entitlement_id, NEW.other_id)));
    IF EXISTS (
        SELECT 1 FROM assistance_dibaochange d JOIN casework_case c ON c.id = d.case_id
        WHERE c.is_open AND d.case_id <> NEW.case_id
          AND (d.entitlement_id IN (NEW.entitlement_id, NEW.other_id)
               OR d.other_id IN (NEW.entitlement_id, NEW.other_id))
    ) THEN
        RAISE EXCEPTION 'assistance: a change of this entitlement is open' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assistance_check_change BEFORE INSERT OR UPDATE ON assistance_dibaochange
    FOR EACH ROW EXECUTE FUNCTION assistance_check_change();
"""
DROP_ONE_CHANGE = """
DROP TRIGGER assistance_check_change ON assistance_dibaochange;
DROP FUNCTION assistance_check_change();
"""

# What a benefit comes to is decided by a case of this benefit: a change of it, or an application of its own family.
DECIDERS = """
CREATE FUNCTION assistance_check_decider() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole payments_entitlement; decider casework_case; opening casework_case; which bigint;
BEGIN
    which := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    SELECT * INTO whole FROM payments_entitlement e WHERE e.id = (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    IF which IS NULL OR whole.id IS NULL OR which = whole.case_id THEN
        RETURN NULL;
    END IF;
    SELECT * INTO decider FROM casework_case WHERE id = which;
    IF decider.kind = 'dibao_change' THEN
        IF EXISTS (SELECT 1 FROM assistance_dibaochange d
                   WHERE d.case_id = which AND whole.id IN (d.entitlement_id, d.other_id)) THEN
            RETURN NULL;
        END IF;
    ELSIF decider.kind <> 'dibao' THEN
        RETURN NULL;
    ELSE
        SELECT * INTO opening FROM casework_case WHERE id = whole.case_id;
        IF decider.applicant_id = opening.applicant_id OR decider.household_id = opening.household_id THEN
            RETURN NULL;
        END IF;
    END IF;
    RAISE EXCEPTION 'assistance: decided by a case of another benefit' USING ERRCODE = '23514';
END $$;
CREATE CONSTRAINT TRIGGER assistance_check_decider AFTER INSERT OR UPDATE OF case_id ON payments_entitlementterm
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.case_id IS NOT NULL)
    EXECUTE FUNCTION assistance_check_decider('case_id', 'entitlement_id');
CREATE CONSTRAINT TRIGGER assistance_check_decider AFTER INSERT OR UPDATE OF case_id ON payments_coverage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.case_id IS NOT NULL)
    EXECUTE FUNCTION assistance_check_decider('case_id', 'entitlement_id');
CREATE CONSTRAINT TRIGGER assistance_check_leaving AFTER UPDATE OF end_case_id ON payments_coverage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.end_case_id IS NOT NULL)
    EXECUTE FUNCTION assistance_check_decider('end_case_id', 'entitlement_id');
CREATE CONSTRAINT TRIGGER assistance_check_decider AFTER UPDATE OF end_case_id ON payments_entitlement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.end_case_id IS NOT NULL)
    EXECUTE FUNCTION assistance_check_decider('end_case_id', 'id');
"""
DROP_DECIDERS = """
DROP TRIGGER assistance_check_decider ON payments_entitlement;
DROP TRIGGER assistance_check_leaving ON payments_coverage;
DROP TRIGGER assistance_check_decider ON payments_coverage;
DROP TRIGGER assistance_check_decider ON payments_entitlementterm;
DROP FUNCTION assistance_check_decider();
"""

# A record that was voided is closed: it stays as it was, whoever asks.
VOIDED_VISITS = """
CREATE FUNCTION assistance_voided_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '作废的探访记录不能再改。' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER voided_visit BEFORE UPDATE ON assistance_carevisit
    FOR EACH ROW WHEN (OLD.voided_on IS NOT NULL) EXECUTE FUNCTION assistance_voided_visit();
"""
DROP_VOIDED_VISITS = """
DROP TRIGGER voided_visit ON assistance_carevisit;
DROP FUNCTION assistance_voided_visit();
"""
