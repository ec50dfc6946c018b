"""Files of children's homes and of care visits that were recorded elsewhere."""

import re

from apps.assistance.models import CareVisit, ChildHome
from apps.core.importing import Check, DataColumn, Dataset
from apps.core.numbers import mask_phone
from apps.people.datasets import HOUSEHOLD

SERVICES = {str(label): str(code) for code, label in ChildHome.Service.choices}
_PHONE = re.compile(r"\+?[0-9-]{7,20}")
_PLACES = re.compile(r"[0-9]{12}(、[0-9]{12})*")
_NAMED = "、".join(SERVICES)


def _check_phone(value: str) -> str | None:
    return None if _PHONE.fullmatch(value) else "电话号码应为 7—20 位数字，请核对。"


def _check_services(value: str) -> str | None:
    unknown = [word for word in value.split("、") if word not in SERVICES]
    return f"没有“{unknown[0]}”这一项，可填：{_NAMED}，几项用顿号分开。" if unknown else None


def _check_places(value: str) -> str | None:
    return None if _PLACES.fullmatch(value) else "应为村（社区）的 12 位区划代码，几个用顿号分开。"


_CODES = " ".join(f"WHEN '{label}' THEN '{code}'" for label, code in SERVICES.items())

HOMES = Dataset(
    name="assistance.child_homes",
    label="儿童之家",
    line="assistance",
    permission="imports.import_data",
    order=40,
    on_existing="unchanged",
    note="每家一行；服务的村（社区）填区划代码，几个用顿号分开。",
    columns=(
        DataColumn("name", "名称", max_length=60, example="泰和儿童之家"),
        DataColumn("region", "所在区划代码", "region_code"),
        DataColumn("address", "地址", max_length=200),
        DataColumn("area", "面积（平方米）", "money", example="80"),
        DataColumn("places", "服务的区划代码", max_length=500, check=_check_places, example="330212009007"),
        DataColumn(
            "services", "服务内容", required=False, check=_check_services, example="课业辅导、临时照料"
        ),
        DataColumn("hours", "开放时间", max_length=100),
        DataColumn("in_charge", "负责人", max_length=50),
        DataColumn(
            "phone",
            "联系电话",
            "secret",
            seal="assistance_childhome.phone",
            mask=mask_phone,
            check=_check_phone,
        ),
        DataColumn(
            "rating",
            "星级",
            "choice",
            required=False,
            choices={str(label): str(code) for code, label in ChildHome.Rating.choices if code},
        ),
        DataColumn("opened_on", "启用日期", "date"),
        DataColumn("upgraded_on", "提升建设完成日期", "date", required=False),
    ),
    key=("region", "name"),
    existing="""
        SELECT s.row_no, h.address = s.address AND h.area = s.area AND h.hours = s.hours
               AND h.in_charge = s.in_charge AND h.phone_hint = s.phone_hint AND h.rating = coalesce(s.rating, '')
               AND h.opened_on = s.opened_on AND h.upgraded_on IS NOT DISTINCT FROM s.upgraded_on
        FROM {stage} s
        JOIN assistance_childhome h ON h.region_id = s.region AND h.name = s.name AND h.closed_on IS NULL
    """,
    checks=(
        Check(
            "所在地",
            """
            SELECT row_no, '所在区划代码', region, '儿童之家应在一个村（社区），请填 12 位区划代码。'
            FROM {stage} WHERE length(region) <> 12
            """,
        ),
        Check(
            "面积",
            "SELECT row_no, '面积（平方米）', area, '应大于 0，请核对。' FROM {stage} WHERE area <= 0 OR area >= 100000",
        ),
        Check(
            "提升日期",
            """
            SELECT row_no, '提升建设完成日期', upgraded_on, format('早于启用日期 %%s，请核对。', opened_on)
            FROM {stage} WHERE upgraded_on < opened_on
            """,
        ),
        Check(
            "以后的日期",
            """
            SELECT row_no, '提升建设完成日期', upgraded_on, '晚于今天，请核对。'
            FROM {stage} WHERE upgraded_on > %(today)s
            """,
        ),
        Check(
            "服务的区划",
            """
            SELECT s.row_no, '服务的区划代码', p.code, '没有这个村（社区），请核对区划代码。'
            FROM {stage} s, unnest(string_to_array(s.places, '、')) AS p(code)
            WHERE NOT EXISTS (SELECT 1 FROM regions_region r WHERE r.code = p.code AND r.level = 'community')
            """,
        ),
    ),
    load=(
        f"""
        INSERT INTO assistance_childhome (region_id, name, address, area, in_charge, phone, phone_hint, hours,
            services, rating, opened_on, upgraded_on, close_reason, version, created_by_id, created_at, recorded_on)
        SELECT s.region, s.name, s.address, s.area, s.in_charge, s.phone_sealed, s.phone_hint, s.hours,
               coalesce((SELECT array_agg(CASE word {_CODES} END)
                         FROM unnest(string_to_array(s.services, '、')) AS word WHERE word <> ''), '{{}}'),
               coalesce(s.rating, ''), s.opened_on, s.upgraded_on, '', 1, %(user_id)s, now(), %(today)s
        FROM {{stage}} s WHERE s.found = 'new' ORDER BY s.row_no
        """,
        """
        INSERT INTO assistance_servedcommunity (home_id, community_id, first_day)
        SELECT DISTINCT h.id, p.code, h.opened_on
        FROM {stage} s
        JOIN assistance_childhome h ON h.region_id = s.region AND h.name = s.name AND h.closed_on IS NULL
        CROSS JOIN unnest(string_to_array(s.places, '、')) AS p(code)
        WHERE s.found = 'new'
        """,
    ),
)

