"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import apps.core.fields
import apps.people.models.households


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("casework", "0001_initial"),
        ("casework", "0003_crooked_ways"),
    ]
    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("files", "0001_schema"),
        ("people", "0001_schema"),
        ("regions", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("action", models.CharField(max_length=40)),
                ("permission", models.CharField(max_length=80)),
                ("task", models.CharField(blank=True, max_length=40)),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                (
                    "from_states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "to_states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("duty", models.CharField(blank=True, max_length=20)),
                (
                    "not_after",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("decision", models.BooleanField(default=False)),
                ("recallable", models.BooleanField(default=False)),
                ("reroutes", models.BooleanField(default=False)),
                ("needs_bureau_visit", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "action"), name="action_rule_once")],
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("number", models.CharField(max_length=40, unique=True, verbose_name="办件编号")),
                ("kind", models.CharField(max_length=40, verbose_name="事项")),
                ("line", models.CharField(max_length=20, verbose_name="业务条线")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.person",
                        verbose_name="申请人",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.household",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待受理"),
                            ("supplement", "待补正"),
                            ("accepted", "已受理"),
                            ("verifying", "核对中"),
                            ("review", "待审核"),
                            ("notice", "公示中"),
                            ("objection", "异议复查"),
                            ("confirmation", "待确认"),
                            ("confirmed", "已确认"),
                            ("not_accepted", "不予受理"),
                            ("not_confirmed", "不予确认"),
                            ("withdrawn", "已撤回"),
                            ("terminated", "终止办理"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "is_open",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                state__in=[
                                    "confirmed",
                                    "not_accepted",
                                    "not_confirmed",
                                    "withdrawn",
                                    "terminated",
                                ],
                                then=models.Value(False),
                            ),
                            default=models.Value(True),
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                (
                    "decision_level",
                    models.CharField(
                        blank=True,
                        choices=[("", "未定"), ("town", "镇（街道）"), ("district", "区民政局")],
                        default="",
                        max_length=10,
                        verbose_name="确认层级",
                    ),
                ),
                ("relative_registered", models.BooleanField(default=False, verbose_name="近亲属备案")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("window", "窗口"),
                            ("village_proxy", "村（社区）代办"),
                            ("proactive", "主动发现"),
                            ("transferred", "转办"),
                        ],
                        default="window",
                        max_length=20,
                        verbose_name="申请方式",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("entered", "系统办理"), ("migration", "历史数据")],
                        default="entered",
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("decider_text", models.CharField(blank=True, max_length=80, verbose_name="原确认单位")),
                ("submitted_on", models.DateField(verbose_name="提交日期")),
                ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="全程期限")),
                ("extended_on", models.DateField(blank=True, null=True, verbose_name="延长日期")),
                (
                    "extension_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("objection", "公示期间有异议"),
                            ("apart", "户籍地与居住地分离"),
                            ("cross_place", "家庭成员跨地区，须异地协查"),
                            ("hard_check", "收入和财产核查困难"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="延长事由",
                    ),
                ),
                ("workflow_version", models.PositiveSmallIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("submit_token", models.UUIDField(blank=True, null=True, unique=True)),
            ],
            options={
                "verbose_name": "办件",
                "indexes": [
                    models.Index(fields=["community_code", "-submitted_on", "-id"], name="case_community"),
                    models.Index(fields=["town_code", "-submitted_on", "-id"], name="case_town"),
                    models.Index(fields=["district_code", "-submitted_on", "-id"], name="case_district"),
                    models.Index(fields=["kind", "decided_on"], name="case_kind_decided"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["submitted", "supplement", "not_accepted", "withdrawn"]),
                            ("accepted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="case_accepted_before_steps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "not_confirmed"]), _negated=True),
                            models.Q(
                                ("decided_on__isnull", False), models.Q(("decision_level", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="case_decided_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("origin", "entered"),
                            models.Q(("decider_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="case_migration_decider",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("extended_on__isnull", True), ("extension_ground", "")),
                            models.Q(
                                ("extended_on__isnull", False),
                                models.Q(("extension_ground", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_extended_on_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision_level", "town"),
                            ("origin", "entered"),
                            ("relative_registered", True),
                            _negated=True,
                        ),
                        name="case_relative_by_bureau",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_caseevent" ("accepted_on", "applicant_id", "channel", "created_by_id", "decided_on", "decider_text", "decision_level", "due_on", "extended_on", "extension_ground", "household_id", "id", "kind", "line", "number", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "relative_registered", "state", "submit_token", "submitted_at", "submitted_on", "version", "workflow_version") SELECT old_values."accepted_on", old_values."applicant_id", old_values."channel", old_values."created_by_id", old_values."decided_on", old_values."decider_text", old_values."decision_level", old_values."due_on", old_values."extended_on", old_values."extension_ground", old_values."household_id", old_values."id", old_values."kind", old_values."line", old_values."number", old_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."region_id", old_values."relative_registered", old_values."state", old_values."submit_token", old_values."submitted_at", old_values."submitted_on", old_values."version", old_values."workflow_version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_on" IS DISTINCT FROM (new_values."accepted_on") OR old_values."applicant_id" IS DISTINCT FROM (new_values."applicant_id") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."decided_on" IS DISTINCT FROM (new_values."decided_on") OR old_values."decider_text" IS DISTINCT FROM (new_values."decider_text") OR old_values."decision_level" IS DISTINCT FROM (new_values."decision_level") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."extended_on" IS DISTINCT FROM (new_values."extended_on") OR old_values."extension_ground" IS DISTINCT FROM (new_values."extension_ground") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."line" IS DISTINCT FROM (new_values."line") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."origin" IS DISTINCT FROM (new_values."origin") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."relative_registered" IS DISTINCT FROM (new_values."relative_registered") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submit_token" IS DISTINCT FROM (new_values."submit_token") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."submitted_on" IS DISTINCT FROM (new_values."submitted_on") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."workflow_version" IS DISTINCT FROM (new_values."workflow_version")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="bb57f4606835bf0a8c768ef9477573810edc9c8d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6bba9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_case",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_caseevent" ("accepted_on", "applicant_id", "channel", "created_by_id", "decided_on", "decider_text", "decision_level", "due_on", "extended_on", "extension_ground", "household_id", "id", "kind", "line", "number", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "relative_registered", "state", "submit_token", "submitted_at", "submitted_on", "version", "workflow_version") SELECT old_values."accepted_on", old_values."applicant_id", old_values."channel", old_values."created_by_id", old_values."decided_on", old_values."decider_text", old_values."decision_level", old_values."due_on", old_values."extended_on", old_values."extension_ground", old_values."household_id", old_values."id", old_values."kind", old_values."line", old_values."number", old_values."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."relative_registered", old_values."state", old_values."submit_token", old_values."submitted_at", old_values."submitted_on", old_values."version", old_values."workflow_version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0598f5b6336af8d7885836418491ba007583a9d0",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9d0e0",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_case",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
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
                ("valid_from", models.DateField(verbose_name="起始日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="截止日")),
                ("document", models.CharField(max_length=100, verbose_name="文号")),
            ],
            options={
                "verbose_name": "审批权下放",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("region", "="),
                            ("programme", "="),
                            (
                                apps.people.models.households.DayRange(
                                    "valid_from", "valid_to", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="delegation_no_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="delegation_dates_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_delegationevent" ("document", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "region_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."programme", old_values."region_id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."document" IS DISTINCT FROM (new_values."document") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."programme" IS DISTINCT FROM (new_values."programme") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."valid_from" IS DISTINCT FROM (new_values."valid_from") OR old_values."valid_to" IS DISTINCT FROM (new_values."valid_to")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1ec7f6c30101b26bb23d2aa06caade31321b6883",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_24211",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_delegation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_delegationevent" ("document", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "region_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."programme", old_values."region_id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="ab151c5331d6f2a018353ce43c7cbe943ec8eb25",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8440e",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_delegation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="regions.region"
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60)),
                ("fields", apps.core.fields.EncryptedTextField(default="{}")),
                ("submit_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "草稿",
                "ordering": ["-updated_at"],
                "indexes": [models.Index(fields=["owner", "-updated_at"], name="draft_owner")],
            },
        ),
        migrations.CreateModel(
            name="NumberSequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=10)),
                ("region_code", models.CharField(db_collation="C", max_length=12)),
                ("day", models.DateField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("prefix", "region_code", "day"), name="sequence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleDraw",
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
                ("month", apps.core.fields.MonthField(verbose_name="决定月份")),
                ("share", models.DecimalField(decimal_places=4, max_digits=5, verbose_name="抽查比例")),
                ("seed", models.BigIntegerField(verbose_name="随机种子")),
                ("population", models.PositiveIntegerField(verbose_name="下放决定件数")),
                ("drawn_on", models.DateField(verbose_name="抽取日期")),
            ],
            options={
                "verbose_name": "抽查",
                "constraints": [
                    models.UniqueConstraint(fields=("region", "month"), name="sample_draw_once"),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1), ("month__isnull", True), _connector="OR"),
                        name="sample_draw_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseAction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="casework.case",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("action", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="动作")),
                ("duty", models.CharField(blank=True, max_length=20)),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("submitted", "待受理"),
                            ("supplement", "待补正"),
                            ("accepted", "已受理"),
                            ("verifying", "核对中"),
                            ("review", "待审核"),
                            ("notice", "公示中"),
                            ("objection", "异议复查"),
                            ("confirmation", "待确认"),
                            ("confirmed", "已确认"),
                            ("not_accepted", "不予受理"),
                            ("not_confirmed", "不予确认"),
                            ("withdrawn", "已撤回"),
                            ("terminated", "终止办理"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("submitted", "待受理"),
                            ("supplement", "待补正"),
                            ("accepted", "已受理"),
                            ("verifying", "核对中"),
                            ("review", "待审核"),
                            ("notice", "公示中"),
                            ("objection", "异议复查"),
                            ("confirmation", "待确认"),
                            ("confirmed", "已确认"),
                            ("not_accepted", "不予受理"),
                            ("not_confirmed", "不予确认"),
                            ("withdrawn", "已撤回"),
                            ("terminated", "终止办理"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.grant",
                    ),
                ),
                ("person_key", models.CharField(blank=True, max_length=64)),
                ("actor_name", models.CharField(max_length=50, verbose_name="办理人")),
                ("post_label", models.CharField(max_length=80, verbose_name="岗位")),
                ("comment", models.TextField(blank=True, verbose_name="意见")),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("business_date", models.DateField(verbose_name="业务日期")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "办理记录",
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "version"), name="case_action_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="casework.case",
                    ),
                ),
                ("draft_id", models.UUIDField(blank=True, db_index=True, null=True)),
                ("slot", models.CharField(max_length=40, verbose_name="材料")),
                ("label", models.CharField(max_length=100)),
                ("member_key", models.CharField(blank=True, max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("upload", "上传"), ("shared", "数据共享"), ("paper", "纸质已核")],
                        max_length=10,
                        verbose_name="方式",
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
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "材料",
                "ordering": ["slot", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "upload"), _negated=True),
                            ("file__isnull", False),
                            _connector="OR",
                        ),
                        name="document_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", False), ("draft_id__isnull", False), _connector="OR"
                        ),
                        name="document_belongs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
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
                        to="casework.case",
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
                ("number", models.CharField(max_length=40, verbose_name="办件编号")),
                ("kind", models.CharField(max_length=40, verbose_name="事项")),
                ("line", models.CharField(max_length=20, verbose_name="业务条线")),
                (
                    "applicant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="申请人",
                    ),
                ),
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
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "待受理"),
                            ("supplement", "待补正"),
                            ("accepted", "已受理"),
                            ("verifying", "核对中"),
                            ("review", "待审核"),
                            ("notice", "公示中"),
                            ("objection", "异议复查"),
                            ("confirmation", "待确认"),
                            ("confirmed", "已确认"),
                            ("not_accepted", "不予受理"),
                            ("not_confirmed", "不予确认"),
                            ("withdrawn", "已撤回"),
                            ("terminated", "终止办理"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "decision_level",
                    models.CharField(
                        blank=True,
                        choices=[("", "未定"), ("town", "镇（街道）"), ("district", "区民政局")],
                        default="",
                        max_length=10,
                        verbose_name="确认层级",
                    ),
                ),
                ("relative_registered", models.BooleanField(default=False, verbose_name="近亲属备案")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("window", "窗口"),
                            ("village_proxy", "村（社区）代办"),
                            ("proactive", "主动发现"),
                            ("transferred", "转办"),
                        ],
                        default="window",
                        max_length=20,
                        verbose_name="申请方式",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("entered", "系统办理"), ("migration", "历史数据")],
                        default="entered",
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("decider_text", models.CharField(blank=True, max_length=80, verbose_name="原确认单位")),
                ("submitted_on", models.DateField(verbose_name="提交日期")),
                ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="全程期限")),
                ("extended_on", models.DateField(blank=True, null=True, verbose_name="延长日期")),
                (
                    "extension_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("objection", "公示期间有异议"),
                            ("apart", "户籍地与居住地分离"),
                            ("cross_place", "家庭成员跨地区，须异地协查"),
                            ("hard_check", "收入和财产核查困难"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="延长事由",
                    ),
                ),
                ("workflow_version", models.PositiveSmallIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("submit_token", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Complaint",
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
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="casework.case",
                    ),
                ),
                (
                    "about",
                    apps.core.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="被反映人或事项"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "来访"),
                            ("phone", "来电"),
                            ("letter", "来信"),
                            ("online", "网络"),
                            ("forwarded", "转办"),
                        ],
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                ("name", apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="反映人")),
                (
                    "phone",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                ),
                ("content", models.TextField(verbose_name="反映内容")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("due_on", models.DateField(verbose_name="答复期限")),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "办理中"),
                            ("founded", "属实"),
                            ("partly", "部分属实"),
                            ("unfounded", "不属实"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="办理结果",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="调查情况")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer_number", models.CharField(blank=True, max_length=60, verbose_name="答复文号")),
                (
                    "answer_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "投诉举报",
                "indexes": [
                    models.Index(fields=["district_code", "-received_on", "-id"], name="complaint_district")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_anonymous", True), ("name", "")),
                            models.Q(("is_anonymous", False), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="complaint_name_or_anonymous",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_by__isnull", True), ("answered_on__isnull", True), ("outcome", "")
                            ),
                            models.Q(
                                ("outcome__in", ["founded", "partly", "unfounded"]),
                                ("answered_by__isnull", False),
                                ("answered_on__isnull", False),
                                models.Q(("finding", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("received_on"))),
                        name="complaint_dates_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_complaintevent" ("about", "answer", "answer_file_id", "answer_number", "answered_by_id", "answered_on", "case_id", "channel", "content", "due_on", "finding", "id", "is_anonymous", "name", "number", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_on", "region_id", "registered_by_id") SELECT old_values."about", old_values."answer", old_values."answer_file_id", old_values."answer_number", old_values."answered_by_id", old_values."answered_on", old_values."case_id", old_values."channel", old_values."content", old_values."due_on", old_values."finding", old_values."id", old_values."is_anonymous", old_values."name", old_values."number", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."phone", old_values."received_on", old_values."region_id", old_values."registered_by_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."about" IS DISTINCT FROM (new_values."about") OR old_values."answer" IS DISTINCT FROM (new_values."answer") OR old_values."answer_file_id" IS DISTINCT FROM (new_values."answer_file_id") OR old_values."answer_number" IS DISTINCT FROM (new_values."answer_number") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."answered_on" IS DISTINCT FROM (new_values."answered_on") OR old_values."case_id" IS DISTINCT FROM (new_values."case_id") OR old_values."channel" IS DISTINCT FROM (new_values."channel") OR old_values."content" IS DISTINCT FROM (new_values."content") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."finding" IS DISTINCT FROM (new_values."finding") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_anonymous" IS DISTINCT FROM (new_values."is_anonymous") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."received_on" IS DISTINCT FROM (new_values."received_on") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."registered_by_id" IS DISTINCT FROM (new_values."registered_by_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="11c32f489e0b016ee8a00adcf7cc016c899be628",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ed7d3",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_complaint",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_complaintevent" ("about", "answer", "answer_file_id", "answer_number", "answered_by_id", "answered_on", "case_id", "channel", "content", "due_on", "finding", "id", "is_anonymous", "name", "number", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_on", "region_id", "registered_by_id") SELECT old_values."about", old_values."answer", old_values."answer_file_id", old_values."answer_number", old_values."answered_by_id", old_values."answered_on", old_values."case_id", old_values."channel", old_values."content", old_values."due_on", old_values."finding", old_values."id", old_values."is_anonymous", old_values."name", old_values."number", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone", old_values."received_on", old_values."region_id", old_values."registered_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="26cb3cb2afb141c8cbee1e8124ec97d1a68b376c",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1915d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_complaint",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DelegationEvent",
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
                        to="casework.delegation",
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
                ("valid_from", models.DateField(verbose_name="起始日")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="截止日")),
                ("document", models.CharField(max_length=100, verbose_name="文号")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublicNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="casework.case",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="公示地点",
                    ),
                ),
                ("posted_on", models.DateField(verbose_name="公示起始日")),
                ("ends_on", models.DateField(verbose_name="公示截止日")),
                ("head_count", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额")),
                ("suppress_name", models.BooleanField(default=False, verbose_name="隐去姓名")),
                ("taken_down_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
            ],
            options={
                "verbose_name": "公示",
                "ordering": ["-posted_on", "-id"],
                "indexes": [models.Index(fields=["ends_on"], name="notice_ends_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("posted_on"))), name="notice_dates_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("head_count__gte", 1)), name="notice_head_count"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_down_on__isnull", True)),
                        fields=("case",),
                        name="notice_one_standing",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_publicnoticeevent" ("amount", "case_id", "ends_on", "head_count", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "posted_on", "suppress_name", "taken_down_on") SELECT old_values."amount", old_values."case_id", old_values."ends_on", old_values."head_count", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."place_id", old_values."posted_on", old_values."suppress_name", old_values."taken_down_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8748f15a7267c8fc4c88336fa79accc1dcbb8c1f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6838d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_publicnotice",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_publicnoticeevent" ("amount", "case_id", "ends_on", "head_count", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "posted_on", "suppress_name", "taken_down_on") SELECT old_values."amount", old_values."case_id", old_values."ends_on", old_values."head_count", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place_id", old_values."posted_on", old_values."suppress_name", old_values."taken_down_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="c29288f4490713a5e28aa66d5d2a4109a77ea78a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3eb5b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_publicnotice",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="casework.sampledraw",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sample_checks",
                        to="casework.case",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "待抽查"), ("consistent", "一致"), ("correction", "责令更正")],
                        default="",
                        max_length=12,
                        verbose_name="抽查结果",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="抽查情况")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="抽查日期")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查件",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "case"), name="sample_check_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_by__isnull", True), ("checked_on__isnull", True), ("outcome", "")
                            ),
                            models.Q(
                                ("outcome__in", ["consistent", "correction"]),
                                ("checked_by__isnull", False),
                                ("checked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sample_check_whole",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_samplecheckevent" ("case_id", "checked_by_id", "checked_on", "draw_id", "finding", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."case_id", old_values."checked_by_id", old_values."checked_on", old_values."draw_id", old_values."finding", old_values."id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="35ae09a0414de4d8a1806b06b0a963122220361b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_eca30",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_samplecheck",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_samplecheckevent" ("case_id", "checked_by_id", "checked_on", "draw_id", "finding", "id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."case_id", old_values."checked_by_id", old_values."checked_on", old_values."draw_id", old_values."finding", old_values."id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="aa87cae811e297399d72c287d9e4bc03c91bf715",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_17677",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_samplecheck",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="casework.case",
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="报告编号")),
                ("reported_on", models.DateField(verbose_name="报告日期")),
                ("valid_until", models.DateField(verbose_name="有效期至")),
                (
                    "result",
                    models.CharField(
                        choices=[("consistent", "与申报一致"), ("differs", "与申报不一致")],
                        max_length=12,
                        verbose_name="核对结果",
                    ),
                ),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None, verbose_name="数据来源"
                    ),
                ),
                ("differences", models.TextField(blank=True, verbose_name="不一致说明")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
            ],
            options={
                "verbose_name": "信息核对",
                "ordering": ["-reported_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result", "consistent"),
                            models.Q(("differences", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="verification_differences_told",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("reported_on"))),
                        name="verification_dates_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_verificationevent" ("case_id", "differences", "id", "number", "officer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "result", "sources", "valid_until", "withdrawn_on") SELECT old_values."case_id", old_values."differences", old_values."id", old_values."number", old_values."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."reported_on", old_values."result", old_values."sources", old_values."valid_until", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="997928662f654ac741c90a5c39116e8dff0f9c13",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e5322",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_verification",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_verificationevent" ("case_id", "differences", "id", "number", "officer_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "result", "sources", "valid_until", "withdrawn_on") SELECT old_values."case_id", old_values."differences", old_values."id", old_values."number", old_values."officer_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reported_on", old_values."result", old_values."sources", old_values."valid_until", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="e20f8e5e972bc7f555cfac084bbb3a41615f2542",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d6747",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_verification",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="casework.case"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调查人",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调查人",
                    ),
                ),
                ("assigned_on", models.DateField(verbose_name="指派日期")),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="入户日期")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[("consistent", "与申报一致"), ("differs", "与申报不一致")],
                        max_length=12,
                        verbose_name="调查结果",
                    ),
                ),
                ("present_text", models.CharField(blank=True, max_length=200, verbose_name="在场人员")),
                ("living_text", models.TextField(blank=True, verbose_name="居住和生活情况")),
                ("neighbour_count", models.PositiveSmallIntegerField(default=0, verbose_name="邻里访问户数")),
                ("neighbour_text", models.TextField(blank=True, verbose_name="邻里访问情况")),
                ("lead_signed_at", models.DateTimeField(blank=True, null=True)),
                ("second_signed_at", models.DateTimeField(blank=True, null=True)),
                ("second_comment", models.CharField(blank=True, max_length=200, verbose_name="复核意见")),
                ("by_bureau", models.BooleanField(default=False, verbose_name="区民政局入户")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
            ],
            options={
                "verbose_name": "入户调查",
                "ordering": ["-assigned_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lead", models.F("second")), _negated=True),
                        name="visit_two_investigators",
                        violation_error_message="入户调查须由两名不同的调查人进行。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lead_signed_at__isnull", True),
                            models.Q(
                                ("visited_on__isnull", False),
                                models.Q(("finding", ""), _negated=True),
                                models.Q(("living_text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_signed_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_signed_at__isnull", True),
                            ("lead_signed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="visit_lead_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True), ("lead_signed_at__isnull", True), _connector="OR"
                        ),
                        name="visit_signed_not_withdrawn",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_visitevent" ("assigned_on", "by_bureau", "case_id", "finding", "id", "lead_id", "lead_signed_at", "living_text", "neighbour_count", "neighbour_text", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_text", "second_comment", "second_id", "second_signed_at", "visited_on", "withdrawn_on") SELECT old_values."assigned_on", old_values."by_bureau", old_values."case_id", old_values."finding", old_values."id", old_values."lead_id", old_values."lead_signed_at", old_values."living_text", old_values."neighbour_count", old_values."neighbour_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."present_text", old_values."second_comment", old_values."second_id", old_values."second_signed_at", old_values."visited_on", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="e0935dbe065f44c542e1e34e6a770e53577c1c88",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_dc609",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_visit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_visitevent" ("assigned_on", "by_bureau", "case_id", "finding", "id", "lead_id", "lead_signed_at", "living_text", "neighbour_count", "neighbour_text", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present_text", "second_comment", "second_id", "second_signed_at", "visited_on", "withdrawn_on") SELECT old_values."assigned_on", old_values."by_bureau", old_values."case_id", old_values."finding", old_values."id", old_values."lead_id", old_values."lead_signed_at", old_values."living_text", old_values."neighbour_count", old_values."neighbour_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."present_text", old_values."second_comment", old_values."second_id", old_values."second_signed_at", old_values."visited_on", old_values."withdrawn_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="29781de167584599c376be979eb0397db246009a",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_53f5b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_visit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
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
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_items",
                        to="casework.case",
                    ),
                ),
                ("subject_type", models.CharField(default="casework.case", max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                ("task", models.CharField(max_length=40)),
                ("label", models.CharField(max_length=60, verbose_name="环节")),
                ("permission", models.CharField(max_length=80)),
                ("level", models.CharField(max_length=10)),
                ("line", models.CharField(max_length=20)),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="承办人",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="送达日期")),
                ("due_on", models.DateField(verbose_name="环节期限")),
                ("warned_on", models.DateField(blank=True, null=True)),
                ("overdue_on", models.DateField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=40)),
                ("opened_version", models.PositiveIntegerField(blank=True, null=True)),
                ("closed_version", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "待办",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("level", "community")),
                        fields=["community_code", "due_on", "id"],
                        name="work_community",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("level", "town")),
                        fields=["town_code", "due_on", "id"],
                        name="work_town",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("level", "district")),
                        fields=["district_code", "due_on", "id"],
                        name="work_district",
                    ),
                    models.Index(fields=["closed_by", "-closed_on", "-id"], name="work_closed_by"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("subject_type", "subject_id", "task"),
                        name="work_item_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
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
                        to="casework.complaint",
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
                ("number", models.CharField(max_length=40, verbose_name="编号")),
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
                    "about",
                    apps.core.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="被反映人或事项"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "来访"),
                            ("phone", "来电"),
                            ("letter", "来信"),
                            ("online", "网络"),
                            ("forwarded", "转办"),
                        ],
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                ("name", apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="反映人")),
                (
                    "phone",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                ),
                ("content", models.TextField(verbose_name="反映内容")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("due_on", models.DateField(verbose_name="答复期限")),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "办理中"),
                            ("founded", "属实"),
                            ("partly", "部分属实"),
                            ("unfounded", "不属实"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="办理结果",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="调查情况")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                (
                    "answered_by",
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
                ("answer_number", models.CharField(blank=True, max_length=60, verbose_name="答复文号")),
                (
                    "answer_file",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="casework.case",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="casework.caseaction",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="文书")),
                ("label", models.CharField(max_length=60, verbose_name="名称")),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="文号")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="出具日期")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "文书",
                "ordering": ["issued_on", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind", "action"), name="letter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="casework.case",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="casework.publicnotice",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("received_time", models.TimeField(blank=True, null=True, verbose_name="收到时间")),
                ("name", apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="反映人")),
                (
                    "phone",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                ),
                ("content", models.TextField(verbose_name="反映内容")),
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
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "复查中"), ("upheld", "异议成立"), ("not_upheld", "异议不成立")],
                        default="",
                        max_length=12,
                        verbose_name="复查结果",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="复查情况")),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
            ],
            options={
                "verbose_name": "异议",
                "ordering": ["received_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("concluded_on__isnull", True), ("outcome", "")),
                            models.Q(
                                ("concluded_on__isnull", False),
                                ("outcome__in", ["upheld", "not_upheld"]),
                                models.Q(("finding", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="objection_concluded_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_objectionevent" ("case_id", "concluded_on", "content", "file_id", "finding", "id", "name", "notice_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_on", "received_time", "registered_by_id", "registered_on") SELECT old_values."case_id", old_values."concluded_on", old_values."content", old_values."file_id", old_values."finding", old_values."id", old_values."name", old_values."notice_id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."phone", old_values."received_on", old_values."received_time", old_values."registered_by_id", old_values."registered_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="6a53b109704c4a62a4688a11fff1cdbf479ca108",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_43165",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="casework_objection",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "casework_objectionevent" ("case_id", "concluded_on", "content", "file_id", "finding", "id", "name", "notice_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "received_on", "received_time", "registered_by_id", "registered_on") SELECT old_values."case_id", old_values."concluded_on", old_values."content", old_values."file_id", old_values."finding", old_values."id", old_values."name", old_values."notice_id", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone", old_values."received_on", old_values."received_time", old_values."registered_by_id", old_values."registered_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="6d8da7dbe2da6d1f84d11aeae5dd845be10af3e3",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c5106",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="casework_objection",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicNoticeEvent",
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
                        to="casework.publicnotice",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="regions.region",
                        verbose_name="公示地点",
                    ),
                ),
                ("posted_on", models.DateField(verbose_name="公示起始日")),
                ("ends_on", models.DateField(verbose_name="公示截止日")),
                ("head_count", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金额")),
                ("suppress_name", models.BooleanField(default=False, verbose_name="隐去姓名")),
                ("taken_down_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SampleCheckEvent",
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
                        to="casework.samplecheck",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "draw",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.sampledraw",
                    ),
                ),
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
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "待抽查"), ("consistent", "一致"), ("correction", "责令更正")],
                        default="",
                        max_length=12,
                        verbose_name="抽查结果",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="抽查情况")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="抽查日期")),
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
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VerificationEvent",
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
                        to="casework.verification",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                ("number", models.CharField(max_length=40, verbose_name="报告编号")),
                ("reported_on", models.DateField(verbose_name="报告日期")),
                ("valid_until", models.DateField(verbose_name="有效期至")),
                (
                    "result",
                    models.CharField(
                        choices=[("consistent", "与申报一致"), ("differs", "与申报不一致")],
                        max_length=12,
                        verbose_name="核对结果",
                    ),
                ),
                (
                    "sources",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None, verbose_name="数据来源"
                    ),
                ),
                ("differences", models.TextField(blank=True, verbose_name="不一致说明")),
                (
                    "officer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VisitEvent",
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
                        to="casework.visit",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调查人",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="调查人",
                    ),
                ),
                ("assigned_on", models.DateField(verbose_name="指派日期")),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="入户日期")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[("consistent", "与申报一致"), ("differs", "与申报不一致")],
                        max_length=12,
                        verbose_name="调查结果",
                    ),
                ),
                ("present_text", models.CharField(blank=True, max_length=200, verbose_name="在场人员")),
                ("living_text", models.TextField(blank=True, verbose_name="居住和生活情况")),
                ("neighbour_count", models.PositiveSmallIntegerField(default=0, verbose_name="邻里访问户数")),
                ("neighbour_text", models.TextField(blank=True, verbose_name="邻里访问情况")),
                ("lead_signed_at", models.DateTimeField(blank=True, null=True)),
                ("second_signed_at", models.DateTimeField(blank=True, null=True)),
                ("second_comment", models.CharField(blank=True, max_length=200, verbose_name="复核意见")),
                ("by_bureau", models.BooleanField(default=False, verbose_name="区民政局入户")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ObjectionEvent",
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
                        to="casework.objection",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="casework.publicnotice",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("received_time", models.TimeField(blank=True, null=True, verbose_name="收到时间")),
                ("name", apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="反映人")),
                (
                    "phone",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                ),
                ("content", models.TextField(verbose_name="反映内容")),
                (
                    "file",
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
                (
                    "registered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "复查中"), ("upheld", "异议成立"), ("not_upheld", "异议不成立")],
                        default="",
                        max_length=12,
                        verbose_name="复查结果",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="复查情况")),
                ("concluded_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
