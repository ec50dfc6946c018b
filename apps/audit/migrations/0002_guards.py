"""The function behind the append-only triggers; `apps.audit.guards.install` attaches it after migrating."""

from django.db import migrations

from apps.audit.guards import FUNCTION_SQL


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_schema")]

    operations = [migrations.RunSQL(FUNCTION_SQL, "DROP FUNCTION audit_refuse_change() CASCADE")]
