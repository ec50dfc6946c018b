"""A case that was taken over from an old system can be taken out again, as its money can; an entered one cannot."""

from django.db import migrations

from apps.casework.guards import CHECK_CASE


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_crooked_guards")]

    operations = [migrations.RunSQL(CHECK_CASE, migrations.RunSQL.noop)]
