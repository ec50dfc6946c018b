"""Money paid before this system, as a file: one row for every attempt to pay.

Payments hang on the entitlements of a line of business, whose files come in the same set. That line declares the
data set here made, naming its own files, since this app knows no line.
"""

from dataclasses import dataclass

from apps.core.importing import Check, DataColumn, Dataset, Reference

KINDS = {"当月": "regular", "补发": "back_pay", "冲抵": "offset", "一次性": "one_off"}
STATES = {"已发放": "paid", "发放失败": "failed"}


@dataclass(frozen=True)
class Files:
    """The data sets that open entitlements. Their stages must have these columns:

    ``cases``: number, from_month, last_month, result ('confirmed' or another); ``terms``: case_number, first_month,
    last_month, amount; ``coverage``: case_number, person_digest, first_month, last_month.
    """

    cases: str
    terms: str
    coverage: str

    def bind(self, statement: str) -> str:
        """``statement`` with {cases}, {terms} and {coverage} as stages."""
        for name, dataset in (("cases", self.cases), ("terms", self.terms), ("coverage", self.coverage)):
            statement = statement.replace("{" + name + "}", "{stage:" + dataset + "}")
        return statement


# Entitlements, terms and coverage that the payments name: those of the set, and those in the database.
_NAMED = """
    named AS MATERIALIZED (SELECT DISTINCT case_number FROM {stage} WHERE sound AND found = 'new'),
    entitled AS MATERIALIZED (
        SELECT k.number, k.from_month, k.last_month FROM {cases} k
        WHERE k.found = 'new' AND k.result = 'confirmed' AND k.sound
        UNION ALL
        SELECT e.number, e.from_month, e.last_month FROM payments_entitlement e
        WHERE e.number IN (SELECT case_number FROM named)
    )"""
_DUE = (
    _NAMED
    + """,
    terms AS MATERIALIZED (
        SELECT t.case_number, t.first_month, t.last_month, t.amount FROM {terms} t
        JOIN {cases} k ON k.number = t.case_number AND k.found = 'new' AND k.sound
        UNION ALL
        SELECT e.number, t.first_month, t.last_month, t.amount FROM payments_entitlementterm t
        JOIN payments_entitlement e ON e.id = t.entitlement_id
        WHERE e.number IN (SELECT case_number FROM named)
    ),
    coverage AS MATERIALIZED (
        SELECT c.case_number, c.first_month, c.last_month FROM {coverage} c
        JOIN {cases} k ON k.number = c.case_number AND k.found = 'new' AND k.sound
        UNION ALL
        SELECT e.number, c.first_month, c.last_month FROM payments_coverage c
        JOIN payments_entitlement e ON e.id = c.entitlement_id
        WHERE e.number IN (SELECT case_number FROM named)
    )"""
)

_SINGLE = (
    (
        "发放月",
        "SELECT row_no, '发放月', to_char(pay_month, 'YYYY-MM'), '早于所属月，请核对。'"
        " FROM {stage} WHERE pay_month < benefit_month",
    ),
    ("金额", "SELECT row_no, '金额', amount, '金额不能为 0，请核对。' FROM {stage} WHERE amount = 0"),
    (
        "人数",
        "SELECT row_no, '人数', heads, '人数应在 0—999 之间，请核对。' FROM {stage} WHERE heads NOT BETWEEN 0 AND 999",
    ),
    (
        "事由",
        "SELECT row_no, '事由', cause, '当月发放不写事由，请清空或改类别。'"
        " FROM {stage} WHERE kind = 'regular' AND cause <> ''",
    ),
    (
        "到账日期",
        """
        SELECT row_no, '到账日期', paid_on,
               CASE WHEN state = 'failed' THEN '发放失败的没有到账日期，请清空或改状态。'
                    WHEN paid_on IS NULL THEN '已发放的要有到账日期，请补上。'
                    ELSE '早于发放月，请核对。' END
        FROM {stage}
        WHERE state = 'failed' AND paid_on IS NOT NULL
           OR state = 'paid' AND (paid_on IS NULL OR paid_on < pay_month)
        """,
    ),
    (
        "失败原因",
        """
        SELECT row_no, '失败原因', failure,
               CASE state WHEN 'failed' THEN '发放失败的要写失败原因，请补上。'
                          ELSE '已发放的没有失败原因，请清空或改状态。' END
        FROM {stage} WHERE state = 'failed' AND failure = '' OR state = 'paid' AND failure <> ''
        """,
    ),
    (
        "不予确认",
        "SELECT s.row_no, '办件编号', s.case_number, '这件不予确认，不能有发放。'"
        " FROM {stage} s JOIN {cases} k ON k.number = s.case_number WHERE k.result NOT IN ('', 'confirmed')",
    ),
)

