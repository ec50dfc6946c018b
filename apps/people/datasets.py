"""Files of people: persons with their accounts, households, and who belongs to which household when."""

import re

from apps.core.importing import Check, DataColumn, Dataset, Reference
from apps.core.numbers import mask_account, mask_phone
from apps.core.registries import datasets
from apps.people import amending
from apps.people.services.deaths import follow_open

RELATIONS = {
    "本人": "self",
    "配偶": "spouse",
    "儿子": "son",
    "女儿": "daughter",
    "父亲": "father",
    "母亲": "mother",
    "孙子女": "grandchild",
    "祖父母": "grandparent",
    "兄弟姐妹": "sibling",
    "其他": "other",
}
# Numbers from before a correction or merge, where one file had them and nobody has them now (rulebook 5.2).
_FORMER = """
    SELECT a.number_digest AS former, (array_agg(p.number_digest))[1] AS present, (array_agg(p.id))[1] AS person_id
    FROM people_personalias a JOIN people_person p ON p.id = a.person_id
    WHERE p.number_digest IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM people_person h WHERE h.number_digest = a.number_digest)
    GROUP BY a.number_digest HAVING count(DISTINCT a.person_id) = 1
"""
_KNOWN_AS = "(s.name = p.name OR s.name = ANY (string_to_array(p.former_names, '、')))"
# Whoever truly holds a number that was once entered for another has another name.
_RESOLVE = f"""
    UPDATE {{stage}} s SET number_digest = f.present FROM ({_FORMER}) f JOIN people_person p ON p.id = f.person_id
    WHERE f.former = s.number_digest AND {_KNOWN_AS}
"""
PERSON = Reference(
    "people.persons",
    "number",
    "people_person",
    "number_digest",
    "人员文件和库中都没有这个身份证号，请核对。",
    former=_FORMER,
)
HOUSEHOLD = Reference(
    "people.households",
    "household",
    "people_household",
    "source_number",
    "家庭文件和库中都没有这个家庭编号，请核对。",
)
_ACCOUNT = re.compile(r"[0-9]{8,30}")
_PHONE = re.compile(r"\+?[0-9-]{7,20}")


def _check_account(value: str) -> str | None:
    return None if _ACCOUNT.fullmatch(value) else "银行账号应为 8—30 位数字，请核对。"


def _check_phone(value: str) -> str | None:
    return None if _PHONE.fullmatch(value) else "电话号码应为 7—20 位数字，请核对。"


