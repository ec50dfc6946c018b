"""The applications for the two subsidies for disabled people."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assistance", "0005_divorce_date"), ("casework", "0005_taken_over_cases_go")]
    operations = [
        migrations.CreateModel(
            name="DisabilityLivingApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_by_proxy", models.BooleanField(default=False, verbose_name="由他人代为申请")),
                ("proxy_name", models.CharField(blank=True, max_length=50, verbose_name="受托人")),
                (
                    "duplicate_note",
                    models.CharField(blank=True, max_length=300, verbose_name="关联记录核实说明"),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="拟定金额（元）"
                    ),
                ),
                (
                    "proposed_heads",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="拟定人数"),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
                (
                    "disability",
                    models.CharField(
                        choices=[
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
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一级"), (2, "二级"), (3, "三级"), (4, "四级")], verbose_name="残疾等级"
                    ),
                ),
                ("certificate_no", models.CharField(max_length=20, verbose_name="残疾人证号")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="残疾人证有效期至")),
                (
                    "received",
                    models.CharField(
                        choices=[
                            ("none", "都没有享受"),
                            ("work_injury", "工伤生活护理费"),
                            ("elderly_care", "养老服务补贴（护理补贴）"),
                            ("retired_cadre", "离休等福利性护理补贴"),
                            ("child_full", "孤儿或全额事实无人抚养儿童生活补贴"),
                        ],
                        max_length=20,
                        verbose_name="已享受的其他待遇",
                    ),
                ),
                (
                    "hardship",
                    models.CharField(
                        choices=[
                            ("dibao", "低保家庭成员"),
                            ("low_edge", "低边家庭成员"),
                            ("other", "其他困难残疾人"),
                        ],
                        max_length=20,
                        verbose_name="困难情形",
                    ),
                ),
                ("hardship_note", models.CharField(blank=True, max_length=200, verbose_name="困难情况说明")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "困难残疾人生活补贴申请",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_by_proxy", False),
                            models.Q(("proxy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disabilitylivingapplication_proxy_named",
                        violation_error_message="委托办理须填写受托人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_amount__isnull", True), ("proposed_amount__gte", 0), _connector="OR"
                        ),
                        name="disabilitylivingapplication_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disability_level__range", (1, 4))), name="living_level"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hardship", "other"), _negated=True),
                            models.Q(("hardship_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="living_hardship_told",
                        violation_error_message="其他困难残疾人，请说明困难情况。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisabilityLivingApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("is_by_proxy", models.BooleanField(default=False, verbose_name="由他人代为申请")),
                ("proxy_name", models.CharField(blank=True, max_length=50, verbose_name="受托人")),
                (
                    "duplicate_note",
                    models.CharField(blank=True, max_length=300, verbose_name="关联记录核实说明"),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="拟定金额（元）"
                    ),
                ),
                (
                    "proposed_heads",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="拟定人数"),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
                (
                    "disability",
                    models.CharField(
                        choices=[
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
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一级"), (2, "二级"), (3, "三级"), (4, "四级")], verbose_name="残疾等级"
                    ),
                ),
                ("certificate_no", models.CharField(max_length=20, verbose_name="残疾人证号")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="残疾人证有效期至")),
                (
                    "received",
                    models.CharField(
                        choices=[
                            ("none", "都没有享受"),
                            ("work_injury", "工伤生活护理费"),
                            ("elderly_care", "养老服务补贴（护理补贴）"),
                            ("retired_cadre", "离休等福利性护理补贴"),
                            ("child_full", "孤儿或全额事实无人抚养儿童生活补贴"),
                        ],
                        max_length=20,
                        verbose_name="已享受的其他待遇",
                    ),
                ),
                (
                    "hardship",
                    models.CharField(
                        choices=[
                            ("dibao", "低保家庭成员"),
                            ("low_edge", "低边家庭成员"),
                            ("other", "其他困难残疾人"),
                        ],
                        max_length=20,
                        verbose_name="困难情形",
                    ),
                ),
                ("hardship_note", models.CharField(blank=True, max_length=200, verbose_name="困难情况说明")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="assistance.disabilitylivingapplication",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="DisabilityNursingApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_by_proxy", models.BooleanField(default=False, verbose_name="由他人代为申请")),
                ("proxy_name", models.CharField(blank=True, max_length=50, verbose_name="受托人")),
                (
                    "duplicate_note",
                    models.CharField(blank=True, max_length=300, verbose_name="关联记录核实说明"),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="拟定金额（元）"
                    ),
                ),
                (
                    "proposed_heads",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="拟定人数"),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
                (
                    "disability",
                    models.CharField(
                        choices=[
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
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一级"), (2, "二级"), (3, "三级"), (4, "四级")], verbose_name="残疾等级"
                    ),
                ),
                ("certificate_no", models.CharField(max_length=20, verbose_name="残疾人证号")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="残疾人证有效期至")),
                (
                    "received",
                    models.CharField(
                        choices=[
                            ("none", "都没有享受"),
                            ("work_injury", "工伤生活护理费"),
                            ("elderly_care", "养老服务补贴（护理补贴）"),
                            ("retired_cadre", "离休等福利性护理补贴"),
                            ("child_full", "孤儿或全额事实无人抚养儿童生活补贴"),
                        ],
                        max_length=20,
                        verbose_name="已享受的其他待遇",
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("full", "生活完全不能自理"),
                            ("partial", "生活部分不能自理"),
                            ("light", "生活能够自理，需要长期照护"),
                        ],
                        max_length=20,
                        verbose_name="照护需要",
                    ),
                ),
                ("assessed_on", models.DateField(verbose_name="评估日期")),
                ("assessor", models.CharField(max_length=50, verbose_name="评估人")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="casework.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "重度残疾人护理补贴申请",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_by_proxy", False),
                            models.Q(("proxy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="disabilitynursingapplication_proxy_named",
                        violation_error_message="委托办理须填写受托人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_amount__isnull", True), ("proposed_amount__gte", 0), _connector="OR"
                        ),
                        name="disabilitynursingapplication_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disability_level__range", (1, 4))), name="nursing_level"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisabilityNursingApplicationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("is_by_proxy", models.BooleanField(default=False, verbose_name="由他人代为申请")),
                ("proxy_name", models.CharField(blank=True, max_length=50, verbose_name="受托人")),
                (
                    "duplicate_note",
                    models.CharField(blank=True, max_length=300, verbose_name="关联记录核实说明"),
                ),
                (
                    "proposed_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="拟定金额（元）"
                    ),
                ),
                (
                    "proposed_heads",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="拟定人数"),
                ),
                (
                    "standard",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="适用标准（元）"
                    ),
                ),
                ("computation", models.JSONField(blank=True, default=list, verbose_name="计算过程")),
                (
                    "disability",
                    models.CharField(
                        choices=[
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
                    models.PositiveSmallIntegerField(
                        choices=[(1, "一级"), (2, "二级"), (3, "三级"), (4, "四级")], verbose_name="残疾等级"
                    ),
                ),
                ("certificate_no", models.CharField(max_length=20, verbose_name="残疾人证号")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="残疾人证有效期至")),
                (
                    "received",
                    models.CharField(
                        choices=[
                            ("none", "都没有享受"),
                            ("work_injury", "工伤生活护理费"),
                            ("elderly_care", "养老服务补贴（护理补贴）"),
                            ("retired_cadre", "离休等福利性护理补贴"),
                            ("child_full", "孤儿或全额事实无人抚养儿童生活补贴"),
                        ],
                        max_length=20,
                        verbose_name="已享受的其他待遇",
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("full", "生活完全不能自理"),
                            ("partial", "生活部分不能自理"),
                            ("light", "生活能够自理，需要长期照护"),
                        ],
                        max_length=20,
                        verbose_name="照护需要",
                    ),
                ),
                ("assessed_on", models.DateField(verbose_name="评估日期")),
                ("assessor", models.CharField(max_length=50, verbose_name="评估人")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="assistance.disabilitynursingapplication",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disabilitylivingapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_disabilitylivingapplicationevent" ("case_id", "certificate_no", "computation", "disability", "disability_level", "duplicate_note", "hardship", "hardship_note", "id", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "received", "standard", "valid_until") SELECT old_values."case_id", old_values."certificate_no", old_values."computation", old_values."disability", old_values."disability_level", old_values."duplicate_note", old_values."hardship", old_values."hardship_note", old_values."id", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."received", old_values."standard", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="cde0dcf2987cdcee36dfb39d11c33f1be8d3afc9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_43b90",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assistance_disabilitylivingapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disabilitylivingapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_disabilitylivingapplicationevent" ("case_id", "certificate_no", "computation", "disability", "disability_level", "duplicate_note", "hardship", "hardship_note", "id", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "received", "standard", "valid_until") SELECT old_values."case_id", old_values."certificate_no", old_values."computation", old_values."disability", old_values."disability_level", old_values."duplicate_note", old_values."hardship", old_values."hardship_note", old_values."id", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."received", old_values."standard", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d663504b02805f46a383bf733799a09f4188b7d8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_50785",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assistance_disabilitylivingapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disabilitynursingapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_disabilitynursingapplicationevent" ("assessed_on", "assessor", "band", "case_id", "certificate_no", "computation", "disability", "disability_level", "duplicate_note", "id", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "received", "standard", "valid_until") SELECT old_values."assessed_on", old_values."assessor", old_values."band", old_values."case_id", old_values."certificate_no", old_values."computation", old_values."disability", old_values."disability_level", old_values."duplicate_note", old_values."id", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."received", old_values."standard", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="eb2eedc049459b86cbe8d0af5dc1c54dd9fa25f1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4567",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="assistance_disabilitynursingapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disabilitynursingapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_disabilitynursingapplicationevent" ("assessed_on", "assessor", "band", "case_id", "certificate_no", "computation", "disability", "disability_level", "duplicate_note", "id", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "received", "standard", "valid_until") SELECT old_values."assessed_on", old_values."assessor", old_values."band", old_values."case_id", old_values."certificate_no", old_values."computation", old_values."disability", old_values."disability_level", old_values."duplicate_note", old_values."id", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."received", old_values."standard", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5e0e274f24e4f751711ebdf9bd934d5491e1b739",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2cfcb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="assistance_disabilitynursingapplication",
                    when="AFTER",
                ),
            ),
        ),
    ]