_WHOLE = (
    (
        "所属月在待遇期内",
        "WITH "
        + _NAMED
        + """
        SELECT s.row_no, '所属月', to_char(s.benefit_month, 'YYYY-MM'),
               CASE WHEN e.number IS NULL THEN '这件没有开立待遇，不能有发放。'
                    ELSE format('不在待遇的起止月（%%s 至 %%s）之内，请核对。', to_char(e.from_month, 'YYYY-MM'),
                                coalesce(to_char(e.last_month, 'YYYY-MM'), '今')) END
        FROM {stage} s LEFT JOIN entitled e ON e.number = s.case_number
        WHERE s.sound AND s.found = 'new'
          AND (e.number IS NULL OR s.benefit_month < e.from_month OR s.benefit_month > e.last_month)
        """,
    ),
    (
        "当月金额",
        "WITH "
        + _DUE
        + """
        SELECT s.row_no, '金额', s.amount, format('当月应发 %%s 元，请核对期间和金额。', t.amount)
        FROM {stage} s
        JOIN terms t ON t.case_number = s.case_number AND t.first_month <= s.benefit_month
             AND (t.last_month IS NULL OR t.last_month >= s.benefit_month)
        WHERE s.sound AND s.found = 'new' AND s.kind = 'regular' AND s.amount <> t.amount
        """,
    ),
    (
        "当月人数",
        "WITH "
        + _DUE
        + """,
        heads AS (
            SELECT m.case_number, m.benefit_month, count(c.case_number) AS heads
            FROM (SELECT DISTINCT case_number, benefit_month FROM {stage} WHERE kind = 'regular' AND sound
                  AND found = 'new') m
            LEFT JOIN coverage c ON c.case_number = m.case_number AND c.first_month <= m.benefit_month
                 AND (c.last_month IS NULL OR c.last_month >= m.benefit_month)
            GROUP BY 1, 2
        )
        SELECT s.row_no, '人数', s.heads, format('所属月的保障人员是 %%s 人，请核对。', h.heads)
        FROM {stage} s JOIN heads h ON h.case_number = s.case_number AND h.benefit_month = s.benefit_month
        JOIN entitled e ON e.number = s.case_number AND s.benefit_month >= e.from_month
             AND (e.last_month IS NULL OR s.benefit_month <= e.last_month)
        WHERE s.sound AND s.found = 'new' AND s.kind = 'regular' AND s.heads <> h.heads
        """,
    ),
    (
        "同一笔的各次发放",
        """
        SELECT row_no, CASE WHEN amount <> first_amount THEN '金额' WHEN heads <> first_heads THEN '人数' ELSE '状态' END,
               CASE WHEN amount <> first_amount THEN amount::text WHEN heads <> first_heads THEN heads::text
                    ELSE '' END,
               format(CASE WHEN amount <> first_amount OR heads <> first_heads
                           THEN '与第 %%s 行是同一笔，金额和人数应相同，请核对。'
                           ELSE '第 %%s 行已发放同一笔，不能再发，请核对。' END,
                      CASE WHEN amount <> first_amount OR heads <> first_heads THEN first_row ELSE paid_row END)
        FROM (SELECT row_no, amount, heads, first_value(row_no) OVER w AS first_row,
                     first_value(amount) OVER w AS first_amount, first_value(heads) OVER w AS first_heads,
                     max(row_no) FILTER (WHERE state = 'paid') OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                         AS paid_row
              FROM {stage} WHERE sound AND found = 'new'
              WINDOW w AS (PARTITION BY case_number, benefit_month, kind, cause ORDER BY pay_month, row_no)) a
        WHERE amount <> first_amount OR heads <> first_heads OR paid_row IS NOT NULL
        """,
    ),
    (
        "同月只发一次",
        """
        SELECT row_no, '所属月', to_char(benefit_month, 'YYYY-MM'),
               format('第 %%s 行已发放这个月，补发增加的金额请写明事由。', first_row)
        FROM (SELECT row_no, benefit_month, kind, cause, first_value(row_no) OVER w AS first_row,
                     first_value(kind) OVER w AS first_kind, first_value(cause) OVER w AS first_cause
              FROM {stage}
              WHERE sound AND found = 'new' AND kind IN ('regular', 'back_pay')
                AND cause IN ('', '确认较晚', '前期缓发')
              WINDOW w AS (PARTITION BY case_number, benefit_month ORDER BY pay_month, row_no)) b
        WHERE kind <> first_kind OR cause <> first_cause
        """,
    ),
    (
        "库中已有",
        """
        SELECT DISTINCT ON (s.row_no) s.row_no, '所属月', to_char(s.benefit_month, 'YYYY-MM'),
               '库中已有这个月的这一笔，请删除这一行；未发成的在系统中重发。'
        FROM {stage} s
        JOIN payments_entitlement e ON e.number = s.case_number
        JOIN payments_paymentline l ON l.entitlement_id = e.id AND l.benefit_month = s.benefit_month
             AND (l.kind = s.kind AND l.cause = s.cause
                  OR l.kind IN ('regular', 'back_pay') AND l.cause IN ('', '确认较晚', '前期缓发')
                     AND s.kind IN ('regular', 'back_pay') AND s.cause IN ('', '确认较晚', '前期缓发'))
        WHERE s.sound AND s.found = 'new' ORDER BY s.row_no
        """,
    ),
    (
        "发放月已有批次",
        """
        SELECT s.row_no, '发放月', to_char(s.pay_month, 'YYYY-MM'),
               '这个月在库中已有发放批次，不能再补录。一个发放月的各行请一次导入。'
        FROM {stage} s
        WHERE s.sound AND s.found = 'new' AND s.pay_month IN (
            SELECT month FROM payments_run WHERE programme = '{programme}' AND state <> 'void')
        """,
    ),
    (
        "已关账",
        """
        SELECT s.row_no, '到账日期', s.paid_on, '这个月已关账，不能再补录发放。'
        FROM {stage} s
        JOIN (SELECT month FROM (SELECT DISTINCT date_trunc('month', paid_on)::date AS month
                                 FROM {stage} WHERE paid_on IS NOT NULL) m WHERE policy_is_closed(month)) closed
             ON closed.month = date_trunc('month', s.paid_on)::date
        WHERE s.sound AND s.found = 'new'
        """,
    ),
)