PERSONS = Dataset(
    name="people.persons",
    label="人员",
    line="",
    permission="imports.import_data",
    order=10,
    on_existing="unchanged",
    note="每人一行；开户行和银行账号一起填或都不填。",
    columns=(
        DataColumn("name", "姓名", "person_name"),
        DataColumn("number", "身份证号", "resident_number", seal="people_person.number"),
        DataColumn("ethnicity", "民族", required=False, max_length=20, default="汉族"),
        DataColumn("home_region", "户籍区划代码", "region_code"),
        DataColumn("address", "住址", required=False, max_length=200),
        DataColumn(
            "phone",
            "联系电话",
            "secret",
            required=False,
            seal="people_person.phone",
            mask=mask_phone,
            check=_check_phone,
        ),
        DataColumn("disability", "残疾类别和等级", required=False, max_length=40),
        DataColumn("death_date", "死亡日期", "date", required=False),
        DataColumn("bank", "开户行", required=False, max_length=60),
        DataColumn(
            "account",
            "银行账号",
            "secret",
            required=False,
            seal="people_bankaccount.account",
            mask=mask_account,
            check=_check_account,
        ),
    ),
    key=("number",),
    resolve=(_RESOLVE,),
    existing=f"""
        SELECT s.row_no, {_KNOWN_AS} AND p.ethnicity = s.ethnicity AND p.home_region_id = s.home_region
               AND s.address IN ('', p.address) AND s.phone_hint IN ('', p.phone_hint)
               AND s.disability IN ('', p.disability) AND coalesce(s.death_date = p.death_date, s.death_date IS NULL)
               AND coalesce(s.account_digest IS NULL OR a.account_digest = s.account_digest AND a.bank = s.bank, false)
        FROM {{stage}} s
        JOIN people_person p ON p.number_digest = s.number_digest
        LEFT JOIN people_bankaccount a ON a.person_id = p.id AND a.valid_to IS NULL
    """,
    differences=amending.DIFFERENCES.replace("{known_as}", _KNOWN_AS),
    update=amending.UPDATE,
    touches=amending.TOUCHES,
    partial=True,
    checks=(
        Check(
            "旧身份证号",
            """
            SELECT row_no, '身份证号', number_hint, '这是 15 位旧身份证号，库中没有这个人，请填写 18 位身份证号。'
            FROM {stage} WHERE sound AND found = 'new' AND length(number_hint) = 15
            """,
            whole=True,
        ),
        Check(
            "死亡日期",
            """
            SELECT row_no, '死亡日期', death_date, format('早于出生日期 %%s，请核对。', number_birth)
            FROM {stage} WHERE death_date < number_birth
            """,
        ),
        Check(
            "开户行",
            """
            SELECT row_no, '开户行', '', '填了银行账号，请补上开户行。'
            FROM {stage} WHERE bank = '' AND account_digest IS NOT NULL
            """,
        ),
        Check(
            "银行账号",
            """
            SELECT row_no, '银行账号', '', '填了开户行，请补上银行账号。'
            FROM {stage} WHERE bank <> '' AND account_digest IS NULL
            """,
        ),
    ),
    load=(
        """
        INSERT INTO people_person (number_kind, number, number_digest, number_hint, name, name_sort, name_search,
            sex, birth_date, death_date, ethnicity, phone, phone_hint, home_region_id, address, disability,
            version, created_at)
        SELECT 'resident_id', number_sealed, number_digest, number_hint, name, name_sort, name_search,
               number_sex, number_birth, death_date, ethnicity, phone_sealed, phone_hint, home_region, address,
               disability, 1, now()
        FROM {stage} WHERE found = 'new' ORDER BY row_no
        """,
        """
        INSERT INTO people_personscope (person_id, region_id, reason)
        SELECT p.id, s.home_region, 'home'
        FROM {stage} s JOIN people_person p ON p.number_digest = s.number_digest WHERE s.found = 'new'
        """,
        # Files do not say since when an account is used: what is known is that it is on the day of the import.
        """
        INSERT INTO people_bankaccount (person_id, bank, account, account_digest, account_hint, holder_name,
            valid_from, valid_to)
        SELECT p.id, s.bank, s.account_sealed, s.account_digest, s.account_hint, s.name, %(today)s, NULL
        FROM {stage} s JOIN people_person p ON p.number_digest = s.number_digest
        WHERE s.found = 'new' AND s.account_digest IS NOT NULL
        """,
    ),
)

