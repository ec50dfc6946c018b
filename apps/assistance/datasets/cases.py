"""Cases of dibao that were decided before this system."""

from django.conf import settings

from apps.assistance.datasets.words import (
    CLASSES,
    END_REASONS,
    FILES,
    LEVELS,
    REASONS,
    RESULTS,
    applications,
    month,
)
from apps.assistance.services.dibao_steps import PROGRAMME
from apps.core.importing import Check, DataColumn, Dataset
from apps.people.datasets import HOUSEHOLD, PERSON

_CASE_CHECKS = (
    (
        "受理日期",
        "SELECT row_no, '受理日期', accepted_on, format('早于提交日期 %%s，请核对。', submitted_on)"
        " FROM {stage} WHERE accepted_on < submitted_on",
    ),
    (
        "决定日期",
        """
        SELECT row_no, '决定日期', decided_on,
               CASE WHEN decided_on < accepted_on THEN format('早于受理日期 %%s，请核对。', accepted_on)
                    ELSE '晚于今天，未决定的办件请在窗口办理。' END
        FROM {stage} WHERE decided_on < accepted_on OR decided_on > %(today)s
        """,
    ),
    *(
        (
            header,
            f"SELECT row_no, '{header}', '', '结果是确认，请补上{header}。'"
            f" FROM {{stage}} WHERE result = 'confirmed' AND {column} IS NOT DISTINCT FROM {empty}",
        )
        for header, column, empty in (
            ("起始月", "from_month", "NULL"),
            ("领款人身份证号", "payee_digest", "NULL"),
            ("复核类别", "recheck_class", "''"),
        )
    ),
    *(
        (
            header,
            f"SELECT row_no, '{header}', {shown}, '结果是不予确认，请清空{header}。'"
            f" FROM {{stage}} WHERE result = 'not_confirmed' AND {column} IS DISTINCT FROM {empty}",
        )
        for header, column, empty, shown in (
            ("起始月", "from_month", "NULL", month("from_month")),
            ("最后月", "last_month", "NULL", month("last_month")),
            ("终止原因", "end_reason", "''", "end_reason"),
            ("领款人身份证号", "payee_digest", "NULL", "payee_hint"),
            ("复核类别", "recheck_class", "''", "recheck_class"),
            ("上次复核日期", "rechecked_on", "NULL", "rechecked_on"),
        )
    ),
    (
        "起始月不早于决定",
        f"SELECT row_no, '起始月', {month('from_month')}, format('早于决定日期 %%s 所在的月，请核对。', decided_on)"
        " FROM {stage} WHERE from_month < date_trunc('month', decided_on)",
    ),
    (
        "最后月",
        f"SELECT row_no, '最后月', {month('last_month')}, '早于起始月，请核对。'"
        " FROM {stage} WHERE last_month < from_month",
    ),
    (
        "终止原因",
        """
        SELECT row_no, '终止原因', end_reason,
               CASE WHEN last_month IS NULL THEN '没有最后月，请补上最后月或清空终止原因。'
                    ELSE '填了最后月，请补上终止原因。' END
        FROM {stage} WHERE result = 'confirmed' AND (last_month IS NULL) <> (end_reason = '')
        """,
    ),
    (
        "上次复核日期",
        """
        SELECT row_no, '上次复核日期', rechecked_on,
               CASE WHEN rechecked_on < decided_on THEN format('早于决定日期 %%s，请核对。', decided_on)
                    ELSE '晚于今天，请核对。' END
        FROM {stage} WHERE rechecked_on < decided_on OR rechecked_on > %(today)s
        """,
    ),
    # A delegation with a bad cell has its own error; it is given the benefit of the doubt here.
    (
        "确认层级",
        f"""
        SELECT row_no, '确认层级', '镇街', format('受理日期 %%s 没有下放审批权给这个镇（街道），请核对。', accepted_on)
        FROM {{stage}} s
        WHERE decision_level = 'town' AND accepted_on IS NOT NULL AND region IS NOT NULL
          AND NOT EXISTS (
            SELECT 1 FROM {{stage:casework.delegations}} d
            WHERE d.programme IN ('', '{PROGRAMME}') AND coalesce(d.region, left(s.region, 9)) = left(s.region, 9)
              AND s.accepted_on BETWEEN coalesce(d.valid_from, '-infinity') AND coalesce(d.valid_to, 'infinity'))
          AND NOT EXISTS (
            SELECT 1 FROM casework_delegation d
            WHERE d.programme = '{PROGRAMME}' AND d.region_id = left(s.region, 9)
              AND s.accepted_on BETWEEN d.valid_from AND coalesce(d.valid_to, 'infinity'))
        """,
    ),
)

