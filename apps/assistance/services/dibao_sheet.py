"""What the entry form shows beside its fields: computation, checklist, what each section still lacks, deadlines."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from apps.assistance.rules import deadlines, dibao, facts
from apps.assistance.rules.completeness import Missing
from apps.assistance.rules.parameters import Parameters, Standards
from apps.assistance.services.dibao_facts import rules_on
from apps.assistance.services.dibao_papers import Slot, checklist, lacking
from apps.assistance.services.dibao_steps import ACCEPTANCE_WD, PROGRAMME
from apps.assistance.services.dibao_typed import Typed, facts_of_typed, untold
from apps.casework.models import Case, Draft
from apps.casework.services.routing import is_delegated
from apps.core import clock, workdays
from apps.core.errors import DomainError
from apps.core.money import format_money, format_standard
from apps.core.periods import add_months
from apps.policy.workcalendar import working_calendar

SECTIONS = (
    ("applicant", "申请人"),
    ("members", "家庭成员"),
    ("incomes", "收入"),
    ("assets", "财产"),
    ("papers", "材料"),
    ("declaration", "声明与授权"),
)
# Fields of the household that an application cannot do without: (section, field, what is lacking).
NEEDED = (
    ("applicant", "region", "缺所属村（社区）"),
    ("applicant", "address", "缺现住址"),
    ("applicant", "phone", "缺联系电话"),
    ("applicant", "reason", "缺申请事由"),
    ("applicant", "bank", "缺开户行"),
    ("applicant", "account", "缺银行账号"),
    ("declaration", "is_true", "未勾选真实性承诺"),
    ("declaration", "is_authorised", "未勾选核对授权"),
    ("declaration", "relative", "未填近亲属声明"),
)


@dataclass(frozen=True)
class Section:
    """A section of the form with what it still lacks, in words."""

    code: str
    label: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Dates:
    """The statutory dates of an application handed in and accepted today."""

    acceptance: date
    investigation: date
    total: date
    total_wd: int


@dataclass(frozen=True)
class Sheet:
    """All of it for one state of the form. ``assessment`` is None when the rules cannot compute: ``trouble`` says why."""

    application: facts.Application
    assessment: dibao.Assessment | None
    trouble: str
    slots: tuple[Slot, ...]
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    dates: Dates | None
    on: date
    limits: tuple[Standards, Parameters] | None = None

    @property
    def gap_count(self) -> int:
        return sum(len(section.gaps) for section in self.sections)

    @property
    def met_count(self) -> int:
        return sum(slot.is_met for slot in self.slots)

    @property
    def lacking(self) -> list[str]:
        return lacking(self.slots)

    @property
    def lacking_words(self) -> str:
        return f"还缺 {len(self.lacking)} 件材料"

    @property
    def why(self) -> list[dict[str, Any]]:
        """The lines of the component ``why``."""
        return why_lines(self.assessment) if self.assessment else []

    @property
    def gauge_marks(self) -> list[tuple[str, Any]]:
        """The standard and the low-edge line on the scale of a head's income."""
        if self.assessment is None:
            return []
        return [("标准", self.assessment.standard), ("边缘线", self.assessment.low_edge_line)]

    @property
    def off(self) -> Decimal | None:
        """All that is left out of the incomes, line by line."""
        if self.assessment is None:
            return None
        means = self.assessment.means
        return means.exempt + means.deducted + means.disregarded

    @property
    def gap_words(self) -> str:
        return f"还缺 {self.gap_count} 项"

    @property
    def asset_limits(self) -> str:
        """The limits of the asset tests, as the rules word them while nothing is declared."""
        if self.limits is None:
            return ""
        standards, parameters = self.limits
        share = format_standard(parameters.financial_multiplier * standards.dibao)
        return f"人均金融资产上限 {share} 元；住房不超过 {parameters.dwellings_max} 套"

    @property
    def period(self) -> tuple[date, date]:
        """The twelve months before this one, over which incomes are averaged (first day of each end)."""
        return add_months(self.on, -12), add_months(self.on, -1)


def sheet_of(
    typed: Typed, *, region_code: str, draft: Draft | None = None, case: Case | None = None
) -> Sheet:
    """Judge what is typed so far by the rules in force today; never raises for what is lacking or mistyped."""
    today = clock.today()
    application = facts_of_typed(typed)
    slots = checklist(application, today, draft=draft, case=case)
    assessment, dates, trouble, in_force = None, None, "", None
    try:
        in_force = standards, parameters = rules_on(today)
        assessment = dibao.assess(application, standards, parameters, today)
        delegated = is_delegated((typed.fields.get("region") or region_code)[:9], PROGRAMME, today)
        limits = deadlines.deadlines(today, working_calendar(), parameters, delegated=delegated)
        dates = Dates(
            acceptance=workdays.add_workdays(today, ACCEPTANCE_WD, working_calendar()),
            investigation=limits.start_investigation,
            total=limits.total,
            total_wd=workdays.workdays_between(today, limits.total, working_calendar()),
        )
    except DomainError as error:
        trouble = f"{error.message}{error.hint}"
    missing = (*(assessment.missing if assessment else ()), *untold(typed))
    return Sheet(
        application=application,
        assessment=assessment,
        trouble=trouble,
        slots=slots,
        sections=_sections(typed, missing, slots),
        missing=missing,
        dates=dates,
        on=today,
        limits=in_force,
    )


def why_lines(assessment: dibao.Assessment) -> list[dict[str, Any]]:
    """The steps of an assessment as lines of the component ``why``."""
    return [
        {
            "label": step.label,
            "value": format_money(step.value),
            "source": step.source,
            "total": step.kind == "sum",
        }
        for step in assessment.steps
    ]


def _sections(typed: Typed, missing: tuple[Missing, ...], slots: tuple[Slot, ...]) -> tuple[Section, ...]:
    gaps: dict[str, list[str]] = {code: [] for code, _ in SECTIONS}
    for section, name, words in NEEDED:
        if not typed.fields.get(name, "").strip():
            gaps[section].append(words)
    for gap in missing:
        gaps[gap.section].append(gap.text.rstrip("。"))
    gaps["papers"] = [f"缺{label}" for label in lacking(slots)]
    return tuple(Section(code, label, tuple(gaps[code])) for code, label in SECTIONS)
