"""Both files must have had the number: an intersection binds closer than a union."""

from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION people_check_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.keep_id, OLD.drop_id, OLD.ground)
       IS DISTINCT FROM (NEW.keep_id, NEW.drop_id, NEW.ground) THEN
        RAISE EXCEPTION 'people: what was asked does not change' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.ground = 'number' AND NOT EXISTS (
        SELECT 1
        FROM (SELECT number_digest FROM people_person WHERE id = NEW.keep_id
              UNION ALL SELECT number_digest FROM people_personalias WHERE person_id = NEW.keep_id) k
        JOIN (SELECT number_digest FROM people_person WHERE id = NEW.drop_id
              UNION ALL SELECT number_digest FROM people_personalias WHERE person_id = NEW.drop_id) d
             USING (number_digest)) THEN
        RAISE EXCEPTION 'people: the two files share no number' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_identity_guards"),
    ]

    operations = [migrations.RunSQL(CHECK, migrations.RunSQL.noop)]