HOUSEHOLDS = Dataset(
    name="people.households",
    label="家庭",
    line="",
    permission="imports.import_data",
    order=20,
    on_existing="unchanged",
    note="家庭编号可自编，其他文件用它指认家庭；户主要同时列入家庭成员。",
    columns=(
        DataColumn("household", "家庭编号", max_length=40, example="示例-H01"),
        DataColumn("head", "户主身份证号", "resident_number", reference=PERSON),
        DataColumn("region", "区划代码", "region_code"),
        DataColumn("address", "住址", required=False, max_length=200),
        DataColumn("opened_on", "建档日期", "date"),
        DataColumn("closed_on", "销档日期", "date", required=False),
    ),
    key=("household",),
    existing="""
        SELECT s.row_no, p.number_digest IS NOT DISTINCT FROM s.head_digest AND h.region_id = s.region
               AND h.address = s.address AND h.opened_on = s.opened_on
               AND h.closed_on IS NOT DISTINCT FROM s.closed_on
        FROM {stage} s
        JOIN people_household h ON h.source_number = s.household
        JOIN people_person p ON p.id = h.head_id
    """,
    checks=(
        Check(
            "销档日期",
            """
            SELECT row_no, '销档日期', closed_on, format('早于建档日期 %%s，请核对。', opened_on)
            FROM {stage} WHERE closed_on < opened_on
            """,
        ),
        Check(
            "户主在册",
            """
            SELECT s.row_no, '户主身份证号', s.head_hint, '户主不在这个家庭的成员中，请补上成员或改正户主。'
            FROM {stage} s
            WHERE s.sound AND s.found = 'new' AND NOT EXISTS (
                SELECT 1 FROM {stage:people.members} m
                WHERE m.household = s.household AND m.person_digest = s.head_digest)
            """,
            whole=True,
        ),
    ),
    # A member that could not be read may be the head: that is one error, not two.
    prepare=(
        """
        UPDATE {stage} s SET sound = false FROM {stage:people.members} m
        WHERE m.household = s.household AND NOT m.sound AND s.sound
        """,
    ),
    load=(
        """
        INSERT INTO people_household (region_id, head_id, opened_on, closed_on, address, source_number)
        SELECT s.region, p.id, s.opened_on, s.closed_on, s.address, s.household
        FROM {stage} s JOIN people_person p ON p.number_digest = s.head_digest
        WHERE s.found = 'new' ORDER BY s.row_no
        """,
    ),
)

MEMBERS = Dataset(
    name="people.members",
    label="家庭成员",
    line="",
    permission="imports.import_data",
    order=30,
    on_existing="unchanged",
    note="一人同一时间只在一个家庭；户主本人也要列入。",
    columns=(
        DataColumn("household", "家庭编号", max_length=40, example="示例-H01", reference=HOUSEHOLD),
        DataColumn("person", "身份证号", "resident_number", reference=PERSON),
        DataColumn("relation", "与户主关系", "choice", choices=RELATIONS),
        DataColumn("joined_on", "加入日期", "date"),
        DataColumn("left_on", "离开日期", "date", required=False),
    ),
    key=("household", "person", "joined_on"),
    existing="""
        SELECT s.row_no, m.relation = s.relation AND m.left_on IS NOT DISTINCT FROM s.left_on
        FROM {stage} s
        JOIN people_person p ON p.number_digest = s.person_digest
        JOIN people_householdmember m ON m.person_id = p.id AND m.joined_on = s.joined_on
        JOIN people_household h ON h.id = m.household_id AND h.source_number = s.household
    """,
    checks=(
        Check(
            "离开日期",
            """
            SELECT row_no, '离开日期', left_on, format('早于加入日期 %%s，请核对。', joined_on)
            FROM {stage} WHERE left_on < joined_on
            """,
        ),
        Check(
            "同时在两个家庭",
            """
            SELECT row_no, '身份证号', person_hint,
                   format('第 %%s 行（家庭 %%s）还没有离开，同一时间只能属于一个家庭，请核对加入和离开日期。',
                          before_row, before_household)
            FROM (SELECT row_no, person_hint, joined_on,
                         lag(row_no) OVER w AS before_row, lag(household) OVER w AS before_household,
                         max(coalesce(left_on, 'infinity')) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                             AS before_left
                  FROM {stage} WHERE sound
                  WINDOW w AS (PARTITION BY person_digest ORDER BY joined_on, row_no)) o
            WHERE before_left >= joined_on
            """,
            whole=True,
        ),
        Check(
            "已在库中的家庭",
            """
            SELECT DISTINCT ON (s.row_no) s.row_no, '身份证号', s.person_hint,
                   format('库中自 %%s 起已属于另一家庭，同一时间只能属于一个家庭，请核对。', m.joined_on)
            FROM {stage} s
            JOIN people_person p ON p.number_digest = s.person_digest
            JOIN people_householdmember m ON m.person_id = p.id
                 AND daterange(m.joined_on, m.left_on, '[]') && daterange(s.joined_on, s.left_on, '[]')
            WHERE s.sound AND s.found = 'new' ORDER BY s.row_no, m.joined_on
            """,
            whole=True,
        ),
    ),
    load=(
        """
        INSERT INTO people_householdmember (household_id, person_id, relation, joined_on, left_on)
        SELECT h.id, p.id, s.relation, s.joined_on, s.left_on
        FROM {stage} s
        JOIN people_household h ON h.source_number = s.household
        JOIN people_person p ON p.number_digest = s.person_digest
        WHERE s.found = 'new' ORDER BY s.row_no
        """,
        # A household makes its members the business of the place where it lives.
        """
        INSERT INTO people_personscope (person_id, region_id, reason)
        SELECT DISTINCT p.id, h.region_id, 'home'
        FROM {stage} s
        JOIN people_household h ON h.source_number = s.household
        JOIN people_person p ON p.number_digest = s.person_digest
        WHERE s.found = 'new' AND s.left_on IS NULL
        ON CONFLICT DO NOTHING
        """,
    ),
)

