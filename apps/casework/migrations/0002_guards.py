from django.db import migrations

from apps.casework.guards import GUARDS, UNDO


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_schema"),
        ("accounts", "0001_schema"),
        ("people", "0001_schema"),
    ]

    operations = [migrations.RunSQL("\n".join(GUARDS), UNDO)]
