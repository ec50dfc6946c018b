"""Files of casework: which towns were given the authority to confirm, and when."""

from apps.core.importing import Check, DataColumn, Dataset
from apps.core.registries import datasets

PROGRAMMES = {"低保": "dibao"}

DELEGATIONS = Dataset(
    name="casework.delegations",
    label="审批权下放",
    line="",
    permission="imports.import_data",
    order=40,
    on_existing="unchanged",
    note="每个镇（街道）每个项目每次下放一行。",
    columns=(
        DataColumn("region", "区划代码", "region_code"),
        DataColumn("programme", "项目", "choice", choices=PROGRAMMES),
        DataColumn("valid_from", "起始日", "date"),
        DataColumn("valid_to", "截止日", "date", required=False),
        DataColumn("document", "文号", max_length=100, example="示例〔2021〕1 号"),
    ),
    key=("region", "programme", "valid_from"),
    existing="""
        SELECT s.row_no, d.valid_to IS NOT DISTINCT FROM s.valid_to AND d.document = s.document
        FROM {stage} s
        JOIN casework_delegation d
             ON d.region_id = s.region AND d.programme = s.programme AND d.valid_from = s.valid_from
    """,
    checks=(
        Check(
            "镇街",
            "SELECT row_no, '区划代码', region, '应填镇（街道）的 9 位代码，请核对。'"
            " FROM {stage} WHERE length(region) <> 9",
        ),
        Check(
            "截止日",
            "SELECT row_no, '截止日', valid_to, format('早于起始日 %%s，请核对。', valid_from)"
            " FROM {stage} WHERE valid_to < valid_from",
        ),
        Check(
            "期间重叠",
            """
            SELECT s.row_no, '起始日', s.valid_from, format('与第 %%s 行的期间重叠，请核对起止日期。', min(o.row_no))
            FROM {stage} s
            JOIN {stage} o ON o.region = s.region AND o.programme = s.programme AND o.row_no < s.row_no AND o.sound
                 AND daterange(o.valid_from, o.valid_to, '[]') && daterange(s.valid_from, s.valid_to, '[]')
            WHERE s.sound GROUP BY s.row_no, s.valid_from
            """,
            whole=True,
        ),
        Check(
            "与库中期间重叠",
            """
            SELECT s.row_no, '起始日', s.valid_from,
                   format('与库中自 %%s 起的下放期间重叠，请核对起止日期。', min(d.valid_from))
            FROM {stage} s
            JOIN casework_delegation d ON d.region_id = s.region AND d.programme = s.programme
                 AND daterange(d.valid_from, d.valid_to, '[]') && daterange(s.valid_from, s.valid_to, '[]')
            WHERE s.sound AND s.found = 'new' GROUP BY s.row_no, s.valid_from
            """,
            whole=True,
        ),
    ),
    load=(
        """
        INSERT INTO casework_delegation (region_id, programme, valid_from, valid_to, document)
        SELECT region, programme, valid_from, valid_to, document FROM {stage} WHERE found = 'new' ORDER BY row_no
        """,
    ),
)

datasets.register(DELEGATIONS)
