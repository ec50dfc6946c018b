from django.db import migrations

from apps.people.guards import PERSONS, PROPOSALS, UNDO


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_schema"),
        ("accounts", "0001_schema"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunSQL(f"{PROPOSALS}\n{PERSONS}", UNDO)]