SOURCES = {"公安": "police", "殡葬": "funeral", "医院": "hospital", "村社区": "community", "家属": "family"}
DEATHS = Dataset(
    name="people.deaths",
    label="死亡名单",
    line="",
    permission="imports.import_data",
    order=40,
    on_existing="skip",
    note="按身份证号比对，曾用号码也能对上；姓名不符的为错误。库中没有的人不新建，也不算错误。",
    columns=(
        DataColumn("name", "姓名", "person_name"),
        DataColumn("number", "身份证号", "resident_number"),
        DataColumn("day", "死亡日期", "date"),
        DataColumn("source", "信息来源", "choice", choices=SOURCES),
        DataColumn("certificate", "证明编号", required=False, max_length=60),
    ),
    key=("number",),
    resolve=(_RESOLVE,),
    # Nothing to do for whoever is not on file, and for whoever is known to have died that day.
    existing="""
        SELECT s.row_no, p.id IS NOT NULL FROM {stage} s
        LEFT JOIN people_person p ON p.number_digest = s.number_digest
        WHERE p.id IS NULL OR p.death_date = s.day
    """,
    checks=(
        Check(
            "姓名",
            f"""
            SELECT s.row_no, '姓名', s.name, '与库中这个身份证号的姓名不一致，请核对号码和姓名。'
            FROM {{stage}} s JOIN people_person p ON p.number_digest = s.number_digest WHERE NOT {_KNOWN_AS}
            """,
        ),
        Check(
            "死亡日期",
            """
            SELECT row_no, '死亡日期', day, '晚于今天，请核对。' FROM {stage} WHERE day > %(today)s
            UNION ALL
            SELECT row_no, '死亡日期', day, '早于出生日期，请核对。' FROM {stage} WHERE day < number_birth
            UNION ALL
            SELECT s.row_no, '死亡日期', s.day, format('库中已登记于 %%s死亡，请核实；原登记有误的请先撤销。', p.death_date)
            FROM {stage} s JOIN people_person p ON p.number_digest = s.number_digest
            WHERE p.death_date <> s.day
            """,
        ),
    ),
    load=(
        """
        INSERT INTO people_deathrecord (person_id, day, source, certificate, registered_by_id, registered_on,
            revoke_reason)
        SELECT p.id, s.day, s.source, s.certificate, %(user_id)s, %(today)s, ''
        FROM {stage} s JOIN people_person p ON p.number_digest = s.number_digest
        WHERE s.found = 'new' ORDER BY s.row_no
        """,
        """
        UPDATE people_person p SET death_date = s.day, version = p.version + 1
        FROM {stage} s WHERE s.found = 'new' AND p.number_digest = s.number_digest
        """,
    ),
    final="死亡登记后已按规定停发或办理变更，请在人员档案中逐人撤销登记。",
    partial=True,
    after=follow_open,
)

datasets.register(PERSONS, HOUSEHOLDS, MEMBERS, DEATHS)