VISITS = Dataset(
    name="assistance.care_visits",
    label="探访记录",
    line="assistance",
    permission="imports.import_data",
    order=45,
    on_existing="unchanged",
    note="一户一天一行；有需求的写明需求和处理。",
    columns=(
        DataColumn("household", "家庭编号", max_length=40, example="示例-H01", reference=HOUSEHOLD),
        DataColumn("visited_on", "探访日期", "date"),
        DataColumn(
            "mode",
            "探访方式",
            "choice",
            choices={str(label): str(code) for code, label in CareVisit.Mode.choices},
        ),
        DataColumn("visitors", "探访人员", max_length=100, example="周敏、方立"),
        DataColumn(
            "finding",
            "探访情况",
            "choice",
            choices={str(label): str(code) for code, label in CareVisit.Finding.choices},
        ),
        DataColumn("needs", "需求和处理", required=False, max_length=300),
        DataColumn("next_visit_on", "下次探访日期", "date", required=False),
    ),
    key=("household", "visited_on"),
    existing="""
        SELECT s.row_no, v.mode = s.mode AND v.visitors = s.visitors AND v.finding = s.finding
               AND v.needs = s.needs AND v.next_visit_on IS NOT DISTINCT FROM s.next_visit_on
        FROM {stage} s
        JOIN people_household h ON h.source_number = s.household
        JOIN assistance_carevisit v ON v.household_id = h.id AND v.visited_on = s.visited_on AND v.voided_on IS NULL
    """,
    checks=(
        Check(
            "以后的日期",
            "SELECT row_no, '探访日期', visited_on, '晚于今天，请核对。' FROM {stage} WHERE visited_on > %(today)s",
        ),
        Check(
            "需求",
            """
            SELECT row_no, '需求和处理', '', '有需求的，请写明需求和处理。'
            FROM {stage} WHERE finding IN ('need', 'urgent') AND needs = ''
            """,
        ),
        Check(
            "下次探访",
            """
            SELECT row_no, '下次探访日期', next_visit_on, format('应晚于探访日期 %%s，请核对。', visited_on)
            FROM {stage} WHERE next_visit_on <= visited_on
            """,
        ),
        Check(
            "急需帮助",
            """
            SELECT row_no, '下次探访日期', '', '急需帮助的，请填写下次探访日期。'
            FROM {stage} WHERE finding = 'urgent' AND next_visit_on IS NULL
            """,
        ),
    ),
    load=(
        """
        INSERT INTO assistance_carevisit (household_id, region_id, visited_on, mode, visitors, finding, needs,
            signature, next_visit_on, version, created_by_id, created_at, recorded_on, void_reason)
        SELECT h.id, h.region_id, s.visited_on, s.mode, s.visitors, s.finding, s.needs, 'none', s.next_visit_on, 1,
               %(user_id)s, now(), %(today)s, ''
        FROM {stage} s JOIN people_household h ON h.source_number = s.household
        WHERE s.found = 'new' ORDER BY s.row_no
        """,
    ),
)
