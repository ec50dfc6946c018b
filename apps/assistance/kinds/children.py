"""Applications for the allowances of children (孤儿、困境儿童), as data. No public notice (民发〔2019〕62号)."""

from collections.abc import Callable
from typing import Any

from apps.assistance.rules import children as rules
from apps.assistance.services.programmes import CHILD_CASH, barred_by, open_monthly
from apps.casework.entry import casepage
from apps.casework.entry.limits import Limits
from apps.casework.entry.procedure import Procedure
from apps.casework.entry.steps import EntrySteps
from apps.casework.workflow import Step
from apps.core.declarations import (
    Answers,
    CaseKind,
    DocumentSlot,
    Entry,
    EntryPerson,
    EntryTable,
    FormField,
    FormSection,
    Paper,
    Verdict,
)
from apps.core.registries import case_kinds, entries
from apps.policy.services import standard

ORPHAN, CHILD = "orphan", "child"
DOCUMENTS = {
    "application_form": "申请表",
    "identity": "儿童和监护人的户口簿、身份证",
    "photo": "儿童近照",
    "parents": "父母死亡、失踪或查找不到的证明",
    "circumstance": "父母情形的证明",
    "ground": "困境类别的证明（低保、低边、残疾人证、诊断证明）",
    "guardian": "监护人或机构养育证明",
    "proxy_authorisation": "委托书、受托人身份证",
}
PURPOSES = {
    ORPHAN: "父母双亡、被宣告死亡或失踪、查找不到生父母的未成年人",
    CHILD: "事实无人抚养、重度残疾或重病、低保和低边家庭的儿童，按类别定额",
}
GUARDIAN = EntryPerson("guardian", "监护人", hint="补贴发放到监护人账户，只用于儿童")
LIMITS = Limits(opinion="child.review_wd", decision="child.decision_wd", total="child.total_wd")
POINTS = ("由监护人申请；没有监护人或监护人不履行的，由村（居）民委员会申请", "不公示，保护儿童隐私")
PLACE = FormSection("监护和就学", tuple(FormField(n) for n in ("guardian_relation", "school", "grade")))


def _child(answers: Answers) -> rules.Child:
    return rules.Child(name=answers.applicant.name, birth_date=answers.applicant.birth_date)


def assess_orphan(answers: Answers) -> Verdict:
    values = answers.values
    rates = {place: standard(f"orphan_{place}", answers.on) for place in rules.PLACEMENTS}
    kind, placement = values.get("orphan_type") or "", values.get("placement") or ""
    return rules.orphan(_child(answers), kind, placement, rates, answers.on)


def assess_child(answers: Answers) -> Verdict:
    values = answers.values
    rates = {code: standard(f"child_{code}", answers.on) for code in rules.CLASSES}
    labels = {"father": "父亲", "mother": "母亲"}
    parents = [
        rules.Parent(
            who=labels.get(row.get("who") or "", ""),
            circumstance=row.get("circumstance") or "",
            since=row.get("since"),
            until=row.get("until"),
        )
        for row in answers.rows.get("parents", ())
    ]
    chosen = values.get("child_class") or ""
    return rules.difficulty(_child(answers), chosen, parents, values.get("received"), rates, answers.on)


def _papers(*more: Paper) -> Callable[[Answers], list[Paper]]:
    def papers(answers: Answers) -> list[Paper]:
        found = [
            Paper("application_form", "监护人申请"),
            Paper("identity", "核实身份和户籍", can_be_shared=True),
            Paper("guardian", "核实监护关系"),
            *more,
        ]
        if answers.values.get("child_class") == "defacto":
            found.append(Paper("circumstance", "数据比对不能取得的"))
        elif answers.values.get("child_class"):
            found.append(Paper("ground", "核实困境类别", can_be_shared=True))
        if answers.values.get("is_by_proxy"):
            found.append(Paper("proxy_authorisation", "委托办理"))
        return found

    return papers