_EXISTING = """
    SELECT s.row_no, l.amount = s.amount AND l.head_count = s.heads AND t.state = s.state
           AND t.paid_on IS NOT DISTINCT FROM s.paid_on AND t.failure = s.failure
    FROM {stage} s
    JOIN payments_entitlement e ON e.number = s.case_number
    JOIN payments_paymentline l ON l.entitlement_id = e.id AND l.benefit_month = s.benefit_month
         AND l.kind = s.kind AND l.cause = s.cause
    JOIN payments_run r ON r.month = s.pay_month
    JOIN payments_transfer t ON t.line_id = l.id AND t.run_id = r.id
"""

# A month's payments become one finished run of the district, made without a checker: nobody here checked it.
_LOAD = (
    """
    INSERT INTO payments_run (region_id, programme, month, state, made_by_id, maker_key, made_at, made_on, checker_key,
        comment, origin, version)
    SELECT DISTINCT e.district_code, e.programme, s.pay_month, 'draft', %(user_id)s::bigint, '', now(), %(today)s::date,
           '', '', 'migration', 1
    FROM (SELECT DISTINCT case_number, pay_month FROM {stage} WHERE found = 'new') s
    JOIN payments_entitlement e ON e.number = s.case_number
    ORDER BY s.pay_month
    """,
    """
    INSERT INTO payments_paymentline (region_id, run_id, run_month, entitlement_id, benefit_month, kind, cause, amount,
        head_count)
    SELECT coalesce(t.region_id, e.region_id), r.id, r.month, e.id, s.benefit_month, s.kind, s.cause, s.amount, s.heads
    FROM (SELECT DISTINCT ON (case_number, benefit_month, kind, cause) *
          FROM {stage} WHERE found = 'new' ORDER BY case_number, benefit_month, kind, cause, pay_month) s
    JOIN payments_entitlement e ON e.number = s.case_number
    JOIN payments_run r ON r.programme = e.programme AND r.region_id = e.district_code AND r.month = s.pay_month
         AND r.origin = 'migration' AND r.state = 'draft'
    LEFT JOIN payments_entitlementterm t ON t.entitlement_id = e.id AND t.first_month <= s.benefit_month
         AND (t.last_month IS NULL OR t.last_month >= s.benefit_month)
    ORDER BY r.month, e.id
    """,
    # Which account the money went to is not in the file; none is made up. Lines are looked up one by one: fresh
    # tables have no statistics, and a join by month alone would make every pair of a month first.
    """
    INSERT INTO payments_transfer (line_id, run_id, attempt, state, account_id, account_hint, paid_on, failure)
    SELECT l.id, r.id,
           row_number() OVER (PARTITION BY l.id ORDER BY s.pay_month), s.state, NULL, '', s.paid_on, s.failure
    FROM {stage} s
    JOIN payments_entitlement e ON e.number = s.case_number
    CROSS JOIN LATERAL (
        SELECT id FROM payments_paymentline
        WHERE entitlement_id = e.id AND benefit_month = s.benefit_month AND kind = s.kind AND cause = s.cause
        LIMIT 1) l
    JOIN payments_run r ON r.programme = e.programme AND r.region_id = e.district_code AND r.month = s.pay_month
         AND r.origin = 'migration' AND r.state = 'draft'
    WHERE s.found = 'new'
    """,
    """
    UPDATE payments_run r
    SET state = 'done', sent_on = coalesce(p.first_day, r.month), completed_on = coalesce(p.last_day, r.month)
    FROM (SELECT run_id, min(paid_on) AS first_day, max(paid_on) AS last_day FROM payments_transfer GROUP BY 1) p
    WHERE p.run_id = r.id AND r.origin = 'migration' AND r.state = 'draft'
    """,
)

