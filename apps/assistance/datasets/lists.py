"""Files of entitlement lists that were issued and brought before this system."""

from apps.assistance.models import EntitlementList
from apps.core.importing import Check, DataColumn, Dataset
from apps.people.datasets import HOUSEHOLD

LISTS = Dataset(
    name="assistance.entitlement_lists",
    label="幸福清单",
    line="assistance",
    permission="imports.import_data",
    order=85,
    on_existing="unchanged",
    note="每份一行；没有送达的，送达日期、送达人、签收方式和签收人都不填。清单内容按出具当月的待遇生成。",
    columns=(
        DataColumn("household", "家庭编号", max_length=40, example="示例-H01", reference=HOUSEHOLD),
        DataColumn("year", "年度", "int", example="2021"),
        DataColumn("edition", "版次", "int", example="1"),
        DataColumn(
            "cause",
            "出具原因",
            "choice",
            choices={str(label): str(code) for code, label in EntitlementList.Cause.choices},
        ),
        DataColumn("issued_on", "出具日期", "date"),
        DataColumn("delivered_on", "送达日期", "date", required=False),
        DataColumn("delivered_by", "送达人", required=False, max_length=100, example="周敏、方立"),
        DataColumn(
            "receipt",
            "签收方式",
            "choice",
            required=False,
            choices={str(label): str(code) for code, label in EntitlementList.Receipt.choices},
        ),
        DataColumn("signer", "签收人", required=False, max_length=50, example="陈秀芳"),
    ),
    key=("household", "year", "edition"),
    existing="""
        SELECT s.row_no, l.issued_on = s.issued_on AND l.delivered_on IS NOT DISTINCT FROM s.delivered_on
        FROM {stage} s
        JOIN people_household h ON h.source_number = s.household
        JOIN assistance_entitlementlist l ON l.household_id = h.id AND l.year = s.year AND l.edition = s.edition
    """,
    checks=(
        Check(
            "年度和版次",
            """
            SELECT row_no, '年度', year, '应是出具日期的年份，请核对。'
            FROM {stage} WHERE year <> extract(year FROM issued_on)
            UNION ALL
            SELECT row_no, '版次', edition, '应从 1 起，请核对。' FROM {stage} WHERE edition NOT BETWEEN 1 AND 99
            """,
        ),
        Check(
            "以后的日期",
            """
            SELECT row_no, '送达日期', delivered_on, '晚于今天，请核对。' FROM {stage} WHERE delivered_on > %(today)s
            UNION ALL
            SELECT row_no, '出具日期', issued_on, '晚于今天，请核对。' FROM {stage} WHERE issued_on > %(today)s
            UNION ALL
            SELECT row_no, '送达日期', delivered_on, '早于出具日期，请核对。'
            FROM {stage} WHERE delivered_on < issued_on
            """,
        ),
        Check(
            "送达",
            """
            SELECT row_no, '送达日期', delivered_on, '送达日期、送达人、签收方式和签收人要填就都填。'
            FROM {stage} WHERE num_nonnulls(delivered_on, nullif(delivered_by, ''), receipt, nullif(signer, ''))
                               NOT IN (0, 4)
            """,
        ),
    ),
    load=(
        """
        INSERT INTO assistance_entitlementlist (household_id, region_id, year, edition, cause, issued_on, delivered_on,
            delivered_by, receipt, signer, version, created_by_id, created_at, recorded_on)
        SELECT h.id, h.region_id, s.year, s.edition, s.cause, s.issued_on, s.delivered_on, s.delivered_by,
               coalesce(s.receipt, ''), s.signer, 1, %(user_id)s, now(), %(today)s
        FROM {stage} s JOIN people_household h ON h.source_number = s.household
        WHERE s.found = 'new' ORDER BY s.row_no
        """,
        """
        INSERT INTO assistance_entitlementlistline (list_id, entitlement_id, programme, from_month, heads, amount)
        SELECT l.id, e.id, e.programme, e.from_month, count(c.id), t.amount
        FROM {stage} s
        JOIN people_household h ON h.source_number = s.household
        JOIN assistance_entitlementlist l ON l.household_id = h.id AND l.year = s.year AND l.edition = s.edition
        CROSS JOIN LATERAL (SELECT date_trunc('month', s.issued_on)::date AS month) m
        JOIN payments_entitlement e ON e.household_id = h.id AND e.from_month <= m.month
             AND (e.last_month IS NULL OR e.last_month >= m.month)
        JOIN payments_entitlementterm t ON t.entitlement_id = e.id AND t.first_month <= m.month
             AND (t.last_month IS NULL OR t.last_month >= m.month)
        LEFT JOIN payments_coverage c ON c.entitlement_id = e.id AND c.first_month <= m.month
             AND (c.last_month IS NULL OR c.last_month >= m.month)
        WHERE s.found = 'new' GROUP BY l.id, e.id, e.programme, e.from_month, t.amount ORDER BY l.id, e.id
        """,
    ),
)
