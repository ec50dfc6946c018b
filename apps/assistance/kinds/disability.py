"""Applications for the two subsidies for disabled people (残疾人两项补贴), as data.

Reviewed by the town on the certificate and confirmed by the bureau, without a visit (国发〔2015〕52号); paid from the
month of the application on.
"""

from collections.abc import Callable
from typing import Any

from apps.assistance.rules import disability as rules
from apps.assistance.services.programmes import barred_by, open_monthly
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
    FormField,
    FormSection,
    Paper,
    Verdict,
)
from apps.core.periods import first_of
from apps.core.registries import case_kinds, entries
from apps.policy.services import parameter, standard

LIVING, NURSING = "disability_living", "disability_nursing"
LAWS = "《国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见》"
DOCUMENTS = {
    "application_form": "申请表",
    "identity": "户口簿、身份证",
    "disability_certificate": "残疾人证",
    "hardship": "低保、低边或其他困难证明",
    "care_assessment": "照护需要评估表",
    "proxy_authorisation": "委托书、受托人身份证",
}
LIMITS = Limits(
    opinion="disability.review_wd", decision="disability.decision_wd", total="disability.total_wd"
)
CERTIFICATE = FormSection(
    "残疾人证",
    (
        FormField("disability"),
        FormField("disability_level"),
        FormField("certificate_no", help="20 位，身份证号加类别、等级各一位"),
        FormField("valid_until", help="长期有效的不填"),
        FormField("received", help="有多项的，填不能同时享受的那一项"),
    ),
)


def _holder(answers: Answers) -> rules.Holder:
    values = answers.values
    return rules.Holder(
        disability=values.get("disability") or "",
        level=values.get("disability_level") or None,
        valid_until=values.get("valid_until"),
        received=values.get("received") or "",
    )


def assess_living(answers: Answers) -> Verdict:
    allowed = parameter("disability.living_hardships", answers.on)
    hardship = answers.values.get("hardship") or ""
    return rules.living(_holder(answers), hardship, standard(LIVING, answers.on), allowed, answers.on)


def assess_nursing(answers: Answers) -> Verdict:
    rates = {band: standard(f"{NURSING}_{band}", answers.on) for band in rules.BANDS}
    extended = parameter("disability.nursing_level3", answers.on)
    return rules.nursing(_holder(answers), answers.values.get("band") or "", rates, extended, answers.on)


def _papers(*more: Paper) -> Callable[[Answers], list[Paper]]:
    def papers(answers: Answers) -> list[Paper]:
        found = [
            Paper("application_form", "本人或监护人申请"),
            Paper("identity", "核实身份和户籍", can_be_shared=True),
            Paper("disability_certificate", "核实残疾类别、等级和有效期", can_be_shared=True),
            *more,
        ]
        if answers.values.get("is_by_proxy"):
            found.append(Paper("proxy_authorisation", "委托办理"))
        return found

    return papers


def _certificate_fits(answers: Answers) -> list[tuple[str, str]]:
    """The certificate is that of the applicant and says what was chosen."""
    values, typed = answers.values, answers.values.get("certificate_no") or ""
    if not typed:
        return []
    number, level = answers.applicant.number, values.get("disability_level") or None
    fault = rules.certificate_fault(typed, number, values.get("disability") or "", level)
    return [("certificate_no", fault)] if fault else []


def _entry(kind: str, section: FormSection, assess: Callable[[Answers], Verdict], paper: Paper) -> Entry:
    return Entry(
        kind=kind,
        sections=(CERTIFICATE, section),
        assess=assess,
        papers=_papers(paper),
        check=_certificate_fits,
        conflicts=barred_by(kind),
        asks_authorisation=False,
        amount_label="每月补贴",
        points=("从申请的当月起发放", "生活补贴和护理补贴可以同时享受，分别申请"),
    )


LIVING_ENTRY = _entry(
    LIVING,
    FormSection("困难情形", (FormField("hardship"), FormField("hardship_note", help="其他困难的填写"))),
    assess_living,
    Paper("hardship", "核实困难情形", can_be_shared=True),
)
NURSING_ENTRY = _entry(
    NURSING,
    FormSection("照护需要", tuple(FormField(name) for name in ("band", "assessed_on", "assessor"))),
    assess_nursing,
    Paper("care_assessment", "确定补贴档次"),
)


def _kind(entry: Entry, label: str, full: str, codes: tuple[str, str], detail: str, purpose: str) -> CaseKind:
    def grant(step: Step, row: Any, verdict: Verdict) -> None:
        open_monthly(
            step,
            row,
            verdict,
            programme=entry.kind,
            group=entry.kind,
            persons=[step.case.applicant],
            payee=step.case.applicant,
            recheck_months="disability.recheck_months",
            from_month=first_of(step.case.submitted_on),
            recheck_by=row.valid_until,
        )

    prefix, letters = codes
    steps = EntrySteps(entry, programme=entry.kind, name=label, limits=LIMITS, grant=grant)
    procedure = Procedure(
        steps=steps,
        prefix=letters,
        letter_context=casepage.letter_context_of(entry, LAWS),
        consequence="从申请当月起发放，生成确认通知书，决定不可修改",
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
        purpose=purpose,
        panels=casepage.PANELS,
        context=casepage.context_of(entry),
        summary=casepage.summary_of(entry),
        documents=tuple(DocumentSlot(code, words) for code, words in DOCUMENTS.items()),
        letters=procedure.letters,
    )


entries.register(LIVING_ENTRY, NURSING_ENTRY)
case_kinds.register(
    _kind(
        LIVING_ENTRY, "残疾人生活补贴", "困难残疾人生活补贴", ("CS", "鄞民残生"),
        "assistance.DisabilityLivingApplication", "低保、低边等家庭的困难残疾人，定额发放",
    ),
    _kind(
        NURSING_ENTRY, "残疾人护理补贴", "重度残疾人护理补贴", ("CH", "鄞民残护"),
        "assistance.DisabilityNursingApplication", "一、二级和部分三级残疾、需要长期照护的，按档次发放",
    ),
)  # fmt: skip
