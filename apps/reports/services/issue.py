"""The paper of a report: rendered, kept with its hash, frozen once, and given out again as it was."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core.errors import Refused
from apps.files.models import StoredFile
from apps.files.pdf import REPORT_STYLES, render_paper
from apps.files.services import open_verified, store_bytes
from apps.policy.models import Period
from apps.reports import paper
from apps.reports.models import Report
from apps.reports.services.content import Content, content
from apps.reports.services.words import draft, refuse_frozen

FILE_KIND: Final = "reports.year"
Progress = Callable[[int, int, str], None]


def year_pdf(year: int, *, actor: Actor) -> bytes:
    """The PDF of a year: as it was frozen, else rendered now from what the records and the draft say."""
    report = Report.objects.filter(period__kind=Period.Kind.YEAR, period__start=date(year, 1, 1)).first()
    if report is not None and report.state == Report.State.FROZEN and report.file is not None:
        with open_verified(report.file) as stream:
            return stream.read()
    return render(content(Period.Kind.YEAR, date(year, 1, 1), actor=actor))


def render(found: Content, *, final: bool = False) -> bytes:
    """The paper; the same content gives the same bytes. ``final`` leaves out the mark of a draft."""
    return render_paper(
        "reports/pdf/year.html",
        paper.context(found, final=final),
        stylesheets=REPORT_STYLES,
        title=paper.title(found),
        dated=paper.dated(found),
        author=settings.BUREAU_NAME,
        charts=paper.charts(found),
    )


def issue(
    year: int,
    *,
    freeze: bool,
    actor: Actor,
    progress: Progress | None = None,
    ended: Callable[[Report], None] | None = None,
) -> Report:
    """Render the report of a year and keep the PDF: as a draft, or for good.

    Freezing needs a closed year, so that figures and words stand still together. The slow rendering happens
    outside the transaction; if the words changed meanwhile nothing is kept. ``ended`` is called inside the
    transaction. Raises Forbidden and Refused; asking again for what is frozen changes nothing.
    """
    told = progress or (lambda done, total, words: None)
    report = draft(year, actor=actor)
    if freeze and report.state == Report.State.FROZEN:
        return report
    refuse_frozen(report)
    told(0, 3, "汇总数据")
    found = content(Period.Kind.YEAR, date(year, 1, 1), actor=actor)
    if freeze and not found.is_closed:
        raise Refused(f"{year} 年度还没有关账，不能定稿。", hint="请先办理年度关账。", code="period_open")
    told(1, 3, "排版生成 PDF")
    data = render(found, final=freeze)
    told(2, 3, "保存")
    return _keep(report, data, f"{paper.title(found)}.pdf", freeze=freeze, actor=actor, ended=ended)


@transaction.atomic
def _keep(
    shown: Report,
    data: bytes,
    name: str,
    *,
    freeze: bool,
    actor: Actor,
    ended: Callable[[Report], None] | None,
) -> Report:
    report = Report.objects.select_for_update().get(pk=shown.pk)
    if freeze and report.state == Report.State.FROZEN:
        return report  # somebody else's freezing came first, and it is the same report
    refuse_frozen(report)
    if report.version != shown.version:
        raise Refused("生成期间文字被修改过，这一份没有保存。", hint="请重新生成。", code="words_changed")
    stored: StoredFile = store_bytes(
        data, kind=FILE_KIND, name=name, content_type="application/pdf", actor=actor
    )
    report.file = stored
    if freeze:
        report.state, report.frozen_at = Report.State.FROZEN, timezone.now()
        report.frozen_by_id = actor.user_id
    report.save(update_fields=["file", "state", "frozen_at", "frozen_by"])
    action, words = ("reports.frozen", "定稿") if freeze else ("reports.rendered", "生成草稿 PDF：")
    record(
        action,
        f"{words} {report.period.start.year} 年度报告",
        actor=actor,
        subject=report,
        detail={"sha256": stored.sha256},
    )
    if ended:
        ended(report)
    return report
