"""What a file of persons may change of somebody who is on file already.

An empty cell is "not known" and takes nothing away. Who somebody is and where his money goes, no file changes.
"""

from typing import Final

# ``known_as`` stands for the rule that a name is one that the person has or had.
DIFFERENCES: Final = """
        SELECT s.row_no, v.header, v.before, v.after, v.may
        FROM {stage} s
        JOIN people_person p ON p.number_digest = s.number_digest
        LEFT JOIN people_bankaccount a ON a.person_id = p.id AND a.valid_to IS NULL
        CROSS JOIN LATERAL (VALUES
            ('姓名', p.name, s.name, false, {known_as}),
            ('民族', p.ethnicity, s.ethnicity, true, p.ethnicity = s.ethnicity),
            ('户籍区划代码', p.home_region_id, s.home_region, true, p.home_region_id = s.home_region),
            ('住址', p.address, s.address, true, s.address IN ('', p.address)),
            ('联系电话', p.phone_hint, s.phone_hint, true, s.phone_hint IN ('', p.phone_hint)),
            ('残疾类别和等级', p.disability, s.disability, true, s.disability IN ('', p.disability)),
            ('死亡日期', p.death_date::text, s.death_date::text, false,
             coalesce(s.death_date = p.death_date, s.death_date IS NULL)),
            ('开户行', a.bank, s.bank, false, coalesce(a.bank = s.bank, s.bank = '')),
            ('银行账号', a.account_hint, s.account_hint, false,
             coalesce(a.account_digest = s.account_digest, s.account_digest IS NULL))
        ) AS v (header, before, after, may, same)
        WHERE s.found = 'different' AND NOT v.same
"""

UPDATE: Final = (
    """
        UPDATE people_person p
        SET ethnicity = s.ethnicity, home_region_id = s.home_region,
            address = coalesce(nullif(s.address, ''), p.address),
            phone = coalesce(nullif(s.phone_sealed, ''), p.phone),
            phone_hint = coalesce(nullif(s.phone_hint, ''), p.phone_hint),
            disability = coalesce(nullif(s.disability, ''), p.disability), version = p.version + 1
        FROM {stage} s WHERE s.found = 'different' AND p.number_digest = s.number_digest
        """,
    """
        INSERT INTO people_personscope (person_id, region_id, reason)
        SELECT p.id, s.home_region, 'home'
        FROM {stage} s JOIN people_person p ON p.number_digest = s.number_digest WHERE s.found = 'different'
        ON CONFLICT DO NOTHING
        """,
)

TOUCHES: Final = (
    (
        "people_person",
        "SELECT p.id FROM {stage} s JOIN people_person p ON p.number_digest = s.number_digest"
        " WHERE s.found = 'different'",
    ),
)
