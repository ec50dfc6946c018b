"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("pages", "0001_saved_queries"),
    ]
    initial = True

    dependencies = [("accounts", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="SavedQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("register", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("params", models.CharField(max_length=1000)),
                ("is_default", models.BooleanField(default=False, verbose_name="默认打开")),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                    ),
                ),
                ("region_code", models.CharField(blank=True, db_collation="C", max_length=12)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "常用查询",
                "indexes": [
                    models.Index(
                        condition=models.Q(("post__isnull", False)),
                        fields=["register", "post"],
                        name="query_shared",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "register", "name"),
                        name="query_name_once",
                        violation_error_message="已有同名的常用查询，请换一个名称。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("owner", "register"),
                        name="query_one_default",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="query_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("post__isnull", True),
                            models.Q(("region_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="query_shared_in_a_region",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TableSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("register", models.CharField(max_length=60)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("size", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "列表设置",
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "register"), name="table_setting_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__isnull", True), ("size__in", [20, 50, 100]), _connector="OR"
                        ),
                        name="table_size_offered",
                    ),
                ],
            },
        ),
    ]