_COLUMNS = (
    DataColumn("benefit_month", "所属月", "month"),
    DataColumn("pay_month", "发放月", "month"),
    DataColumn("amount", "金额", "money"),
    DataColumn("kind", "类别", "choice", choices=KINDS),
    DataColumn("cause", "事由", required=False, max_length=60),
    DataColumn("heads", "人数", "int"),
    DataColumn("paid_on", "到账日期", "date", required=False),
    DataColumn("state", "状态", "choice", choices=STATES),
    DataColumn("failure", "失败原因", required=False, max_length=100),
)


def payments_of(files: Files, *, programme: str, line: str, order: int) -> Dataset:
    """The data set of the payments of ``programme``, whose entitlements come in ``files``."""
    case = Reference(
        files.cases, "number", "payments_entitlement", "number", "办件文件和库中都没有这个办件编号，请核对。"
    )

    def bind(statement: str) -> str:
        return files.bind(statement).replace("{programme}", programme)

    return Dataset(
        name="payments.payments",
        label="发放",
        line=line,
        permission="imports.import_data",
        order=order,
        on_existing="unchanged",
        note="每次发放一行；发放失败后重发的是另一行，前四项相同，发放月不同。",
        columns=(
            DataColumn("case_number", "办件编号", max_length=40, example="示例-0001", reference=case),
            *_COLUMNS,
        ),
        key=("case_number", "benefit_month", "kind", "cause", "pay_month"),
        existing=_EXISTING,
        checks=(
            *(Check(label, bind(sql)) for label, sql in _SINGLE),
            *(Check(label, bind(sql), whole=True) for label, sql in _WHOLE),
        ),
        # A month cannot be judged by an entitlement that could not be read.
        prepare=(
            bind(
                "UPDATE {stage} s SET sound = false FROM {cases} k"
                " WHERE k.number = s.case_number AND NOT k.sound AND s.sound"
            ),
        ),
        load=_LOAD,
    )
