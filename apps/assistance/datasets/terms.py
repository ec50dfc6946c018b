"""What a case granted, month by month: amount, standard, income and place."""

from apps.assistance.datasets.words import CASE, CAUSES, FILES, applications, late, month, refused
from apps.assistance.rules.explain import AMOUNT_ARTICLE, INCOME_TEST_ARTICLE
from apps.assistance.rules.means import INCOME_ARTICLE
from apps.core.importing import Check, DataColumn, Dataset

_MONEY = "to_char({0}, 'FM999,999,999,990.00')"
_SHORT = "regexp_replace(to_char({0}, 'FM999,999,999,990.00'), '[.]00$', '')"


def _line(label: str, value: str, source: str, kind: str, article: str = "") -> str:
    """SQL: a line of the why-sheet, in the form of ``services.dibao_facts.explain``."""
    return (
        f"jsonb_build_object('label', {label}, 'value', ({value})::text, 'source', {source}, 'kind', '{kind}',"
        f" 'article', '{article}')"
    )


def _computation() -> str:
    """SQL: the computation of a term from standard, income, heads and amount (all in ``w``)."""
    standard, income, household = (
        _SHORT.format("w.standard"),
        _MONEY.format("w.income"),
        _MONEY.format("w.standard * w.heads"),
    )
    rounding = "w.amount - (w.standard * w.heads - w.income)"
    before = (
        _line("'登记收入合计'", "w.income", "'历史数据登记的家庭月收入'", "term", INCOME_ARTICLE),
        _line("'可计收入'", "w.income", "'以上各项相加'", "subtotal", INCOME_ARTICLE),
        _line(
            "format('可计收入 ÷ %%s 人', w.heads)",
            "round(w.income / w.heads, 2)",
            f"format('%%s ÷ %%s，严格低于 %%s 才符合', {income}, w.heads, {standard})",
            "ratio",
            INCOME_TEST_ARTICLE,
        ),
        _line(
            f"format('%%s × %%s 人', {standard}, w.heads)",
            "w.standard * w.heads",
            "'户标准：当期适用的标准'",
            "product",
            AMOUNT_ARTICLE,
        ),
        _line("'减：可计收入'", "-w.income", "'按总额计算，不按人均'", "term", AMOUNT_ARTICLE),
    )
    sum_line = _line(
        f"format('%%s − %%s', {household}, {income})",
        "w.amount",
        "'按总额计算，只取整一次'",
        "sum",
        AMOUNT_ARTICLE,
    )
    off = _line("'取整'", rounding, "'只取整一次'", "term")
    return (
        f"jsonb_build_array({', '.join(before)})"
        f" || CASE WHEN {rounding} = 0 THEN '[]'::jsonb ELSE jsonb_build_array({off}) END"
        f" || jsonb_build_array({sum_line})"
    )


_TERM_CHECKS = (
    (
        "最后月",
        f"SELECT row_no, '最后月', {month('last_month')}, '早于起始月，请核对。'"
        " FROM {stage} WHERE last_month < first_month",
    ),
    ("月金额", "SELECT row_no, '月金额', amount, '应大于 0，请核对。' FROM {stage} WHERE amount <= 0"),
    ("标准", "SELECT row_no, '适用标准', standard, '应大于 0，请核对。' FROM {stage} WHERE standard <= 0"),
    ("月收入", "SELECT row_no, '月收入', income, '不能是负数，请核对。' FROM {stage} WHERE income < 0"),
)

