"""The officer's words of a report, until it is frozen."""

from datetime import date

from django.db import transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import registries
from apps.core.errors import Forbidden, NotVisible, Refused, StaleVersion
from apps.policy.models import Period
from apps.policy.services import period
from apps.reports.models import Report
from apps.reports.narrative import problems


@transaction.atomic
def draft(year: int, *, actor: Actor) -> Report:
    """The report of a year, begun with the declared words when there is none yet.

    Raises Forbidden without ``reports.make_report`` and Refused for a year that has not begun.
    """
    _may_make(actor)
    found = period(Period.Kind.YEAR, date(year, 1, 1))
    report, created = Report.objects.get_or_create(period=found, defaults={"narratives": standard_words()})
    if created:
        record("reports.drafted", f"起草 {year} 年度报告", actor=actor, subject=report)
    return report


@transaction.atomic
def save_words(year: int, section: str, text: str, *, version: int, actor: Actor) -> Report:
    """Put the words of one section in place of what stands there. A draft PDF made before no longer holds.

    ``text`` are paragraphs, one a line, with ``{figure.key}`` placeholders. Raises Forbidden, NotVisible (no such
    section), Refused (frozen, digits typed, unknown figures) and StaleVersion when somebody saved in between.
    """
    _may_make(actor)
    if section not in registries.report_sections:
        raise NotVisible("没有这一章。")
    report = draft(year, actor=actor)
    report = Report.objects.select_for_update().get(pk=report.pk)
    refuse_frozen(report)
    if report.version != version:
        raise StaleVersion("这一章的文字刚被修改过，请重新打开后再保存。")
    text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    found = problems(text, known_figures())
    if found:
        raise Refused("".join(found), code="words")
    report.narratives = {**report.narratives, section: text}
    report.version += 1
    report.file = None
    report.save(update_fields=["narratives", "version", "file"])
    record(
        "reports.worded",
        f"修改 {year} 年度报告文字",
        actor=actor,
        subject=report,
        detail={"section": section},
    )
    return report


def standard_words() -> dict[str, str]:
    """The declared words of every section."""
    return {section.code: section.narrative for section in registries.report_sections}


def known_figures() -> frozenset[str]:
    """The keys that a placeholder may name."""
    return frozenset(indicator.key for indicator in registries.indicators)


def refuse_frozen(report: Report) -> None:
    """Raise Refused when the report is frozen."""
    if report.state == Report.State.FROZEN:
        raise Refused(
            "这份报告已定稿，文字和数字不再变动。", hint="更正请写入下一年度的报告。", code="frozen"
        )


def _may_make(actor: Actor) -> None:
    if not actor.has("reports.make_report"):
        raise Forbidden("本岗位不能编写报告。", hint="请由业务科室经办人办理。")
