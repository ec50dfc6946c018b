"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("jobs", "0001_initial"),
    ]
    initial = True

    dependencies = [("accounts", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="TickRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60, verbose_name="日常任务")),
                ("day", models.DateField(verbose_name="业务日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "运行中"), ("done", "已完成"), ("failed", "失败")],
                        default="running",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已运行次数")),
                ("result", models.JSONField(null=True, verbose_name="结果")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                ("trace", models.TextField(blank=True, verbose_name="技术记录")),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="开始时间"
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
            ],
            options={
                "verbose_name": "日常任务记录",
                "ordering": ["-day", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "day"), name="tick_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "running")),
                            models.Q(
                                models.Q(("state", "running"), _negated=True), ("finished_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="tick_end_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60, verbose_name="任务")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.grant",
                        verbose_name="岗位",
                    ),
                ),
                ("arguments", models.JSONField(default=dict, verbose_name="参数")),
                ("key", models.CharField(max_length=120, null=True, verbose_name="幂等键")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待中"),
                            ("running", "运行中"),
                            ("done", "已完成"),
                            ("failed", "失败"),
                            ("cancelled", "已取消"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.UUIDField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已运行次数")),
                ("max_attempts", models.PositiveSmallIntegerField(default=3, verbose_name="最多运行次数")),
                ("run_after", models.DateTimeField(null=True, verbose_name="不早于")),
                ("woken_at", models.DateTimeField(null=True, verbose_name="已通知")),
                ("done", models.PositiveBigIntegerField(default=0, verbose_name="已办")),
                ("total", models.PositiveBigIntegerField(default=0, verbose_name="总数")),
                ("stage", models.CharField(blank=True, max_length=100, verbose_name="步骤")),
                ("log", models.JSONField(default=list, verbose_name="日志")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                ("hint", models.CharField(blank=True, max_length=500, verbose_name="怎么办")),
                ("trace", models.TextField(blank=True, verbose_name="技术记录")),
                ("result", models.JSONField(null=True, verbose_name="结果")),
                ("result_url", models.CharField(blank=True, max_length=300, verbose_name="结果页")),
                ("business_date", models.DateField(verbose_name="业务日期")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="提交时间"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
            ],
            options={
                "verbose_name": "后台任务",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=["state", "id"],
                        name="job_open",
                    ),
                    models.Index(fields=["user", "-id"], name="job_of_user"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="job_asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_token__isnull", False),
                                ("lease_until__isnull", False),
                                ("state", "running"),
                            ),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("lease_token__isnull", True),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="job_lease_while_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["waiting", "running"])),
                            models.Q(
                                ("finished_at__isnull", False), ("state__in", ["done", "failed", "cancelled"])
                            ),
                            _connector="OR",
                        ),
                        name="job_end_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_failure_has_sentence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", models.F("max_attempts"))),
                        name="job_attempts_bounded",
                    ),
                ],
            },
        ),
    ]