_CASE_LOAD = (
    f"""
    INSERT INTO casework_case (region_id, number, kind, line, applicant_id, household_id, state, decision_level,
        relative_registered, channel, origin, decider_text, submitted_on, submitted_at, accepted_on, decided_on,
        extension_ground, workflow_version, version, created_by_id)
    SELECT s.region, s.number, 'dibao', 'assistance', p.id, h.id, s.result, s.decision_level,
           false, 'window', 'migration', s.decider_text, s.submitted_on,
           s.submitted_on::timestamp AT TIME ZONE '{settings.TIME_ZONE}', s.accepted_on, s.decided_on,
           '', 1, 1, %(user_id)s
    FROM {{stage}} s
    JOIN people_person p ON p.number_digest = s.applicant_digest
    JOIN people_household h ON h.source_number = s.household
    WHERE s.found = 'new' ORDER BY s.submitted_on, s.row_no
    """,
    """
    INSERT INTO people_personscope (person_id, region_id, reason)
    SELECT DISTINCT p.id, s.region, 'case' FROM {stage} s JOIN people_person p ON p.number_digest = s.applicant_digest
    WHERE s.found = 'new' ON CONFLICT DO NOTHING
    """,
    # What a refused family declared is not in the file. The row of a confirmed one comes with its first term.
    applications(
        """
        SELECT c.id, s.reason, '', NULL::numeric, NULL::numeric, NULL::smallint, NULL::numeric, '[]'::jsonb
        FROM {stage} s JOIN casework_case c ON c.number = s.number WHERE s.found = 'new' AND s.result <> 'confirmed'
        """
    ),
    f"""
    INSERT INTO payments_entitlement (region_id, number, case_id, programme, household_id, payee_id, account_id, status,
        from_month, last_month, end_reason, recheck_class, next_recheck_on, version)
    SELECT coalesce(t.region, s.region), s.number, c.id, '{PROGRAMME}', c.household_id, p.id, a.id,
           CASE WHEN s.last_month < date_trunc('month', %(today)s::date) THEN 'ended' ELSE 'active' END,
           s.from_month, s.last_month, s.end_reason, s.recheck_class,
           -- One cycle after the last look, also where that day has passed. Where the file says nothing of a look, the
           -- cycle goes on from the decision.
           CASE WHEN s.rechecked_on IS NOT NULL AND s.last_month IS NULL
           THEN (s.rechecked_on + make_interval(months => q.value::text::integer))::date
           ELSE (SELECT min(d)::date
            FROM generate_series(s.decided_on::timestamp, %(today)s::timestamp + interval '5 years',
                                 make_interval(months => q.value::text::integer)) d
            WHERE d > %(today)s::timestamp AND s.last_month IS NULL) END, 1
    FROM {{stage}} s
    JOIN casework_case c ON c.number = s.number
    JOIN people_person p ON p.number_digest = s.payee_digest
    LEFT JOIN people_bankaccount a ON a.person_id = p.id AND a.valid_to IS NULL
    LEFT JOIN (SELECT DISTINCT ON (case_number) case_number, region FROM {{stage:assistance.dibao_terms}}
               ORDER BY case_number, first_month DESC) t ON t.case_number = s.number
    LEFT JOIN policy_parameter q ON q.key = 'recheck.' || lower(s.recheck_class) || '_months'
         AND %(today)s::date BETWEEN q.effective_from AND coalesce(q.effective_to, 'infinity')
    WHERE s.found = 'new' AND s.result = 'confirmed' ORDER BY s.from_month, s.row_no
    """,
)

