"""Separation of the three administrators, by person: security, audit and system posts exclude all others.

Checked when a grant is given or changed, when an account changes its holder, and when a post changes its
family. The lock on the person makes two grants given at the same moment see each other.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION accounts_refuse_mixed_duties(person text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF person = '' THEN
        RETURN;  -- system accounts belong to nobody
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('accounts_person'), hashtext(person));
    IF EXISTS (
        SELECT 1
        FROM accounts_grant a
        JOIN accounts_user ua ON ua.id = a.user_id AND ua.person_key = person
        JOIN accounts_post pa ON pa.code = a.post_id
        JOIN accounts_user ub ON ub.person_key = person
        JOIN accounts_grant b ON b.user_id = ub.id
        JOIN accounts_post pb ON pb.code = b.post_id
        WHERE pa.family IN ('security_admin', 'audit_admin', 'system_admin')
          AND pb.family <> pa.family
          AND daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')
    ) THEN
        RAISE EXCEPTION 'duties of one person exclude each other'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'grant_separated_duties';
    END IF;
END $$;

CREATE FUNCTION accounts_check_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_refuse_mixed_duties(person_key) FROM accounts_user WHERE id = NEW.user_id;
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_check_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_refuse_mixed_duties(NEW.person_key);
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_check_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_refuse_mixed_duties(person_key)
    FROM (SELECT DISTINCT u.person_key FROM accounts_grant g JOIN accounts_user u ON u.id = g.user_id
          WHERE g.post_id = NEW.code ORDER BY 1) holders;
    RETURN NULL;
END $$;

CREATE TRIGGER separated_duties AFTER INSERT OR UPDATE ON accounts_grant
    FOR EACH ROW EXECUTE FUNCTION accounts_check_grant();
CREATE TRIGGER separated_duties AFTER UPDATE OF person_key ON accounts_user
    FOR EACH ROW WHEN (OLD.person_key IS DISTINCT FROM NEW.person_key) EXECUTE FUNCTION accounts_check_user();
CREATE TRIGGER separated_duties AFTER UPDATE OF family ON accounts_post
    FOR EACH ROW WHEN (OLD.family IS DISTINCT FROM NEW.family) EXECUTE FUNCTION accounts_check_post();
"""
BACKWARDS = """
DROP TRIGGER separated_duties ON accounts_post;
DROP TRIGGER separated_duties ON accounts_user;
DROP TRIGGER separated_duties ON accounts_grant;
DROP FUNCTION accounts_check_post();
DROP FUNCTION accounts_check_user();
DROP FUNCTION accounts_check_grant();
DROP FUNCTION accounts_refuse_mixed_duties(text);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_schema")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
