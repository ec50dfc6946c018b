import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0002_deciders"),
        ("casework", "0005_taken_over_cases_go"),
        ("people", "0006_shared_number"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChildApplication",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="casework.case",
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
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "guardian_relation",
                    models.CharField(
                        choices=[
                            ("kin", "祖父母、外祖父母"),
                            ("sibling", "兄姐"),
                            ("relative", "其他亲属"),
                            ("parent", "父母"),
                            ("institution", "儿童福利机构"),
                            ("committee", "村（居）民委员会"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="监护人与儿童关系",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="就读学校")),
                ("grade", models.CharField(blank=True, max_length=20, verbose_name="年级")),
                (
                    "child_class",
                    models.CharField(
                        choices=[
                            ("defacto", "事实无人抚养"),
                            ("severe", "本人重度残疾或患重病"),
                            ("dibao_family", "低保家庭儿童"),
                            ("marginal_family", "低边家庭儿童"),
                        ],
                        max_length=20,
                        verbose_name="困境类别",
                    ),
                ),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        verbose_name="已享其他基本生活救助（元/月）",
                    ),
                ),
                ("situation", models.CharField(blank=True, max_length=300, verbose_name="情况说明")),
            ],
            options={
                "verbose_name": "困境儿童生活补贴申请",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_by_proxy", False),
                            models.Q(("proxy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="childapplication_proxy_named",
                        violation_error_message="委托办理须填写受托人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_amount__isnull", True), ("proposed_amount__gte", 0), _connector="OR"
                        ),
                        name="childapplication_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__gte", 0)), name="child_received_not_negative"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_childapplicationevent" ("case_id", "child_class", "computation", "duplicate_note", "grade", "guardian_id", "guardian_relation", "id", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "received", "school", "situation", "standard") SELECT old_values."case_id", old_values."child_class", old_values."computation", old_values."duplicate_note", old_values."grade", old_values."guardian_id", old_values."guardian_relation", old_values."id", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."received", old_values."school", old_values."situation", old_values."standard" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="74620783606efa9b0d44eab267885ba33b607f51",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4ca45",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_childapplication",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_childapplicationevent" ("case_id", "child_class", "computation", "duplicate_note", "grade", "guardian_id", "guardian_relation", "id", "is_by_proxy", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "received", "school", "situation", "standard") SELECT old_values."case_id", old_values."child_class", old_values."computation", old_values."duplicate_note", old_values."grade", old_values."guardian_id", old_values."guardian_relation", old_values."id", old_values."is_by_proxy", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."received", old_values."school", old_values."situation", old_values."standard" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="252111d8bb9a66643f203ab441e6aa93a85b18f8",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_64c51",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_childapplication",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrphanApplication",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="casework.case",
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
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "guardian_relation",
                    models.CharField(
                        choices=[
                            ("kin", "祖父母、外祖父母"),
                            ("sibling", "兄姐"),
                            ("relative", "其他亲属"),
                            ("parent", "父母"),
                            ("institution", "儿童福利机构"),
                            ("committee", "村（居）民委员会"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="监护人与儿童关系",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="就读学校")),
                ("grade", models.CharField(blank=True, max_length=20, verbose_name="年级")),
                (
                    "orphan_type",
                    models.CharField(
                        choices=[
                            ("both_dead", "父母双亡"),
                            ("declared", "父母被宣告死亡或失踪"),
                            ("abandoned", "查找不到生父母"),
                        ],
                        max_length=20,
                        verbose_name="父母情况",
                    ),
                ),
                (
                    "placement",
                    models.CharField(
                        choices=[("scattered", "社会散居"), ("institution", "机构集中养育")],
                        max_length=20,
                        verbose_name="安置方式",
                    ),
                ),
            ],
            options={
                "verbose_name": "孤儿基本生活保障申请",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_by_proxy", False),
                            models.Q(("proxy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="orphanapplication_proxy_named",
                        violation_error_message="委托办理须填写受托人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_amount__isnull", True), ("proposed_amount__gte", 0), _connector="OR"
                        ),
                        name="orphanapplication_amount_not_negative",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_orphanapplicationevent" ("case_id", "computation", "duplicate_note", "grade", "guardian_id", "guardian_relation", "id", "is_by_proxy", "orphan_type", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement", "proposed_amount", "proposed_heads", "proxy_name", "school", "standard") SELECT old_values."case_id", old_values."computation", old_values."duplicate_note", old_values."grade", old_values."guardian_id", old_values."guardian_relation", old_values."id", old_values."is_by_proxy", old_values."orphan_type", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."placement", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."school", old_values."standard" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="4dbc097b7523803292c600dc3a5965dd80602d0c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b05c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_orphanapplication",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_orphanapplicationevent" ("case_id", "computation", "duplicate_note", "grade", "guardian_id", "guardian_relation", "id", "is_by_proxy", "orphan_type", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement", "proposed_amount", "proposed_heads", "proxy_name", "school", "standard") SELECT old_values."case_id", old_values."computation", old_values."duplicate_note", old_values."grade", old_values."guardian_id", old_values."guardian_relation", old_values."id", old_values."is_by_proxy", old_values."orphan_type", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."placement", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."school", old_values."standard" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="323b6f4e9251af745d5322fceee0b38916e35c73",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f10f0",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_orphanapplication",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TekunApplication",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="casework.case",
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
                    "no_labour_ground",
                    models.CharField(
                        choices=[
                            ("elderly", "60 周岁以上"),
                            ("minor", "未满 16 周岁"),
                            ("mental", "智力、精神残疾一至三级"),
                            ("physical", "肢体残疾一、二级"),
                            ("visual", "视力残疾一级"),
                        ],
                        max_length=20,
                        verbose_name="无劳动能力情形",
                    ),
                ),
                (
                    "can_eat",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主吃饭"),
                ),
                (
                    "can_dress",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主穿衣"),
                ),
                (
                    "can_bed",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主上下床"),
                ),
                (
                    "can_toilet",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主如厕"),
                ),
                (
                    "can_walk",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="室内自主行走"),
                ),
                (
                    "can_bathe",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主洗澡"),
                ),
                ("self_care_on", models.DateField(verbose_name="评估日期")),
                ("assessor", models.CharField(max_length=50, verbose_name="评估人")),
                (
                    "monthly_income",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="月收入合计（元）"),
                ),
                (
                    "financial",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金融资产合计（元）"),
                ),
                ("dwellings", models.PositiveSmallIntegerField(verbose_name="住房套数")),
                (
                    "support_form",
                    models.CharField(
                        choices=[("dispersed", "分散供养"), ("centralised", "集中供养")],
                        default="dispersed",
                        max_length=20,
                        verbose_name="供养方式",
                    ),
                ),
                ("institution", models.CharField(blank=True, max_length=100, verbose_name="供养机构")),
                ("carer", models.CharField(blank=True, max_length=50, verbose_name="照料护理人")),
                ("agreement_no", models.CharField(blank=True, max_length=60, verbose_name="照料协议编号")),
            ],
            options={
                "verbose_name": "特困供养申请",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_by_proxy", False),
                            models.Q(("proxy_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tekunapplication_proxy_named",
                        violation_error_message="委托办理须填写受托人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_amount__isnull", True), ("proposed_amount__gte", 0), _connector="OR"
                        ),
                        name="tekunapplication_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("financial__gte", 0), ("monthly_income__gte", 0)),
                        name="tekun_means_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("support_form", "centralised"), _negated=True),
                            models.Q(("institution", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="tekun_institution_named",
                        violation_error_message="集中供养的，请填写供养机构。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("support_form", "dispersed"), _negated=True),
                            models.Q(
                                models.Q(("carer", ""), _negated=True),
                                models.Q(("agreement_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tekun_carer_named",
                        violation_error_message="分散供养的，请填写照料护理人和照料协议编号。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_tekunapplicationevent" ("agreement_no", "assessor", "can_bathe", "can_bed", "can_dress", "can_eat", "can_toilet", "can_walk", "carer", "case_id", "computation", "duplicate_note", "dwellings", "financial", "id", "institution", "is_by_proxy", "monthly_income", "no_labour_ground", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "self_care_on", "standard", "support_form") SELECT old_values."agreement_no", old_values."assessor", old_values."can_bathe", old_values."can_bed", old_values."can_dress", old_values."can_eat", old_values."can_toilet", old_values."can_walk", old_values."carer", old_values."case_id", old_values."computation", old_values."duplicate_note", old_values."dwellings", old_values."financial", old_values."id", old_values."institution", old_values."is_by_proxy", old_values."monthly_income", old_values."no_labour_ground", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."self_care_on", old_values."standard", old_values."support_form" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="444b7d02ddc9d9b91e23d6efbbca80d05b3ca301",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_feb95",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_tekunapplication",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_tekunapplicationevent" ("agreement_no", "assessor", "can_bathe", "can_bed", "can_dress", "can_eat", "can_toilet", "can_walk", "carer", "case_id", "computation", "duplicate_note", "dwellings", "financial", "id", "institution", "is_by_proxy", "monthly_income", "no_labour_ground", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_heads", "proxy_name", "self_care_on", "standard", "support_form") SELECT old_values."agreement_no", old_values."assessor", old_values."can_bathe", old_values."can_bed", old_values."can_dress", old_values."can_eat", old_values."can_toilet", old_values."can_walk", old_values."carer", old_values."case_id", old_values."computation", old_values."duplicate_note", old_values."dwellings", old_values."financial", old_values."id", old_values."institution", old_values."is_by_proxy", old_values."monthly_income", old_values."no_labour_ground", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."proposed_amount", old_values."proposed_heads", old_values."proxy_name", old_values."self_care_on", old_values."standard", old_values."support_form" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="75863c7291f246c6fa736e5d92431988ac329b2e",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4afee",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_tekunapplication",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildApplicationEvent",
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
                        to="assistance.childapplication",
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
                    "guardian",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "guardian_relation",
                    models.CharField(
                        choices=[
                            ("kin", "祖父母、外祖父母"),
                            ("sibling", "兄姐"),
                            ("relative", "其他亲属"),
                            ("parent", "父母"),
                            ("institution", "儿童福利机构"),
                            ("committee", "村（居）民委员会"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="监护人与儿童关系",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="就读学校")),
                ("grade", models.CharField(blank=True, max_length=20, verbose_name="年级")),
                (
                    "child_class",
                    models.CharField(
                        choices=[
                            ("defacto", "事实无人抚养"),
                            ("severe", "本人重度残疾或患重病"),
                            ("dibao_family", "低保家庭儿童"),
                            ("marginal_family", "低边家庭儿童"),
                        ],
                        max_length=20,
                        verbose_name="困境类别",
                    ),
                ),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        verbose_name="已享其他基本生活救助（元/月）",
                    ),
                ),
                ("situation", models.CharField(blank=True, max_length=300, verbose_name="情况说明")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChildParent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "detail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parents",
                        to="assistance.childapplication",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[("father", "父亲"), ("mother", "母亲")], max_length=10, verbose_name="父母"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=50, verbose_name="姓名")),
                (
                    "circumstance",
                    models.CharField(
                        choices=[
                            ("dead", "死亡"),
                            ("missing", "被宣告失踪"),
                            ("severe_disability", "重度残疾（一、二级，或三、四级精神、智力）"),
                            ("serious_illness", "重病"),
                            ("prison", "服刑在押"),
                            ("detox", "强制隔离戒毒"),
                            ("liberty", "被执行其他限制人身自由的措施"),
                            ("out_of_contact", "失联"),
                            ("revoked", "被撤销监护资格"),
                            ("deported", "被遣送（驱逐）出境"),
                            ("able", "有抚养能力"),
                        ],
                        max_length=20,
                        verbose_name="情形",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="开始日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
            ],
            options={
                "verbose_name": "父母情况",
                "ordering": ("position",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("detail", "key"), name="childparent_key_once"),
                    models.UniqueConstraint(fields=("detail", "who"), name="child_parent_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            models.Q(("since__isnull", False), ("until__gte", models.F("since"))),
                            _connector="OR",
                        ),
                        name="child_parent_dates",
                        violation_error_message="截止日期不能早于开始日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("circumstance__in", ("prison", "detox", "liberty", "out_of_contact")),
                                _negated=True,
                            ),
                            ("since__isnull", False),
                            _connector="OR",
                        ),
                        name="child_parent_since",
                        violation_error_message="服刑、戒毒、限制人身自由和失联的，请填写开始日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("circumstance", "able"),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="child_parent_proved",
                        violation_error_message="请写明这一情形的依据。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_childparentevent" ("circumstance", "detail_id", "evidence", "id", "key", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "since", "until", "who") SELECT old_values."circumstance", old_values."detail_id", old_values."evidence", old_values."id", old_values."key", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."position", old_values."since", old_values."until", old_values."who" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b1d43337e96ee4cd4ff3f7e38d4ce69b8d7ae31d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4ffc0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_childparent",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_childparentevent" ("circumstance", "detail_id", "evidence", "id", "key", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "since", "until", "who") SELECT old_values."circumstance", old_values."detail_id", old_values."evidence", old_values."id", old_values."key", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."since", old_values."until", old_values."who" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="ec1decea92eef5e5c459329cd6547f904d58ba91",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b7552",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_childparent",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrphanApplicationEvent",
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
                        to="assistance.orphanapplication",
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
                    "guardian",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "guardian_relation",
                    models.CharField(
                        choices=[
                            ("kin", "祖父母、外祖父母"),
                            ("sibling", "兄姐"),
                            ("relative", "其他亲属"),
                            ("parent", "父母"),
                            ("institution", "儿童福利机构"),
                            ("committee", "村（居）民委员会"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="监护人与儿童关系",
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=80, verbose_name="就读学校")),
                ("grade", models.CharField(blank=True, max_length=20, verbose_name="年级")),
                (
                    "orphan_type",
                    models.CharField(
                        choices=[
                            ("both_dead", "父母双亡"),
                            ("declared", "父母被宣告死亡或失踪"),
                            ("abandoned", "查找不到生父母"),
                        ],
                        max_length=20,
                        verbose_name="父母情况",
                    ),
                ),
                (
                    "placement",
                    models.CharField(
                        choices=[("scattered", "社会散居"), ("institution", "机构集中养育")],
                        max_length=20,
                        verbose_name="安置方式",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TekunApplicationEvent",
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
                        to="assistance.tekunapplication",
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
                    "no_labour_ground",
                    models.CharField(
                        choices=[
                            ("elderly", "60 周岁以上"),
                            ("minor", "未满 16 周岁"),
                            ("mental", "智力、精神残疾一至三级"),
                            ("physical", "肢体残疾一、二级"),
                            ("visual", "视力残疾一级"),
                        ],
                        max_length=20,
                        verbose_name="无劳动能力情形",
                    ),
                ),
                (
                    "can_eat",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主吃饭"),
                ),
                (
                    "can_dress",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主穿衣"),
                ),
                (
                    "can_bed",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主上下床"),
                ),
                (
                    "can_toilet",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主如厕"),
                ),
                (
                    "can_walk",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="室内自主行走"),
                ),
                (
                    "can_bathe",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主洗澡"),
                ),
                ("self_care_on", models.DateField(verbose_name="评估日期")),
                ("assessor", models.CharField(max_length=50, verbose_name="评估人")),
                (
                    "monthly_income",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="月收入合计（元）"),
                ),
                (
                    "financial",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="金融资产合计（元）"),
                ),
                ("dwellings", models.PositiveSmallIntegerField(verbose_name="住房套数")),
                (
                    "support_form",
                    models.CharField(
                        choices=[("dispersed", "分散供养"), ("centralised", "集中供养")],
                        default="dispersed",
                        max_length=20,
                        verbose_name="供养方式",
                    ),
                ),
                ("institution", models.CharField(blank=True, max_length=100, verbose_name="供养机构")),
                ("carer", models.CharField(blank=True, max_length=50, verbose_name="照料护理人")),
                ("agreement_no", models.CharField(blank=True, max_length=60, verbose_name="照料协议编号")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TekunClaimant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "no_labour_ground",
                    models.CharField(
                        choices=[
                            ("elderly", "60 周岁以上"),
                            ("minor", "未满 16 周岁"),
                            ("mental", "智力、精神残疾一至三级"),
                            ("physical", "肢体残疾一、二级"),
                            ("visual", "视力残疾一级"),
                        ],
                        max_length=20,
                        verbose_name="无劳动能力情形",
                    ),
                ),
                (
                    "can_eat",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主吃饭"),
                ),
                (
                    "can_dress",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主穿衣"),
                ),
                (
                    "can_bed",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主上下床"),
                ),
                (
                    "can_toilet",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主如厕"),
                ),
                (
                    "can_walk",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="室内自主行走"),
                ),
                (
                    "can_bathe",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主洗澡"),
                ),
                (
                    "detail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claimants",
                        to="assistance.tekunapplication",
                    ),
                ),
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
                            ("spouse", "配偶"),
                            ("sibling", "兄弟姐妹"),
                            ("son", "子"),
                            ("daughter", "女"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="与申请人关系",
                    ),
                ),
            ],
            options={
                "verbose_name": "同户特困人员",
                "ordering": ("position",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("detail", "key"), name="tekunclaimant_key_once"),
                    models.UniqueConstraint(fields=("detail", "person"), name="tekun_claimant_once"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_tekunclaimantevent" ("can_bathe", "can_bed", "can_dress", "can_eat", "can_toilet", "can_walk", "detail_id", "id", "key", "no_labour_ground", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation") SELECT old_values."can_bathe", old_values."can_bed", old_values."can_dress", old_values."can_eat", old_values."can_toilet", old_values."can_walk", old_values."detail_id", old_values."id", old_values."key", old_values."no_labour_ground", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."position", old_values."relation" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b4607e874117dba18fbb930b2374953971868b7a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_db576",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_tekunclaimant",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_tekunclaimantevent" ("can_bathe", "can_bed", "can_dress", "can_eat", "can_toilet", "can_walk", "detail_id", "id", "key", "no_labour_ground", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation") SELECT old_values."can_bathe", old_values."can_bed", old_values."can_dress", old_values."can_eat", old_values."can_toilet", old_values."can_walk", old_values."detail_id", old_values."id", old_values."key", old_values."no_labour_ground", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."relation" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="7e4f64bf033e0a50d7886db59499db236bd4cabf",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_33db6",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_tekunclaimant",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TekunSupporter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "detail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supporters",
                        to="assistance.tekunapplication",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("relation", models.CharField(max_length=20, verbose_name="关系")),
                (
                    "inability",
                    models.CharField(
                        choices=[
                            ("able", "有赡养、抚养、扶养能力"),
                            ("tekun", "本人为特困人员"),
                            ("dibao_old", "60 周岁以上的低保对象"),
                            ("old_poor", "70 周岁以上，收入低于上年人均可支配收入且财产符合规定"),
                            ("disabled", "重度残疾或三级智力、精神残疾，收入和财产符合规定"),
                            ("incapable", "无民事行为能力、失踪或在监，财产符合规定"),
                        ],
                        max_length=20,
                        verbose_name="履行能力",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
            ],
            options={
                "verbose_name": "法定义务人",
                "ordering": ("position",),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("detail", "key"), name="tekunsupporter_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inability", "able"), models.Q(("evidence", ""), _negated=True), _connector="OR"
                        ),
                        name="tekun_inability_proved",
                        violation_error_message="没有履行能力的，请写明依据。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_tekunsupporterevent" ("detail_id", "evidence", "id", "inability", "key", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation") SELECT old_values."detail_id", old_values."evidence", old_values."id", old_values."inability", old_values."key", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."position", old_values."relation" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f0a5de1a307361b29834d82c5355523364174b53",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7ebee",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="assistance_tekunsupporter",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "assistance_tekunsupporterevent" ("detail_id", "evidence", "id", "inability", "key", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "relation") SELECT old_values."detail_id", old_values."evidence", old_values."id", old_values."inability", old_values."key", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."relation" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="aad86b17122b29a2e9fa7acaba1c6d5116a66b34",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7ff83",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="assistance_tekunsupporter",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildParentEvent",
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
                        to="assistance.childparent",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "detail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.childapplication",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[("father", "父亲"), ("mother", "母亲")], max_length=10, verbose_name="父母"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=50, verbose_name="姓名")),
                (
                    "circumstance",
                    models.CharField(
                        choices=[
                            ("dead", "死亡"),
                            ("missing", "被宣告失踪"),
                            ("severe_disability", "重度残疾（一、二级，或三、四级精神、智力）"),
                            ("serious_illness", "重病"),
                            ("prison", "服刑在押"),
                            ("detox", "强制隔离戒毒"),
                            ("liberty", "被执行其他限制人身自由的措施"),
                            ("out_of_contact", "失联"),
                            ("revoked", "被撤销监护资格"),
                            ("deported", "被遣送（驱逐）出境"),
                            ("able", "有抚养能力"),
                        ],
                        max_length=20,
                        verbose_name="情形",
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="开始日期")),
                ("until", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TekunClaimantEvent",
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
                        to="assistance.tekunclaimant",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "no_labour_ground",
                    models.CharField(
                        choices=[
                            ("elderly", "60 周岁以上"),
                            ("minor", "未满 16 周岁"),
                            ("mental", "智力、精神残疾一至三级"),
                            ("physical", "肢体残疾一、二级"),
                            ("visual", "视力残疾一级"),
                        ],
                        max_length=20,
                        verbose_name="无劳动能力情形",
                    ),
                ),
                (
                    "can_eat",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主吃饭"),
                ),
                (
                    "can_dress",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主穿衣"),
                ),
                (
                    "can_bed",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主上下床"),
                ),
                (
                    "can_toilet",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主如厕"),
                ),
                (
                    "can_walk",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="室内自主行走"),
                ),
                (
                    "can_bathe",
                    models.BooleanField(choices=[(True, "能"), (False, "不能")], verbose_name="自主洗澡"),
                ),
                (
                    "detail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.tekunapplication",
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
                            ("spouse", "配偶"),
                            ("sibling", "兄弟姐妹"),
                            ("son", "子"),
                            ("daughter", "女"),
                            ("other", "其他"),
                        ],
                        max_length=20,
                        verbose_name="与申请人关系",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TekunSupporterEvent",
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
                        to="assistance.tekunsupporter",
                    ),
                ),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=8)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "detail",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.tekunapplication",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("relation", models.CharField(max_length=20, verbose_name="关系")),
                (
                    "inability",
                    models.CharField(
                        choices=[
                            ("able", "有赡养、抚养、扶养能力"),
                            ("tekun", "本人为特困人员"),
                            ("dibao_old", "60 周岁以上的低保对象"),
                            ("old_poor", "70 周岁以上，收入低于上年人均可支配收入且财产符合规定"),
                            ("disabled", "重度残疾或三级智力、精神残疾，收入和财产符合规定"),
                            ("incapable", "无民事行为能力、失踪或在监，财产符合规定"),
                        ],
                        max_length=20,
                        verbose_name="履行能力",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=200, verbose_name="依据")),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
