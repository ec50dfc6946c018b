"""The schema in which files wait to be checked: the one place where the application may make tables."""

from django.conf import settings
from django.db import migrations


def make_schema(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute("CREATE SCHEMA IF NOT EXISTS staging")
    schema_editor.execute(f"GRANT USAGE, CREATE ON SCHEMA staging TO {role}")


def drop_schema(apps, schema_editor):
    schema_editor.execute("DROP SCHEMA staging CASCADE")


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_schema")]

    operations = [migrations.RunPython(make_schema, drop_schema)]