CASES = Dataset(
    name=FILES.cases,
    label="低保办件",
    line="assistance",
    permission="imports.import_data",
    order=50,
    on_existing="unchanged",
    note="只收已经作出决定的历史办件；在办的请在窗口办理。确认的办件须同时导入期间和保障人员。",
    columns=(
        DataColumn("number", "办件编号", max_length=40, example="示例-0001"),
        DataColumn("household", "家庭编号", max_length=40, example="示例-H01", reference=HOUSEHOLD),
        DataColumn("applicant", "申请人身份证号", "resident_number", reference=PERSON),
        DataColumn("region", "区划代码", "region_code"),
        DataColumn("submitted_on", "提交日期", "date"),
        DataColumn("accepted_on", "受理日期", "date"),
        DataColumn("decided_on", "决定日期", "date"),
        DataColumn("result", "结果", "choice", choices=RESULTS),
        DataColumn("decision_level", "确认层级", "choice", choices=LEVELS),
        DataColumn("decider_text", "原确认单位", max_length=80, example="某某街道办事处"),
        DataColumn("reason", "申请事由", "choice", choices=REASONS),
        DataColumn("from_month", "起始月", "month", required=False),
        DataColumn("last_month", "最后月", "month", required=False),
        DataColumn("end_reason", "终止原因", "choice", required=False, choices=END_REASONS),
        DataColumn("payee", "领款人身份证号", "resident_number", required=False, reference=PERSON),
        DataColumn("recheck_class", "复核类别", "choice", required=False, choices=CLASSES),
        DataColumn("rechecked_on", "上次复核日期", "date", required=False),
    ),
    key=("number",),
    existing="""
        SELECT s.row_no, c.origin = 'migration' AND h.source_number IS NOT DISTINCT FROM s.household
               AND a.number_digest IS NOT DISTINCT FROM s.applicant_digest AND c.region_id = s.region
               AND c.submitted_on = s.submitted_on AND c.accepted_on = s.accepted_on AND c.decided_on = s.decided_on
               AND c.state = s.result AND c.decision_level = s.decision_level AND c.decider_text = s.decider_text
               AND d.reason = s.reason AND e.from_month IS NOT DISTINCT FROM s.from_month
               AND e.last_month IS NOT DISTINCT FROM s.last_month AND coalesce(e.end_reason, '') = s.end_reason
               AND p.number_digest IS NOT DISTINCT FROM s.payee_digest
               AND coalesce(e.recheck_class, '') = s.recheck_class
        FROM {stage} s
        JOIN casework_case c ON c.number = s.number
        JOIN people_person a ON a.id = c.applicant_id
        LEFT JOIN people_household h ON h.id = c.household_id
        LEFT JOIN assistance_dibaoapplication d ON d.case_id = c.id
        LEFT JOIN payments_entitlement e ON e.case_id = c.id
        LEFT JOIN people_person p ON p.id = e.payee_id
    """,
    checks=(
        *(Check(label, sql) for label, sql in _CASE_CHECKS),
        Check(
            "期间",
            """
            SELECT row_no, '办件编号', number, '结果是确认，但没有待遇期间，请在期间文件中补上。'
            FROM {stage} s
            WHERE sound AND found = 'new' AND result = 'confirmed'
              AND NOT EXISTS (SELECT 1 FROM {stage:assistance.dibao_terms} t WHERE t.case_number = s.number)
            """,
            whole=True,
        ),
    ),
    # What was granted is judged as a whole: not while one of its rows is in error itself.
    prepare=(
        """
        UPDATE {stage} s SET sound = false
        FROM (SELECT case_number FROM {stage:assistance.dibao_terms} WHERE NOT sound
              UNION SELECT case_number FROM {stage:assistance.dibao_coverage} WHERE NOT sound) b
        WHERE b.case_number = s.number AND s.sound
        """,
    ),
    load=_CASE_LOAD,
)
