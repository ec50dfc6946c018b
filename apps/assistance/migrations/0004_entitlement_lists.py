"""Entitlement lists: their tables, and that what was issued stays."""

import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import apps.core.fields
from apps.assistance.guards_lists import DROP_LISTS, LISTS


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_schema"),
        ("assistance", "0003_programmes"),
        ("files", "0001_schema"),
        ("payments", "0010_reversals"),
        ("people", "0007_cards_kept_by_staff"),
        ("regions", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntitlementList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "community_code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left("region_id", 12),
                        output_field=models.CharField(db_collation="C", max_length=12),
                    ),
                ),
                (
                    "town_code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left("region_id", 9),
                        output_field=models.CharField(db_collation="C", max_length=9),
                    ),
                ),
                (
                    "district_code",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left("region_id", 6),
                        output_field=models.CharField(db_collation="C", max_length=6),
                    ),
                ),
                ("submit_token", models.UUIDField(editable=False, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                (
                    "cause",
                    models.CharField(
                        choices=[("yearly", "年度出具"), ("change", "待遇变动")],
                        max_length=8,
                        verbose_name="出具原因",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="出具日期")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("delivered_by", models.CharField(blank=True, max_length=100, verbose_name="送达人")),
                (
                    "receipt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed", "本人签收"),
                            ("family", "家属代签"),
                            ("witness", "留置送达，见证人签字"),
                        ],
                        max_length=8,
                        verbose_name="签收方式",
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=50, verbose_name="签收人")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlement_lists",
                        to="people.household",
                        verbose_name="家庭",
                    ),
                ),
                (
                    "receipt_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="签收单",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "verbose_name": "幸福清单",
                "indexes": [
                    models.Index(fields=["district_code", "issued_on", "id"], name="list_district"),
                    models.Index(fields=["town_code", "issued_on", "id"], name="list_town"),
                    models.Index(fields=["community_code", "issued_on", "id"], name="list_community"),
                    models.Index(fields=["issued_on"], name="list_issued"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("household", "year", "edition"), name="list_edition_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("delivered_by", ""),
                                ("delivered_on__isnull", True),
                                ("receipt", ""),
                                ("receipt_file__isnull", True),
                                ("signer", ""),
                            ),
                            models.Q(
                                ("delivered_on__isnull", False),
                                models.Q(("delivered_by", ""), _negated=True),
                                ("receipt__in", ["signed", "family", "witness"]),
                                models.Q(("signer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="list_delivered_whole",
                        violation_error_message="送达须写明日期、送达人、签收方式和签收人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered_on__isnull", True),
                            ("delivered_on__gte", models.F("issued_on")),
                            _connector="OR",
                        ),
                        name="list_delivered_after_issue",
                        violation_error_message="送达日期不能早于出具日期，请核对。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_entitlementlistevent" ("cause", "created_at", "created_by_id", "delivered_by", "delivered_on", "edition", "household_id", "id", "issued_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "receipt_file_id", "recorded_on", "region_id", "signer", "submit_token", "version", "year") SELECT old_values."cause", old_values."created_at", old_values."created_by_id", old_values."delivered_by", old_values."delivered_on", old_values."edition", old_values."household_id", old_values."id", old_values."issued_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."receipt", old_values."receipt_file_id", old_values."recorded_on", old_values."region_id", old_values."signer", old_values."submit_token", old_values."version", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."cause" IS DISTINCT FROM (new_values."cause") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."delivered_by" IS DISTINCT FROM (new_values."delivered_by") OR old_values."delivered_on" IS DISTINCT FROM (new_values."delivered_on") OR old_values."edition" IS DISTINCT FROM (new_values."edition") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."receipt" IS DISTINCT FROM (new_values."receipt") OR old_values."receipt_file_id" IS DISTINCT FROM (new_values."receipt_file_id") OR old_values."recorded_on" IS DISTINCT FROM (new_values."recorded_on") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."signer" IS DISTINCT FROM (new_values."signer") OR old_values."submit_token" IS DISTINCT FROM (new_values."submit_token") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."year" IS DISTINCT FROM (new_values."year")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4a25b3ce9fbfbe4608d91d24166c1130c031926a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4c73d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_entitlementlist",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_entitlementlistevent" ("cause", "created_at", "created_by_id", "delivered_by", "delivered_on", "edition", "household_id", "id", "issued_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt", "receipt_file_id", "recorded_on", "region_id", "signer", "submit_token", "version", "year") SELECT old_values."cause", old_values."created_at", old_values."created_by_id", old_values."delivered_by", old_values."delivered_on", old_values."edition", old_values."household_id", old_values."id", old_values."issued_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."receipt", old_values."receipt_file_id", old_values."recorded_on", old_values."region_id", old_values."signer", old_values."submit_token", old_values."version", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="a314b9704bee16213f08326d2ec4b6d2ebbe3fb9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8fd1f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_entitlementlist",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntitlementListEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("submit_token", models.UUIDField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                (
                    "cause",
                    models.CharField(
                        choices=[("yearly", "年度出具"), ("change", "待遇变动")],
                        max_length=8,
                        verbose_name="出具原因",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="出具日期")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="送达日期")),
                ("delivered_by", models.CharField(blank=True, max_length=100, verbose_name="送达人")),
                (
                    "receipt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed", "本人签收"),
                            ("family", "家属代签"),
                            ("witness", "留置送达，见证人签字"),
                        ],
                        max_length=8,
                        verbose_name="签收方式",
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=50, verbose_name="签收人")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.household",
                        verbose_name="家庭",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="assistance.entitlementlist",
                    ),
                ),
                (
                    "receipt_file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.storedfile",
                        verbose_name="签收单",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="regions.region",
                        verbose_name="区划",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntitlementListLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("programme", models.CharField(max_length=40, verbose_name="项目")),
                ("from_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("heads", models.PositiveSmallIntegerField(verbose_name="保障人数")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="月金额（元）"
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.entitlement",
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="assistance.entitlementlist",
                    ),
                ),
            ],
            options={
                "verbose_name": "幸福清单明细",
                "constraints": [
                    models.UniqueConstraint(fields=("list", "entitlement"), name="list_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_month__day", 1), ("from_month__isnull", True), _connector="OR"
                        ),
                        name="list_line_month",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LISTS, DROP_LISTS),
    ]
