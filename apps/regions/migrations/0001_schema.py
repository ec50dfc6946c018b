"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("regions", "0001_initial"),
    ]
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C",
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                        verbose_name="区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("district", "区"), ("town", "镇（街道）"), ("community", "村（社区）")],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "区"),
                            ("street", "街道"),
                            ("town", "镇"),
                            ("village", "村"),
                            ("community", "社区"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="regions.region",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="设立日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "区划",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^([0-9]{6}|[0-9]{9}|[0-9]{12})$")),
                        name="region_code_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gt", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="region_dates_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "district"), ("parent__isnull", True)),
                            models.Q(
                                models.Q(("level", "district"), _negated=True), ("parent__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="region_parent_by_level",
                    ),
                ],
            },
        ),
    ]
