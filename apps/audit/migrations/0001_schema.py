"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0003_event_day"),
    ]
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("business_date", models.DateField(verbose_name="业务日期")),
                ("user_id", models.BigIntegerField(null=True, verbose_name="账号编号")),
                ("actor_name", models.CharField(max_length=50, verbose_name="姓名")),
                ("post_label", models.CharField(blank=True, max_length=80, verbose_name="岗位")),
                ("action", models.CharField(max_length=60, verbose_name="动作")),
                ("label", models.CharField(max_length=200, verbose_name="说明")),
                ("subject_type", models.CharField(max_length=60, verbose_name="对象类型")),
                ("subject_id", models.CharField(max_length=60, verbose_name="对象编号")),
                (
                    "region_code",
                    models.CharField(blank=True, db_collation="C", max_length=12, verbose_name="区划代码"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="详情")),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="地址")),
            ],
            options={
                "verbose_name": "审计事件",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "at"], name="event_subject"),
                    models.Index(fields=["user_id", "at"], name="event_user"),
                    models.Index(fields=["at", "id"], name="event_time"),
                    models.Index(fields=["business_date"], name="event_day"),
                ],
            },
        ),
    ]
