from django.db import migrations

from apps.reports.guards import FROZEN_STAYS, UNDO


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_schema"), ("policy", "0002_guards")]

    operations = [migrations.RunSQL(FROZEN_STAYS, UNDO)]
