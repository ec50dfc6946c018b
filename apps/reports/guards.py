"""The database's side of freezing: a frozen report never changes, whoever asks.

A plain trigger (not the library's, whose switch anyone with SQL can turn). Errors use SQLSTATE 23514, so that
Django raises ``IntegrityError``.
"""

FROZEN_STAYS = """
CREATE FUNCTION reports_frozen_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'frozen' THEN
        RAISE EXCEPTION 'reports: a frozen report does not change' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'frozen' AND NOT EXISTS (
        SELECT 1 FROM policy_period p WHERE p.id = NEW.period_id AND p.state = 'closed'
    ) THEN
        RAISE EXCEPTION 'reports: the period of a frozen report is closed' USING ERRCODE = '23514';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen_stays BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_frozen_stays();
"""

UNDO = "DROP TRIGGER frozen_stays ON reports_report; DROP FUNCTION reports_frozen_stays();"
