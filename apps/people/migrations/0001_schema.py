"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
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
        ("people", "0001_initial"),
        ("people", "0002_household_source_number"),
        ("people", "0003_identity"),
        ("people", "0005_proposals_without_version"),
        ("people", "0007_household_opened"),
        ("people", "0008_dead_persons"),
    ]
    initial = True

    dependencies = [("accounts", "0001_schema"), ("files", "0001_schema"), ("regions", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number_kind",
                    models.CharField(
                        choices=[("resident_id", "居民身份证"), ("temporary_code", "临时编号")],
                        default="resident_id",
                        max_length=20,
                        verbose_name="证件类型",
                    ),
                ),
                (
                    "number",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="证件号码"),
                ),
                ("number_digest", models.BinaryField(max_length=32, null=True, unique=True)),
                (
                    "number_hint",
                    models.CharField(blank=True, editable=False, max_length=24, verbose_name="证件号码"),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("name_sort", models.CharField(db_collation="C", editable=False, max_length=200)),
                ("name_search", models.CharField(editable=False, max_length=1000)),
                (
                    "sex",
                    models.CharField(choices=[("M", "男"), ("F", "女")], max_length=1, verbose_name="性别"),
                ),
                ("birth_date", models.DateField(verbose_name="出生日期")),
                (
                    "former_names",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="曾用名"
                    ),
                ),
                (
                    "temporary_code",
                    models.CharField(
                        editable=False, max_length=16, null=True, unique=True, verbose_name="临时编号"
                    ),
                ),
                ("temporary_since", models.DateField(editable=False, null=True, verbose_name="临时编号日期")),
                ("death_date", models.DateField(blank=True, null=True, verbose_name="死亡日期")),
                (
                    "ethnicity",
                    models.CharField(blank=True, default="汉族", max_length=20, verbose_name="民族"),
                ),
                (
                    "phone",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                ),
                (
                    "phone_hint",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="联系电话"),
                ),
                (
                    "home_region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="户籍地",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="住址")),
                ("disability", models.CharField(blank=True, max_length=40, verbose_name="残疾类别和等级")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="people.person",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "人员",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name_search"], name="person_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["name_sort", "id"], name="person_name_sort"),
                    models.Index(fields=["birth_date", "name"], name="person_birth_name"),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["id"],
                        name="person_merged",
                    ),
                    models.Index(
                        condition=models.Q(("death_date__isnull", False)), fields=["id"], name="person_dead"
                    ),
                    models.Index(
                        condition=models.Q(("number_digest__isnull", True)),
                        fields=["temporary_since"],
                        name="person_temporary",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("death_date__isnull", True),
                            ("death_date__gte", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="person_dates_order",
                        violation_error_message="死亡日期不能早于出生日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number_digest__isnull", True), ("number_kind", "temporary_code")),
                            ("number_digest__isnull", False),
                            ("merged_into__isnull", False),
                            _connector="OR",
                        ),
                        name="person_number_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("number", ""), ("number_digest__isnull", True)),
                            _connector="OR",
                        ),
                        name="person_merged_without_number",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "death_date", "disability", "ethnicity", "former_names", "home_region_id", "id", "merged_into_id", "name", "name_search", "name_sort", "number", "number_digest", "number_hint", "number_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_hint", "sex", "temporary_code", "temporary_since", "version") SELECT old_values."address", old_values."birth_date", old_values."created_at", old_values."death_date", old_values."disability", old_values."ethnicity", old_values."former_names", old_values."home_region_id", old_values."id", old_values."merged_into_id", old_values."name", old_values."name_search", old_values."name_sort", old_values."number", old_values."number_digest", old_values."number_hint", old_values."number_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."phone", old_values."phone_hint", old_values."sex", old_values."temporary_code", old_values."temporary_since", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="17aa0c895da338a297faaf6667758b351ae8fed9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_de829",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="people_person",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_personevent" ("address", "birth_date", "created_at", "death_date", "disability", "ethnicity", "former_names", "home_region_id", "id", "merged_into_id", "name", "name_search", "name_sort", "number", "number_digest", "number_hint", "number_kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_hint", "sex", "temporary_code", "temporary_since", "version") SELECT old_values."address", old_values."birth_date", old_values."created_at", old_values."death_date", old_values."disability", old_values."ethnicity", old_values."former_names", old_values."home_region_id", old_values."id", old_values."merged_into_id", old_values."name", old_values."name_search", old_values."name_sort", old_values."number", old_values."number_digest", old_values."number_hint", old_values."number_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone", old_values."phone_hint", old_values."sex", old_values."temporary_code", old_values."temporary_since", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="a894ce2e52db5ca9aec8ceec3d3f6ea74bb1f060",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2ca2d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="people_person",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("until", models.DateTimeField()),
            ],
            options={
                "verbose_name": "证件查看",
                "indexes": [
                    models.Index(fields=["user", "subject_type", "subject_id", "until"], name="reveal_lookup")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="people.person",
                    ),
                ),
                ("bank", models.CharField(max_length=60, verbose_name="开户行")),
                ("account", apps.core.fields.EncryptedTextField(verbose_name="账号")),
                ("account_digest", models.BinaryField(max_length=32)),
                ("account_hint", models.CharField(editable=False, max_length=24, verbose_name="账号")),
                ("holder_name", models.CharField(max_length=50, verbose_name="户名")),
                ("valid_from", models.DateField(verbose_name="启用日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用日期")),
            ],
            options={
                "verbose_name": "银行账户",
                "indexes": [models.Index(fields=["account_digest"], name="account_digest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("person",),
                        name="account_one_current",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_bankaccountevent" ("account", "account_digest", "account_hint", "bank", "holder_name", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."account", old_values."account_digest", old_values."account_hint", old_values."bank", old_values."holder_name", old_values."id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4f7849238320733f993f3b025ce6a50e0113c94f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_40f0f",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="people_bankaccount",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_bankaccountevent" ("account", "account_digest", "account_hint", "bank", "holder_name", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."account", old_values."account_digest", old_values."account_hint", old_values."bank", old_values."holder_name", old_values."id", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="496b03ff88c9a95588fe37812074f0ff0416ec56",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5d0ce",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="people_bankaccount",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Household",
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
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="headed_households",
                        to="people.person",
                        verbose_name="户主",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="建档日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="销档日期")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="住址")),
                (
                    "source_number",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=40,
                        null=True,
                        unique=True,
                        verbose_name="家庭编号",
                    ),
                ),
            ],
            options={
                "verbose_name": "家庭",
                "indexes": [
                    models.Index(fields=["town_code", "id"], name="household_town"),
                    models.Index(fields=["community_code", "id"], name="household_community"),
                    models.Index(fields=["opened_on", "id"], name="household_opened"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("address", "closed_on", "head_id", "id", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "source_number") SELECT old_values."address", old_values."closed_on", old_values."head_id", old_values."id", old_values."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."region_id", old_values."source_number" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."head_id" IS DISTINCT FROM (new_values."head_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."opened_on" IS DISTINCT FROM (new_values."opened_on") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."source_number" IS DISTINCT FROM (new_values."source_number")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="6bb4d09f7c349676c067ea98c53f67dd2692503b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_dc1e1",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="people_household",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdevent" ("address", "closed_on", "head_id", "id", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "source_number") SELECT old_values."address", old_values."closed_on", old_values."head_id", old_values."id", old_values."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."region_id", old_values."source_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="06007b07073b41df1855f3e2b1e54c9fd3b1fb9b",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f7549",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="people_household",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityChange",
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
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="证明材料",
                    ),
                ),
                ("needs_second", models.BooleanField(verbose_name="须另一人复核")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待复核"),
                            ("done", "已生效"),
                            ("refused", "未通过"),
                            ("withdrawn", "已撤回"),
                            ("undone", "已撤销"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                ("asked_key", models.CharField(editable=False, max_length=64)),
                ("asked_on", models.DateField(verbose_name="提出日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                ("decided_key", models.CharField(blank=True, editable=False, max_length=64)),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="复核意见")),
                ("applied_at", models.DateTimeField(editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_changes",
                        to="people.person",
                    ),
                ),
                ("old_name", models.CharField(max_length=50, verbose_name="原姓名")),
                ("new_name", models.CharField(max_length=50, verbose_name="更正为姓名")),
                ("old_hint", models.CharField(blank=True, max_length=24, verbose_name="原证件号码")),
                (
                    "new_number",
                    apps.core.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="更正为证件号码"
                    ),
                ),
                ("new_digest", models.BinaryField(max_length=32, null=True)),
                (
                    "new_hint",
                    models.CharField(
                        blank=True, editable=False, max_length=24, verbose_name="更正为证件号码"
                    ),
                ),
            ],
            options={
                "verbose_name": "身份信息更正",
                "indexes": [
                    models.Index(fields=["town_code", "state", "id"], name="identity_town"),
                    models.Index(fields=["district_code", "state", "id"], name="identity_district"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("applied_at", None),
                                ("decided_by", None),
                                ("needs_second", True),
                                ("state", "asked"),
                            ),
                            models.Q(("state", "asked"), _negated=True),
                            _connector="OR",
                        ),
                        name="identity_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("needs_second", False),
                            models.Q(
                                ("decided_by__isnull", False), models.Q(("decided_key", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="identity_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "refused"]), _negated=True),
                            ("decided_key", ""),
                            models.Q(("decided_key", models.F("asked_key")), _negated=True),
                            _connector="OR",
                        ),
                        name="identity_four_eyes",
                        violation_error_message="提出和复核不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "undone"]), _negated=True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="identity_applied",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("person",),
                        name="identity_one_open",
                        violation_error_message="这份档案已有一项待复核的更正。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="views", to="people.person"
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
                ("day", models.DateField(verbose_name="日期")),
                ("post_label", models.CharField(max_length=40, verbose_name="岗位")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="首次打开")),
            ],
            options={
                "verbose_name": "档案查看",
                "indexes": [models.Index(fields=["day", "id"], name="file_view_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "user", "day"), name="file_view_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="DeathRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deaths", to="people.person"
                    ),
                ),
                ("day", models.DateField(verbose_name="死亡日期")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("family", "家属申报"),
                            ("community", "村（社区）报告"),
                            ("police", "公安数据"),
                            ("funeral", "殡葬数据"),
                            ("hospital", "医院证明"),
                        ],
                        max_length=10,
                        verbose_name="信息来源",
                    ),
                ),
                ("certificate", models.CharField(blank=True, max_length=60, verbose_name="证明编号")),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("registered_on", models.DateField(verbose_name="登记日期")),
                ("followed_on", models.DateField(blank=True, null=True, verbose_name="后续办理日期")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("revoke_reason", models.CharField(blank=True, max_length=200, verbose_name="撤销理由")),
            ],
            options={
                "verbose_name": "死亡登记",
                "indexes": [
                    models.Index(
                        condition=models.Q(("followed_on__isnull", True), ("revoked_on__isnull", True)),
                        fields=["id"],
                        name="death_to_follow",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_on__isnull", True)),
                        fields=("person",),
                        name="death_once",
                        violation_error_message="已登记死亡。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_by", None), ("revoked_on__isnull", True)),
                            models.Q(
                                ("revoked_by__isnull", False),
                                ("revoked_on__isnull", False),
                                models.Q(("revoke_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="death_revoked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aliases",
                        to="people.person",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                (
                    "number",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="证件号码"),
                ),
                ("number_digest", models.BinaryField(max_length=32, null=True)),
                (
                    "number_hint",
                    models.CharField(blank=True, editable=False, max_length=24, verbose_name="证件号码"),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[("correction", "更正"), ("merge", "合并档案")],
                        max_length=12,
                        verbose_name="原因",
                    ),
                ),
                ("until", models.DateField(verbose_name="停用日期")),
            ],
            options={
                "verbose_name": "曾用身份信息",
                "indexes": [models.Index(fields=["number_digest"], name="alias_digest")],
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
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
                        to="people.person",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "number_kind",
                    models.CharField(
                        choices=[("resident_id", "居民身份证"), ("temporary_code", "临时编号")],
                        default="resident_id",
                        max_length=20,
                        verbose_name="证件类型",
                    ),
                ),
                (
                    "number",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="证件号码"),
                ),
                ("number_digest", models.BinaryField(max_length=32, null=True)),
                (
                    "number_hint",
                    models.CharField(blank=True, editable=False, max_length=24, verbose_name="证件号码"),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("name_sort", models.CharField(db_collation="C", editable=False, max_length=200)),
                ("name_search", models.CharField(editable=False, max_length=1000)),
                (
                    "sex",
                    models.CharField(choices=[("M", "男"), ("F", "女")], max_length=1, verbose_name="性别"),
                ),
                ("birth_date", models.DateField(verbose_name="出生日期")),
                (
                    "former_names",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="曾用名"
                    ),
                ),
                (
                    "temporary_code",
                    models.CharField(editable=False, max_length=16, null=True, verbose_name="临时编号"),
                ),
                ("temporary_since", models.DateField(editable=False, null=True, verbose_name="临时编号日期")),
                ("death_date", models.DateField(blank=True, null=True, verbose_name="死亡日期")),
                (
                    "ethnicity",
                    models.CharField(blank=True, default="汉族", max_length=20, verbose_name="民族"),
                ),
                (
                    "phone",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                ),
                (
                    "phone_hint",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="联系电话"),
                ),
                (
                    "home_region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="regions.region",
                        verbose_name="户籍地",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="住址")),
                ("disability", models.CharField(blank=True, max_length=40, verbose_name="残疾类别和等级")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
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
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="证明材料",
                    ),
                ),
                ("needs_second", models.BooleanField(verbose_name="须另一人复核")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待复核"),
                            ("done", "已生效"),
                            ("refused", "未通过"),
                            ("withdrawn", "已撤回"),
                            ("undone", "已撤销"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                ("asked_key", models.CharField(editable=False, max_length=64)),
                ("asked_on", models.DateField(verbose_name="提出日期")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                ("decided_key", models.CharField(blank=True, editable=False, max_length=64)),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="复核意见")),
                ("applied_at", models.DateTimeField(editable=False, null=True)),
                (
                    "keep",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="people.person",
                        verbose_name="保留的档案",
                    ),
                ),
                (
                    "drop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_away",
                        to="people.person",
                        verbose_name="并入的档案",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[("number", "证件号码相同"), ("evidence", "凭证明材料")],
                        max_length=10,
                        verbose_name="依据",
                    ),
                ),
                ("detail", models.JSONField(blank=True, default=dict)),
                (
                    "drop_number",
                    apps.core.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="并入档案的证件号码"
                    ),
                ),
            ],
            options={
                "verbose_name": "档案合并",
                "indexes": [
                    models.Index(fields=["town_code", "state", "id"], name="merge_town"),
                    models.Index(fields=["district_code", "state", "id"], name="merge_district"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("applied_at", None),
                                ("decided_by", None),
                                ("needs_second", True),
                                ("state", "asked"),
                            ),
                            models.Q(("state", "asked"), _negated=True),
                            _connector="OR",
                        ),
                        name="merge_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("needs_second", False),
                            models.Q(
                                ("decided_by__isnull", False), models.Q(("decided_key", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="merge_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "refused"]), _negated=True),
                            ("decided_key", ""),
                            models.Q(("decided_key", models.F("asked_key")), _negated=True),
                            _connector="OR",
                        ),
                        name="merge_four_eyes",
                        violation_error_message="提出和复核不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "undone"]), _negated=True),
                            ("applied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="merge_applied",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep", models.F("drop")), _negated=True),
                        name="merge_two_files",
                        violation_error_message="同一份档案不能与自己合并。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground", "number"),
                            models.Q(("evidence__isnull", False), ("needs_second", True)),
                            _connector="OR",
                        ),
                        name="merge_needs_evidence",
                        violation_error_message="没有相同的证件号码，合并须有证明材料并由另一人复核。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "done"])),
                        fields=("drop",),
                        name="merge_once",
                        violation_error_message="这份档案已合并或正在等待合并。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonScope",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scopes", to="people.person"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("home", "户籍"), ("case", "办件"), ("benefit", "待遇")], max_length=10
                    ),
                ),
            ],
            options={
                "verbose_name": "人员范围",
                "indexes": [
                    models.Index(fields=["community_code", "person"], name="person_scope_community"),
                    models.Index(fields=["town_code", "person"], name="person_scope_town"),
                    models.Index(fields=["district_code", "person"], name="person_scope_district"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "region", "reason"), name="person_scope_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="people.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.person",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("self", "本人"),
                            ("spouse", "配偶"),
                            ("son", "儿子"),
                            ("daughter", "女儿"),
                            ("father", "父亲"),
                            ("mother", "母亲"),
                            ("grandchild", "孙子女、外孙子女"),
                            ("grandparent", "祖父母、外祖父母"),
                            ("sibling", "兄弟姐妹"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="与户主关系",
                    ),
                ),
                ("joined_on", models.DateField(verbose_name="加入日期")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
            ],
            options={
                "verbose_name": "家庭成员",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("person", "="),
                            (
                                apps.people.models.households.DayRange(
                                    "joined_on", "left_on", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="member_one_household",
                        violation_error_message="该人员同一时间只能属于一个家庭。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="member_dates_order",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdmemberevent" ("household_id", "id", "joined_on", "left_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation") SELECT old_values."household_id", old_values."id", old_values."joined_on", old_values."left_on", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."relation" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="a92486820089c793faae5294eb6e4650078228d9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b5a2",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="people_householdmember",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "people_householdmemberevent" ("household_id", "id", "joined_on", "left_on", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation") SELECT old_values."household_id", old_values."id", old_values."joined_on", old_values."left_on", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."relation" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b9f4db1989ca8fbb42c89e83d8fed52589e8666d",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e91f6",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="people_householdmember",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdEvent",
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
                        to="people.household",
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
                    "head",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="户主",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="建档日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="销档日期")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="住址")),
                (
                    "source_number",
                    models.CharField(
                        blank=True, editable=False, max_length=40, null=True, verbose_name="家庭编号"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BankAccountEvent",
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
                        to="people.bankaccount",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                ("bank", models.CharField(max_length=60, verbose_name="开户行")),
                ("account", apps.core.fields.EncryptedTextField(verbose_name="账号")),
                ("account_digest", models.BinaryField(max_length=32)),
                ("account_hint", models.CharField(editable=False, max_length=24, verbose_name="账号")),
                ("holder_name", models.CharField(max_length=50, verbose_name="户名")),
                ("valid_from", models.DateField(verbose_name="启用日期")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HouseholdMemberEvent",
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
                        to="people.householdmember",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "household",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.household",
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
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("self", "本人"),
                            ("spouse", "配偶"),
                            ("son", "儿子"),
                            ("daughter", "女儿"),
                            ("father", "父亲"),
                            ("mother", "母亲"),
                            ("grandchild", "孙子女、外孙子女"),
                            ("grandparent", "祖父母、外祖父母"),
                            ("sibling", "兄弟姐妹"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="与户主关系",
                    ),
                ),
                ("joined_on", models.DateField(verbose_name="加入日期")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开日期")),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
