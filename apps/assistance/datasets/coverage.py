"""Whom a case covered, and when."""

from apps.assistance.datasets.words import CASE, END_REASONS, FILES, late, month, refused
from apps.assistance.services.dibao_steps import EXCLUSIVE_GROUP
from apps.core.importing import Check, DataColumn, Dataset
from apps.people.datasets import PERSON

_COVERAGE_CHECKS = (
    (
        "最后月",
        f"SELECT row_no, '最后月', {month('last_month')}, '早于起始月，请核对。'"
        " FROM {stage} WHERE last_month < first_month",
    ),
    (
        "在待遇期内",
        f"""
        SELECT s.row_no, CASE WHEN s.first_month < k.from_month OR s.first_month > k.last_month THEN '起始月'
                              ELSE '最后月' END,
               CASE WHEN s.first_month < k.from_month OR s.first_month > k.last_month THEN {month("s.first_month")}
                    ELSE {month("s.last_month")} END,
               format('不在待遇的起止月（%%s 至 %%s）之内，请核对。', {month("k.from_month")},
                      coalesce({month("k.last_month")}, '今'))
        FROM {{stage}} s JOIN {{stage:assistance.dibao_cases}} k ON k.number = s.case_number
        WHERE k.found = 'new' AND (s.first_month < k.from_month OR s.first_month > k.last_month
              OR coalesce(s.last_month, 'infinity') > k.last_month)
        """,
    ),
    (
        "去世以后",
        f"""
        SELECT s.row_no, '最后月', {month("s.last_month")},
               format('这个人已于 %%s 去世，最后月不能晚于去世当月，请核对。', d.death_date)
        FROM {{stage}} s
        JOIN (SELECT number_digest, death_date FROM {{stage:people.persons}} WHERE death_date IS NOT NULL
              UNION SELECT number_digest, death_date FROM people_person WHERE death_date IS NOT NULL) d
             ON d.number_digest = s.person_digest
        WHERE s.found = 'new' AND coalesce(s.last_month, 'infinity') > d.death_date
        """,
    ),
)

_COVERAGE_WHOLE = (
    (
        "同月两份",
        """
        SELECT row_no, '身份证号', person_hint,
               format('第 %%s 行（办件 %%s）在同一月份已保障这个人，请核对起止月。', before, before_case)
        FROM (SELECT row_no, person_hint, first_month, lag(row_no) OVER w AS before,
                     lag(case_number) OVER w AS before_case,
                     max(coalesce(last_month, 'infinity')) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                         AS before_last
              FROM {stage} WHERE sound
              WINDOW w AS (PARTITION BY person_digest ORDER BY first_month, row_no)) o
        WHERE before_last >= first_month
        """,
    ),
    (
        "库中已保障",
        f"""
        SELECT DISTINCT ON (s.row_no) s.row_no, '身份证号', s.person_hint,
               format('库中自 %%s 起已保障这个人，同一月份只能有一份，请核对。', {month("c.first_month")})
        FROM {{stage}} s
        JOIN people_person p ON p.number_digest = s.person_digest
        JOIN payments_coverage c ON c.person_id = p.id AND c.exclusive_group = '{EXCLUSIVE_GROUP}'
             AND daterange(c.first_month, c.last_month, '[]') && daterange(s.first_month, s.last_month, '[]')
        WHERE s.sound AND s.found = 'new' ORDER BY s.row_no, c.first_month
        """,
    ),
)

COVERAGE = Dataset(
    name=FILES.coverage,
    label="低保保障人员",
    line="assistance",
    permission="imports.import_data",
    order=70,
    on_existing="unchanged",
    note="每个保障人员每段一行；没有终止的不填最后月。",
    columns=(
        DataColumn("case_number", "办件编号", max_length=40, example="示例-0001", reference=CASE),
        DataColumn("person", "身份证号", "resident_number", reference=PERSON),
        DataColumn("first_month", "起始月", "month"),
        DataColumn("last_month", "最后月", "month", required=False),
        DataColumn("end_reason", "终止原因", "choice", required=False, choices=END_REASONS),
    ),
    key=("case_number", "person", "first_month"),
    existing="""
        SELECT s.row_no, c.last_month IS NOT DISTINCT FROM s.last_month AND c.end_reason = s.end_reason
        FROM {stage} s
        JOIN people_person p ON p.number_digest = s.person_digest
        JOIN payments_entitlement e ON e.number = s.case_number
        JOIN payments_coverage c ON c.entitlement_id = e.id AND c.person_id = p.id AND c.first_month = s.first_month
    """,
    checks=(
        *(Check(label, sql) for label, sql in _COVERAGE_CHECKS),
        refused("保障人员"),
        late("保障人员"),
        *(Check(label, sql, whole=True) for label, sql in _COVERAGE_WHOLE),
    ),
    load=(
        f"""
        INSERT INTO payments_coverage (entitlement_id, person_id, exclusive_group, first_month, last_month, end_reason)
        SELECT e.id, p.id, '{EXCLUSIVE_GROUP}', s.first_month, s.last_month, s.end_reason
        FROM {{stage}} s
        JOIN payments_entitlement e ON e.number = s.case_number
        JOIN people_person p ON p.number_digest = s.person_digest
        WHERE s.found = 'new' ORDER BY e.id, s.row_no
        """,
        """
        INSERT INTO people_personscope (person_id, region_id, reason)
        SELECT DISTINCT p.id, e.region_id, 'benefit'
        FROM {stage} s
        JOIN payments_entitlement e ON e.number = s.case_number
        JOIN people_person p ON p.number_digest = s.person_digest
        WHERE s.found = 'new' ON CONFLICT DO NOTHING
        """,
    ),
)
