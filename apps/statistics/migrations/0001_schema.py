"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import apps.core.fields


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("statistics", "0001_initial"),
        ("statistics", "0003_adjustments"),
    ]
    initial = True

    dependencies = [("policy", "0001_schema"), ("regions", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "comparator",
                    models.CharField(
                        choices=[(">=", "不低于"), ("<=", "不高于"), ("=", "等于")], max_length=2
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=16)),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("owner", models.CharField(max_length=40, verbose_name="责任科室")),
            ],
            options={
                "verbose_name": "目标",
                "constraints": [
                    models.UniqueConstraint(fields=("key", "year"), name="target_once"),
                    models.CheckConstraint(condition=models.Q(("year__gte", 2000)), name="target_year"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="policy.period",
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                    ),
                ),
                ("delta", models.DecimalField(decimal_places=6, max_digits=20)),
                (
                    "added_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "removed_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("cause", models.CharField(max_length=300, verbose_name="原因")),
                ("found_on", models.DateField(verbose_name="登记日期")),
                ("found_month", apps.core.fields.MonthField(verbose_name="登记月")),
                ("found_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "关账后更正",
                "ordering": ["found_at", "id"],
                "indexes": [
                    models.Index(fields=["period", "key", "region"], name="adjustment_figure"),
                    models.Index(fields=["found_month"], name="adjustment_month"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("found_month__day", 1), ("found_month__isnull", True), _connector="OR"
                        ),
                        name="adjustment_found_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delta", 0), _negated=True),
                            models.Q(("added_ids", []), _negated=True),
                            models.Q(("removed_ids", []), _negated=True),
                            _connector="OR",
                        ),
                        name="adjustment_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="policy.period",
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                    ),
                ),
                ("value", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ("numerator", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ("denominator", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                (
                    "record_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("definition", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "关账数据",
                "constraints": [
                    models.UniqueConstraint(fields=("period", "key", "region"), name="frozen_once")
                ],
            },
        ),
    ]
