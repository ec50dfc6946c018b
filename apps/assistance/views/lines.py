"""The rows of the entry form with what is computed for them."""

from typing import Any

from apps.assistance.forms import EntryForms, IncomeForm, MemberForm
from apps.assistance.rules import facts
from apps.assistance.services.dibao_papers import proofs
from apps.assistance.services.dibao_sheet import Sheet
from apps.assistance.services.dibao_typed import Row, Typed, birth_of, number_error, sex_of, told_incomes
from apps.core.money import format_money
from apps.core.numbers import age_on
from apps.people.models import Person


def member_lines(typed: Typed, entry: EntryForms, sheet: Sheet) -> list[dict[str, Any]]:
    """Form, birth date, sex, age, tags and hint of every member."""
    counted = (
        {counting.member.key: counting for counting in sheet.assessment.countings} if sheet.assessment else {}
    )
    lines = []
    for row, form in zip(typed.members, entry.members, strict=True):
        birth = birth_of(row)
        counting = counted.get(row.get("key", ""))
        lines.append(
            {
                "form": form,
                "words": {name: word(form, name) for name in ("relation", "labour_capacity")},
                "key": row.get("key", ""),
                "is_applicant": row.get("relation") == "self",
                "birth": birth,
                "sex": dict(Person.Sex.choices).get(sex_of(row), ""),
                "age": age_on(birth, sheet.on) if birth else None,
                "tags": _tags(row),
                "hint": "" if "number" in form.errors else number_error(row),
                "left_out": counting.reason if counting and not counting.is_counted else "",
                "errors": _errors(form),
                "boxes": [
                    form[name] for name in ("lives_together", "has_local_hukou", "has_serious_illness")
                ],
                "opens": any(name in form.errors for name in form.fields if name not in MemberForm.in_row),
            }
        )
    return lines


def income_lines(typed: Typed, entry: EntryForms, sheet: Sheet) -> list[dict[str, Any]]:
    """Form, what is left out and why, what counts, and whether the proof is there, of every income."""
    told = told_incomes(typed)
    computed = dict(zip(told, sheet.assessment.means.lines, strict=True)) if sheet.assessment and told else {}
    there = proofs(sheet.slots)
    lines = []
    for row, form in zip(typed.incomes, entry.incomes, strict=True):
        source = facts.INCOME_SOURCES.get(row.get("source", ""))
        line = computed.get(row.get("key", ""))
        proof = source.proof if source else ""
        lines.append(
            {
                "form": form,
                "words": {name: word(form, name) for name in ("member", "source")},
                "key": row.get("key", ""),
                "off": line.amount - line.countable if line else None,
                "reason": line.reason if line else "",
                "countable": line.countable if line else None,
                "proof": there.get((proof, row.get("member", ""))) if proof else None,
                "errors": _errors(form),
                "opens": any(name in form.errors for name in form.fields if name not in IncomeForm.in_row),
            }
        )
    return lines


def member_options(typed: Typed, entry: EntryForms) -> list[tuple[str, str, str]]:
    """Every option that names a member: the field's name, the member's key, and the name as typed now."""
    fields = ["single_member_key", *(form.add_prefix("member") for form in entry.incomes)]
    return [
        (name, row.get("key", ""), row.get("name", "").strip() or "未填姓名")
        for name in fields
        for row in typed.members
    ]


def related_findings(typed: Typed) -> list[dict[str, Any]]:
    """The findings about everybody whose number is typed, each once."""
    found: dict[str, dict[str, Any]] = {}
    for number in typed.numbers:
        for finding in typed.related.get(number, ()):
            found.setdefault(finding["text"], finding)
    return list(found.values())


def _errors(form: MemberForm | IncomeForm) -> list[dict[str, str]]:
    """The errors of the row with the ids that their fields are described by."""
    return [
        {"text": str(text), "id": f"{form[name].auto_id}_error"}
        for name in form.in_row
        for text in form.errors.get(name, ())
    ]


def _tags(row: Row) -> list[str]:
    tags = []
    disability = facts.DISABILITIES.get(row.get("disability", ""), "")
    if row.get("disability") and disability:
        level = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}.get(row.get("disability_level", ""), "")
        tags.append(f"{disability}{level}")
    if row.get("has_serious_illness"):
        tags.append("重病")
    schooling = row.get("schooling", "")
    if schooling in facts.DEPENDENT_SCHOOLINGS:
        tags.append(facts.SCHOOLINGS[schooling])
    if row.get("marital_status") == "divorced":
        tags.append("离婚")
    if not row.get("lives_together"):
        tags.append("不共同居住")
    if not row.get("has_local_hukou"):
        tags.append("外区户籍")
    if row.get("absence"):
        tags.append("不计入")
    return tags


def answers_overview(entry: EntryForms, region_name: str) -> list[tuple[str, Any, str]]:
    """The household's answers in words, for the page on which they are checked."""
    form = entry.main
    cleaned = form.cleaned_data
    return [
        ("村（社区）", region_name, ""),
        ("申请方式", word(form, "channel"), ""),
        ("联系电话", cleaned["phone"], "no"),
        ("现住址", cleaned["address"], ""),
        ("申请事由", "，".join(filter(None, (word(form, "reason"), cleaned["reason_text"]))), ""),
        ("申请单位", "，".join(filter(None, (word(form, "unit"), _single(form)))), ""),
        ("发放账户", f"{cleaned['bank']} {cleaned['account']}", "no"),
        ("委托办理", cleaned["proxy_name"] if cleaned["is_by_proxy"] else "本人办理", ""),
        ("近亲属关系", word(form, "relative"), ""),
    ]


def answers_assets(entry: EntryForms) -> list[tuple[str, Any, str]]:
    form = entry.main
    cleaned = form.cleaned_data
    area = cleaned["area"]
    return [
        ("存款、理财、证券", f"{format_money(cleaned['deposits'])} 元", "no"),
        ("商业保险现金价值", f"{format_money(cleaned['insurance'])} 元", "no"),
        ("住房", word(form, "dwellings"), ""),
        ("建筑面积", f"{area.normalize():f} 平方米" if area else None, "no"),
        ("机动车辆", word(form, "vehicle"), ""),
        ("工商登记", word(form, "business"), ""),
    ]


def word(form: Any, name: str) -> str:
    """The label of the choice that is typed; nothing for one that is not offered."""
    chosen = form.data.get(form.add_prefix(name), "")
    for code, label in form.fields[name].choices:
        offered = label if isinstance(label, list) else [(code, label)]
        for value, text in offered:
            if str(value) == chosen and chosen:
                return str(text)
    return ""


def _single(form: Any) -> str:
    return word(form, "single_member_key") if form.cleaned_data["unit"] == "single" else ""