_TERM_WHOLE = (
    (
        "期间相接",
        f"""
        SELECT row_no, '起始月', {month("first_month")},
               CASE WHEN before IS NULL THEN format('第一段应从待遇的起始月 %%s 起，请核对。', {month("from_month")})
                    WHEN before_last IS NULL THEN format('第 %%s 行没有填最后月，与这一段重叠，请核对。', before)
                    WHEN first_month <= before_last THEN format('与第 %%s 行的期间重叠，请核对。', before)
                    ELSE format('与第 %%s 行的期间没有相接，中间缺月，请核对。', before) END
        FROM (SELECT t.row_no, t.first_month, k.from_month, lag(t.row_no) OVER w AS before,
                     lag(t.last_month) OVER w AS before_last
              FROM {{stage}} t JOIN {{stage:assistance.dibao_cases}} k
                   ON k.number = t.case_number AND k.found = 'new' AND k.sound
              WINDOW w AS (PARTITION BY t.case_number ORDER BY t.first_month)) f
        WHERE CASE WHEN before IS NULL THEN first_month <> from_month
                   ELSE first_month IS DISTINCT FROM (before_last + interval '1 month')::date END
        """,
    ),
    (
        "期间到头",
        f"""
        SELECT row_no, '最后月', {month("last_month")},
               CASE WHEN until IS NULL THEN '待遇没有终止，最后一段不填最后月，请核对。'
                    ELSE format('最后一段应到待遇的最后月 %%s，请核对。', {month("until")}) END
        FROM (SELECT DISTINCT ON (t.case_number) t.row_no, t.last_month, k.last_month AS until
              FROM {{stage}} t JOIN {{stage:assistance.dibao_cases}} k
                   ON k.number = t.case_number AND k.found = 'new' AND k.sound
              ORDER BY t.case_number, t.first_month DESC) f
        WHERE last_month IS DISTINCT FROM until
        """,
    ),
    # The number of persons changes where a coverage begins or has ended: the amount is judged at these months.
    (
        "月金额",
        f"""
        WITH own AS MATERIALIZED (
            SELECT t.* FROM {{stage}} t JOIN {{stage:assistance.dibao_cases}} k
                ON k.number = t.case_number AND k.found = 'new' AND k.sound
        ), points AS (
            SELECT row_no, case_number, first_month AS month FROM own
            UNION
            SELECT t.row_no, t.case_number, c.month
            FROM own t
            JOIN (SELECT case_number, first_month AS month FROM {{stage:assistance.dibao_coverage}}
                  UNION SELECT case_number, (last_month + interval '1 month')::date
                  FROM {{stage:assistance.dibao_coverage}}) c
                ON c.case_number = t.case_number AND c.month > t.first_month
                AND (t.last_month IS NULL OR c.month <= t.last_month)
        ), counted AS (
            SELECT p.row_no, p.month, count(c.case_number) AS heads
            FROM points p
            LEFT JOIN {{stage:assistance.dibao_coverage}} c ON c.case_number = p.case_number
                 AND c.first_month <= p.month AND (c.last_month IS NULL OR c.last_month >= p.month)
            GROUP BY 1, 2
        )
        SELECT DISTINCT ON (t.row_no) t.row_no, '月金额', t.amount,
               CASE n.heads WHEN 0 THEN format('%%s 没有保障人员，请核对保障人员的起止月。', {month("n.month")})
               ELSE format('%%s 应为 %%s 元（%%s × %%s 人 − %%s，取整到元），请核对。', {month("n.month")},
                           ceil(t.standard * n.heads - t.income), t.standard, n.heads, t.income) END
        FROM own t JOIN counted n ON n.row_no = t.row_no
        WHERE n.heads = 0 OR t.amount <> ceil(t.standard * n.heads - t.income)
        ORDER BY t.row_no, n.month
        """,
    ),
)

# Materialised: the tables just filled have no statistics yet, and a plan that counts anew for every row of a
# join takes minutes.
_WITH_HEADS = """
    WITH w AS MATERIALIZED (
        SELECT s.*, h.heads
        FROM {stage} s
        JOIN (SELECT t.row_no, count(*) AS heads
              FROM {stage} t
              JOIN {stage:assistance.dibao_coverage} c ON c.case_number = t.case_number
                   AND c.first_month <= t.first_month AND (c.last_month IS NULL OR c.last_month >= t.first_month)
              WHERE t.found = 'new' GROUP BY t.row_no) h ON h.row_no = s.row_no
    )"""

TERMS = Dataset(
    name=FILES.terms,
    label="低保待遇期间",
    line="assistance",
    permission="imports.import_data",
    order=60,
    on_existing="unchanged",
    note="金额、标准或所在镇（街道）变动就另起一行；各行首尾相接。",
    columns=(
        DataColumn("case_number", "办件编号", max_length=40, example="示例-0001", reference=CASE),
        DataColumn("first_month", "起始月", "month"),
        DataColumn("last_month", "最后月", "month", required=False),
        DataColumn("region", "区划代码", "region_code"),
        DataColumn("amount", "月金额", "money"),
        DataColumn("standard", "适用标准", "money"),
        DataColumn("income", "月收入", "money"),
        DataColumn("cause", "变动原因", "choice", choices=CAUSES),
    ),
    key=("case_number", "first_month"),
    existing="""
        SELECT s.row_no, t.last_month IS NOT DISTINCT FROM s.last_month AND t.region_id = s.region
               AND t.amount = s.amount AND t.standard = s.standard AND t.cause = s.cause
               AND t.computation -> 0 ->> 'value' = s.income::text
        FROM {stage} s
        JOIN payments_entitlement e ON e.number = s.case_number
        JOIN payments_entitlementterm t ON t.entitlement_id = e.id AND t.first_month = s.first_month
    """,
    checks=(
        *(Check(label, sql) for label, sql in _TERM_CHECKS),
        refused("待遇期间"),
        late("期间"),
        *(Check(label, sql, whole=True) for label, sql in _TERM_WHOLE),
    ),
    load=(
        f"""
        {_WITH_HEADS}
        INSERT INTO payments_entitlementterm (region_id, entitlement_id, first_month, last_month, amount, standard,
            cause, computation)
        SELECT w.region, e.id, w.first_month, w.last_month, w.amount, w.standard, w.cause, {_computation()}
        FROM w JOIN payments_entitlement e ON e.number = w.case_number ORDER BY e.id, w.first_month
        """,
        # The application of a confirmed case: what is known of it is its first term.
        applications(
            f"""
            {_WITH_HEADS}
            SELECT c.id, k.reason, k.recheck_class, w.income, w.amount, w.heads, w.standard,
                   (SELECT t.computation FROM payments_entitlementterm t
                    WHERE t.entitlement_id = e.id AND t.first_month = w.first_month)
            FROM w
            JOIN {{stage:assistance.dibao_cases}} k ON k.number = w.case_number AND k.from_month = w.first_month
            JOIN casework_case c ON c.number = w.case_number
            JOIN payments_entitlement e ON e.number = w.case_number
            """
        ),
    ),
)
