"""The tables as they stand, each with its constraints, indexes and triggers in one operation: made at once, in any database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import apps.core.fields
from apps.assistance.guards import DROP_ONE_CHANGE, DROP_VOIDED_VISITS, ONE_CHANGE, VOIDED_VISITS
from apps.assistance.guards_standards import DROP_STANDARDS, STANDARDS


class Migration(migrations.Migration):
    # What this file was made from; a database that has all of it goes on from here.
    replaces = [
        ("assistance", "0001_initial"),
        ("assistance", "0002_changes"),
        ("assistance", "0003_standards"),
        ("assistance", "0004_change_accounts"),
        ("assistance", "0005_homes_and_visits"),
        ("assistance", "0006_recorded_on"),
    ]
    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("casework", "0001_schema"),
        ("files", "0001_schema"),
        ("payments", "0001_schema"),
        ("people", "0001_schema"),
        ("policy", "0001_schema"),
        ("regions", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareVisit",
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
                ("submit_token", models.UUIDField(editable=False, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_visits",
                        to="people.household",
                        verbose_name="家庭",
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="探访日期")),
                (
                    "mode",
                    models.CharField(
                        choices=[("home", "上门"), ("phone", "电话"), ("video", "视频")],
                        max_length=6,
                        verbose_name="探访方式",
                    ),
                ),
                ("visitors", models.CharField(max_length=100, verbose_name="探访人员")),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("well", "情况平稳"),
                            ("need", "有需求"),
                            ("urgent", "急需帮助"),
                            ("absent", "未见到人"),
                        ],
                        max_length=8,
                        verbose_name="探访情况",
                    ),
                ),
                ("needs", models.CharField(blank=True, max_length=300, verbose_name="需求和处理")),
                (
                    "signature",
                    models.CharField(
                        choices=[("signed", "本人签字"), ("family", "家属代签"), ("none", "未签字")],
                        default="none",
                        max_length=8,
                        verbose_name="签字",
                    ),
                ),
                ("next_visit_on", models.DateField(blank=True, null=True, verbose_name="下次探访日期")),
            ],
            options={
                "verbose_name": "探访记录",
                "indexes": [
                    models.Index(fields=["district_code", "visited_on", "id"], name="visit_district"),
                    models.Index(fields=["town_code", "visited_on", "id"], name="visit_town"),
                    models.Index(fields=["community_code", "visited_on", "id"], name="visit_community"),
                    models.Index(fields=["household", "visited_on"], name="visit_household"),
                    models.Index(
                        condition=models.Q(("next_visit_on__isnull", False), ("voided_on__isnull", True)),
                        fields=["next_visit_on"],
                        name="visit_to_come",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("void_reason", ""), ("voided_by__isnull", True), ("voided_on__isnull", True)
                            ),
                            models.Q(
                                ("voided_by__isnull", False),
                                ("voided_on__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_voided_by_somebody",
                        violation_error_message="作废须写明原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_on__isnull", True)),
                        fields=("household", "visited_on"),
                        name="visit_once_a_day",
                        violation_error_message="这一户当天已有探访记录，一户一天记一次，请查看已有的那一条。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding__in", ["need", "urgent"]), _negated=True),
                            models.Q(("needs", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="visit_need_in_words",
                        violation_error_message="有需求的，请写明需求和处理。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", "urgent"), _negated=True),
                            ("next_visit_on__isnull", False),
                            _connector="OR",
                        ),
                        name="visit_urgent_again",
                        violation_error_message="急需帮助的，请填写下次探访日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_visit_on__isnull", True),
                            ("next_visit_on__gt", models.F("visited_on")),
                            _connector="OR",
                        ),
                        name="visit_next_later",
                        violation_error_message="下次探访日期应晚于探访日期，请核对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode", "home"), ("signature", "none"), _connector="OR"),
                        name="visit_signed_at_home",
                        violation_error_message="电话和视频探访没有签字，请改为“未签字”。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_carevisitevent" ("created_at", "created_by_id", "finding", "household_id", "id", "mode", "needs", "next_visit_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_on", "region_id", "signature", "submit_token", "version", "visited_on", "visitors", "void_reason", "voided_by_id", "voided_on") SELECT old_values."created_at", old_values."created_by_id", old_values."finding", old_values."household_id", old_values."id", old_values."mode", old_values."needs", old_values."next_visit_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."recorded_on", old_values."region_id", old_values."signature", old_values."submit_token", old_values."version", old_values."visited_on", old_values."visitors", old_values."void_reason", old_values."voided_by_id", old_values."voided_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."finding" IS DISTINCT FROM (new_values."finding") OR old_values."household_id" IS DISTINCT FROM (new_values."household_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."mode" IS DISTINCT FROM (new_values."mode") OR old_values."needs" IS DISTINCT FROM (new_values."needs") OR old_values."next_visit_on" IS DISTINCT FROM (new_values."next_visit_on") OR old_values."recorded_on" IS DISTINCT FROM (new_values."recorded_on") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."signature" IS DISTINCT FROM (new_values."signature") OR old_values."submit_token" IS DISTINCT FROM (new_values."submit_token") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."visited_on" IS DISTINCT FROM (new_values."visited_on") OR old_values."visitors" IS DISTINCT FROM (new_values."visitors") OR old_values."void_reason" IS DISTINCT FROM (new_values."void_reason") OR old_values."voided_by_id" IS DISTINCT FROM (new_values."voided_by_id") OR old_values."voided_on" IS DISTINCT FROM (new_values."voided_on")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="01392a3379a43d62f5ee9673a067fddd7c1aea9d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ef7eb",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_carevisit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_carevisitevent" ("created_at", "created_by_id", "finding", "household_id", "id", "mode", "needs", "next_visit_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_on", "region_id", "signature", "submit_token", "version", "visited_on", "visitors", "void_reason", "voided_by_id", "voided_on") SELECT old_values."created_at", old_values."created_by_id", old_values."finding", old_values."household_id", old_values."id", old_values."mode", old_values."needs", old_values."next_visit_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."recorded_on", old_values."region_id", old_values."signature", old_values."submit_token", old_values."version", old_values."visited_on", old_values."visitors", old_values."void_reason", old_values."voided_by_id", old_values."voided_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="5d4b6f01ee6b23f258a1d35b8dda6c02d7a0164e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f35ca",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_carevisit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildHome",
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
                ("submit_token", models.UUIDField(editable=False, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("opened_on", models.DateField(verbose_name="启用日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("close_reason", models.CharField(blank=True, max_length=200, verbose_name="停用原因")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("address", models.CharField(max_length=200, verbose_name="地址")),
                ("area", models.DecimalField(decimal_places=1, max_digits=7, verbose_name="面积（平方米）")),
                ("in_charge", models.CharField(max_length=50, verbose_name="负责人")),
                ("phone", apps.core.fields.EncryptedTextField(verbose_name="联系电话")),
                ("phone_hint", models.CharField(editable=False, max_length=20, verbose_name="联系电话")),
                ("hours", models.CharField(max_length=100, verbose_name="开放时间")),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("play", "游戏活动"),
                                ("study", "课业辅导"),
                                ("care", "临时照料"),
                                ("mind", "心理关爱"),
                                ("parents", "家庭教育指导"),
                                ("safety", "安全教育"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="服务内容",
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[("", "未评定"), ("three", "三星"), ("four", "四星"), ("five", "五星")],
                        default="",
                        max_length=10,
                        verbose_name="星级",
                    ),
                ),
                ("upgraded_on", models.DateField(blank=True, null=True, verbose_name="提升建设完成日期")),
            ],
            options={
                "verbose_name": "儿童之家",
                "indexes": [
                    models.Index(fields=["district_code", "opened_on", "id"], name="home_district"),
                    models.Index(fields=["town_code", "opened_on", "id"], name="home_town"),
                    models.Index(fields=["community_code", "id"], name="home_community"),
                    models.Index(fields=["upgraded_on"], name="home_upgraded"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gt", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="home_dates_order",
                        violation_error_message="停用日期应晚于启用日期，请核对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_reason", ""), ("closed_on__isnull", True)),
                            models.Q(
                                ("closed_on__isnull", False), models.Q(("close_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="home_closed_for_a_reason",
                        violation_error_message="停用须写明日期和原因。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("region", "name"),
                        name="home_name_once",
                        violation_error_message="这个村（社区）已有同名的儿童之家，请查看已有的那一条。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area__gt", 0), ("area__lt", 100000)),
                        name="home_area",
                        violation_error_message="面积应大于 0 平方米，请核对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("upgraded_on__isnull", True),
                            ("upgraded_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="home_upgraded_in_its_life",
                        violation_error_message="提升建设完成日期不能早于启用日期，请核对。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("services__contained_by", ["play", "study", "care", "mind", "parents", "safety"])
                        ),
                        name="home_services_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_childhomeevent" ("address", "area", "close_reason", "closed_on", "created_at", "created_by_id", "hours", "id", "in_charge", "name", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_hint", "rating", "recorded_on", "region_id", "services", "submit_token", "upgraded_on", "version") SELECT old_values."address", old_values."area", old_values."close_reason", old_values."closed_on", old_values."created_at", old_values."created_by_id", old_values."hours", old_values."id", old_values."in_charge", old_values."name", old_values."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."phone", old_values."phone_hint", old_values."rating", old_values."recorded_on", old_values."region_id", old_values."services", old_values."submit_token", old_values."upgraded_on", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."area" IS DISTINCT FROM (new_values."area") OR old_values."close_reason" IS DISTINCT FROM (new_values."close_reason") OR old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."created_by_id" IS DISTINCT FROM (new_values."created_by_id") OR old_values."hours" IS DISTINCT FROM (new_values."hours") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."in_charge" IS DISTINCT FROM (new_values."in_charge") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opened_on" IS DISTINCT FROM (new_values."opened_on") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."phone_hint" IS DISTINCT FROM (new_values."phone_hint") OR old_values."rating" IS DISTINCT FROM (new_values."rating") OR old_values."recorded_on" IS DISTINCT FROM (new_values."recorded_on") OR old_values."region_id" IS DISTINCT FROM (new_values."region_id") OR old_values."services" IS DISTINCT FROM (new_values."services") OR old_values."submit_token" IS DISTINCT FROM (new_values."submit_token") OR old_values."upgraded_on" IS DISTINCT FROM (new_values."upgraded_on") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0a933d5a8ed0d98b75559d9dcbc0eb027ce260bb",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3e321",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_childhome",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_childhomeevent" ("address", "area", "close_reason", "closed_on", "created_at", "created_by_id", "hours", "id", "in_charge", "name", "opened_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "phone_hint", "rating", "recorded_on", "region_id", "services", "submit_token", "upgraded_on", "version") SELECT old_values."address", old_values."area", old_values."close_reason", old_values."closed_on", old_values."created_at", old_values."created_by_id", old_values."hours", old_values."id", old_values."in_charge", old_values."name", old_values."opened_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone", old_values."phone_hint", old_values."rating", old_values."recorded_on", old_values."region_id", old_values."services", old_values."submit_token", old_values."upgraded_on", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="40f8c60eb6458d63786f2570a2785d83205d9460",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_782b0",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_childhome",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DibaoApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="dibao", to="casework.case"
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("household", "全户"), ("single", "单列户")],
                        default="household",
                        max_length=10,
                        verbose_name="申请单位",
                    ),
                ),
                ("single_member_key", models.CharField(blank=True, max_length=40, verbose_name="单列人员")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("illness", "因病"),
                            ("disability", "因残"),
                            ("unemployment", "失业"),
                            ("old_age", "年老"),
                            ("schooling", "就学"),
                            ("low_labour", "缺少劳动力"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="申请事由",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=300, verbose_name="事由说明")),
                ("housing_text", models.CharField(blank=True, max_length=100, verbose_name="住房情况")),
                (
                    "deposits",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="存款、理财、证券（元）",
                    ),
                ),
                (
                    "insurance",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="商业保险现金价值（元）",
                    ),
                ),
                (
                    "dwellings",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="住房套数"),
                ),
                (
                    "area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=7,
                        null=True,
                        verbose_name="建筑面积（平方米）",
                    ),
                ),
                (
                    "vehicle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "无"),
                            ("disabled_aid", "残疾人功能性补偿代步车"),
                            ("livelihood", "生产经营必需车辆"),
                            ("other", "其他机动车辆"),
                        ],
                        default=None,
                        max_length=20,
                        null=True,
                        verbose_name="机动车辆",
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "无"),
                            ("dormant", "有登记，未实际经营"),
                            ("small_trade", "个体小本经营"),
                            ("company", "企业投资人或股东"),
                        ],
                        default=None,
                        max_length=20,
                        null=True,
                        verbose_name="工商登记",
                    ),
                ),
                (
                    "household_deductions",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="户扣减（元/月）"
                    ),
                ),
                ("has_stable_income", models.BooleanField(default=False, verbose_name="收入稳定")),
                ("is_by_proxy", models.BooleanField(default=False, verbose_name="委托办理")),
                ("proxy_name", models.CharField(blank=True, max_length=50, verbose_name="受托人")),
                ("receives_support", models.BooleanField(default=False, verbose_name="有赡养抚养费")),
                (
                    "duplicate_note",
                    models.CharField(blank=True, max_length=300, verbose_name="关联记录核实说明"),
                ),
                (
                    "declared_income",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="申报月收入（元）"
                    ),
                ),
                (
                    "countable_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="可计月收入（元）",
                    ),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="拟保障金额（元/月）",
                    ),
                ),
                (
                    "proposed_heads",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="拟保障人数"),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                ("recheck_class", models.CharField(blank=True, max_length=1, verbose_name="复核类别")),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
            ],
            options={
                "verbose_name": "低保申请",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit", "household"),
                            models.Q(("single_member_key", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dibao_single_member_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_amount__isnull", True), ("proposed_amount__gte", 0), _connector="OR"
                        ),
                        name="dibao_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_by_proxy", False),
                            models.Q(("proxy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dibao_proxy_named",
                        violation_error_message="委托办理须填写受托人。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaoapplicationevent" ("area", "business", "case_id", "computation", "countable_income", "declared_income", "deposits", "duplicate_note", "dwellings", "has_stable_income", "household_deductions", "housing_text", "id", "insurance", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "reason", "reason_text", "receives_support", "recheck_class", "single_member_key", "standard", "unit", "vehicle") SELECT old_values."area", old_values."business", old_values."case_id", old_values."computation", old_values."countable_income", old_values."declared_income", old_values."deposits", old_values."duplicate_note", old_values."dwellings", old_values."has_stable_income", old_values."household_deductions", old_values."housing_text", old_values."id", old_values."insurance", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."reason", old_values."reason_text", old_values."receives_support", old_values."recheck_class", old_values."single_member_key", old_values."standard", old_values."unit", old_values."vehicle" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="050e9bf588c467a20c2324a5c7a07db7a659fc0c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3e09f",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_dibaoapplication",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaoapplicationevent" ("area", "business", "case_id", "computation", "countable_income", "declared_income", "deposits", "duplicate_note", "dwellings", "has_stable_income", "household_deductions", "housing_text", "id", "insurance", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "reason", "reason_text", "receives_support", "recheck_class", "single_member_key", "standard", "unit", "vehicle") SELECT old_values."area", old_values."business", old_values."case_id", old_values."computation", old_values."countable_income", old_values."declared_income", old_values."deposits", old_values."duplicate_note", old_values."dwellings", old_values."has_stable_income", old_values."household_deductions", old_values."housing_text", old_values."id", old_values."insurance", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."reason", old_values."reason_text", old_values."receives_support", old_values."recheck_class", old_values."single_member_key", old_values."standard", old_values."unit", old_values."vehicle" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="35d7b1f4294123db937d498bb2c62a9d09993ecc",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9a37a",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_dibaoapplication",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DibaoChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="change", to="casework.case"
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="payments.entitlement",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("member_join", "增加成员"),
                            ("member_leave", "减少成员"),
                            ("member_death", "成员去世"),
                            ("split", "分户"),
                            ("merge", "并户"),
                            ("income", "收入、财产变化"),
                            ("job_start", "成员就业"),
                            ("recheck", "定期复核"),
                            ("payee", "变更领款人、账户"),
                            ("suspend", "暂停发放"),
                            ("resume", "恢复发放"),
                            ("stop", "终止待遇"),
                            ("move", "区内迁移"),
                            ("correction", "更正差错"),
                        ],
                        max_length=20,
                        verbose_name="变更事由",
                    ),
                ),
                ("event_on", models.DateField(blank=True, null=True, verbose_name="发生日期")),
                (
                    "chosen_month",
                    apps.core.fields.MonthField(blank=True, null=True, verbose_name="指定起始月"),
                ),
                (
                    "leave_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("divorce", "离婚"),
                            ("grown_up", "成年子女分家"),
                            ("prison", "服刑"),
                            ("detox", "强制隔离戒毒"),
                            ("missing", "宣告失踪"),
                            ("own_household", "不再共同生活"),
                        ],
                        max_length=20,
                        verbose_name="减少原因",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("income_over", "收入超过标准"),
                            ("assets_over", "财产超过标准"),
                            ("died_last_member", "保障对象死亡"),
                            ("moved_out", "迁出本区"),
                            ("to_extreme_poverty", "转为特困"),
                            ("imprisoned", "服刑"),
                            ("refused_check", "拒绝核查"),
                            ("untruthful", "申报不实"),
                            ("fraud", "骗取待遇"),
                            ("voluntary", "自愿放弃"),
                            ("phase_out_ended", "渐退期满"),
                            ("merged_household", "并入其他家庭"),
                        ],
                        max_length=20,
                        verbose_name="终止原因",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=300, verbose_name="情况说明")),
                (
                    "payee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
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
                ("new_bank", models.CharField(blank=True, max_length=60, verbose_name="新开户行")),
                (
                    "new_account",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="新账号"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="迁入村（社区）",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="新住址")),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_by",
                        to="payments.entitlement",
                        verbose_name="并入的待遇",
                    ),
                ),
                ("pay_held", models.BooleanField(blank=True, null=True, verbose_name="补发暂停的月份")),
                ("has_facts", models.BooleanField(default=True, verbose_name="家庭情况已填")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("increase", "增加"),
                            ("decrease", "减少"),
                            ("unchanged", "继续享受"),
                            ("stop", "终止"),
                            ("phase_out", "渐退"),
                            ("suspend", "暂停"),
                            ("resume", "恢复"),
                            ("payee", "变更领款人、账户"),
                            ("move", "区内迁移"),
                        ],
                        max_length=12,
                        verbose_name="变更结果",
                    ),
                ),
                (
                    "effective_month",
                    apps.core.fields.MonthField(blank=True, null=True, verbose_name="变更起始月"),
                ),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                (
                    "amount_before",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="原金额（元/月）"
                    ),
                ),
                (
                    "amount_after",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="现金额（元/月）"
                    ),
                ),
                (
                    "heads_before",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="原保障人数"),
                ),
                (
                    "heads_after",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="现保障人数"),
                ),
                ("computation_before", models.JSONField(blank=True, default=list, verbose_name="原计算过程")),
                ("months", models.JSONField(blank=True, default=list, verbose_name="各月金额")),
            ],
            options={
                "verbose_name": "低保变更",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chosen_month__day", 1), ("chosen_month__isnull", True), _connector="OR"
                        ),
                        name="dibao_change_chosen_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_month__day", 1), ("effective_month__isnull", True), _connector="OR"
                        ),
                        name="dibao_change_effective_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__day", 1), ("last_month__isnull", True), _connector="OR"
                        ),
                        name="dibao_change_last_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(
                                ("amount_before__isnull", False),
                                ("effective_month__isnull", False),
                                ("heads_before__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dibao_change_frozen_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["increase", "decrease", "unchanged", "phase_out"]),
                                _negated=True,
                            ),
                            models.Q(("amount_after__gt", 0), ("heads_after__gt", 0)),
                            _connector="OR",
                        ),
                        name="dibao_change_goes_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "stop"), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dibao_change_stop_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "phase_out"), _negated=True),
                            ("last_month__isnull", False),
                            _connector="OR",
                        ),
                        name="dibao_change_phase_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "move"), _negated=True),
                            ("region__isnull", False),
                            _connector="OR",
                        ),
                        name="dibao_change_move_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ground", "merge"), _negated=True),
                            ("other__isnull", False),
                            _connector="OR",
                        ),
                        name="dibao_change_merge_with",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaochangeevent" ("account_id", "address", "amount_after", "amount_before", "case_id", "chosen_month", "computation_before", "effective_month", "end_reason", "entitlement_id", "event_on", "ground", "has_facts", "heads_after", "heads_before", "id", "last_month", "leave_reason", "months", "new_account", "new_bank", "other_id", "outcome", "pay_held", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_text", "region_id") SELECT old_values."account_id", old_values."address", old_values."amount_after", old_values."amount_before", old_values."case_id", old_values."chosen_month", old_values."computation_before", old_values."effective_month", old_values."end_reason", old_values."entitlement_id", old_values."event_on", old_values."ground", old_values."has_facts", old_values."heads_after", old_values."heads_before", old_values."id", old_values."last_month", old_values."leave_reason", old_values."months", old_values."new_account", old_values."new_bank", old_values."other_id", old_values."outcome", old_values."pay_held", old_values."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."reason_text", old_values."region_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4f608ee1fe23bef8e0ec0b2928028922b78de8f1",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_aebdf",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_dibaochange",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaochangeevent" ("account_id", "address", "amount_after", "amount_before", "case_id", "chosen_month", "computation_before", "effective_month", "end_reason", "entitlement_id", "event_on", "ground", "has_facts", "heads_after", "heads_before", "id", "last_month", "leave_reason", "months", "new_account", "new_bank", "other_id", "outcome", "pay_held", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_text", "region_id") SELECT old_values."account_id", old_values."address", old_values."amount_after", old_values."amount_before", old_values."case_id", old_values."chosen_month", old_values."computation_before", old_values."effective_month", old_values."end_reason", old_values."entitlement_id", old_values."event_on", old_values."ground", old_values."has_facts", old_values."heads_after", old_values."heads_before", old_values."id", old_values."last_month", old_values."leave_reason", old_values."months", old_values."new_account", old_values."new_bank", old_values."other_id", old_values."outcome", old_values."pay_held", old_values."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason_text", old_values."region_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="65c665b7da2cdd61ed7acfa0ad21829608bfaee9",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3b737",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_dibaochange",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandardChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policy.standard",
                        verbose_name="新标准",
                    ),
                ),
                ("district_code", models.CharField(max_length=6)),
                ("from_month", apps.core.fields.MonthField(verbose_name="起始月")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待决定"),
                            ("decided", "已决定"),
                            ("refused", "未通过"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="pending",
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
                    ),
                ),
                ("maker_key", models.CharField(max_length=64)),
                ("made_on", models.DateField(verbose_name="提出日期")),
                ("previewed_at", models.DateTimeField(verbose_name="试算时间")),
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
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "标准调整",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_month__day", 1), ("from_month__isnull", True), _connector="OR"
                        ),
                        name="standard_change_from_month",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("district_code",),
                        name="standard_change_pending_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(
                                models.Q(("maker_key", models.F("decider_key")), _negated=True),
                                models.Q(("made_by", models.F("decided_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="standard_change_four_eyes",
                        violation_error_message="提出人和决定人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("decider_key", ""),
                                ("state__in", ["pending", "withdrawn"]),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                                ("state__in", ["decided", "refused"]),
                                models.Q(("decider_key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="standard_change_decided_whole",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_standardchangeevent" ("comment", "decided_by_id", "decided_on", "decider_key", "district_code", "from_month", "id", "made_by_id", "made_on", "maker_key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previewed_at", "standard_id", "state", "version") SELECT old_values."comment", old_values."decided_by_id", old_values."decided_on", old_values."decider_key", old_values."district_code", old_values."from_month", old_values."id", old_values."made_by_id", old_values."made_on", old_values."maker_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."previewed_at", old_values."standard_id", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="dea5df7f6906aec7decadefe9558ac1a8c48fe75",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3ac05",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_standardchange",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_standardchangeevent" ("comment", "decided_by_id", "decided_on", "decider_key", "district_code", "from_month", "id", "made_by_id", "made_on", "maker_key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previewed_at", "standard_id", "state", "version") SELECT old_values."comment", old_values."decided_by_id", old_values."decided_on", old_values."decider_key", old_values."district_code", old_values."from_month", old_values."id", old_values."made_by_id", old_values."made_on", old_values."maker_key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."previewed_at", old_values."standard_id", old_values."state", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="8a3635ce70e554b9155653a06b422297a51f51ee",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4065b",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_standardchange",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CareVisitEvent",
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
                        to="assistance.carevisit",
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
                ("submit_token", models.UUIDField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("voided_on", models.DateField(blank=True, null=True, verbose_name="作废日期")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
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
                ("visited_on", models.DateField(verbose_name="探访日期")),
                (
                    "mode",
                    models.CharField(
                        choices=[("home", "上门"), ("phone", "电话"), ("video", "视频")],
                        max_length=6,
                        verbose_name="探访方式",
                    ),
                ),
                ("visitors", models.CharField(max_length=100, verbose_name="探访人员")),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("well", "情况平稳"),
                            ("need", "有需求"),
                            ("urgent", "急需帮助"),
                            ("absent", "未见到人"),
                        ],
                        max_length=8,
                        verbose_name="探访情况",
                    ),
                ),
                ("needs", models.CharField(blank=True, max_length=300, verbose_name="需求和处理")),
                (
                    "signature",
                    models.CharField(
                        choices=[("signed", "本人签字"), ("family", "家属代签"), ("none", "未签字")],
                        default="none",
                        max_length=8,
                        verbose_name="签字",
                    ),
                ),
                ("next_visit_on", models.DateField(blank=True, null=True, verbose_name="下次探访日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChildHomeEvent",
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
                        to="assistance.childhome",
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
                ("submit_token", models.UUIDField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("recorded_on", models.DateField(editable=False, verbose_name="登记日期")),
                ("opened_on", models.DateField(verbose_name="启用日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                ("close_reason", models.CharField(blank=True, max_length=200, verbose_name="停用原因")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("address", models.CharField(max_length=200, verbose_name="地址")),
                ("area", models.DecimalField(decimal_places=1, max_digits=7, verbose_name="面积（平方米）")),
                ("in_charge", models.CharField(max_length=50, verbose_name="负责人")),
                ("phone", apps.core.fields.EncryptedTextField(verbose_name="联系电话")),
                ("phone_hint", models.CharField(editable=False, max_length=20, verbose_name="联系电话")),
                ("hours", models.CharField(max_length=100, verbose_name="开放时间")),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("play", "游戏活动"),
                                ("study", "课业辅导"),
                                ("care", "临时照料"),
                                ("mind", "心理关爱"),
                                ("parents", "家庭教育指导"),
                                ("safety", "安全教育"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="服务内容",
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[("", "未评定"), ("three", "三星"), ("four", "四星"), ("five", "五星")],
                        default="",
                        max_length=10,
                        verbose_name="星级",
                    ),
                ),
                ("upgraded_on", models.DateField(blank=True, null=True, verbose_name="提升建设完成日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DibaoApplicationEvent",
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
                        to="assistance.dibaoapplication",
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
                    "unit",
                    models.CharField(
                        choices=[("household", "全户"), ("single", "单列户")],
                        default="household",
                        max_length=10,
                        verbose_name="申请单位",
                    ),
                ),
                ("single_member_key", models.CharField(blank=True, max_length=40, verbose_name="单列人员")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("illness", "因病"),
                            ("disability", "因残"),
                            ("unemployment", "失业"),
                            ("old_age", "年老"),
                            ("schooling", "就学"),
                            ("low_labour", "缺少劳动力"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="申请事由",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=300, verbose_name="事由说明")),
                ("housing_text", models.CharField(blank=True, max_length=100, verbose_name="住房情况")),
                (
                    "deposits",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="存款、理财、证券（元）",
                    ),
                ),
                (
                    "insurance",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="商业保险现金价值（元）",
                    ),
                ),
                (
                    "dwellings",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="住房套数"),
                ),
                (
                    "area",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=7,
                        null=True,
                        verbose_name="建筑面积（平方米）",
                    ),
                ),
                (
                    "vehicle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "无"),
                            ("disabled_aid", "残疾人功能性补偿代步车"),
                            ("livelihood", "生产经营必需车辆"),
                            ("other", "其他机动车辆"),
                        ],
                        default=None,
                        max_length=20,
                        null=True,
                        verbose_name="机动车辆",
                    ),
                ),
                (
                    "business",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "无"),
                            ("dormant", "有登记，未实际经营"),
                            ("small_trade", "个体小本经营"),
                            ("company", "企业投资人或股东"),
                        ],
                        default=None,
                        max_length=20,
                        null=True,
                        verbose_name="工商登记",
                    ),
                ),
                (
                    "household_deductions",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="户扣减（元/月）"
                    ),
                ),
                ("has_stable_income", models.BooleanField(default=False, verbose_name="收入稳定")),
                ("is_by_proxy", models.BooleanField(default=False, verbose_name="委托办理")),
                ("proxy_name", models.CharField(blank=True, max_length=50, verbose_name="受托人")),
                ("receives_support", models.BooleanField(default=False, verbose_name="有赡养抚养费")),
                (
                    "duplicate_note",
                    models.CharField(blank=True, max_length=300, verbose_name="关联记录核实说明"),
                ),
                (
                    "declared_income",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="申报月收入（元）"
                    ),
                ),
                (
                    "countable_income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="可计月收入（元）",
                    ),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="拟保障金额（元/月）",
                    ),
                ),
                (
                    "proposed_heads",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="拟保障人数"),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                ("recheck_class", models.CharField(blank=True, max_length=1, verbose_name="复核类别")),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DibaoChangeEvent",
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
                        to="assistance.dibaochange",
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
                    "ground",
                    models.CharField(
                        choices=[
                            ("member_join", "增加成员"),
                            ("member_leave", "减少成员"),
                            ("member_death", "成员去世"),
                            ("split", "分户"),
                            ("merge", "并户"),
                            ("income", "收入、财产变化"),
                            ("job_start", "成员就业"),
                            ("recheck", "定期复核"),
                            ("payee", "变更领款人、账户"),
                            ("suspend", "暂停发放"),
                            ("resume", "恢复发放"),
                            ("stop", "终止待遇"),
                            ("move", "区内迁移"),
                            ("correction", "更正差错"),
                        ],
                        max_length=20,
                        verbose_name="变更事由",
                    ),
                ),
                ("event_on", models.DateField(blank=True, null=True, verbose_name="发生日期")),
                (
                    "chosen_month",
                    apps.core.fields.MonthField(blank=True, null=True, verbose_name="指定起始月"),
                ),
                (
                    "leave_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("divorce", "离婚"),
                            ("grown_up", "成年子女分家"),
                            ("prison", "服刑"),
                            ("detox", "强制隔离戒毒"),
                            ("missing", "宣告失踪"),
                            ("own_household", "不再共同生活"),
                        ],
                        max_length=20,
                        verbose_name="减少原因",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("income_over", "收入超过标准"),
                            ("assets_over", "财产超过标准"),
                            ("died_last_member", "保障对象死亡"),
                            ("moved_out", "迁出本区"),
                            ("to_extreme_poverty", "转为特困"),
                            ("imprisoned", "服刑"),
                            ("refused_check", "拒绝核查"),
                            ("untruthful", "申报不实"),
                            ("fraud", "骗取待遇"),
                            ("voluntary", "自愿放弃"),
                            ("phase_out_ended", "渐退期满"),
                            ("merged_household", "并入其他家庭"),
                        ],
                        max_length=20,
                        verbose_name="终止原因",
                    ),
                ),
                ("reason_text", models.CharField(blank=True, max_length=300, verbose_name="情况说明")),
                (
                    "payee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
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
                ("new_bank", models.CharField(blank=True, max_length=60, verbose_name="新开户行")),
                (
                    "new_account",
                    apps.core.fields.EncryptedTextField(blank=True, default="", verbose_name="新账号"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="regions.region",
                        verbose_name="迁入村（社区）",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="新住址")),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="payments.entitlement",
                        verbose_name="并入的待遇",
                    ),
                ),
                ("pay_held", models.BooleanField(blank=True, null=True, verbose_name="补发暂停的月份")),
                ("has_facts", models.BooleanField(default=True, verbose_name="家庭情况已填")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("increase", "增加"),
                            ("decrease", "减少"),
                            ("unchanged", "继续享受"),
                            ("stop", "终止"),
                            ("phase_out", "渐退"),
                            ("suspend", "暂停"),
                            ("resume", "恢复"),
                            ("payee", "变更领款人、账户"),
                            ("move", "区内迁移"),
                        ],
                        max_length=12,
                        verbose_name="变更结果",
                    ),
                ),
                (
                    "effective_month",
                    apps.core.fields.MonthField(blank=True, null=True, verbose_name="变更起始月"),
                ),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                (
                    "amount_before",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="原金额（元/月）"
                    ),
                ),
                (
                    "amount_after",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="现金额（元/月）"
                    ),
                ),
                (
                    "heads_before",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="原保障人数"),
                ),
                (
                    "heads_after",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="现保障人数"),
                ),
                ("computation_before", models.JSONField(blank=True, default=list, verbose_name="原计算过程")),
                ("months", models.JSONField(blank=True, default=list, verbose_name="各月金额")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DibaoMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="assistance.dibaoapplication",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                            ("grandson", "孙子"),
                            ("granddaughter", "孙女"),
                            ("grandfather", "祖父"),
                            ("grandmother", "祖母"),
                            ("brother", "兄弟"),
                            ("sister", "姐妹"),
                            ("child_in_law", "儿媳、女婿"),
                            ("parent_in_law", "公婆、岳父母"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="与申请人关系",
                    ),
                ),
                (
                    "labour_capacity",
                    models.CharField(
                        choices=[
                            ("full", "有"),
                            ("partial", "部分"),
                            ("none", "无"),
                            ("student", "在校学生"),
                            ("minor", "未成年"),
                        ],
                        max_length=20,
                        verbose_name="劳动能力",
                    ),
                ),
                (
                    "schooling",
                    models.CharField(
                        choices=[
                            ("none", "不在校"),
                            ("compulsory", "学前、义务教育"),
                            ("upper_secondary", "高中、中职"),
                            ("college", "全日制大专"),
                            ("bachelor", "全日制本科"),
                            ("postgraduate", "研究生"),
                            ("part_time", "非全日制"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="就学",
                    ),
                ),
                (
                    "disability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无"),
                            ("visual", "视力"),
                            ("hearing", "听力"),
                            ("speech", "言语"),
                            ("physical", "肢体"),
                            ("intellectual", "智力"),
                            ("mental", "精神"),
                            ("multiple", "多重"),
                        ],
                        max_length=20,
                        verbose_name="残疾类别",
                    ),
                ),
                (
                    "disability_level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="残疾等级"),
                ),
                ("has_serious_illness", models.BooleanField(default=False, verbose_name="重病")),
                (
                    "marital_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未填"),
                            ("single", "未婚"),
                            ("married", "已婚"),
                            ("widowed", "丧偶"),
                            ("divorced", "离婚"),
                        ],
                        max_length=20,
                        verbose_name="婚姻",
                    ),
                ),
                ("lives_together", models.BooleanField(default=True, verbose_name="共同生活")),
                (
                    "absence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无"),
                            ("clergy", "连续三年以上脱离家庭独立生活的宗教教职人员"),
                            ("prison", "在监狱内服刑"),
                            ("detox", "在强制隔离戒毒所戒毒"),
                            ("missing", "宣告失踪"),
                            ("deceased", "已去世"),
                            ("left", "已不是共同生活成员"),
                        ],
                        max_length=20,
                        verbose_name="不计入情形",
                    ),
                ),
                ("has_local_hukou", models.BooleanField(default=True, verbose_name="本地户籍")),
                ("work_since", apps.core.fields.MonthField(blank=True, null=True, verbose_name="就业起始月")),
            ],
            options={
                "verbose_name": "家庭成员",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "key"), name="dibao_member_key_once"),
                    models.UniqueConstraint(fields=("application", "person"), name="dibao_member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disability_level__isnull", True),
                            models.Q(
                                ("disability_level__range", (1, 4)),
                                models.Q(("disability", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dibao_member_disability",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work_since__day", 1), ("work_since__isnull", True), _connector="OR"
                        ),
                        name="dibao_member_work_since",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaomemberevent" ("absence", "application_id", "disability", "disability_level", "has_local_hukou", "has_serious_illness", "id", "key", "labour_capacity", "lives_together", "marital_status", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "schooling", "work_since") SELECT old_values."absence", old_values."application_id", old_values."disability", old_values."disability_level", old_values."has_local_hukou", old_values."has_serious_illness", old_values."id", old_values."key", old_values."labour_capacity", old_values."lives_together", old_values."marital_status", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."position", old_values."relation", old_values."schooling", old_values."work_since" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1756ead0ec28f35a5c812671aeaf0bbcfbd596b9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_40d61",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_dibaomember",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaomemberevent" ("absence", "application_id", "disability", "disability_level", "has_local_hukou", "has_serious_illness", "id", "key", "labour_capacity", "lives_together", "marital_status", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation", "schooling", "work_since") SELECT old_values."absence", old_values."application_id", old_values."disability", old_values."disability_level", old_values."has_local_hukou", old_values."has_serious_illness", old_values."id", old_values."key", old_values."labour_capacity", old_values."lives_together", old_values."marital_status", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."relation", old_values."schooling", old_values."work_since" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="435e3441f06c7dd720b24b63262e62b97edf248e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1922d",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_dibaomember",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServedCommunity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="served",
                        to="assistance.childhome",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="服务的村（社区）",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="起始日期")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="截止日期")),
            ],
            options={
                "verbose_name": "服务的村（社区）",
                "indexes": [models.Index(fields=["community", "first_day"], name="served_community")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("last_day__isnull", True)),
                        fields=("home", "community"),
                        name="served_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True),
                            ("last_day__gte", models.F("first_day")),
                            _connector="OR",
                        ),
                        name="served_dates_order",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("community_id"), 12
                        ),
                        name="served_is_a_community",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_servedcommunityevent" ("community_id", "first_day", "home_id", "id", "last_day", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."community_id", old_values."first_day", old_values."home_id", old_values."id", old_values."last_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4e2196e9a53d5b8b10919630110a43ee5f2891e5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6fa8a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_servedcommunity",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_servedcommunityevent" ("community_id", "first_day", "home_id", "id", "last_day", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."community_id", old_values."first_day", old_values."home_id", old_values."id", old_values."last_day", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="0d075102d8d30de5e39da212912d1b77789ec2e7",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5ff72",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_servedcommunity",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandardChangeEvent",
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
                        to="assistance.standardchange",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "standard",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="policy.standard",
                        verbose_name="新标准",
                    ),
                ),
                ("district_code", models.CharField(max_length=6)),
                ("from_month", apps.core.fields.MonthField(verbose_name="起始月")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待决定"),
                            ("decided", "已决定"),
                            ("refused", "未通过"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="pending",
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
                    ),
                ),
                ("maker_key", models.CharField(max_length=64)),
                ("made_on", models.DateField(verbose_name="提出日期")),
                ("previewed_at", models.DateTimeField(verbose_name="试算时间")),
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
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StandardChangeRow",
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
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="assistance.standardchange",
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
                ("first_month", apps.core.fields.MonthField(verbose_name="起始月")),
                ("last_month", apps.core.fields.MonthField(blank=True, null=True, verbose_name="最后月")),
                ("heads", models.PositiveSmallIntegerField(verbose_name="保障人数")),
                (
                    "standard_before",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="原标准（元）"),
                ),
                (
                    "before",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="原金额（元/月）"
                    ),
                ),
                (
                    "after",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="新金额（元/月）"
                    ),
                ),
                (
                    "income",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="可计收入（元/月）",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("income", "按原核定收入"),
                            ("facts", "按申报信息重新测算"),
                            ("derived", "收入按现金额反推"),
                        ],
                        max_length=10,
                        verbose_name="收入依据",
                    ),
                ),
                (
                    "left_out",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phase_out", "渐退期间，金额不随标准调整"),
                            ("ended", "待遇已终止"),
                            ("nobody", "当期没有保障人员"),
                            ("no_amount", "当期没有登记金额"),
                            ("income_over", "可计收入不低于新标准，须另行复核"),
                        ],
                        max_length=12,
                        verbose_name="不调整原因",
                    ),
                ),
                ("is_suspended", models.BooleanField(default=False, verbose_name="暂停")),
                ("is_minimum", models.BooleanField(default=False, verbose_name="按最低发放额")),
                (
                    "booked_months",
                    models.PositiveSmallIntegerField(default=0, verbose_name="已列入发放的月数"),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
            ],
            options={
                "verbose_name": "标准调整明细",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["change", "town_code", "id"], name="standard_row_town"),
                    models.Index(fields=["entitlement"], name="standard_row_entitlement"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__day", 1), ("first_month__isnull", True), _connector="OR"
                        ),
                        name="standard_row_first_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__day", 1), ("last_month__isnull", True), _connector="OR"
                        ),
                        name="standard_row_last_month",
                    ),
                    models.UniqueConstraint(
                        fields=("change", "entitlement", "first_month"), name="standard_row_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("after__gt", 0),
                                ("before__gt", 0),
                                ("income__isnull", False),
                                ("left_out", ""),
                                models.Q(("basis", ""), _negated=True),
                            ),
                            models.Q(models.Q(("left_out", ""), _negated=True), ("after__isnull", True)),
                            _connector="OR",
                        ),
                        name="standard_row_changed_or_left_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="assistance.carevisit",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "探访照片",
                "constraints": [models.UniqueConstraint(fields=("visit", "file"), name="visit_photo_once")],
            },
        ),
        migrations.CreateModel(
            name="DibaoIncome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incomes",
                        to="assistance.dibaoapplication",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incomes",
                        to="assistance.dibaomember",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=30, verbose_name="收入来源")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="来源说明")),
                (
                    "monthly",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="申报月均（元）"),
                ),
                (
                    "verified",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="核对月均（元）"
                    ),
                ),
                (
                    "deduction",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="扣减（元）"
                    ),
                ),
                (
                    "deduction_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无"),
                            ("job_cost", "必要的就业成本"),
                            ("disability_cost", "因残疾增加的刚性支出"),
                            ("illness_cost", "因重病增加的刚性支出"),
                        ],
                        max_length=20,
                        verbose_name="扣减事由",
                    ),
                ),
            ],
            options={
                "verbose_name": "收入",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("monthly__gte", 0)), name="dibao_income_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deduction__gte", 0)), name="dibao_deduction_not_negative"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaoincomeevent" ("application_id", "deduction", "deduction_kind", "id", "member_id", "monthly", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "verified") SELECT old_values."application_id", old_values."deduction", old_values."deduction_kind", old_values."id", old_values."member_id", old_values."monthly", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."position", old_values."source", old_values."verified" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="1f8e3627634b8f886f64fd9b4f8f976ce5af86e3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b0ac1",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_dibaoincome",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_dibaoincomeevent" ("application_id", "deduction", "deduction_kind", "id", "member_id", "monthly", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source", "verified") SELECT old_values."application_id", old_values."deduction", old_values."deduction_kind", old_values."id", old_values."member_id", old_values."monthly", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."source", old_values."verified" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="963630d7a5c43c8bf015ae3ccc2741ff7422783f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a92b3",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_dibaoincome",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DibaoMemberEvent",
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
                        to="assistance.dibaomember",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.dibaoapplication",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
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
                            ("grandson", "孙子"),
                            ("granddaughter", "孙女"),
                            ("grandfather", "祖父"),
                            ("grandmother", "祖母"),
                            ("brother", "兄弟"),
                            ("sister", "姐妹"),
                            ("child_in_law", "儿媳、女婿"),
                            ("parent_in_law", "公婆、岳父母"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="与申请人关系",
                    ),
                ),
                (
                    "labour_capacity",
                    models.CharField(
                        choices=[
                            ("full", "有"),
                            ("partial", "部分"),
                            ("none", "无"),
                            ("student", "在校学生"),
                            ("minor", "未成年"),
                        ],
                        max_length=20,
                        verbose_name="劳动能力",
                    ),
                ),
                (
                    "schooling",
                    models.CharField(
                        choices=[
                            ("none", "不在校"),
                            ("compulsory", "学前、义务教育"),
                            ("upper_secondary", "高中、中职"),
                            ("college", "全日制大专"),
                            ("bachelor", "全日制本科"),
                            ("postgraduate", "研究生"),
                            ("part_time", "非全日制"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="就学",
                    ),
                ),
                (
                    "disability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无"),
                            ("visual", "视力"),
                            ("hearing", "听力"),
                            ("speech", "言语"),
                            ("physical", "肢体"),
                            ("intellectual", "智力"),
                            ("mental", "精神"),
                            ("multiple", "多重"),
                        ],
                        max_length=20,
                        verbose_name="残疾类别",
                    ),
                ),
                (
                    "disability_level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="残疾等级"),
                ),
                ("has_serious_illness", models.BooleanField(default=False, verbose_name="重病")),
                (
                    "marital_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未填"),
                            ("single", "未婚"),
                            ("married", "已婚"),
                            ("widowed", "丧偶"),
                            ("divorced", "离婚"),
                        ],
                        max_length=20,
                        verbose_name="婚姻",
                    ),
                ),
                ("lives_together", models.BooleanField(default=True, verbose_name="共同生活")),
                (
                    "absence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无"),
                            ("clergy", "连续三年以上脱离家庭独立生活的宗教教职人员"),
                            ("prison", "在监狱内服刑"),
                            ("detox", "在强制隔离戒毒所戒毒"),
                            ("missing", "宣告失踪"),
                            ("deceased", "已去世"),
                            ("left", "已不是共同生活成员"),
                        ],
                        max_length=20,
                        verbose_name="不计入情形",
                    ),
                ),
                ("has_local_hukou", models.BooleanField(default=True, verbose_name="本地户籍")),
                ("work_since", apps.core.fields.MonthField(blank=True, null=True, verbose_name="就业起始月")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServedCommunityEvent",
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
                        to="assistance.servedcommunity",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "home",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.childhome",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="regions.region",
                        verbose_name="服务的村（社区）",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="起始日期")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="截止日期")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DibaoIncomeEvent",
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
                        to="assistance.dibaoincome",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.dibaoapplication",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.dibaomember",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=30, verbose_name="收入来源")),
                ("note", models.CharField(blank=True, max_length=100, verbose_name="来源说明")),
                (
                    "monthly",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="申报月均（元）"),
                ),
                (
                    "verified",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="核对月均（元）"
                    ),
                ),
                (
                    "deduction",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="扣减（元）"
                    ),
                ),
                (
                    "deduction_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "无"),
                            ("job_cost", "必要的就业成本"),
                            ("disability_cost", "因残疾增加的刚性支出"),
                            ("illness_cost", "因重病增加的刚性支出"),
                        ],
                        max_length=20,
                        verbose_name="扣减事由",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(ONE_CHANGE, DROP_ONE_CHANGE),
        migrations.RunSQL(STANDARDS, DROP_STANDARDS),
        migrations.RunSQL(VOIDED_VISITS, DROP_VOIDED_VISITS),
    ]
