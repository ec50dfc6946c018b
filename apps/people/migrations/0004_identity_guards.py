from django.db import migrations

from apps.people.guards import PERSONS, PROPOSALS, UNDO


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_identity"),
        ("accounts", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunSQL(f"{PROPOSALS}\n{PERSONS}", UNDO)]
