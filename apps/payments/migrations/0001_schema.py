"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import apps.core.fields
import apps.payments.models.entitlements


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("payments", "0001_initial"),
        ("payments", "0006_life"),
    ]
    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("casework", "0001_schema"),
        ("files", "0001_schema"),
        ("people", "0001_schema"),
        ("regions", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("number", models.CharField(max_length=40, unique=True, verbose_name="待遇编号")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlement",
                        to="casework.case",
                    ),
                ),
                ("programme", models.CharField(max_length=40, verbose_name="项目")),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="people.household",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="领款人",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.bankaccount",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "在享"),
                            ("suspended", "暂停"),
                            ("phase_out", "渐退"),
                            ("ended", "已终止"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("from_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                ("end_reason", models.CharField(blank=True, max_length=30, verbose_name="终止原因")),
                ("recheck_class", models.CharField(blank=True, max_length=1, verbose_name="复核类别")),
                ("next_recheck_on", models.DateField(blank=True, null=True, verbose_name="下次复核")),
                (
                    "phase_out_from",
                    apps.core.fields.MonthField(blank=True, null=True, verbose_name="渐退起始月"),
                ),
                (
                    "end_case",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "待遇",
                "indexes": [
                    models.Index(fields=["programme", "from_month"], name="entitlement_programme"),
                    models.Index(fields=["town_code", "programme", "id"], name="entitlement_town"),
                    models.Index(fields=["community_code", "programme", "id"], name="entitlement_community"),
                    models.Index(fields=["district_code", "programme", "id"], name="entitlement_district"),
                    models.Index(
                        condition=models.Q(("end_case__isnull", False)),
                        fields=["end_case"],
                        name="entitlement_end_case",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_month__day", 1), ("from_month__isnull", True), _connector="OR"
                        ),
                        name="entitlement_from_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__day", 1), ("last_month__isnull", True), _connector="OR"
                        ),
                        name="entitlement_last_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phase_out_from__day", 1), ("phase_out_from__isnull", True), _connector="OR"
                        ),
                        name="entitlement_phase_out_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phase_out_from__isnull", True),
                            models.Q(
                                ("end_case__isnull", False),
                                ("last_month__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="entitlement_phase_out_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__isnull", True),
                            ("last_month__gte", models.F("from_month")),
                            _connector="OR",
                        ),
                        name="entitlement_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("last_month__isnull", False),
                                ("status", "ended"),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            models.Q(("status", "ended"), _negated=True),
                            _connector="OR",
                        ),
                        name="entitlement_end_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_entitlementevent" ("account_id", "case_id", "end_case_id", "end_reason", "from_month", "household_id", "id", "last_month", "next_recheck_on", "number", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_out_from", "programme", "recheck_class", "region_id", "status", "version") SELECT old_values."account_id", old_values."case_id", old_values."end_case_id", old_values."end_reason", old_values."from_month", old_values."household_id", old_values."id", old_values."last_month", old_values."next_recheck_on", old_values."number", old_values."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."phase_out_from", old_values."programme", old_values."recheck_class", old_values."region_id", old_values."status", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."account_id" IS DISTINCT FROM (new_values."account_id") OR old_values."case_id" IS DISTINCT FROM (new_values."case_id") OR old_values."end_case_id" IS DISTINCT FROM (new_values."end_case_id") OR old_values."end_reason" IS DISTINCT FROM (new_values."end_reason") OR old_values."from_month" IS DISTINCT FROM (new_values."from_month") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."last_month" IS DISTINCT FROM (new_values."last_month") OR old_values."next_recheck_on" IS DISTINCT FROM (new_values."next_recheck_on") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."payee_id" IS DISTINCT FROM (new_values."payee_id") OR old_values."phase_out_from" IS DISTINCT FROM (new_values."phase_out_from") OR old_values."programme" IS DISTINCT FROM (new_values."programme") OR old_values."recheck_class" IS DISTINCT FROM (new_values."recheck_class") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d319b8eaf15ce3b6e98eedb61b87c68cd103b177",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b4033",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_entitlement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_entitlementevent" ("account_id", "case_id", "end_case_id", "end_reason", "from_month", "household_id", "id", "last_month", "next_recheck_on", "number", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_out_from", "programme", "recheck_class", "region_id", "status", "version") SELECT old_values."account_id", old_values."case_id", old_values."end_case_id", old_values."end_reason", old_values."from_month", old_values."household_id", old_values."id", old_values."last_month", old_values."next_recheck_on", old_values."number", old_values."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phase_out_from", old_values."programme", old_values."recheck_class", old_values."region_id", old_values."status", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="c0f9d4883e7d52a3471146f3171df18e6fbe0328",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_43adb",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_entitlement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("programme", models.CharField(max_length=40, verbose_name="项目")),
                ("month", apps.core.fields.MonthField(verbose_name="发放月")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "已复核"),
                            ("sent", "已送出"),
                            ("done", "已完成"),
                            ("void", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="生成人",
                    ),
                ),
                ("maker_key", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="生成日期")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                ("checker_key", models.CharField(blank=True, max_length=64)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="送出日期")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="复核意见")),
                (
                    "origin",
                    models.CharField(
                        choices=[("entered", "系统办理"), ("migration", "历史数据")],
                        default="entered",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "发放批次",
                "ordering": ["-month", "programme"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1), ("month__isnull", True), _connector="OR"),
                        name="run_month",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "void"), _negated=True),
                        fields=("programme", "month", "region"),
                        name="run_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked_by__isnull", True),
                            models.Q(
                                models.Q(("maker_key", models.F("checker_key")), _negated=True),
                                models.Q(("made_by", models.F("checked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="run_four_eyes",
                        violation_error_message="生成人和复核人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "void"]),
                            ("checked_by__isnull", False),
                            ("origin", "migration"),
                            _connector="OR",
                        ),
                        name="run_checked_before_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", True),
                                ("checked_by__isnull", True),
                                ("checked_on__isnull", True),
                                ("checker_key", ""),
                            ),
                            models.Q(
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                                ("checked_on__isnull", False),
                                models.Q(("checker_key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="run_check_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin", "migration"),
                            models.Q(("made_on__isnull", False), models.Q(("maker_key", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="run_maker_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["sent", "done"]), _negated=True),
                            ("sent_on__isnull", False),
                            _connector="OR",
                        ),
                        name="run_sent_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_runevent" ("checked_at", "checked_by_id", "checked_on", "checker_key", "comment", "completed_on", "id", "made_at", "made_by_id", "made_on", "maker_key", "month", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "region_id", "sent_on", "state", "version") SELECT old_values."checked_at", old_values."checked_by_id", old_values."checked_on", old_values."checker_key", old_values."comment", old_values."completed_on", old_values."id", old_values."made_at", old_values."made_by_id", old_values."made_on", old_values."maker_key", old_values."month", old_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."programme", old_values."region_id", old_values."sent_on", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."checked_at" IS DISTINCT FROM (new_values."checked_at") OR old_values."checked_by_id" IS DISTINCT FROM (new_values."checked_by_id") OR old_values."checked_on" IS DISTINCT FROM (new_values."checked_on") OR old_values."checker_key" IS DISTINCT FROM (new_values."checker_key") OR old_values."comment" IS DISTINCT FROM (new_values."comment") OR old_values."completed_on" IS DISTINCT FROM (new_values."completed_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."made_on" IS DISTINCT FROM (new_values."made_on") OR old_values."maker_key" IS DISTINCT FROM (new_values."maker_key") OR old_values."month" IS DISTINCT FROM (new_values."month") OR old_values."origin" IS DISTINCT FROM (new_values."origin") OR old_values."programme" IS DISTINCT FROM (new_values."programme") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."sent_on" IS DISTINCT FROM (new_values."sent_on") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="06dd2cfbdc3232b1bd332c5203e114469a4212e3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a57ff",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_run",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_runevent" ("checked_at", "checked_by_id", "checked_on", "checker_key", "comment", "completed_on", "id", "made_at", "made_by_id", "made_on", "maker_key", "month", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "region_id", "sent_on", "state", "version") SELECT old_values."checked_at", old_values."checked_by_id", old_values."checked_on", old_values."checker_key", old_values."comment", old_values."completed_on", old_values."id", old_values."made_at", old_values."made_by_id", old_values."made_on", old_values."maker_key", old_values."month", old_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."programme", old_values."region_id", old_values."sent_on", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3438d3735b667b44451216f0f67f48f8f3cc900c",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9ba8d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_run",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrears",
                        to="payments.entitlement",
                    ),
                ),
                ("benefit_month", apps.core.fields.MonthField(verbose_name="所属月")),
                ("cause", models.CharField(max_length=60, verbose_name="事由")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="确定日期")),
            ],
            options={
                "verbose_name": "应补发",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benefit_month__day", 1), ("benefit_month__isnull", True), _connector="OR"
                        ),
                        name="arrear_benefit_month",
                    ),
                    models.UniqueConstraint(
                        fields=("entitlement", "benefit_month", "cause"), name="arrear_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="arrear_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["", "确认较晚", "前期缓发"]), _negated=True),
                        name="arrear_own_cause",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_arrearevent" ("amount", "benefit_month", "case_id", "cause", "entitlement_id", "found_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."amount", old_values."benefit_month", old_values."case_id", old_values."cause", old_values."entitlement_id", old_values."found_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="d2fbd77cea04bec02efd327e44bc6a40ecef965e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_76f1f",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_arrear",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_arrearevent" ("amount", "benefit_month", "case_id", "cause", "entitlement_id", "found_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."amount", old_values."benefit_month", old_values."case_id", old_values."cause", old_values."entitlement_id", old_values."found_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="9323f0a8e64093c3563a914fd9e9c443355e9b24",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c452e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_arrear",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="payments.entitlement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="people.person",
                    ),
                ),
                ("exclusive_group", models.CharField(max_length=20)),
                ("first_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                ("end_reason", models.CharField(blank=True, max_length=30, verbose_name="终止原因")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "end_case",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "保障人员",
                "indexes": [
                    models.Index(fields=["entitlement", "person"], name="coverage_entitlement"),
                    models.Index(
                        condition=models.Q(("case__isnull", False)), fields=["case"], name="coverage_case"
                    ),
                    models.Index(
                        condition=models.Q(("end_case__isnull", False)),
                        fields=["end_case"],
                        name="coverage_end_case",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__day", 1), ("first_month__isnull", True), _connector="OR"
                        ),
                        name="coverage_first_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__day", 1), ("last_month__isnull", True), _connector="OR"
                        ),
                        name="coverage_last_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__isnull", True),
                            ("last_month__gte", models.F("first_month")),
                            _connector="OR",
                        ),
                        name="coverage_months",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            ("exclusive_group", "="),
                            (
                                apps.payments.models.entitlements.MonthSpan(
                                    "first_month", "last_month", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="coverage_exclusive",
                        violation_error_message="该人员同一月份已有互斥的待遇。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_coverageevent" ("case_id", "end_case_id", "end_reason", "entitlement_id", "exclusive_group", "first_month", "id", "last_month", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."case_id", old_values."end_case_id", old_values."end_reason", old_values."entitlement_id", old_values."exclusive_group", old_values."first_month", old_values."id", old_values."last_month", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="e146b3033d85b8cd75a0c987a8f381256cb11b19",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5527a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_coverage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_coverageevent" ("case_id", "end_case_id", "end_reason", "entitlement_id", "exclusive_group", "first_month", "id", "last_month", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."case_id", old_values."end_case_id", old_values."end_reason", old_values."entitlement_id", old_values."exclusive_group", old_values."first_month", old_values."id", old_values."last_month", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="5a782c7a998bc749b5ad922d014a50d13c56b528",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_56a34",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_coverage",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntitlementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.entitlement",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                ("number", models.CharField(max_length=40, verbose_name="待遇编号")),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                ("programme", models.CharField(max_length=40, verbose_name="项目")),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="领款人",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.bankaccount",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "在享"),
                            ("suspended", "暂停"),
                            ("phase_out", "渐退"),
                            ("ended", "已终止"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("from_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                ("end_reason", models.CharField(blank=True, max_length=30, verbose_name="终止原因")),
                ("recheck_class", models.CharField(blank=True, max_length=1, verbose_name="复核类别")),
                ("next_recheck_on", models.DateField(blank=True, null=True, verbose_name="下次复核")),
                (
                    "phase_out_from",
                    apps.core.fields.MonthField(blank=True, null=True, verbose_name="渐退起始月"),
                ),
                (
                    "end_case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntitlementTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="payments.entitlement",
                    ),
                ),
                ("first_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="月金额（元）"
                    ),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("standard", "标准调整"),
                            ("change", "情况变化"),
                            ("move", "区内迁移"),
                            ("recheck", "定期复核"),
                            ("phase_out", "渐退"),
                            ("correction", "更正"),
                        ],
                        max_length=10,
                        verbose_name="变动原因",
                    ),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "待遇期间",
                "ordering": ["first_month"],
                "indexes": [
                    models.Index(fields=["first_month", "last_month"], name="term_span"),
                    models.Index(
                        condition=models.Q(("case__isnull", False)), fields=["case"], name="term_case"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__day", 1), ("first_month__isnull", True), _connector="OR"
                        ),
                        name="term_first_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__day", 1), ("last_month__isnull", True), _connector="OR"
                        ),
                        name="term_last_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gt", 0), _connector="OR"),
                        name="term_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__isnull", True),
                            ("last_month__gte", models.F("first_month")),
                            _connector="OR",
                        ),
                        name="term_months",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("entitlement", "="),
                            (
                                apps.payments.models.entitlements.MonthSpan(
                                    "first_month", "last_month", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="term_no_overlap",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_entitlementtermevent" ("amount", "case_id", "cause", "computation", "entitlement_id", "first_month", "id", "last_month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "standard") SELECT old_values."amount", old_values."case_id", old_values."cause", old_values."computation", old_values."entitlement_id", old_values."first_month", old_values."id", old_values."last_month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."region_id", old_values."standard" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."amount" IS DISTINCT FROM (new_values."amount") OR old_values."case_id" IS DISTINCT FROM (new_values."case_id") OR old_values."cause" IS DISTINCT FROM (new_values."cause") OR old_values."computation" IS DISTINCT FROM (new_values."computation") OR old_values."entitlement_id" IS DISTINCT FROM (new_values."entitlement_id") OR old_values."first_month" IS DISTINCT FROM (new_values."first_month") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."last_month" IS DISTINCT FROM (new_values."last_month") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."standard" IS DISTINCT FROM (new_values."standard")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="dc05e150531569b2794f7edb63f924ccafced960",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_14197",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_entitlementterm",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_entitlementtermevent" ("amount", "case_id", "cause", "computation", "entitlement_id", "first_month", "id", "last_month", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "standard") SELECT old_values."amount", old_values."case_id", old_values."cause", old_values."computation", old_values."entitlement_id", old_values."first_month", old_values."id", old_values."last_month", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."standard" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="eea24b21f253aa9fde31f3ec0d38764215100d47",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dd269",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_entitlementterm",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Overpayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overpayments",
                        to="payments.entitlement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("late_death_report", "去世迟报"),
                            ("unreported_income", "收入变化未报"),
                            ("unreported_member_change", "成员变化未报"),
                            ("fraud", "骗取待遇"),
                            ("office_error", "工作差错"),
                        ],
                        max_length=30,
                        verbose_name="多发原因",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "待告知"),
                            ("notified", "已告知"),
                            ("instalments", "分期追回"),
                            ("recovered", "已追回"),
                            ("written_off", "已核销"),
                            ("cancelled", "已撤销"),
                        ],
                        default="found",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="发现日期")),
                (
                    "found_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="告知日期")),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="约定日期")),
                ("by_offset", models.BooleanField(default=False, verbose_name="从以后月份冲抵")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "多发追回",
                "indexes": [
                    models.Index(
                        condition=models.Q(("by_offset", True), ("closed_on__isnull", True)),
                        fields=["entitlement"],
                        name="overpayment_offsetting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["found", "cancelled"]),
                            models.Q(("notified_on__isnull", False), models.Q(("cause", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="overpayment_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "instalments"), _negated=True),
                            ("planned_on__isnull", False),
                            _connector="OR",
                        ),
                        name="overpayment_planned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_offset", False), ("planned_on__isnull", False), _connector="OR"
                        ),
                        name="overpayment_offset_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_on__isnull", False),
                                ("state__in", ("recovered", "written_off", "cancelled")),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ("recovered", "written_off", "cancelled")), _negated=True
                                ),
                                ("closed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="overpayment_closed_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_overpaymentevent" ("by_offset", "case_id", "cause", "closed_on", "entitlement_id", "found_by_id", "found_on", "id", "note", "notice_id", "notified_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "state", "version") SELECT old_values."by_offset", old_values."case_id", old_values."cause", old_values."closed_on", old_values."entitlement_id", old_values."found_by_id", old_values."found_on", old_values."id", old_values."note", old_values."notice_id", old_values."notified_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."planned_on", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="287769094308e24795e13f6565f3102d4cf78a29",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a3fb6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_overpayment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_overpaymentevent" ("by_offset", "case_id", "cause", "closed_on", "entitlement_id", "found_by_id", "found_on", "id", "note", "notice_id", "notified_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "state", "version") SELECT old_values."by_offset", old_values."case_id", old_values."cause", old_values."closed_on", old_values."entitlement_id", old_values."found_by_id", old_values."found_on", old_values."id", old_values."note", old_values."notice_id", old_values."notified_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."planned_on", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="208314f57b24164bec88fc5da24c74f4490189ce",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_88d11",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_overpayment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_files",
                        to="payments.run",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("out", "送出"), ("return", "回盘")], max_length=6, verbose_name="方向"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                ("row_count", models.PositiveIntegerField(verbose_name="笔数")),
                ("total", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="合计（元）")),
                (
                    "notes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "银行文件",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="RunEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.run",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                ("programme", models.CharField(max_length=40, verbose_name="项目")),
                ("month", apps.core.fields.MonthField(verbose_name="发放月")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checked", "已复核"),
                            ("sent", "已送出"),
                            ("done", "已完成"),
                            ("void", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="生成人",
                    ),
                ),
                ("maker_key", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_on", models.DateField(blank=True, null=True, verbose_name="生成日期")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                ("checker_key", models.CharField(blank=True, max_length=64)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="送出日期")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="复核意见")),
                (
                    "origin",
                    models.CharField(
                        choices=[("entered", "系统办理"), ("migration", "历史数据")],
                        default="entered",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RunExclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="payments.run",
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="payments.entitlement",
                    ),
                ),
                ("benefit_month", apps.core.fields.MonthField(verbose_name="所属月")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("payee_dead", "领款人已去世"),
                            ("member_dead", "保障人员已去世，待变更"),
                            ("nobody", "当月没有保障人员"),
                            ("suspended", "待遇暂停"),
                            ("no_account", "没有发放账户"),
                            ("account_closed", "发放账户已停用"),
                        ],
                        max_length=20,
                        verbose_name="原因",
                    ),
                ),
            ],
            options={
                "verbose_name": "未发明细",
                "indexes": [
                    models.Index(fields=["entitlement", "benefit_month"], name="exclusion_entitlement")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "entitlement", "benefit_month"), name="exclusion_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benefit_month__day", 1), ("benefit_month__isnull", True), _connector="OR"
                        ),
                        name="exclusion_benefit_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="payments.entitlement",
                    ),
                ),
                ("first_month", apps.core.fields.MonthField(verbose_name="暂停起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="暂停最后月")),
                ("reason", models.CharField(max_length=100, verbose_name="暂停原因")),
                ("pay_held", models.BooleanField(blank=True, null=True, verbose_name="补发暂停的月份")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "end_case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "待遇暂停",
                "ordering": ["first_month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__day", 1), ("first_month__isnull", True), _connector="OR"
                        ),
                        name="suspension_first_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__day", 1), ("last_month__isnull", True), _connector="OR"
                        ),
                        name="suspension_last_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_month__isnull", True), ("pay_held__isnull", True)),
                            models.Q(
                                ("last_month__gte", models.F("first_month")), ("pay_held__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="suspension_resumed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="suspension_reason_known"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("entitlement", "="),
                            (
                                apps.payments.models.entitlements.MonthSpan(
                                    "first_month", "last_month", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="suspension_no_overlap",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_suspensionevent" ("case_id", "end_case_id", "entitlement_id", "first_month", "id", "last_month", "pay_held", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT old_values."case_id", old_values."end_case_id", old_values."entitlement_id", old_values."first_month", old_values."id", old_values."last_month", old_values."pay_held", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."reason" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="5a580b5fb8baa234ae32b4c277c91644f7931362",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d7d99",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_suspension",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_suspensionevent" ("case_id", "end_case_id", "entitlement_id", "first_month", "id", "last_month", "pay_held", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT old_values."case_id", old_values."end_case_id", old_values."entitlement_id", old_values."first_month", old_values."id", old_values."last_month", old_values."pay_held", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f885ae85d3fc06edcdf2de1d13c08b6580b7faf6",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fc3b5",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_suspension",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "overpayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="payments.overpayment",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="约定日期")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
            ],
            options={
                "verbose_name": "分期",
                "ordering": ["due_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("overpayment", "due_on"), name="instalment_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="instalment_positive"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_instalmentevent" ("amount", "due_on", "id", "overpayment_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."amount", old_values."due_on", old_values."id", old_values."overpayment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="c1de3bc4fd988e2d886733abe1eb6807118cad26",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b0ba",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_instalment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_instalmentevent" ("amount", "due_on", "id", "overpayment_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."amount", old_values."due_on", old_values."id", old_values."overpayment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="574ce4babd3877959003fafa69a9960e92ac8646",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1c53f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_instalment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.coverage",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "entitlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.entitlement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                ("exclusive_group", models.CharField(max_length=20)),
                ("first_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                ("end_reason", models.CharField(blank=True, max_length=30, verbose_name="终止原因")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "end_case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ArrearEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.arrear",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "entitlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.entitlement",
                    ),
                ),
                ("benefit_month", apps.core.fields.MonthField(verbose_name="所属月")),
                ("cause", models.CharField(max_length=60, verbose_name="事由")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="确定日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntitlementTermEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.entitlementterm",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                (
                    "entitlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.entitlement",
                    ),
                ),
                ("first_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="月金额（元）"
                    ),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("new", "新增"),
                            ("standard", "标准调整"),
                            ("change", "情况变化"),
                            ("move", "区内迁移"),
                            ("recheck", "定期复核"),
                            ("phase_out", "渐退"),
                            ("correction", "更正"),
                        ],
                        max_length=10,
                        verbose_name="变动原因",
                    ),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OverpaymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.overpayment",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "entitlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.entitlement",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("late_death_report", "去世迟报"),
                            ("unreported_income", "收入变化未报"),
                            ("unreported_member_change", "成员变化未报"),
                            ("fraud", "骗取待遇"),
                            ("office_error", "工作差错"),
                        ],
                        max_length=30,
                        verbose_name="多发原因",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "待告知"),
                            ("notified", "已告知"),
                            ("instalments", "分期追回"),
                            ("recovered", "已追回"),
                            ("written_off", "已核销"),
                            ("cancelled", "已撤销"),
                        ],
                        default="found",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="发现日期")),
                (
                    "found_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("notified_on", models.DateField(blank=True, null=True, verbose_name="告知日期")),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="约定日期")),
                ("by_offset", models.BooleanField(default=False, verbose_name="从以后月份冲抵")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OverpaymentMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "overpayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="months",
                        to="payments.overpayment",
                    ),
                ),
                ("benefit_month", apps.core.fields.MonthField(verbose_name="所属月")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="多发金额（元）"),
                ),
            ],
            options={
                "verbose_name": "多发月份",
                "ordering": ["benefit_month"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benefit_month__day", 1), ("benefit_month__isnull", True), _connector="OR"
                        ),
                        name="overpayment_month_first_day",
                    ),
                    models.UniqueConstraint(
                        fields=("overpayment", "benefit_month"), name="overpayment_month_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="overpayment_month_positive"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_overpaymentmonthevent" ("amount", "benefit_month", "id", "overpayment_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."amount", old_values."benefit_month", old_values."id", old_values."overpayment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b6858448cc4ca4302aa69c4455f06fe1ca7f6955",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_713b0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_overpaymentmonth",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_overpaymentmonthevent" ("amount", "benefit_month", "id", "overpayment_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."amount", old_values."benefit_month", old_values."id", old_values."overpayment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3702ffc2381f323e9ce4ddd3ee984254274de854",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_06e1b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_overpaymentmonth",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="payments.run"
                    ),
                ),
                ("run_month", apps.core.fields.MonthField()),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.entitlement",
                    ),
                ),
                ("benefit_month", apps.core.fields.MonthField(verbose_name="所属月")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "当月"),
                            ("back_pay", "补发"),
                            ("offset", "冲抵"),
                            ("one_off", "一次性"),
                        ],
                        default="regular",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("cause", models.CharField(blank=True, default="", max_length=60, verbose_name="事由")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
                ("head_count", models.PositiveSmallIntegerField(verbose_name="人数")),
                (
                    "overpayment",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offsets",
                        to="payments.overpayment",
                    ),
                ),
            ],
            options={
                "verbose_name": "发放明细",
                "indexes": [
                    models.Index(fields=["run", "id"], name="line_run"),
                    models.Index(fields=["run", "town_code", "id"], name="line_run_town"),
                    models.Index(
                        condition=models.Q(("overpayment__isnull", False)),
                        fields=["overpayment"],
                        name="line_overpayment",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entitlement", "benefit_month", "kind", "cause"), name="line_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cause__in", ("", "确认较晚", "前期缓发")), ("kind__in", ["regular", "back_pay"])
                        ),
                        fields=("entitlement", "benefit_month"),
                        name="line_base_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="line_amount_nonzero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "regular"), _negated=True), ("cause", ""), _connector="OR"
                        ),
                        name="line_regular_without_cause",
                        violation_error_message="当月发放不写事由。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("benefit_month__lte", models.F("run_month"))),
                        name="line_not_ahead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overpayment__isnull", True),
                            models.Q(("amount__lt", 0), ("kind", "offset")),
                            _connector="OR",
                        ),
                        name="line_offset_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("benefit_month__day", 1), ("benefit_month__isnull", True), _connector="OR"
                        ),
                        name="line_benefit_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("run_month__day", 1), ("run_month__isnull", True), _connector="OR"
                        ),
                        name="line_run_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspensionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.suspension",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "entitlement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.entitlement",
                    ),
                ),
                ("first_month", apps.core.fields.MonthField(verbose_name="暂停起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="暂停最后月")),
                ("reason", models.CharField(max_length=100, verbose_name="暂停原因")),
                ("pay_held", models.BooleanField(blank=True, null=True, verbose_name="补发暂停的月份")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
                (
                    "end_case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "overpayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="write_offs",
                        to="payments.overpayment",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="核销金额（元）"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="核销理由")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待批准"), ("approved", "已批准"), ("refused", "未批准")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposer_key", models.CharField(max_length=64)),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decider_key", models.CharField(blank=True, max_length=64)),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="决定意见")),
            ],
            options={
                "verbose_name": "核销",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), models.Q(("reason", ""), _negated=True)),
                        name="write_off_stated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                models.Q(("proposer_key", models.F("decider_key")), _negated=True),
                                models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="write_off_four_eyes",
                        violation_error_message="提出人和批准人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("decider_key", ""),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                                models.Q(("decider_key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="write_off_decided_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("overpayment",),
                        name="write_off_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_writeoffevent" ("amount", "comment", "decided_by_id", "decided_on", "decider_key", "id", "overpayment_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "proposer_key", "reason", "state") SELECT old_values."amount", old_values."comment", old_values."decided_by_id", old_values."decided_on", old_values."decider_key", old_values."id", old_values."overpayment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."proposed_by_id", old_values."proposed_on", old_values."proposer_key", old_values."reason", old_values."state" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3eb314b6bfd5b9be0834c7872e6705944af17bee",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bfa9a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_writeoff",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_writeoffevent" ("amount", "comment", "decided_by_id", "decided_on", "decider_key", "id", "overpayment_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "proposed_on", "proposer_key", "reason", "state") SELECT old_values."amount", old_values."comment", old_values."decided_by_id", old_values."decided_on", old_values."decider_key", old_values."id", old_values."overpayment_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_by_id", old_values."proposed_on", old_values."proposer_key", old_values."reason", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="fb92f317182a19a88cb82925b151aa3d1ae064f7",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0b8ef",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_writeoff",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstalmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.instalment",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "overpayment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.overpayment",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="约定日期")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OverpaymentMonthEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.overpaymentmonth",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "overpayment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.overpayment",
                    ),
                ),
                ("benefit_month", apps.core.fields.MonthField(verbose_name="所属月")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="多发金额（元）"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="payments.paymentline",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="payments.run",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="次数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待送出"),
                            ("sent", "已送出"),
                            ("paid", "已发放"),
                            ("failed", "发放失败"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.bankaccount",
                    ),
                ),
                ("account_hint", models.CharField(blank=True, max_length=24, verbose_name="账号")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="到账日期")),
                ("failure", models.CharField(blank=True, max_length=100, verbose_name="失败原因")),
            ],
            options={
                "verbose_name": "转账",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "paid")), fields=["paid_on"], name="transfer_paid_on"
                    ),
                    models.Index(fields=["run", "state"], name="transfer_run"),
                    models.Index(
                        condition=models.Q(("state", "failed")), fields=["line"], name="transfer_failed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "attempt"), name="transfer_attempt_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "sent", "paid"])),
                        fields=("line",),
                        name="transfer_one_live",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_on__isnull", False), ("state", "paid")),
                            models.Q(models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="transfer_paid_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOffEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.writeoff",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "overpayment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.overpayment",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="核销金额（元）"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="核销理由")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待批准"), ("approved", "已批准"), ("refused", "未批准")],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposer_key", models.CharField(max_length=64)),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decider_key", models.CharField(blank=True, max_length=64)),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="决定意见")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "overpayment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="payments.overpayment",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("repayment", "缴回"), ("returned", "银行退回")],
                        max_length=12,
                        verbose_name="方式",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额（元）")),
                ("received_on", models.DateField(verbose_name="收款日期")),
                ("receipt_no", models.CharField(blank=True, max_length=40, verbose_name="票据号")),
                (
                    "transfer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.transfer",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "追回款",
                "ordering": ["received_on", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="recovery_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "repayment"),
                                ("transfer__isnull", True),
                                models.Q(("receipt_no", ""), _negated=True),
                            ),
                            models.Q(("kind", "returned"), ("transfer__isnull", False)),
                            _connector="OR",
                        ),
                        name="recovery_proved",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("receipt_no", ""), _negated=True),
                        fields=("receipt_no",),
                        name="recovery_receipt_once",
                        violation_error_message="这个票据号已经登记过。",
                    ),
                    models.UniqueConstraint(
                        fields=("overpayment", "transfer"), name="recovery_transfer_once"
                    ),
                ],
            },
        ),
    ]
