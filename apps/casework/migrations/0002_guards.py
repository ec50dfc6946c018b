from django.db import migrations

from apps.casework.guards import GUARDS, UNDO


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_initial"),
        ("accounts", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [migrations.RunSQL("\n".join(GUARDS), UNDO)]
