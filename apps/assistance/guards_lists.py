"""The database's side of entitlement lists: what was issued stays as printed, the newest edition is delivered, once."""

LISTS = """
CREATE FUNCTION assistance_list_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.household_id, NEW.year, NEW.edition, NEW.issued_on, NEW.cause, NEW.region_id)
       IS DISTINCT FROM (OLD.household_id, OLD.year, OLD.edition, OLD.issued_on, OLD.cause, OLD.region_id) THEN
        RAISE EXCEPTION '幸福清单出具后内容不变，有变动的另出一版。' USING ERRCODE = '23514';
    END IF;
    IF OLD.delivered_on IS NOT NULL THEN
        RAISE EXCEPTION '这份幸福清单已登记送达。' USING ERRCODE = '23514';
    END IF;
    IF NEW.delivered_on IS NOT NULL AND EXISTS (
        SELECT 1 FROM assistance_entitlementlist l WHERE l.household_id = NEW.household_id
           AND (l.year, l.edition) > (NEW.year, NEW.edition)
    ) THEN
        RAISE EXCEPTION '这份幸福清单已有新的一版，请送达新的一版。' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER list_stays BEFORE UPDATE ON assistance_entitlementlist
    FOR EACH ROW EXECUTE FUNCTION assistance_list_stays();
CREATE FUNCTION assistance_list_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '幸福清单的明细不能更改。' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER list_line_stays BEFORE UPDATE ON assistance_entitlementlistline
    FOR EACH ROW EXECUTE FUNCTION assistance_list_line_stays();
"""
DROP_LISTS = """
DROP TRIGGER list_line_stays ON assistance_entitlementlistline;
DROP FUNCTION assistance_list_line_stays();
DROP TRIGGER list_stays ON assistance_entitlementlist;
DROP FUNCTION assistance_list_stays();
"""
