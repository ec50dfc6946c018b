"""Applications for support of people in extreme difficulty (特困供养), as data."""

from decimal import Decimal
from typing import Any

from apps.assistance.rules import tekun as rules
from apps.assistance.services.programmes import BASIC_LIVING, barred_by, open_monthly
from apps.casework.entry import casepage
from apps.casework.entry.limits import Limits
from apps.casework.entry.procedure import Procedure
from apps.casework.entry.recorded import rows_of
from apps.casework.entry.steps import EntrySteps
from apps.casework.workflow import Step
from apps.core.declarations import (
    Answers,
    CaseKind,
    DocumentSlot,
    Entry,
    EntryTable,
    FormField,
    FormSection,
    Paper,
    Verdict,
)
from apps.core.registries import case_kinds, entries
from apps.policy.services import parameter, standard

PROGRAMME = "tekun"
LAWS = "《社会救助暂行办法》《浙江省社会救助条例》和《特困人员认定办法》"
DOCUMENTS = {
    "application_form": "申请书（含真实性承诺）",
    "identity": "户口簿、身份证",
    "statement": "劳动能力、收入、财产和义务人情况书面说明",
    "disability_certificate": "残疾人证",
    "authorisation": "申请人和义务人的核对授权书",
    "inability": "义务人没有履行能力的证明",
    "self_care": "生活自理能力评估表",
    "care_agreement": "照料护理协议",
    "admission": "供养机构入住协议",
    "proxy_authorisation": "委托书、受托人身份证",
}
SELF_CARE = tuple(FormField(name) for name in rules.SELF_CARE)


def rules_on(answers: Answers) -> rules.TekunRules:
    day = answers.on
    return rules.TekunRules(
        dibao=standard("dibao", day),
        basic=standard("tekun_basic", day),
        care={level: standard(f"tekun_care_{level}", day) for level in rules.CARE_LEVELS},
        elderly_age=int(parameter("tekun.elderly_age", day)),
        financial_multiplier=Decimal(parameter("tekun.financial_multiplier", day)),
        dwellings_max=int(parameter("asset.dwellings_max", day)),
    )


def _claimant(person: Any, told: Any) -> rules.Claimant:
    return rules.Claimant(
        name=person.name,
        birth_date=person.birth_date,
        ground=told.get("no_labour_ground") or "",
        self_care=[told.get(name) for name in rules.SELF_CARE],
    )


def assess(answers: Answers) -> Verdict:
    values = answers.values
    claimants = [_claimant(answers.applicant, values)]
    claimants += [_claimant(row["person"], row) for row in answers.rows.get("claimants", ())]
    means = rules.Means(
        income=values.get("monthly_income"),
        financial=values.get("financial"),
        dwellings=values.get("dwellings"),
    )
    supporters = [row.get("inability") or "" for row in answers.rows.get("supporters", ())]
    return rules.assess(claimants, means, supporters, rules_on(answers), answers.on)


def papers(answers: Answers) -> list[Paper]:
    values, grounds = answers.values, {answers.values.get("no_labour_ground")}
    grounds |= {row.get("no_labour_ground") for row in answers.rows.get("claimants", ())}
    found = [
        Paper("application_form", "书面申请并承诺所填属实"),
        Paper("identity", "核实身份和户籍", can_be_shared=True),
        Paper("statement", "《特困人员认定办法》第十条"),
        Paper("authorisation", "核对收入和财产"),
        Paper("self_care", "确定照料护理标准"),
    ]
    if grounds & {"mental", "physical", "visual"}:
        found.append(Paper("disability_certificate", "因残疾无劳动能力", can_be_shared=True))
    if answers.rows.get("supporters"):
        found.append(Paper("inability", "义务人没有履行能力"))
    if values.get("support_form") == "centralised":
        found.append(Paper("admission", "集中供养"))
    elif values.get("support_form") == "dispersed":
        found.append(Paper("care_agreement", "分散供养"))
    if values.get("is_by_proxy"):
        found.append(Paper("proxy_authorisation", "委托办理"))
    return found


