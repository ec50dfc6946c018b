"""Which programmes go together, and that nobody is covered by two that do not.

Two benefits are decided at the same moment by two people, in two towns: whoever comes second waits for the first and is
refused. A change may always end or shorten coverage: it is how a pair is mended that a rule has forbidden since.
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

import apps.core.fields
import apps.payments.models.entitlements

GUARD = """
CREATE FUNCTION payments_coverage_clashes() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    touched bigint[]; persons bigint[];
BEGIN
    -- What has become longer, another person's or another benefit's; only that can clash anew.
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(id), array_agg(DISTINCT person_id) INTO touched, persons FROM fresh;
    ELSE
        SELECT array_agg(f.id), array_agg(DISTINCT f.person_id) INTO touched, persons
        FROM fresh f JOIN was w USING (id)
        WHERE (f.person_id, f.entitlement_id) <> (w.person_id, w.entitlement_id)
           OR NOT daterange(f.first_month, f.last_month, '[]') <@ daterange(w.first_month, w.last_month, '[]');
    END IF;
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    -- One after the other by person; a load of thousands waits for all others, and they for it.
    IF cardinality(persons) > 500 THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('coverage', 0));
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('coverage', 0));
        PERFORM pg_advisory_xact_lock(hashtextextended('coverage', id))
        FROM (SELECT unnest(persons) AS id ORDER BY 1) ordered;
    END IF;
    IF EXISTS (
        SELECT 1
        FROM payments_coverage c
        JOIN payments_entitlement e ON e.id = c.entitlement_id
        JOIN payments_coverage o ON o.person_id = c.person_id AND o.entitlement_id <> c.entitlement_id
             AND daterange(o.first_month, o.last_month, '[]') && daterange(c.first_month, c.last_month, '[]')
        JOIN payments_entitlement p ON p.id = o.entitlement_id AND p.programme <> e.programme
        JOIN payments_compatibility r ON r.verdict = 'forbid'
             AND r.first = LEAST(e.programme COLLATE "C", p.programme COLLATE "C")
             AND r.second = GREATEST(e.programme COLLATE "C", p.programme COLLATE "C")
             AND daterange(r.effective_from, r.effective_to, '[]')
                 && (daterange(o.first_month, o.last_month, '[]') * daterange(c.first_month, c.last_month, '[]'))
        WHERE c.id = ANY (touched)
    ) THEN
        RAISE EXCEPTION 'payments: programmes that exclude each other'
            USING ERRCODE = '23514', CONSTRAINT = 'coverage_compatible';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_coverage_added AFTER INSERT ON payments_coverage
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_coverage_clashes();
CREATE TRIGGER payments_coverage_moved AFTER UPDATE ON payments_coverage
    REFERENCING OLD TABLE AS was NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_coverage_clashes();
"""
BACKWARDS = """
DROP TRIGGER payments_coverage_moved ON payments_coverage;
DROP TRIGGER payments_coverage_added ON payments_coverage;
DROP FUNCTION payments_coverage_clashes();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0010_reversals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Compatibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.CharField(db_collation="C", max_length=40, verbose_name="项目")),
                ("second", models.CharField(db_collation="C", max_length=40, verbose_name="另一项目")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("allow", "可同时享受"),
                            ("forbid", "不能同时享受"),
                            ("choose_higher", "就高享受一项"),
                            ("top_up", "补足差额"),
                        ],
                        max_length=16,
                        verbose_name="规则",
                    ),
                ),
                ("effective_from", apps.core.fields.MonthField(verbose_name="起始月")),
                ("effective_to", apps.core.fields.MonthField(blank=True, null=True, verbose_name="截止月")),
                ("basis", models.CharField(max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "项目兼容规则",
                "ordering": ["first", "second", "effective_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_from__day", 1), ("effective_from__isnull", True), _connector="OR"
                        ),
                        name="compatibility_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__day", 1), ("effective_to__isnull", True), _connector="OR"
                        ),
                        name="compatibility_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="compatibility_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="compatibility_in_order"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("first", "="),
                            ("second", "="),
                            (
                                apps.payments.models.entitlements.MonthSpan(
                                    "effective_from", "effective_to", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="compatibility_one_answer",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_compatibilityevent" ("basis", "effective_from", "effective_to", "first", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second", "verdict") SELECT old_values."basis", old_values."effective_from", old_values."effective_to", old_values."first", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', old_values."id", old_values."second", old_values."verdict" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="b71c48c113686c10211a1a56d0046e1ee50fac6f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_41344",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="payments_compatibility",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "payments_compatibilityevent" ("basis", "effective_from", "effective_to", "first", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second", "verdict") SELECT old_values."basis", old_values."effective_from", old_values."effective_to", old_values."first", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."second", old_values."verdict" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="f86cbbc34a604246ccadbec8c692ccab2bb30caa",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d9ed4",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="payments_compatibility",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompatibilityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("first", models.CharField(db_collation="C", max_length=40, verbose_name="项目")),
                ("second", models.CharField(db_collation="C", max_length=40, verbose_name="另一项目")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("allow", "可同时享受"),
                            ("forbid", "不能同时享受"),
                            ("choose_higher", "就高享受一项"),
                            ("top_up", "补足差额"),
                        ],
                        max_length=16,
                        verbose_name="规则",
                    ),
                ),
                ("effective_from", apps.core.fields.MonthField(verbose_name="起始月")),
                ("effective_to", apps.core.fields.MonthField(blank=True, null=True, verbose_name="截止月")),
                ("basis", models.CharField(max_length=120, verbose_name="依据")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="payments.compatibility",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="runexclusion",
            name="reason",
            field=models.CharField(
                choices=[
                    ("payee_dead", "领款人已去世"),
                    ("member_dead", "保障人员已去世，待变更"),
                    ("nobody", "当月没有保障人员"),
                    ("suspended", "待遇暂停"),
                    ("clash", "同月已有不能同享的待遇"),
                    ("no_number", "没有身份证号已满期限"),
                    ("no_account", "没有发放账户"),
                    ("account_closed", "发放账户已停用"),
                ],
                max_length=20,
                verbose_name="原因",
            ),
        ),
        migrations.RunSQL(GUARD, BACKWARDS),
    ]
