"""Words, references and checks that the files of dibao share."""

from apps.assistance.rules.facts import REASONS as REASON_WORDS
from apps.core.importing import Check, Reference
from apps.payments.datasets import Files

FILES = Files("assistance.dibao_cases", "assistance.dibao_terms", "assistance.dibao_coverage")
REASONS = {word: code for code, word in REASON_WORDS.items()}
RESULTS = {"确认": "confirmed", "不予确认": "not_confirmed"}
LEVELS = {"镇街": "town", "区": "district"}
CAUSES = {"新增": "new", "标准调整": "standard", "情况变化": "change", "区内迁移": "move"}
CLASSES = {name: name for name in "ABC"}
# Stored in words, as they are printed and filtered by.
END_REASONS = {
    reason: reason
    for reason in (
        "收入超过标准",
        "财产超过标准",
        "保障对象死亡",
        "迁出本区",
        "转为特困",
        "服刑",
        "拒绝核查",
        "申报不实",
        "骗取待遇",
        "自愿放弃",
        "渐退期满",
        "并入其他家庭",
        "其他",
    )
}
CASE = Reference(
    FILES.cases, "number", "casework_case", "number", "办件文件和库中都没有这个办件编号，请核对。"
)


def month(column: str) -> str:
    """SQL: a month as it is written."""
    return f"to_char({column}, 'YYYY-MM')"


def applications(rows: str) -> str:
    """SQL: an application for each of ``rows`` (case, reason, recheck class, income, amount, heads, standard,
    computation). What the family declared besides is not in any file."""
    return f"""
        INSERT INTO assistance_dibaoapplication (case_id, unit, single_member_key, reason, reason_text, housing_text,
            household_deductions, has_stable_income, is_by_proxy, proxy_name, receives_support, duplicate_note,
            declared_income, recheck_class, countable_income, proposed_amount, proposed_heads, standard, computation)
        SELECT case_id, 'household', '', reason, '', '', 0, false, false, '', false, '',
               coalesce(income, 0), recheck_class, income, amount, heads, standard, computation
        FROM ({rows}) AS r (case_id, reason, recheck_class, income, amount, heads, standard, computation)
    """


def late(files: str) -> Check:
    """Rows for a case that is in the database already."""
    return Check(
        "库中已有的办件",
        f"""
        SELECT s.row_no, '办件编号', s.case_number, '这件已在库中，{files}不能补录，请在系统中办理变更。'
        FROM {{stage}} s
        WHERE s.found = 'new' AND s.sound AND EXISTS (SELECT 1 FROM casework_case c WHERE c.number = s.case_number)
        """,
        whole=True,
    )


def refused(files: str) -> Check:
    """Rows for a case that was refused."""
    return Check(
        "不予确认",
        f"""
        SELECT s.row_no, '办件编号', s.case_number, '这件不予确认，不能有{files}。'
        FROM {{stage}} s JOIN {{stage:assistance.dibao_cases}} k ON k.number = s.case_number
        WHERE k.result = 'not_confirmed'
        """,
    )
