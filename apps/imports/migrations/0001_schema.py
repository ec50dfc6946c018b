"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("imports", "0001_initial"),
        ("imports", "0003_undo"),
    ]
    initial = True

    dependencies = [("accounts", "0001_schema"), ("files", "0001_schema"), ("jobs", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "datasets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="数据集"
                    ),
                ),
                ("is_set", models.BooleanField(default=False, verbose_name="数据包")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "校验中"),
                            ("errors", "有错误"),
                            ("ready", "待确认"),
                            ("loading", "导入中"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                            ("discarded", "已作废"),
                            ("undoing", "撤销中"),
                            ("undone", "已撤销"),
                        ],
                        default="checking",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="行数")),
                (
                    "on_existing",
                    models.CharField(
                        choices=[
                            ("add", "不改动，列为错误"),
                            ("update", "更新为文件中的内容"),
                            ("skip", "跳过，保留库中内容"),
                        ],
                        default="add",
                        max_length=10,
                        verbose_name="库中已有的",
                    ),
                ),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="列对应")),
                ("differences", models.JSONField(blank=True, default=dict, verbose_name="变动")),
                ("only_good", models.BooleanField(default=False, verbose_name="只导入正确的行")),
                ("written_by", models.BigIntegerField(blank=True, editable=False, null=True)),
                ("checks", models.PositiveSmallIntegerField(default=1, verbose_name="校验次数")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="结果")),
                ("business_date", models.DateField(verbose_name="业务日期")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="校验时间")),
                (
                    "loaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                ("loaded_at", models.DateTimeField(blank=True, null=True, verbose_name="导入时间")),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                ("submit_token", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
            ],
            options={
                "verbose_name": "导入批次",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("loaded_at__isnull", False), ("loaded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="batch_load_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "undone"), _negated=True),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="batch_undo_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("dataset", models.CharField(max_length=60, verbose_name="数据集")),
                ("heads", models.JSONField(default=dict, verbose_name="列对应")),
            ],
            options={
                "verbose_name": "列对应",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "dataset"), name="column_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="imports.batch"
                    ),
                ),
                ("dataset", models.CharField(max_length=60, verbose_name="数据集")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("encoding", models.CharField(max_length=20, verbose_name="编码")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                (
                    "heads",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="列名",
                    ),
                ),
                (
                    "notes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "导入文件",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("batch", "dataset"), name="batch_file_once")],
            },
        ),
        migrations.CreateModel(
            name="CancelRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cancel_request",
                        to="imports.batch",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "取消请求",
            },
        ),
        migrations.CreateModel(
            name="LoadedRows",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="loaded", to="imports.batch"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("model_table", models.CharField(max_length=63, verbose_name="表")),
                ("ids", models.TextField(verbose_name="行号区间")),
                ("count", models.PositiveIntegerField(verbose_name="行数")),
            ],
            options={
                "verbose_name": "导入的行",
                "ordering": ["batch", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="loaded_rows_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RowError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="errors", to="imports.batch"
                    ),
                ),
                ("dataset", models.CharField(max_length=60, verbose_name="数据集")),
                ("row", models.PositiveIntegerField(verbose_name="行")),
                ("column", models.CharField(max_length=60, verbose_name="列")),
                ("value", models.CharField(blank=True, max_length=200, verbose_name="值")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
            ],
            options={
                "verbose_name": "导入错误",
                "ordering": ["dataset", "row", "id"],
                "indexes": [models.Index(fields=["batch", "dataset", "row", "id"], name="row_error_batch")],
            },
        ),
        migrations.CreateModel(
            name="TouchedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touched",
                        to="imports.batch",
                    ),
                ),
                ("model_table", models.CharField(max_length=63, verbose_name="表")),
                ("key", models.BigIntegerField(verbose_name="行号")),
                ("before", models.JSONField(verbose_name="原值")),
            ],
            options={
                "verbose_name": "导入改动的行",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "model_table", "key"), name="touched_row_once")
                ],
            },
        ),
    ]
