"""The database's side of standards: a decision by two persons over rows that stay, and standards that stay once used.

Plain triggers, like those of ``casework.guards``; errors use SQLSTATE 23514 (check_violation).
"""

STANDARDS = """
CREATE FUNCTION assistance_check_standard_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'assistance: a change of standard is never deleted' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT person_key INTO key FROM accounts_user WHERE id = NEW.made_by_id;
        IF NEW.state <> 'pending' OR key IS DISTINCT FROM NEW.maker_key
           OR NOT payments_may(NEW.made_by_id, 'assistance.make_standard_change', NEW.district_code, NEW.made_on) THEN
            RAISE EXCEPTION 'assistance: no grant to make a change of standard' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'pending' THEN
        RAISE EXCEPTION 'assistance: a change of standard that is decided stays' USING ERRCODE = '23514';
    END IF;
    IF (NEW.standard_id, NEW.district_code, NEW.from_month, NEW.made_by_id, NEW.maker_key, NEW.made_on)
       IS DISTINCT FROM
       (OLD.standard_id, OLD.district_code, OLD.from_month, OLD.made_by_id, OLD.maker_key, OLD.made_on) THEN
        RAISE EXCEPTION 'assistance: what a change of standard is about stays' USING ERRCODE = '23514';
    END IF;
    IF NEW.state IN ('decided', 'refused') THEN
        SELECT person_key INTO key FROM accounts_user WHERE id = NEW.decided_by_id;
        IF key IS DISTINCT FROM NEW.decider_key OR NOT payments_may(
            NEW.decided_by_id, 'assistance.decide_standard_change', NEW.district_code, NEW.decided_on) THEN
            RAISE EXCEPTION 'assistance: no grant to decide a change of standard' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assistance_check_standard_change BEFORE INSERT OR UPDATE OR DELETE ON assistance_standardchange
    FOR EACH ROW EXECUTE FUNCTION assistance_check_standard_change();

CREATE FUNCTION assistance_check_standard_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM assistance_standardchange
                   WHERE id = COALESCE(NEW.change_id, OLD.change_id) AND state = 'pending') THEN
        RAISE EXCEPTION 'assistance: the rows of a change of standard are frozen' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'assistance: rows are worked out anew, never changed' USING ERRCODE = '23514';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER assistance_check_standard_row BEFORE INSERT OR UPDATE OR DELETE ON assistance_standardchangerow
    FOR EACH ROW EXECUTE FUNCTION assistance_check_standard_row();

-- Used: by a batch decision that is under way or taken, by a benefit, or by a case that was judged by it.
CREATE FUNCTION assistance_standard_is_used(wanted bigint, code text, amount numeric, since date)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM assistance_standardchange c
                   WHERE c.standard_id = wanted AND c.state IN ('pending', 'decided'))
        OR code = 'dibao' AND (
            EXISTS (SELECT 1 FROM payments_entitlementterm t
                    WHERE t.standard = amount AND t.first_month >= date_trunc('month', since))
            OR EXISTS (SELECT 1 FROM assistance_dibaoapplication a JOIN casework_case k ON k.id = a.case_id
                       WHERE a.standard = amount AND COALESCE(k.accepted_on, k.submitted_on) >= since))
$$;
CREATE FUNCTION assistance_check_standard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.code, NEW.amount, NEW.effective_from, NEW.document)
       IS NOT DISTINCT FROM (OLD.code, OLD.amount, OLD.effective_from, OLD.document) THEN
        RETURN NEW;
    END IF;
    IF assistance_standard_is_used(OLD.id, OLD.code, OLD.amount, OLD.effective_from) THEN
        RAISE EXCEPTION 'assistance: a standard that is used stays' USING ERRCODE = '23514';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER assistance_check_standard BEFORE UPDATE OR DELETE ON policy_standard
    FOR EACH ROW EXECUTE FUNCTION assistance_check_standard();
"""
DROP_STANDARDS = """
DROP TRIGGER assistance_check_standard ON policy_standard;
DROP TRIGGER assistance_check_standard_row ON assistance_standardchangerow;
DROP TRIGGER assistance_check_standard_change ON assistance_standardchange;
DROP FUNCTION assistance_check_standard(), assistance_standard_is_used(bigint, text, numeric, date),
    assistance_check_standard_row(), assistance_check_standard_change();
"""
