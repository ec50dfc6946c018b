"""A benefit is changed and ended by cases of its own only."""

from django.db import migrations

from apps.assistance.guards import DECIDERS, DROP_DECIDERS


class Migration(migrations.Migration):
    dependencies = [("assistance", "0001_schema"), ("payments", "0001_schema"), ("casework", "0001_schema")]

    operations = [migrations.RunSQL(DECIDERS, DROP_DECIDERS)]
