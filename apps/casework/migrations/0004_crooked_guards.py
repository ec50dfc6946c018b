from django.db import migrations

from apps.casework.guards import CHECK_ACTION, CHECK_CASE, OVERSIGHT, UNDO_OVERSIGHT


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_guards")]

    operations = [
        # The functions again, for databases that have them from before.
        migrations.RunSQL("\n".join((CHECK_ACTION, CHECK_CASE)), migrations.RunSQL.noop),
        migrations.RunSQL(OVERSIGHT, UNDO_OVERSIGHT),
    ]