def _both_parents(answers: Answers) -> list[tuple[str, str]]:
    """The circumstances of both are told where the class rests on them."""
    rows = answers.rows.get("parents", ())
    if answers.values.get("child_class") == "defacto" and len(rows) != 2:
        return [("", "事实无人抚养儿童，请分别填写父亲和母亲的情况。")]
    if len({row.get("who") for row in rows}) != len(rows):
        return [("", "父亲、母亲各填一行。")]
    return []


ORPHAN_ENTRY = Entry(
    kind=ORPHAN,
    who="儿童",
    holder="guardian",
    persons=(GUARDIAN,),
    sections=(FormSection("孤儿情况", (FormField("orphan_type"), FormField("placement"))), PLACE),
    assess=assess_orphan,
    papers=_papers(Paper("parents", "认定孤儿"), Paper("photo", "建档")),
    conflicts=barred_by(ORPHAN),
    asks_authorisation=False,
    amount_label="每月基本生活费",
    points=POINTS,
)
CHILD_ENTRY = Entry(
    kind=CHILD,
    who="儿童",
    holder="guardian",
    persons=(GUARDIAN,),
    sections=(
        FormSection(
            "困境情况",
            (
                FormField("child_class", help="同时符合几类的，选补贴标准最高的一类"),
                FormField("received", help="儿童本人已享的低保、特困金，补差发放"),
                FormField("situation", look="textarea"),
            ),
        ),
        PLACE,
    ),
    tables=(
        EntryTable(
            "parents",
            "父母情况",
            "名",
            "assistance.ChildParent",
            (
                FormSection(
                    "",
                    tuple(
                        FormField(n) for n in ("who", "name", "circumstance", "since", "until", "evidence")
                    ),
                ),
            ),
            most=2,
            hint="事实无人抚养儿童须分别填写父亲和母亲",
            empty="其他类别不用填写。",
        ),
    ),
    assess=assess_child,
    papers=_papers(),
    check=_both_parents,
    conflicts=barred_by(CHILD),
    asks_authorisation=False,
    amount_label="每月生活补贴",
    points=POINTS,
)


def _kind(entry: Entry, label: str, full: str, prefix: str, letters: str, laws: str, detail: str) -> CaseKind:
    def grant(step: Step, row: Any, verdict: Verdict) -> None:
        open_monthly(
            step,
            row,
            verdict,
            programme=entry.kind,
            group=CHILD_CASH,
            persons=[step.case.applicant],
            payee=row.guardian,
            recheck_months="child.recheck_months",
        )

    steps = EntrySteps(entry, programme=entry.kind, name=label, limits=LIMITS, grant=grant)
    procedure = Procedure(
        steps=steps,
        prefix=letters,
        letter_context=casepage.letter_context_of(entry, laws),
        consequence="次月起发放到监护人账户，生成确认通知书，决定不可修改",
        investigated=False,
        publicised=False,
    )
    return CaseKind(
        code=entry.kind,
        label=label,
        full_label=full,
        prefix=prefix,
        line="assistance",
        programme=entry.kind,
        detail=detail,
        actions=procedure.actions,
        tasks=procedure.tasks,
        create_permission="casework.create_case",
        entry_url=f"assistance:{entry.kind}_entry",
        purpose=PURPOSES[entry.kind],
        panels=casepage.PANELS,
        context=casepage.context_of(entry),
        summary=casepage.summary_of(entry),
        documents=tuple(DocumentSlot(code, words) for code, words in DOCUMENTS.items()),
        letters=procedure.letters,
    )


entries.register(ORPHAN_ENTRY, CHILD_ENTRY)
case_kinds.register(
    _kind(
        ORPHAN_ENTRY, "孤儿保障", "孤儿基本生活保障", "GE", "鄞民孤儿",
        "《国务院办公厅关于加强孤儿保障工作的意见》和民发〔2010〕161号文件", "assistance.OrphanApplication",
    ),
    _kind(
        CHILD_ENTRY, "困境儿童补贴", "困境儿童生活补贴", "KJ", "鄞民困境",
        "《国务院关于加强困境儿童保障工作的意见》和民发〔2019〕62号文件", "assistance.ChildApplication",
    ),
)  # fmt: skip