ENTRY = Entry(
    kind=PROGRAMME,
    sections=(
        FormSection(
            "劳动能力和自理能力",
            (FormField("no_labour_ground"), *SELF_CARE, FormField("self_care_on"), FormField("assessor")),
            hint="六项都能自主完成为具备，一至三项不能为部分丧失，四项以上不能为完全丧失",
        ),
        FormSection(
            "收入和财产",
            (
                FormField(
                    "monthly_income",
                    help="申请的各人合计；不计基础养老金中央部分、基本医保、优待抚恤、高龄津贴",
                ),
                FormField("financial", help="存款、理财、证券、商业保险合计"),
                FormField("dwellings", unit="套"),
            ),
        ),
        FormSection(
            "供养方式",
            (
                FormField("support_form"),
                FormField("institution", help="集中供养填写"),
                FormField("carer", help="分散供养填写"),
                FormField("agreement_no", help="分散供养填写"),
            ),
            hint="由本人自愿选择",
        ),
    ),
    tables=(
        EntryTable(
            "claimants",
            "同户特困人员",
            "名",
            "assistance.TekunClaimant",
            (FormSection("", (FormField("relation"), FormField("no_labour_ground"), *SELF_CARE)),),
            is_person=True,
            is_covered=True,
            hint="与申请人共同生活、一并申请的人员",
            empty="只有申请人一人的不用添加。",
        ),
        EntryTable(
            "supporters",
            "法定义务人",
            "名",
            "assistance.TekunSupporter",
            (
                FormSection(
                    "", tuple(FormField(name) for name in ("name", "relation", "inability", "evidence"))
                ),
            ),
            hint="配偶、父母、子女等依法负有赡养、抚养、扶养义务的人",
            empty="没有法定义务人的不用添加。",
        ),
    ),
    assess=assess,
    papers=papers,
    conflicts=barred_by(PROGRAMME),
    amount_label="每月供养金",
    points=(
        "无劳动能力、无生活来源、无法定义务人或义务人无履行能力，三项同时具备",
        "本人不便申请的，村（社区）应当主动发现并代为办理",
    ),
)


def grant(step: Step, detail: Any, verdict: Verdict) -> None:
    case = step.case
    persons = [case.applicant, *(row.person for row in rows_of(ENTRY.tables[0], detail))]
    open_monthly(
        step,
        detail,
        verdict,
        programme=PROGRAMME,
        group=BASIC_LIVING,
        persons=persons,
        payee=case.applicant,
        recheck_months="tekun.recheck_months",
    )


letter_context = casepage.letter_context_of(ENTRY, LAWS)
steps = EntrySteps(ENTRY, programme=PROGRAMME, name="特困供养", limits=Limits(), grant=grant)
procedure = Procedure(
    steps=steps,
    prefix="鄞民特困",
    letter_context=letter_context,
    consequence="次月起发放供养金，生成确认通知书，决定不可修改",
)

entries.register(ENTRY)
case_kinds.register(
    CaseKind(
        code=PROGRAMME,
        label="特困供养",
        full_label="特困人员救助供养",
        prefix="TK",
        line="assistance",
        programme=PROGRAMME,
        detail="assistance.TekunApplication",
        actions=procedure.actions,
        tasks=procedure.tasks,
        create_permission="casework.create_case",
        entry_url="assistance:tekun_entry",
        purpose="无劳动能力、无生活来源、无法定义务人或义务人无履行能力的老年人、残疾人和未成年人",
        panels=casepage.PANELS,
        context=casepage.context_of(ENTRY),
        summary=casepage.summary_of(ENTRY),
        documents=tuple(DocumentSlot(code, label) for code, label in DOCUMENTS.items()),
        letters=procedure.letters,
    )
)
