"""What the shape of a code says about level and parent, held by the database."""

from django.db import migrations

FORWARDS = """
ALTER TABLE regions_region ADD CONSTRAINT region_level_by_code CHECK (
    length(code) = CASE level WHEN 'district' THEN 6 WHEN 'town' THEN 9 ELSE 12 END
);
ALTER TABLE regions_region ADD CONSTRAINT region_extends_parent CHECK (
    parent_id IS NULL OR parent_id = left(code, length(code) - 3)
);
"""
BACKWARDS = """
ALTER TABLE regions_region DROP CONSTRAINT region_extends_parent;
ALTER TABLE regions_region DROP CONSTRAINT region_level_by_code;
"""


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_schema")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
